/**
 * How long it takes to assign an estate, and how near to the proved bound:
 *
 *   node bench/optimise.ts [--tightness loose --tightness tight --tightness very-tight] [--hard free-hubs --hard pairs
 *     --hard equal-prices] [--seed 1] [--frontier points] [VMs ...]
 *
 * Beside it plain HiGHS on the same instance, up to 10,000 VMs and for at most a minute. Each run is a process of its
 * own, so that its memory is its own. Seconds are wall clock and CPU of the solve alone.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { checkAssignment } from '../src/core/mapping/optimise/check.ts'
import { traceFrontier } from '../src/core/mapping/optimise/frontier.ts'
import { optimise } from '../src/core/mapping/optimise/optimise.ts'
import { loadHighsSolver } from '../src/workers/highs-solver.ts'
import { BUDGET, makeInstance, type BenchInstance } from './optimise/candidates.ts'
import { makeEstate } from './optimise/machines.ts'
import { solvePlainly } from './optimise/plain.ts'
import { tighten, tightnesses, type Tightness } from './optimise/tighten.ts'

const TARGET_GAP = 0.001
const PLAIN_UP_TO = 10_000
const PLAIN_SECONDS = 60

interface Wanted {
  readonly vms: number
  readonly tightness: Tightness
  readonly hard: readonly string[]
  readonly seed: number
}

async function make({ vms, tightness, hard, seed }: Wanted): Promise<BenchInstance> {
  const solver = await loadHighsSolver({ secondsPerQuestion: () => 60 })
  const hardness = { freeHubs: hard.includes('free-hubs'), morePairs: hard.includes('pairs') ? 0.2 : 0 }
  const estate = makeEstate(vms, seed, hardness)
  return tighten(makeInstance(estate, { seed, equalPrices: hard.includes('equal-prices') }), {
    tightness,
    seed,
    solver,
  })
}

interface Outcome {
  readonly status: string
  readonly cost: number | null
  readonly bound: number | null
  readonly faults: number
}

async function solve(instance: BenchInstance, method: string): Promise<Record<string, unknown>> {
  const solver = await loadHighsSolver({ secondsPerQuestion: () => PLAIN_SECONDS })
  const [wall, cpu] = [performance.now(), process.cpuUsage()]
  const outcomes = outcomesOf(instance, method, solver)
  const seconds = (performance.now() - wall) / 1000
  const used = process.cpuUsage(cpu)
  const gaps = outcomes.map(({ cost, bound }) => (cost !== null && bound ? 100 * (cost / bound - 1) : null))
  const [first] = outcomes
  return {
    vms: instance.vmCount,
    method,
    ...(outcomes.length === 1 ? first : { points: outcomes.length, faults: sum(outcomes.map((one) => one.faults)) }),
    seconds: Number(seconds.toFixed(2)),
    cpuSeconds: Number(((used.user + used.system) / 1e6).toFixed(2)),
    gapPercent: gaps.includes(null) ? null : Number(Math.max(...gaps.map((gap) => gap ?? 0)).toFixed(4)),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

function outcomesOf(
  instance: BenchInstance,
  method: string,
  solver: Awaited<ReturnType<typeof loadHighsSolver>>,
): readonly Outcome[] {
  const options = { solver, seed: 1, targetGap: TARGET_GAP, shouldStop: () => false }
  if (method === 'plain') {
    const { status, cost, bound } = solvePlainly(instance, solver, TARGET_GAP)
    return [{ status, cost: cost ?? null, bound: bound ?? null, faults: 0 }]
  }
  const frontier = /^frontier-(\d+)$/.exec(method)
  // The budget is what is lowered: its amounts are whole cents.
  const found = frontier
    ? traceFrontier(instance, { ...options, limit: BUDGET, points: Number(frontier[1]) })
    : [optimise(instance, options)]
  return found.map((one) => ({
    status: one.status,
    cost: one.cost,
    bound: one.bound,
    faults: one.assignment ? faultsIn(instance, one) : 0,
  }))
}

function faultsIn(instance: BenchInstance, one: { assignment: Int32Array | null; limit?: number }): number {
  const limits = instance.limits.map((most, limit) => (limit === BUDGET ? (one.limit ?? most) : most))
  return one.assignment ? checkAssignment({ ...instance, limits }, one.assignment).faults.length : 0
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

interface Runs {
  readonly folder: string
  readonly methods: readonly string[]
}

/** One instance by each method, each in a process of its own. */
async function run(wanted: Wanted, { folder, methods }: Runs): Promise<void> {
  const file = join(folder, 'instance')
  writeFileSync(file, serialize(await make(wanted)))
  for (const method of methods.filter((one) => one !== 'plain' || wanted.vms <= PLAIN_UP_TO)) {
    const args = [import.meta.filename, 'solve', method, file]
    const line = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    console.log(`${[wanted.tightness, ...wanted.hard].join(' ')} ${line.trim()}`)
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tightness: { type: 'string', multiple: true, default: ['loose', 'tight'] },
      hard: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      frontier: { type: 'string' },
    },
  })
  const [mode, method = '', file = ''] = positionals
  if (mode === 'solve') {
    console.log(JSON.stringify(await solve(deserialize(readFileSync(file)), method)))
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'optimise-'))
  const methods = values.frontier === undefined ? ['drplan', 'plain'] : [`frontier-${values.frontier}`]
  const { hard, seed } = values
  for (const vms of positionals.length > 0 ? positionals.map(Number) : [1000, 10_000])
    for (const tightness of tightnesses.filter((one) => values.tightness.includes(one)))
      await run({ vms, tightness, hard, seed: Number(seed) }, { folder, methods })
  rmSync(folder, { recursive: true })
}

await main()
