import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelOfPlan } from '../../../src/core/simulate/model-of-plan.ts'
import { planSchema, type Plan } from '../../../src/model/plan.ts'
import { simulationModelSchema } from '../../../src/model/simulation-model.ts'
import { strategies } from '../../../src/model/tier.ts'
import { endsOf, simulateHere } from './builders.ts'
import { asPlanned, planOf, settingsWith, type VmRow } from './plans.ts'

const shop: readonly VmRow[] = [
  { id: 'db', application: 'shop', tier: '2', strategy: 'backup-restore', gib: 300 },
  { id: 'app', application: 'shop', tier: '2', strategy: 'pilot-light', dependsOn: ['db'] },
  { id: 'web', application: 'shop', tier: '3', strategy: 'warm-standby', dependsOn: ['app'] },
  { id: 'dns', application: 'dns', tier: '0', strategy: 'hot-standby' },
]

const rows: fc.Arbitrary<VmRow[]> = fc
  .array(
    fc.record({
      strategy: fc.constantFrom(...strategies),
      tier: fc.constantFrom('0', '1', '2', '3', '4'),
      application: fc.constantFrom('a', 'b', 'c'),
      gib: fc.integer({ min: 1, max: 2000 }),
      needs: fc.array(fc.nat(1000), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((all) =>
    all.map(({ needs, ...row }, index) => ({
      ...row,
      id: `vm-${index}`,
      dependsOn: index === 0 ? [] : needs.map((need) => `vm-${need % index}`),
    })),
  )

const tidy = (minutes: number): number => Math.round(minutes * 100) / 100

/** Applications that do not come back when the plan says, among those of which it says when. */
function unlikePlanned(plan: Plan, settings = asPlanned): readonly string[] {
  const simulation = simulateHere(modelOfPlan(plan, settings).model, { runs: 1 })
  return plan.promises.flatMap(({ application, achieved, verdict }) => {
    const goal = simulation.goals.find(({ id }) => id === `application:${application}`)
    const same = !achieved || (goal?.p50 === achieved.rtoMinutes && goal.p99 === achieved.rtoMinutes)
    return same && (verdict !== 'kept' || goal?.kept?.share === 1) ? [] : application
  })
}

describe('the model of a plan', () => {
  it('comes back when the plan says, where steps take what is planned and nothing is short', () => {
    fc.assert(
      fc.property(rows, (vms) => {
        const { plan, timings } = planOf(vms)
        const { model } = modelOfPlan(plan, asPlanned)

        const ends = endsOf(model)

        expect(simulationModelSchema.parse(model)).toEqual(model)
        for (const { vmId } of plan.vms) {
          expect(tidy(ends[`vm:${vmId}/redirect`]!)).toBe(timings.get(vmId)!.served)
          expect(tidy(ends[`vm:${vmId}/verify`]!)).toBe(timings.get(vmId)!.end)
        }
        expect(unlikePlanned(plan)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('does so too with limits that do not bind', () => {
    const ample = settingsWith({
      spread: { low: 1, mode: 1, high: 1 },
      operators: { people: 100 },
      restoreMiBps: 1e6,
      calls: { perMinute: 1e6, burst: 1000 },
    })
    fc.assert(
      fc.property(rows, (vms) => {
        const { plan } = planOf(vms)

        expect(unlikePlanned(plan, ample)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('does so for the shipped scenario', () => {
    const file = join(import.meta.dirname, '../../../fixtures/scenarios/harbour-foods/expected/plan.json')
    const { schema: _schema, madeBy: _madeBy, inputs: _inputs, ...plan } = JSON.parse(readFileSync(file, 'utf8'))

    const parsed = planSchema.parse(plan)

    expect(parsed.promises.length).toBeGreaterThan(5)
    expect(unlikePlanned(parsed)).toEqual([])
  })

  it('declares the disaster once, and hot standby does not wait for it', () => {
    const { model } = modelOfPlan(planOf(shop).plan, asPlanned)
    const needsOf = (id: string): readonly string[] | undefined => model.tasks.find((task) => task.id === id)?.needs

    expect(model.tasks.filter(({ term }) => term === 'declare')).toHaveLength(1)
    expect(needsOf('vm:dns/verify')).toEqual(['site:detect'])
    expect(needsOf('vm:app/launch')).toEqual(['site:declare', 'vm:db/verify'])
  })

  it('restores compete for the throughput that there is', () => {
    const vms: readonly VmRow[] = [1, 2, 3, 4].map((index) => ({ id: `vm-${index}`, gib: 200 }))
    const [plain, short] = [asPlanned, { ...asPlanned, restoreMiBps: 400 }].map((settings) =>
      endsOf(modelOfPlan(planOf(vms).plan, settings).model),
    )

    // 800 GiB at 400 MiB/s.
    expect(plain!['vm:vm-1/restore']! - 22).toBeCloseTo(17.07, 2)
    expect(short!['vm:vm-4/restore']! - 22).toBeCloseTo((800 * 1024) / 400 / 60, 1)
  })

  it('jobs are one a wave and need, as large as they may be, and wait for those before them', () => {
    const vms: readonly VmRow[] = Array.from({ length: 5 }, (_, index) => ({
      id: `vm-${index}`,
      strategy: 'pilot-light',
    }))
    const jobs = { aws: { jobs: 1, serversPerJob: 2, serversInJobs: 10, strategies: ['pilot-light'], source: 'test' } }
    const settings = settingsWith({ spread: { low: 1, mode: 1, high: 1 }, jobs })

    const ends = endsOf(modelOfPlan(planOf(vms).plan, settings).model)

    // Two, two and one of them: each launch takes 12 minutes.
    expect([0, 1, 2, 3, 4].map((index) => ends[`vm:vm-${index}/launch`])).toEqual([24, 24, 36, 36, 48])
    expect(endsOf(modelOfPlan(planOf(vms).plan, { ...settings, dispatch: 'timetable' }).model)).toEqual(ends)
  })

  it('a job lasts until machines of another platform are converted, which is a phase of its own', () => {
    const vms = [0, 1].map((index): VmRow => ({ id: `vm-${index}`, strategy: 'pilot-light', converted: true }))
    const jobs = { aws: { jobs: 1, serversPerJob: 1, serversInJobs: 10, strategies: ['pilot-light'], source: 'test' } }

    const { model } = modelOfPlan(
      planOf(vms).plan,
      settingsWith({ spread: { low: 1, mode: 1, high: 1 }, jobs, spreads: { convert: { low: 1, mode: 1, high: 1 } } }),
    )

    // Launch 12 and convert 10, one after the other; detect and declare take 12.
    expect([0, 1].map((index) => endsOf(model)[`vm:vm-${index}/convert`])).toEqual([34, 56])
  })

  it('times of nought for terms that a VM does not have are no mistake', () => {
    const { plan } = planOf([{ id: 'vm-0', strategy: 'pilot-light' }, { id: 'vm-1' }])
    const settings = settingsWith({ recorded: [{ term: 'restore', vmId: 'vm-0', minutes: [0] }] })

    expect(modelOfPlan(plan, settings).unmatched).toEqual([])
    expect(
      modelOfPlan(plan, settingsWith({ recorded: [{ term: 'resore', vmId: 'vm-0', minutes: [0] }] })).unmatched,
    ).toEqual(['recorded[0]'])
  })

  it('people verify one VM each at a time', () => {
    const settings = { ...asPlanned, operators: { people: 1, terms: ['verify'] } }
    const { model } = modelOfPlan(planOf([1, 2, 3].map((index) => ({ id: `vm-${index}` }))).plan, settings)

    const ends = endsOf(model)
    const first = ends['vm:vm-1/verify']!
    expect([1, 2, 3].map((index) => tidy(ends[`vm:vm-${index}/verify`]! - first))).toEqual([0, 1, 2])
  })

  it('never brings back what has no component, nor what needs it', () => {
    const { plan } = planOf([{ id: 'db', strategy: null }, { id: 'app', dependsOn: ['db'] }, { id: 'wiki' }])

    const goals = simulateHere(modelOfPlan(plan, asPlanned).model, { runs: 5 }).goals

    expect(goals.map(({ id, neverBack, p50 }) => [id, neverBack, p50 === null])).toEqual([
      ['application:app', 1, true],
      ['application:db', 1, true],
      ['application:wiki', 0, false],
      ['tier:3', 1, true],
      ['whole', 1, true],
    ])
    expect(goals[0]!.criticalTasks[0]).toEqual({ id: 'vm:db/no component', share: 1 })
  })

  it('names VMs whose time nobody knows, also through what they need', () => {
    const { plan } = planOf([{ id: 'a', gib: 0 }, { id: 'b', dependsOn: ['a'] }, { id: 'c' }])

    expect(modelOfPlan(plan, asPlanned).unknownVmIds).toEqual(['a', 'b'])
  })

  it('takes recorded times in place of the assumption, a VM its own before those of all', () => {
    const { plan } = planOf(shop)
    const recorded = [
      { term: 'boot', minutes: [4, 6] },
      { term: 'boot', vmId: 'db', minutes: [9] },
    ]
    const { model } = modelOfPlan(plan, settingsWith({ recorded }))
    const durationOf = (id: string): unknown => model.tasks.find((task) => task.id === id)?.duration

    expect(durationOf('vm:app/boot')).toEqual({ kind: 'empirical', minutes: [4, 6] })
    expect(durationOf('vm:db/boot')).toEqual({ kind: 'empirical', minutes: [9] })
    expect(durationOf('vm:db/launch')).toEqual({ kind: 'triangular', low: 5, mode: 10, high: 25 })
  })

  it('is calibrated by drills: the distribution follows what was measured', () => {
    const { plan } = planOf([{ id: 'a', strategy: 'pilot-light' }])
    const launches = [20, 22, 24, 26, 28]
    const recorded = [
      { term: 'launch', minutes: launches },
      ...['detect', 'declare', 'boot', 'application start', 'verify', 'redirect'].map((term) => ({
        term,
        minutes: [1],
      })),
    ]

    const goal = simulateHere(modelOfPlan(plan, settingsWith({ recorded })).model, { runs: 8000 }).goals[0]!

    // 6 + 20 … 28, a fifth of the runs each.
    expect(goal).toMatchObject({ p50: 30, p95: 34, p99: 34 })
    expect(Math.abs(goal.mean! - 30)).toBeLessThan(0.1)
  })

  it('changes nothing for anybody when a VM is added that nobody needs and that shares nothing', () => {
    const settings = settingsWith({ retry: { chance: 0.1 }, restoreMiBps: 500 })
    const [few, more] = [shop, [...shop, { id: 'alone', application: 'alone', strategy: 'warm-standby' as const }]].map(
      (vms) => modelOfPlan(planOf(vms).plan, settings).model,
    )

    for (let run = 0; run < 50; run++) expect(endsOf(more!, { run })).toMatchObject(endsOf(few!, { run }))
  })

  it('judges protection groups by their own promise, else by that of each VM', () => {
    const protectionGroups = [
      { name: 'front', vmIds: ['web', 'dns'], promisedMinutes: 1 },
      { name: 'back', vmIds: ['db', 'app'] },
    ]
    const { model } = modelOfPlan(planOf(shop).plan, {
      ...asPlanned,
      ...settingsWith({ protectionGroups }),
      spread: asPlanned.spread,
    })

    const goals = new Map(simulateHere(model, { runs: 3 }).goals.map((goal) => [goal.id, goal]))

    expect(goals.get('protection-group:front')?.kept?.share).toBe(0)
    expect(goals.get('protection-group:back')?.kept?.share).toBe(1)
  })

  it('says which settings meet nothing, and is not misled by names that every object has', () => {
    const { plan } = planOf(shop)
    const settings = settingsWith({
      spreads: { lauch: {}, boot: {} },
      recorded: [
        { term: 'boot', minutes: [1] },
        { term: 'launch', vmId: 'dns', minutes: [1] },
      ],
      protectionGroups: [{ name: 'g', vmIds: ['db', 'gone'] }],
    })
    const [first, ...others] = plan.mapping.assignments
    const terms = [{ name: 'constructor', minutes: 4, basis: '' }]
    const odd = { ...first!, achieved: { ...first!.achieved, terms } }
    const { model } = modelOfPlan({ ...plan, mapping: { ...plan.mapping, assignments: [odd, ...others] } }, settings)

    expect(modelOfPlan(plan, settings).unmatched).toEqual([
      'spreads.lauch',
      'recorded[1]',
      'protectionGroups[0].vmIds[1]',
    ])
    expect(model.tasks.find(({ term }) => term === 'constructor')?.duration).toMatchObject({
      low: 2,
      mode: 4,
      high: 10,
    })
  })
})
