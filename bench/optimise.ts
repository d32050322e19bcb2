/**
 * How long it takes to assign an estate, and how near to the proved bound: `node bench/optimise.ts [VMs ...]`. Beside
 * it plain HiGHS on the same instance, up to 10,000 VMs and for at most a minute. Each run is a process of its own, so that its memory is its
 * own. Seconds are wall clock and CPU of the solve alone.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { checkAssignment } from '../src/core/mapping/optimise/check.ts'
import { optimise } from '../src/core/mapping/optimise/optimise.ts'
import { loadHighsSolver } from '../src/workers/highs-solver.ts'
import { makeInstance, type BenchInstance } from './optimise/candidates.ts'
import { makeEstate } from './optimise/machines.ts'
import { solvePlainly } from './optimise/plain.ts'
import { tighten, type Tightness } from './optimise/tighten.ts'

const SEED = 1
const TARGET_GAP = 0.001
const PLAIN_UP_TO = 10_000
const PLAIN_SECONDS = 60

async function make(vms: number, tightness: Tightness): Promise<BenchInstance> {
  const solver = await loadHighsSolver({ secondsPerQuestion: () => 60 })
  return tighten(makeInstance(makeEstate(vms, SEED), SEED), { tightness, seed: SEED, solver })
}

async function solve(instance: BenchInstance, method: string): Promise<Record<string, unknown>> {
  const plain = method === 'plain'
  const solver = await loadHighsSolver({ secondsPerQuestion: () => PLAIN_SECONDS })
  const [wall, cpu] = [performance.now(), process.cpuUsage()]
  const outcome = plain
    ? solvePlainly(instance, solver, TARGET_GAP)
    : optimise(instance, { solver, seed: SEED, targetGap: TARGET_GAP, shouldStop: () => false })
  const seconds = (performance.now() - wall) / 1000
  const used = process.cpuUsage(cpu)
  const faults =
    'assignment' in outcome && outcome.assignment ? checkAssignment(instance, outcome.assignment).faults : []
  return {
    vms: instance.vmCount,
    method,
    status: outcome.status,
    seconds: Number(seconds.toFixed(2)),
    cpuSeconds: Number(((used.user + used.system) / 1e6).toFixed(2)),
    gapPercent: outcome.cost && outcome.bound ? Number((100 * (outcome.cost / outcome.bound - 1)).toFixed(4)) : null,
    cost: outcome.cost,
    bound: outcome.bound,
    faults: faults.length,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

async function main(): Promise<void> {
  const [mode, ...rest] = process.argv.slice(2)
  if (mode === 'solve') {
    const [method = '', file = ''] = rest
    console.log(JSON.stringify(await solve(deserialize(readFileSync(file)), method)))
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'optimise-'))
  const sizes = [mode, ...rest].flatMap((size) => (size === undefined ? [] : Number(size)))
  for (const vms of sizes.length > 0 ? sizes : [1000, 10_000])
    for (const tightness of ['loose', 'tight'] as const) {
      const file = join(folder, `${vms}-${tightness}`)
      writeFileSync(file, serialize(await make(vms, tightness)))
      for (const method of vms <= PLAIN_UP_TO ? ['drplan', 'plain'] : ['drplan']) {
        const args = [import.meta.filename, 'solve', method, file]
        const line = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
        console.log(`${tightness} ${line.trim()}`)
      }
    }
  rmSync(folder, { recursive: true })
}

await main()
