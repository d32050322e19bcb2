import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelOfPlan } from '../../../src/core/simulate/model-of-plan.ts'
import type { SimulationModel, SimulationTask } from '../../../src/model/simulation-model.ts'
import {
  aModel,
  aTask,
  endsOf,
  fixed,
  holding,
  latestEnd,
  rate,
  sharing,
  simulateHere,
  slots,
  triangular,
} from './builders.ts'
import { planOf, settingsWith } from './plans.ts'

const many = (count: number, over: (index: number) => Partial<SimulationTask>): SimulationTask[] =>
  Array.from({ length: count }, (_, index) => aTask(`t${String(index).padStart(3, '0')}`, over(index)))
const chain = (index: number): string[] => (index === 0 ? [] : [`t${String(index - 1).padStart(3, '0')}`])
const wholeMinutes = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 15 })

describe('without anything shared', () => {
  it('a chain takes the sum of its steps', () => {
    fc.assert(
      fc.property(wholeMinutes, (minutes) => {
        const tasks = many(minutes.length, (index) => ({ duration: fixed(minutes[index]!), needs: chain(index) }))

        expect(latestEnd(aModel({ tasks }))).toBe(minutes.reduce((sum, one) => sum + one, 0))
      }),
    )
  })

  it('the latest of independent steps is distributed as the product of their distributions', () => {
    // Triangular from 0 with its mode at the end: F(x) = (x/60)^2. Of n = 5: F(x)^5, so the quantile p is 60 p^(1/10).
    const simulated = simulateHere(aModel({ tasks: many(5, () => ({ duration: triangular(0, 60, 60) })) }), {
      runs: 20_000,
    }).goals[0]!

    expect(simulated.p50).toBeCloseTo(60 * 0.5 ** 0.1, 0)
    expect(Math.abs(simulated.p95! - 60 * 0.95 ** 0.1)).toBeLessThan(0.1)
    // The mean of the maximum is 60 x 10/11.
    expect(Math.abs(simulated.mean! - 600 / 11)).toBeLessThan(0.15)
  })

  it('log-normal steps have the median and P95 that are stated', () => {
    const tasks = [aTask('a', { duration: { kind: 'log-normal', median: 10, p95: 40 } })]

    const [goal] = simulateHere(aModel({ tasks }), { runs: 40_000 }).goals

    expect(Math.abs(goal!.p50! - 10)).toBeLessThan(0.3)
    expect(Math.abs(goal!.p95! - 40)).toBeLessThan(1.5)
  })

  it('the error of a share falls with the square root of the runs', () => {
    const model = aModel({ tasks: [aTask('a', { duration: triangular(0, 0, 10) })], promisedMinutes: 5 })
    // P(X <= 5) = 1 - (5/10)^2.
    const errorOf = (runs: number): number => {
      const squares = Array.from({ length: 40 }, (_, seed) => {
        const { share } = simulateHere(model, { runs, seed }).goals[0]!.kept!
        return (share - 0.75) ** 2
      })
      return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / squares.length)
    }

    const [few, more] = [errorOf(100), errorOf(6400)]

    // 1/sqrt(64) = 1/8; a standard deviation of 40 samples is itself good to 11 %.
    expect(few / more).toBeGreaterThan(5)
    expect(few / more).toBeLessThan(12.5)
    expect(few).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 100), 1)
  })
})

