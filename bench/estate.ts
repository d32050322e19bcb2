/**
 * A large estate's samples through the store: `node bench/estate.ts [VMs] [days]`, by default 10,000 VMs, 30 days, four
 * metrics every five minutes: 345.6 million samples, generated, the same every time. Says how long they took to be held
 * and rolled up, the largest memory on the way, tenth by tenth (flat, if the store keeps its word), and how long it takes
 * to read all hourly figures back. Not part of `npm run bench`: it takes minutes and some GB of disk.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SampleBatch } from '../src/model/source.ts'
import { appendSection, readGrids, readMetricSummary } from '../src/workspace/metrics/store.ts'

const METRICS = ['cpu', 'memory', 'disk-operations', 'network-bytes'] as const
const STEPS_A_DAY = 288
const STEP_MS = 300_000
const START_MS = Date.UTC(2026, 9, 1)

const vms = Number(process.argv[2] ?? 10_000)
const days = Number(process.argv[3] ?? 30)
const steps = days * STEPS_A_DAY
const samples = vms * METRICS.length * steps

const peakMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1024)
const secondsSince = (start: number): number => (performance.now() - start) / 1000

/** A day's curve and noise, with the four digits that monitoring has. */
function fill(values: Float64Array, seed: number): void {
  let state = seed >>> 0
  for (let step = 0; step < values.length; step++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const curve = 1 + Math.sin(((step % STEPS_A_DAY) / STEPS_A_DAY) * 2 * Math.PI)
    values[step] = Math.round((curve + state / 2 ** 32) * 10_000) / 10_000
  }
}

async function* generate(): AsyncGenerator<SampleBatch> {
  const at = Float64Array.from({ length: steps }, (_, step) => START_MS + step * STEP_MS)
  for (let vm = 0; vm < vms; vm++) {
    if (vm % Math.ceil(vms / 10) === 0)
      console.log(
        `${String(Math.round((vm / vms) * 100)).padStart(3)} %   ${secondsSince(begun).toFixed(0)} s   peak ${peakMiB()} MiB`,
      )
    const vmId = `vm-${String(vm).padStart(6, '0')}`
    for (const [index, metric] of METRICS.entries()) {
      const values = new Float64Array(steps)
      fill(values, vm * 4 + index + 1)
      yield { vmId, metric, at, values }
    }
  }
}

const folder = await mkdtemp(join(tmpdir(), 'drplan-bench-estate-'))
const begun = performance.now()
try {
  const retention = { rawDays: null, hourlyDays: null }
  await appendSection(folder, { key: 'bench', inputsHash: 'bench', batches: generate(), retention })
  const stored = secondsSince(begun)
  const held = (await readMetricSummary(folder))?.samples ?? 0
  if (held !== samples) throw new Error(`${held} of ${samples} samples`)
  console.log(
    `${(samples / 1e6).toFixed(1)} M samples held and rolled up in ${stored.toFixed(0)} s: ${(samples / stored / 1e6).toFixed(2)} M/s, peak ${peakMiB()} MiB`,
  )
  const reading = performance.now()
  let grids = 0
  for await (const { mean } of readGrids(folder)) grids += Math.sign(mean.length)
  console.log(`${grids} hourly series read in ${secondsSince(reading).toFixed(0)} s, peak ${peakMiB()} MiB`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
