/**
 * How long it takes to simulate a recovery: `node bench/simulate.ts [VMs] [runs]`, by default 1,000 VMs, 10,000 runs, once
 * on one thread and once on two; at most 30 s on two. The estate is the same every time: applications of ten VMs in three
 * layers, over all tiers, with everything that VMs can share short enough to be waited for.
 */
import { compileModel } from '../src/core/simulate/compile.ts'
import { modelOfPlan } from '../src/core/simulate/model-of-plan.ts'
import { summarise } from '../src/core/simulate/summarise.ts'
import type { RecoveryStrategy } from '../src/model/tier.ts'
import { simulateAll } from '../src/workers/simulate-pool.ts'
import { planOf, settingsWith, type VmRow } from '../test/core/simulate/plans.ts'

const LIMIT_SECONDS = 30
const count = Number(process.argv[2] ?? 1000)
const runs = Number(process.argv[3] ?? 10_000)
const strategies: readonly RecoveryStrategy[] = ['hot-standby', 'warm-standby', 'pilot-light', 'backup-restore']

/** Databases first, then what works on them, then what users see. */
function row(index: number): VmRow {
  const application = Math.floor(index / 10)
  const place = index % 10
  const tier = application % 4
  const before = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, offset) => `vm-${application * 10 + from + offset}`)
  return {
    id: `vm-${index}`,
    application: `app-${application}`,
    tier: String(tier),
    strategy: strategies[tier] ?? 'backup-restore',
    dependsOn: place < 2 ? [] : place < 6 ? before(0, 2) : before(2, 6),
    gib: 40 + ((index * 37) % 400),
  }
}

const { plan } = planOf(Array.from({ length: count }, (_, index) => row(index)))
const settings = settingsWith({
  operators: { people: Math.ceil(count / 20) },
  restoreMiBps: count * 4,
  calls: { perMinute: count, burst: 100 },
  retry: { chance: 0.02 },
})
const { model } = modelOfPlan(plan, settings)
const start = performance.now()
const compiled = compileModel(model)
console.log(`${count} VMs, ${model.tasks.length} tasks: compiled in ${(performance.now() - start).toFixed(0)} ms`)

const seconds: number[] = []
const digests: string[] = []
for (const threads of [1, 2]) {
  const begun = performance.now()
  const before = process.cpuUsage()
  const outcomes = await simulateAll(compiled, { seed: settings.seed, runs, threads })
  const took = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(before)
  const simulation = summarise({ model, compiled, outcomes, seed: settings.seed })
  seconds.push(took)
  digests.push(JSON.stringify(simulation))
  console.log(
    `${runs} runs on ${threads} thread(s): ${took.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU), ${(outcomes.events / took / 1e6).toFixed(2)} M events/s, ${((model.tasks.length * runs) / took / 1e6).toFixed(2)} M tasks/s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`,
  )
  if (threads === 1)
    for (const { name, utilisation, waited } of simulation.resources)
      console.log(
        `  ${name}: ${(utilisation * 100).toFixed(0)} % used, waited for in ${(waited * 100).toFixed(0)} % of runs`,
      )
}
const [one = 0, two = 0] = seconds
console.log(
  `one thread takes ${(one / two).toFixed(2)} times as long as two; the same bytes: ${digests[0] === digests[1]}; ${(two / LIMIT_SECONDS).toFixed(2)} of ${LIMIT_SECONDS} s`,
)