describe('slots', () => {
  it('one is busy without a break: the sum, whatever the order', () => {
    fc.assert(
      fc.property(
        wholeMinutes,
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 15, maxLength: 15 }),
        (minutes, waves) => {
          const tasks = many(minutes.length, (index) => ({
            duration: fixed(minutes[index]!),
            wave: waves[index]!,
            ...holding('jobs'),
          }))

          expect(latestEnd(aModel({ tasks, resources: [slots('jobs', 1)] }))).toBe(minutes.reduce((a, b) => a + b, 0))
        },
      ),
    )
  })

  it('k of them work n equal jobs off in ceil(n/k) rounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }), (n, k) => {
        const tasks = many(n, () => ({ duration: fixed(7), ...holding('jobs') }))

        expect(latestEnd(aModel({ tasks, resources: [slots('jobs', k)] }))).toBe(Math.ceil(n / k) * 7)
      }),
    )
  })

  it('go to earlier waves first, then by id', () => {
    const tasks = [
      aTask('b', holding('jobs')),
      aTask('a', { wave: 2, ...holding('jobs') }),
      aTask('c', holding('jobs')),
    ]

    expect(endsOf(aModel({ tasks, resources: [slots('jobs', 1)] }))).toEqual({ b: 1, c: 2, a: 3 })
  })

  it('are kept for who needs many, and not handed to those behind who need few', () => {
    const tasks = [
      aTask('a', { duration: fixed(5), ...holding('servers', 2) }),
      aTask('b', { duration: fixed(5), ...holding('servers', 3) }),
      aTask('c', { duration: fixed(1), ...holding('servers', 1) }),
    ]

    expect(endsOf(aModel({ tasks, resources: [slots('servers', 3)] }))).toEqual({ a: 5, b: 10, c: 11 })
  })

  it('are held until all that was started in a job has ended', () => {
    const job = (id: string, members: string[]): SimulationTask =>
      aTask(id, {
        duration: fixed(0),
        holds: [
          { resourceId: 'jobs', amount: 1, until: members },
          { resourceId: 'servers', amount: members.length, until: members },
        ],
      })
    const tasks = [
      job('j1', ['a', 'b']),
      job('j2', ['c']),
      aTask('a', { duration: fixed(4), needs: ['j1'] }),
      aTask('b', { duration: fixed(9), needs: ['j1'] }),
      aTask('c', { duration: fixed(1), needs: ['j2'] }),
    ]
    const model = (jobs: number, servers: number): SimulationModel =>
      aModel({ tasks, resources: [slots('jobs', jobs), slots('servers', servers)] })

    expect(endsOf(model(1, 10))['c']).toBe(10)
    expect(endsOf(model(2, 2))['c']).toBe(10)
    expect(endsOf(model(2, 3))['c']).toBe(1)
  })

  it('never more are taken than there are, and each task starts after what it needs', () => {
    fc.assert(
      fc.property(randomModels, fc.nat(1000), (model, run) => {
        const ends = endsOf(model, { run })

        for (const task of model.tasks) {
          const needed = Math.max(0, ...task.needs.map((id) => ends[id]!))
          expect(ends[task.id]! - needed).toBeGreaterThanOrEqual(minutesOf(task) - 1e-9)
        }
        for (const { id } of model.tasks)
          expect(heldAt(model, ends, ends[id]! - 1e-6)).toBeLessThanOrEqual(capacityOf(model))
      }),
    )
  })
})

const minutesOf = ({ duration }: SimulationTask): number => (duration.kind === 'fixed' ? duration.minutes : 0)
const capacityOf = ({ resources: [first] }: SimulationModel): number => (first?.kind === 'slots' ? first.capacity : 0)
const heldAt = ({ tasks }: SimulationModel, ends: Readonly<Record<string, number>>, time: number): number =>
  tasks
    .filter((task) => task.holds.length > 0 && ends[task.id]! > time && ends[task.id]! - minutesOf(task) <= time)
    .reduce((sum, { holds }) => sum + holds[0]!.amount, 0)

