/**
 * How long a replay of written bytes takes, with the search for the link that keeps the RPO for 100, 99 and 90 % of the time.
 * usage: node bench/replication.ts [VMs] [days]
 */
import { linkSharesOf, type ChurnTrace } from '../src/core/replication/churn-trace.ts'
import { linksThatKeep } from '../src/core/replication/bandwidth.ts'
import { replayOver } from '../src/core/replication/replay.ts'
import { defaultTiers } from '../src/model/tier.ts'

const MIB = 2 ** 20
const HOURS_PER_DAY = 24
const LIMIT_SECONDS = 10

const [vms = 10_000, days = 30] = process.argv.slice(2).map(Number)

/** Mulberry32: the same figures on every machine. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Office hours, a nightly batch of one VM in ten, sizes over three decades, and noise. */
function traceOf(at: number, random: () => number): ChurnTrace {
  const tier = defaultTiers[at % defaultTiers.length]
  if (!tier) throw new Error('There are no tiers.')
  const mean = 10 ** (random() * 3 - 2)
  const isBatch = random() < 0.1
  const bytesPerSecond = Float64Array.from({ length: days * HOURS_PER_DAY }, (_, step) => {
    const hour = step % HOURS_PER_DAY
    const shape = isBatch ? (hour === 2 ? 12 : 0.5) : hour > 7 && hour < 19 ? 1.6 : 0.4
    return mean * shape * (0.5 + random()) * MIB
  })
  const { id, priority, rpoMinutes } = tier
  return { vmId: `vm-${at}`, tierId: id, priority, rpoMinutes, compression: 1, bytesPerSecond, gapSteps: 0 }
}

const random = randomOf(1)
const traces = Array.from({ length: vms }, (_, at) => traceOf(at, random))
const frame = { startMs: Date.UTC(2026, 0, 5), stepSeconds: 3600, steps: days * HOURS_PER_DAY }
const replay = { ...frame, traces, linkShares: linkSharesOf(frame, { reservedShare: 0, schedule: [] }) }
const meanMiBps =
  traces.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond.reduce((a, b) => a + b, 0), 0) / frame.steps / MIB

const begun = performance.now()
const { tiers } = replayOver(meanMiBps * 1.1, replay)
const replayed = performance.now()
const kept = linksThatKeep(replay)
const searched = performance.now()

const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(2)
process.stdout.write(
  `${vms} VMs, ${days} days hourly: replay ${seconds(begun, replayed)} s (worst lag ${tiers.map(({ worstLagMinutes }) => Math.round(worstLagMinutes)).join(', ')} min), ` +
    `search ${seconds(replayed, searched)} s (${kept[0]?.needs.map(({ linkMiBps }) => Math.round(linkMiBps ?? 0)).join(', ') ?? ''} MiB/s), ` +
    `in all ${seconds(begun, searched)} s of ${LIMIT_SECONDS}; heap ${Math.round(process.memoryUsage().rss / MIB)} MiB\n`,
)
