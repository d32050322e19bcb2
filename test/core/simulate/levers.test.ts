import { describe, expect, it } from 'vitest'
import { chooseLevers } from '../../../src/core/simulate/choose-levers.ts'
import { compileModel } from '../../../src/core/simulate/compile.ts'
import { atItsBest, automatic, oneMore, rankLevers, type Lever } from '../../../src/core/simulate/levers.ts'
import { modelOfPlan } from '../../../src/core/simulate/model-of-plan.ts'
import type { Outcomes } from '../../../src/core/simulate/outcomes.ts'
import { simulateRange } from '../../../src/core/simulate/simulate.ts'
import type { SimulationModel } from '../../../src/model/simulation-model.ts'
import type { LeverResult } from '../../../src/model/simulation.ts'
import { aModel, aTask, fixed, holding, simulateHere, slots, triangular } from './builders.ts'
import { planOf, settingsWith } from './plans.ts'

const outcomesOf = (model: SimulationModel, runs = 2000): Outcomes =>
  simulateRange(compileModel(model), { seed: 3, from: 0, to: runs })

const rank = (model: SimulationModel, levers: readonly Lever[]): readonly LeverResult[] =>
  rankLevers(
    { outcomes: outcomesOf(model), goals: model.goals },
    levers.map(({ id, what, model: changed }) => ({
      lever: { id, what },
      outcomes: outcomesOf(changed),
      goals: changed.goals,
    })),
  )

describe('what helps most', () => {
  it('comes first: the step that decides, then the one that sometimes does, then what never does', () => {
    const tasks = [
      aTask('slow', { duration: triangular(5, 20, 60) }),
      aTask('quick', { duration: triangular(5, 10, 30) }),
      aTask('idle', { duration: triangular(1, 2, 3) }),
    ]
    const model = aModel({ tasks, promisedMinutes: 25 })

    const ranked = rank(
      model,
      ['idle', 'quick', 'slow'].map((id) => atItsBest(model, id)),
    )

    expect(ranked.map(({ id }) => id)).toEqual(['best:slow', 'best:quick', 'best:idle'])
    expect(ranked[0]!.gain).toBeGreaterThan(0.5)
    expect(ranked[2]).toMatchObject({ gain: 0, what: 'work of idle at its best' })
    expect(ranked[2]!.halfWidth).toBeLessThan(0.002)
  })

  it('is seen in fewer runs than unpaired shares would need', () => {
    const tasks = [
      aTask('a', { duration: triangular(5, 20, 60) }),
      aTask('b', { duration: triangular(1, 2, 3), needs: ['a'] }),
    ]
    const model = aModel({ tasks, promisedMinutes: 30 })

    const [lever] = rank(model, [atItsBest(model, 'b')])

    // Each share alone is good to about 1.96 x sqrt(0.25/2000) = 0.022.
    expect(lever!.gain).toBeGreaterThan(0)
    expect(lever!.halfWidth).toBeLessThan(0.012)
    expect(lever!.allKeptGain).toBe(lever!.gain)
  })

  it('may be one more slot, a declaration without anybody, or another plan that the caller has', () => {
    const jobs = { aws: { jobs: 1, serversPerJob: 1, serversInJobs: 10, strategies: ['pilot-light'], source: 'test' } }
    const settings = settingsWith({ jobs })
    const modelWith = (strategy: 'pilot-light' | 'hot-standby'): SimulationModel =>
      modelOfPlan(
        planOf([
          { id: 'a', tier: '1', strategy: 'pilot-light' },
          { id: 'b', tier: '1', strategy },
        ]).plan,
        settings,
      ).model
    const model = modelWith('pilot-light')

    const ranked = rank(model, [
      oneMore(model, 'jobs'),
      automatic(model, 'declare'),
      { id: 'stronger:b', what: 'b in hot standby', model: modelWith('hot-standby') },
    ])

    expect(ranked.every(({ gain, halfWidth }) => gain > halfWidth)).toBe(true)
    expect(ranked.map(({ id }) => id)).toContain('stronger:b')
  })

  it('leaves fixed times as they are, and makes room a tenth larger where there are no slots', () => {
    const model = aModel({
      tasks: [aTask('a', { duration: fixed(3), ...holding('jobs') })],
      resources: [
        slots('jobs', 1),
        { kind: 'rate', id: 'link', name: 'link', mibPerSecond: 100 },
        { kind: 'calls', id: 'api', name: 'API', perMinute: 10, burst: 5 },
      ],
    })

    expect(atItsBest(model, 'a').model.tasks[0]!.duration).toEqual(fixed(3))
    expect(oneMore(model, 'link').model.resources[1]).toMatchObject({ mibPerSecond: 110.00000000000001 })
    expect(oneMore(model, 'api').model.resources[2]).toMatchObject({ perMinute: 11 })
  })

  it('is looked for where promises are missed: deciding steps, what is waited for, and the declaration', () => {
    const model = modelOfPlan(
      planOf([
        { id: 'late', tier: '1', strategy: 'pilot-light' },
        { id: 'easy', tier: '3', strategy: 'warm-standby' },
      ]).plan,
      settingsWith({ operators: { people: 1, terms: ['boot'] } }),
    ).model

    const ids = chooseLevers(model, simulateHere(model, { runs: 500 })).map(({ id }) => id)

    expect(ids).toContain('best:vm:late/launch')
    expect(ids).toContain('best:site:declare')
    expect(ids).not.toContain('best:vm:easy/verify')
    expect(ids.slice(-2)).toEqual(['more:operators', 'automatic:declare'])
  })
})