/** Any order of needs, amounts and durations over one resource. */
const randomModels = fc
  .record({
    capacity: fc.integer({ min: 3, max: 6 }),
    rows: fc.array(
      fc.record({
        minutes: fc.integer({ min: 0, max: 20 }),
        amount: fc.integer({ min: 0, max: 3 }),
        wave: fc.integer({ min: 1, max: 3 }),
        needs: fc.array(fc.nat(1000), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 14 },
    ),
  })
  .map(({ capacity, rows }) =>
    aModel({
      resources: [slots('jobs', capacity)],
      tasks: rows.map(({ minutes, amount, wave, needs }, index) =>
        aTask(`t${String(index).padStart(3, '0')}`, {
          duration: fixed(minutes),
          wave,
          needs: index === 0 ? [] : [...new Set(needs.map((need) => `t${String(need % index).padStart(3, '0')}`))],
          ...(amount > 0 ? holding('jobs', amount) : {}),
        }),
      ),
    }),
  )

/** R. L. Graham, "Bounds on multiprocessing timing anomalies", SIAM J. Applied Mathematics 17(2), 1969, figure 1. */
const graham = (capacity: number, dispatch: SimulationModel['dispatch']): SimulationModel => {
  const hours = [3, 2, 2, 2, 4, 4, 4, 4, 9]
  const needs: Record<number, number[]> = { 9: [1], 5: [4], 6: [4], 7: [4], 8: [4] }
  return aModel({
    dispatch,
    resources: [slots('processors', capacity)],
    tasks: hours.map((minutes, index) =>
      aTask(`T${index + 1}`, {
        duration: fixed(minutes),
        needs: (needs[index + 1] ?? []).map((need) => `T${need}`),
        ...holding('processors'),
      }),
    ),
  })
}

describe('more capacity', () => {
  it('can make it later where whoever is ready goes first: nine tasks of Graham take 12 on three, 15 on four', () => {
    expect(latestEnd(graham(3, 'as-ready'))).toBe(12)
    expect(latestEnd(graham(4, 'as-ready'))).toBe(15)
  })

  it('never makes any task later by timetable, whatever the needs and amounts', () => {
    expect(latestEnd(graham(4, 'timetable'))).toBeLessThanOrEqual(latestEnd(graham(3, 'timetable')))
    fc.assert(
      fc.property(randomModels, fc.integer({ min: 1, max: 5 }), (model, more) => {
        const less = endsOf({ ...model, dispatch: 'timetable' })
        const grown = endsOf({ ...model, dispatch: 'timetable', resources: [slots('jobs', capacityOf(model) + more)] })

        for (const { id } of model.tasks) expect(grown[id]).toBeLessThanOrEqual(less[id]!)
      }),
      { numRuns: 500 },
    )
  })

  it('of jobs and people never makes any VM later by timetable, with spread, calls and failing tries', () => {
    const jobs = (most: number): object => ({
      aws: { jobs: most, serversPerJob: 2, serversInJobs: 3, strategies: ['pilot-light'], source: 'test' },
    })
    const rows = fc.array(fc.record({ needs: fc.array(fc.nat(100), { maxLength: 2 }), app: fc.boolean() }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(rows, fc.nat(100), (vms, run) => {
        const { plan } = planOf(
          vms.map(({ needs, app }, index) => ({
            id: `vm-${index}`,
            strategy: app ? 'pilot-light' : 'warm-standby',
            dependsOn: index === 0 ? [] : needs.map((need) => `vm-${need % index}`),
          })),
        )
        const ends = (most: number, people: number): Readonly<Record<string, number>> => {
          const settings = settingsWith({
            dispatch: 'timetable',
            jobs: jobs(most),
            operators: { people },
            calls: { perMinute: 0.2, burst: 2 },
            retry: { chance: 0.1, terms: ['boot', 'verify'] },
          })
          return endsOf(modelOfPlan(plan, settings).model, { run })
        }
        const base = ends(1, 1)

        for (const grown of [ends(2, 1), ends(1, 2), ends(2, 3)])
          for (const id of Object.keys(base)) expect(grown[id]).toBeLessThanOrEqual(base[id]!)
      }),
    )
  })

  it('never makes any task later where all are ready at once and take one slot each, under either rule', () => {
    const rule = fc.constantFrom('as-ready' as const, 'timetable' as const)
    fc.assert(
      fc.property(wholeMinutes, fc.integer({ min: 1, max: 6 }), rule, (minutes, capacity, dispatch) => {
        const tasks = many(minutes.length, (index) => ({ duration: fixed(minutes[index]!), ...holding('jobs') }))
        const ends = (slotsNow: number): Readonly<Record<string, number>> =>
          endsOf(aModel({ dispatch, tasks, resources: [slots('jobs', slotsNow)] }))

        for (const { id } of tasks) expect(ends(capacity + 1)[id]).toBeLessThanOrEqual(ends(capacity)[id]!)
      }),
    )
  })

  it('of a link never makes any work later whose beginning does not hang on the link', () => {
    fc.assert(
      fc.property(works, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 200 }), (rows, mib, more) => {
        const [less, grown] = [endsOf(linkModel(rows, mib)), endsOf(linkModel(rows, mib + more))]

        // Each change of speeds is rounded up to a whole millisecond.
        for (const id of Object.keys(less))
          expect(grown[id]).toBeLessThanOrEqual(less[id]! + (rows.length * 2) / 60_000)
      }),
    )
  })
})

interface WorkRow {
  readonly gib: number
  readonly minutes: number
  readonly begin: number
}
const works: fc.Arbitrary<WorkRow[]> = fc.array(
  fc.record({
    gib: fc.integer({ min: 1, max: 100 }),
    minutes: fc.integer({ min: 1, max: 60 }),
    begin: fc.integer({ min: 0, max: 30 }),
  }),
  { minLength: 1, maxLength: 10 },
)

const linkModel = (rows: readonly WorkRow[], mib: number): SimulationModel =>
  aModel({
    resources: [rate('link', mib)],
    tasks: rows.flatMap(({ gib, minutes, begin }, index) => [
      aTask(`wait${index}`, { duration: fixed(begin) }),
      aTask(`work${index}`, { needs: [`wait${index}`], ...sharing('link', gib, minutes) }),
    ]),
  })

/** Small steps of time, and water filled anew in each: slow, and nothing like the engine. */
function referenceEnds(rows: readonly WorkRow[], mib: number): readonly number[] {
  const step = 0.002
  const left = rows.map(({ gib }) => gib)
  const ends = rows.map(() => Infinity)
  for (let time = 0; left.some((one) => one > 0); time += step) {
    const active = rows
      .map((_, index) => index)
      .filter((index) => left[index]! > 0 && rows[index]!.begin <= time + 1e-9)
    let [low, high] = [0, 1e6]
    const capOf = (index: number): number => rows[index]!.gib / rows[index]!.minutes
    const capacity = (mib * 60) / 1024
    const total = (level: number): number => active.reduce((sum, index) => sum + Math.min(level, capOf(index)), 0)
    for (let round = 0; round < 60; round++) {
      const middle = (low + high) / 2
      if (total(middle) > capacity) high = middle
      else low = middle
    }
    for (const index of active) {
      left[index] = left[index]! - Math.min(low, capOf(index)) * step
      if (left[index] <= 0) ends[index] = time + step
    }
  }
  return ends
}

describe('shared throughput', () => {
  it('takes n equal works n times as long as one with all of it', () => {
    for (const n of [1, 3, 10]) {
      // 60 GiB at 1024 MiB/s are a minute; alone each would take half of it.
      const tasks = many(n, () => sharing('link', 60, 0.5))

      expect(latestEnd(aModel({ tasks, resources: [rate('link', 1024)] }))).toBeCloseTo(n, 4)
    }
  })

  it('does not touch works that together want no more than there is', () => {
    const tasks = [aTask('a', sharing('link', 10, 12.34)), aTask('b', sharing('link', 20, 17))]

    const model = aModel({ tasks, resources: [rate('link', 1024)] })

    expect(endsOf(model)).toEqual({ a: 12.34, b: 17 })
    expect(simulateHere(model, { runs: 10 }).resources[0]).toMatchObject({ waited: 0 })
  })

  it('is divided as water fills vessels of different height', () => {
    fc.assert(
      fc.property(works, fc.integer({ min: 50, max: 2000 }), (rows, mib) => {
        const ends = endsOf(linkModel(rows, mib))
        const reference = referenceEnds(rows, mib)

        rows.forEach((_, index) => expect(Math.abs(ends[`work${index}`]! - reference[index]!)).toBeLessThan(0.05))
      }),
      { numRuns: 15 },
    )
  })
})

describe('calls', () => {
  it('go out as many at once as the bucket holds, and then as fast as it is filled', () => {
    const resources = [{ kind: 'calls' as const, id: 'api', name: 'API', perMinute: 6, burst: 3 }]
    const tasks = many(6, () => ({ duration: fixed(0), calls: { resourceId: 'api', amount: 1 } }))

    const model = aModel({ tasks, resources })

    expect(Object.values(endsOf(model)).map((minutes) => Math.round(minutes * 60))).toEqual([0, 0, 0, 10, 20, 30])
    expect(simulateHere(model, { runs: 4 }).resources[0]).toMatchObject({ waited: 1 })
  })

  it('are never more in any window than the bucket and what was filled in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.integer({ min: 0, max: 20 }), amount: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 1,
          maxLength: 15,
        }),
        (rows) => {
          const resources = [{ kind: 'calls' as const, id: 'api', name: 'API', perMinute: 2, burst: 4 }]
          const tasks = rows.flatMap(({ at, amount }, index) => [
            aTask(`wait${index}`, { duration: fixed(at) }),
            aTask(`call${index}`, {
              duration: fixed(0),
              needs: [`wait${index}`],
              calls: { resourceId: 'api', amount },
            }),
          ])
          const ends = endsOf(aModel({ tasks, resources }))
          const made = rows.map(({ amount }, index) => ({ at: ends[`call${index}`]!, amount }))

          for (const from of made)
            for (const to of made) {
              const within = made.filter(({ at }) => at >= from.at && at <= to.at)
              expect(within.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(
                4 + Math.max(0, to.at - from.at) * 2 + 1e-3,
              )
            }
        },
      ),
    )
  })
})

