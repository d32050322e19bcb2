import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { binTimes } from '../../../src/core/simulate/histogram.ts'
import { estimatePaired, estimateShare } from '../../../src/core/simulate/estimate.ts'
import { compileModel } from '../../../src/core/simulate/compile.ts'
import { mergeOutcomes } from '../../../src/core/simulate/outcomes.ts'
import { simulateRange } from '../../../src/core/simulate/simulate.ts'
import { simulationSchema } from '../../../src/model/simulation.ts'
import { aModel, aTask, fixed, holding, rate, sharing, simulateHere, slots, triangular } from './builders.ts'

const contended = aModel({
  promisedMinutes: 40,
  resources: [slots('jobs', 2), rate('link', 100)],
  tasks: Array.from({ length: 8 }, (_, index) =>
    aTask(`t${index}`, {
      ...sharing('link', 5 + index, 3),
      ...holding('jobs'),
      duration: triangular(1, 2, 6),
      needs: index < 4 ? [] : [`t${index - 4}`],
      retry: { chance: 0.05, most: 2, delayMinutes: 1 },
    }),
  ),
})

describe('ranges of runs', () => {
  it('make the same whole however they are cut and in whichever order they come', () => {
    const compiled = compileModel(contended)
    const range = (from: number, to: number) => simulateRange(compiled, { seed: 5, from, to })
    const whole = range(0, 60)

    const { events, ...merged } = mergeOutcomes([range(31, 60), range(0, 7), range(7, 31)])

    expect({ ...merged, events }).toEqual(whole)
  })

  it('are refused where one is missing', () => {
    const compiled = compileModel(contended)

    expect(() => mergeOutcomes([0, 2].map((from) => simulateRange(compiled, { seed: 5, from, to: from + 1 })))).toThrow(
      'do not follow',
    )
  })
})

describe('the figures of a goal', () => {
  it('are plain: quantiles by rank, the share that keeps the promise, who decided', () => {
    const tasks = [
      aTask('a', { vmId: 'vm-a', duration: fixed(4) }),
      aTask('b', { vmId: 'vm-b', duration: { kind: 'empirical', minutes: [1, 9] } }),
    ]

    const simulation = simulateHere(aModel({ tasks, promisedMinutes: 4 }), { runs: 2000 })

    expect(simulationSchema.parse(simulation)).toEqual(simulation)
    const [goal] = simulation.goals
    const share = goal!.kept!.share
    expect(Math.abs(share - 0.5)).toBeLessThan(0.05)
    expect(goal).toMatchObject({ p95: 9, p99: 9, neverBack: 0 })
    expect(goal!.mean).toBeCloseTo(4 * share + 9 * (1 - share), 9)
    const critical = new Map(goal!.criticalVms.map(({ id, share }) => [id, share]))
    expect(critical.get('vm-a')).toBe(share)
    expect(critical.get('vm-b')).toBeCloseTo(1 - share, 9)
    expect(simulation.allKept).toEqual(goal!.kept)
  })

  it('follow the path through slots to who gave them free', () => {
    const tasks = [
      aTask('a', { duration: fixed(4), ...holding('jobs') }),
      aTask('b', { duration: fixed(1), wave: 2, ...holding('jobs') }),
    ]

    const { goals, resources } = simulateHere(aModel({ tasks, resources: [slots('jobs', 1)] }), { runs: 10 })

    expect(goals[0]!.criticalTasks).toEqual([
      { id: 'a', share: 1 },
      { id: 'b', share: 1 },
    ])
    expect(resources).toEqual([{ id: 'jobs', kind: 'slots', name: 'jobs', utilisation: 1, waited: 1 }])
  })

  it('of a resource say how much of it is used', () => {
    const tasks = [aTask('a', sharing('link', 60, 1)), aTask('b', { duration: fixed(4) })]

    const { resources } = simulateHere(aModel({ tasks, resources: [rate('link', 2048)] }), { runs: 3 })

    // 60 GiB of the 480 that pass in 4 minutes.
    expect(resources[0]!.utilisation).toBeCloseTo(0.125, 9)
    expect(resources[0]!.waited).toBe(0)
  })
})

describe('a histogram', () => {
  it('has every run in one bin, and the promise as an edge', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 300 }),
        fc.option(fc.integer({ min: 1, max: 5_000_000 }), { nil: null }),
        (times, promise) => {
          const sorted = Float64Array.from(times).sort()

          const { edges, counts } = binTimes(sorted, promise)

          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(times.length)
          expect(edges).toHaveLength(counts.length + 1)
          expect(counts.length).toBeLessThanOrEqual(60)
          if (promise === null) return
          const edge = edges.indexOf(promise / 60_000)
          expect(edge).toBeGreaterThanOrEqual(0)
          const below = counts.slice(0, edge).reduce((sum, count) => sum + count, 0)
          expect(below).toBe(times.filter((time) => time <= promise).length)
        },
      ),
    )
  })

  it('of nothing is empty', () => {
    expect(binTimes(new Float64Array(0), 5)).toEqual({ edges: [], counts: [] })
  })
})

describe('how sure a share is', () => {
  it('is the interval of Wilson, open even where all runs agree', () => {
    // Wilson's interval of 81 of 263: 0.2553 to 0.3662 (R. G. Newcombe, Statistics in Medicine 17, 1998, table I).
    const { lower, upper } = estimateShare(81, 263)

    expect([lower.toFixed(4), upper.toFixed(4)]).toEqual(['0.2553', '0.3662'])
    expect(estimateShare(100, 100)).toMatchObject({ share: 1, upper: 1 })
    expect(estimateShare(100, 100).lower).toBeCloseTo(0.963, 3)
    expect(estimatePaired(0, 0, 100).halfWidth).toBeGreaterThan(0.01)
  })
})
