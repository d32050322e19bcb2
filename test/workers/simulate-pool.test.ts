import { describe, expect, it } from 'vitest'
import { compileModel } from '../../src/core/simulate/compile.ts'
import { modelOfPlan } from '../../src/core/simulate/model-of-plan.ts'
import { summarise } from '../../src/core/simulate/summarise.ts'
import { simulateAll } from '../../src/workers/simulate-pool.ts'
import { planOf, settingsWith } from '../core/simulate/plans.ts'

const settings = settingsWith({ restoreMiBps: 300, operators: { people: 2 }, retry: { chance: 0.05 } })
const { model } = modelOfPlan(
  planOf(
    Array.from({ length: 12 }, (_, index) => ({
      id: `vm-${index}`,
      application: `app-${index % 3}`,
      strategy: (['backup-restore', 'pilot-light', 'hot-standby'] as const)[index % 3]!,
      dependsOn: index % 4 === 3 ? [`vm-${index - 1}`] : [],
    })),
  ).plan,
  settings,
)

describe('recoveries on several threads', () => {
  it('are the same bytes for any number of them', async () => {
    const compiled = compileModel(model)
    const all = async (threads: number): Promise<string> => {
      const outcomes = await simulateAll(compiled, { seed: 11, runs: 203, threads })
      return JSON.stringify([
        summarise({ model, compiled, outcomes, seed: 11 }),
        [...outcomes.timesMs],
        outcomes.events,
      ])
    }

    const alone = await all(0)

    for (const threads of [1, 2, 3]) expect(await all(threads)).toBe(alone)
  })

  it('are others for another seed', async () => {
    const compiled = compileModel(model)
    const [one, other] = await Promise.all([1, 2].map((seed) => simulateAll(compiled, { seed, runs: 5, threads: 0 })))

    expect(one!.timesMs).not.toEqual(other!.timesMs)
  })
})