describe('tries that fail', () => {
  it('cost their time and the pause; after the last of them nothing that needs it is back', () => {
    const tasks = [
      aTask('a', { duration: fixed(10), retry: { chance: 0.4, most: 2, delayMinutes: 3 } }),
      aTask('b', { needs: ['a'] }),
      aTask('c'),
    ]

    const [goal] = simulateHere(aModel({ tasks, promisedMinutes: 24 }), { runs: 20_000 }).goals

    expect(Math.abs(goal!.neverBack - 0.064)).toBeLessThan(0.01)
    // Back after 11 (0.6), 24 (0.24) or 37 (0.096) minutes.
    expect(Math.abs(goal!.kept!.share - 0.84)).toBeLessThan(0.012)
    expect([goal!.p50, goal!.p95]).toEqual([11, null])
    // What never comes back is decided by the task that was given up, else by the last one.
    const shareOf = (id: string): number => goal!.criticalTasks.find((one) => one.id === id)!.share
    expect(shareOf('a')).toBe(1)
    expect(shareOf('b')).toBeCloseTo(1 - goal!.neverBack, 9)
  })

  it('free their slots once they are given up, and are counted in the shared work', () => {
    const always = { chance: 1, most: 1, delayMinutes: 1 }
    const tasks = [
      aTask('a', { duration: fixed(5), retry: always, ...holding('jobs') }),
      aTask('b', { needs: ['a'], ...holding('jobs') }),
      aTask('c', { duration: fixed(2), ...holding('jobs') }),
    ]

    expect(endsOf(aModel({ tasks, resources: [slots('jobs', 1)] }))).toEqual({ a: Infinity, b: Infinity, c: 13 })
    expect(endsOf(aModel({ tasks, dispatch: 'timetable', resources: [slots('jobs', 1)] }))).toMatchObject({ c: 13 })
  })
})

describe('a model that makes no sense', () => {
  it('is refused with what is wrong', () => {
    const wrong: readonly SimulationModel[] = [
      aModel({ tasks: [aTask('a', { needs: ['b'] }), aTask('b', { needs: ['a'] })] }),
      aModel({ tasks: [aTask('a', { needs: ['gone'] })] }),
      aModel({ tasks: [aTask('a'), aTask('a')] }),
      aModel({ tasks: [aTask('a', holding('jobs', 3))], resources: [slots('jobs', 2)] }),
      aModel({ tasks: [aTask('a', sharing('jobs', 3, 1))], resources: [slots('jobs', 2)] }),
    ]

    for (const model of wrong)
      expect(() => endsOf(model)).toThrow(expect.objectContaining({ code: 'simulation.invalid' }))
  })

  it('is refused where a slot is held for what waits for the same slot', () => {
    const tasks = [
      aTask('a', { holds: [{ resourceId: 'jobs', amount: 1, until: ['b'] }] }),
      aTask('b', { needs: ['a'], ...holding('jobs') }),
    ]
    const model = aModel({ tasks, resources: [slots('jobs', 1)] })

    expect(() => endsOf(model)).toThrow('slots that nobody ever gives free')
    expect(() => endsOf({ ...model, dispatch: 'timetable' })).toThrow('By timetable')
  })
})

describe('who decided', () => {
  it('is whoever gave slots free, also where a higher one waited for something else', () => {
    const tasks = [
      aTask('a', { duration: fixed(5), ...holding('A') }),
      aTask('b', { duration: fixed(9), holds: ['A', 'B'].map((resourceId) => ({ resourceId, amount: 1, until: [] })) }),
      aTask('c', { duration: fixed(30), ...holding('B') }),
    ]
    const model = aModel({ tasks, resources: [slots('A', 1), slots('B', 2)] })

    expect(endsOf(model)).toEqual({ a: 5, b: 14, c: 35 })
    expect(simulateHere(model, { runs: 1 }).goals[0]!.criticalTasks.map(({ id }) => id)).toEqual(['a', 'c'])
  })

  it('is by timetable what the one before waited for', () => {
    const tasks = [
      aTask('first', { duration: { kind: 'empirical', minutes: [8] } }),
      aTask('a', { needs: ['first'], ...holding('A') }),
      aTask('gate', { duration: { kind: 'empirical', minutes: [9, 9, 9, 1] } }),
      aTask('b', { duration: fixed(20), needs: ['gate'], ...holding('A') }),
    ]
    const model = aModel({ dispatch: 'timetable', tasks, resources: [slots('A', 2)] })
    const run = Array.from({ length: 100 }, (_, index) => index).find(
      (index) => endsOf(model, { run: index })['gate'] === 1,
    )!

    // By its typical time the gate opens after nine minutes, so b goes after a, even where the gate opens early.
    expect(endsOf(model, { run })).toMatchObject({ a: 9, b: 28 })
    expect(
      simulateHere(model, { runs: 1000 }).goals[0]!.criticalTasks.find(({ id }) => id === 'first')!.share,
    ).toBeGreaterThan(0.2)
  })
})
