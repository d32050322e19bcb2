import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compileModel } from '../../../src/core/simulate/compile.ts'
import { judgeSimulation } from '../../../src/core/simulate/judge-simulation.ts'
import type { Placements } from '../../../src/core/simulate/lost-place.ts'
import { modelOfPlan } from '../../../src/core/simulate/model-of-plan.ts'
import type { Outcomes } from '../../../src/core/simulate/outcomes.ts'
import { playScenario, type Disaster, type Played } from '../../../src/core/simulate/scenarios.ts'
import { simulateRange } from '../../../src/core/simulate/simulate.ts'
import { unmatchedSettings } from '../../../src/core/simulate/unmatched-settings.ts'
import { configSchema } from '../../../src/model/config.ts'
import { simulationScenarioIds, type SimulationScenarioId } from '../../../src/model/simulation-scenario.ts'
import { strategies } from '../../../src/model/tier.ts'
import { simulateHere } from './builders.ts'
import { planOf, settingsWith, type VmRow } from './plans.ts'

const { recovery } = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'test' },
  sources: [{ kind: 'inventory', path: 'none' }],
  target: { platform: 'aws', region: 'eu-central-1' },
})

const nowhere = { datacenter: null, cluster: null, host: null, zone: null }

function disasterOf(rows: readonly VmRow[], over: Partial<Disaster> = {}): Disaster {
  return { plan: planOf(rows).plan, settings: settingsWith({ jobs: {} }), recovery, placements: new Map(), ...over }
}

const zonesOf = (zones: Readonly<Record<string, string | null>>): Placements =>
  new Map(Object.entries(zones).map(([id, zone]) => [id, { ...nowhere, zone }]))

const runOf = ({ plan, settings, scenario }: Played, runs = 40): Outcomes =>
  simulateRange(compileModel(modelOfPlan(plan, settings, new Set(scenario.upVmIds)).model), {
    seed: 3,
    from: 0,
    to: runs,
  })

const timesOf = (id: SimulationScenarioId, disaster: Disaster): readonly number[] => [
  ...runOf(playScenario(id, disaster)).timesMs,
]

const termsOf = (played: Played, vmId: string): readonly string[] | undefined =>
  played.plan.mapping.assignments
    .find((one) => one.vmId === vmId)
    ?.achieved.terms.map(({ name, minutes }) => `${name} ${minutes}`)

const four = ['hot-standby', 'warm-standby', 'pilot-light', 'backup-restore'] as const
const mixed: readonly VmRow[] = four.map((strategy, index) => ({ id: strategy, tier: String(index), strategy }))

/** Chains of VMs, each of which may need the one before it. */
const rowsArbitrary: fc.Arbitrary<readonly VmRow[]> = fc
  .array(fc.record({ strategy: fc.constantFrom(...strategies), needs: fc.boolean(), gib: fc.nat(500) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((rows) =>
    rows.map(({ strategy, needs, gib }, index) => ({
      id: `vm-${index}`,
      tier: '2',
      strategy,
      gib,
      dependsOn: needs && index > 0 ? [`vm-${index - 1}`] : [],
    })),
  )

describe('the loss of the site', () => {
  it('is the plan as it is', () => {
    const disaster = disasterOf(mixed)

    expect(playScenario('site-loss', disaster)).toMatchObject({ plan: disaster.plan, settings: disaster.settings })
  })
})

describe('the loss of a zone', () => {
  const rows: readonly VmRow[] = [
    { id: 'a1' },
    { id: 'a2' },
    { id: 'b1' },
    { id: 'b2', dependsOn: ['a1'] },
    { id: 'unknown' },
  ]
  const placements = zonesOf({ a1: 'a', a2: 'a', b1: 'b', b2: 'b', unknown: null })

  it('takes the zone of most VMs, and those of which nobody says where they run', () => {
    const played = playScenario('zone-loss', disasterOf(rows, { placements }))

    expect(played.scenario).toMatchObject({ zone: 'a', upVmIds: ['b1', 'b2'] })
    expect(played.unplacedVmIds).toEqual(['unknown'])
  })

  it('leaves the others up: at once, or as soon as what they need is back', () => {
    const played = playScenario('zone-loss', disasterOf(rows, { placements }))

    const { model } = modelOfPlan(played.plan, played.settings, new Set(played.scenario.upVmIds))
    const times = new Map(simulateHere(model, { runs: 20 }).goals.map(({ name, p95 }) => [name, p95]))

    expect(times.get('b1')).toBe(0)
    expect(times.get('b2')).toBeGreaterThan(30)
    expect(times.get('b2')).toBeLessThanOrEqual(times.get('a1') ?? 0)
  })

  it('goes by clusters and datacentres where there are no zones', () => {
    const inClusters: Placements = new Map([
      ['a1', { ...nowhere, cluster: 'c1', datacenter: 'hall' }],
      ['a2', { ...nowhere, cluster: 'c2', datacenter: 'hall' }],
    ])
    const asked = (zone: string | null): Played =>
      playScenario(
        'zone-loss',
        disasterOf([{ id: 'a1' }, { id: 'a2' }], {
          placements: inClusters,
          settings: settingsWith({ scenarios: { zone } }),
        }),
      )

    expect(asked(null).scenario).toMatchObject({ zone: 'c1', upVmIds: ['a2'] })
    expect(asked('hall').scenario).toMatchObject({ zone: 'hall', upVmIds: [] })
  })

  it('refuses a zone that no planned VM runs in, and says which there are', () => {
    const settings = settingsWith({ scenarios: { zone: 'eu-west-1x' } })
    const known = disasterOf([{ id: 'a1' }], { settings, placements: zonesOf({ a1: 'eu-west-1a' }) })

    expect(() => playScenario('zone-loss', known)).toThrow(
      expect.objectContaining({
        code: 'simulation.zone-unknown',
        suggestions: ['Did you mean eu-west-1a?', 'There are: eu-west-1a.'],
      }),
    )
    expect(() => playScenario('zone-loss', disasterOf([{ id: 'a1' }]))).toThrow(
      expect.objectContaining({ code: 'simulation.zone-unknown', message: expect.stringContaining('No source says') }),
    )
  })

  it('is never slower than the loss of the site, in any run', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (some, inA) => {
        const zones = Object.fromEntries(some.map(({ id }, index) => [id, inA[index] ? 'a' : 'b']))
        const disaster = disasterOf(some, { placements: zonesOf(zones) })

        const [site, zone] = [timesOf('site-loss', disaster), timesOf('zone-loss', disaster)]

        for (const [index, time] of zone.entries()) expect(time).toBeLessThanOrEqual(site[index] ?? 0)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the loss of a region', () => {
  const inRegion = (region: string | null): Disaster => {
    const disaster = disasterOf(mixed)
    return { ...disaster, plan: { ...disaster.plan, site: { ...disaster.plan.site, region } } }
  }

  it('is the loss of the site, where the recovery site is elsewhere', () => {
    const disaster = inRegion('somewhere-1')

    expect(timesOf('region-loss', disaster)).toEqual(timesOf('site-loss', disaster))
    expect(playScenario('region-loss', disaster).scenario.means).toContain('somewhere-1')
    expect(playScenario('region-loss', inRegion(null)).scenario.means).toContain('nobody says')
  })

  it('brings nothing back where the recovery site lies in it', () => {
    const { region } = disasterOf(mixed).plan.target

    expect(timesOf('region-loss', inRegion(region)).every((time) => time === Infinity)).toBe(true)
  })
})

describe('ransomware', () => {
  const played = playScenario('ransomware', disasterOf(mixed))

  it('restores and scans what the plan would only start', () => {
    expect(termsOf(played, 'hot-standby')).toEqual([
      'detect 2',
      'declare 10',
      'restore 4.27',
      'scan 30',
      'boot 2',
      'application start 2',
      'verify 1',
      'redirect 1',
    ])
    expect(termsOf(played, 'pilot-light')?.slice(2, 5)).toEqual(['launch 12', 'restore 4.27', 'scan 30'])
  })

  it('loses what was written since the last clean point', () => {
    const losses = judgeSimulation(
      disasterOf(mixed).plan,
      played,
      simulateHere(modelOfPlan(played.plan, played.settings).model, { runs: 5 }),
    )

    expect(losses.map(({ loss }) => loss.minutes)).toEqual([1440, 1440, 1440, 1440])
    expect(losses.map(({ verdict }) => verdict)).toContain('broken')
  })

  it('names VMs whose disks nobody knows, whatever their strategy', () => {
    const unknown = playScenario('ransomware', disasterOf([{ id: 'a', strategy: 'warm-standby', gib: 0 }]))

    expect(modelOfPlan(unknown.plan, unknown.settings).unknownVmIds).toEqual(['a'])
  })

  it('is never faster than the loss of the site, in any run', () => {
    fc.assert(
      fc.property(rowsArbitrary, (some) => {
        const disaster = disasterOf(some)

        const [site, spoilt] = [timesOf('site-loss', disaster), timesOf('ransomware', disaster)]

        for (const [index, time] of spoilt.entries()) expect(time).toBeGreaterThanOrEqual(site[index] ?? 0)
      }),
      { numRuns: 40 },
    )
  })

  it('knows its scan among the settings', () => {
    const { plan } = disasterOf(mixed)

    expect(unmatchedSettings(plan, settingsWith({ spreads: { scan: {}, scam: {} } }))).toEqual(['spreads.scam'])
  })
})

describe('the loss of the line', () => {
  it('loses more work, and takes as long to the bit', () => {
    fc.assert(
      fc.property(rowsArbitrary, (some) => {
        const disaster = disasterOf(some)
        const behind = playScenario('link-loss', disaster)

        expect(timesOf('link-loss', disaster)).toEqual(timesOf('site-loss', disaster))
        for (const [index, { achieved }] of behind.plan.mapping.assignments.entries())
          expect(achieved.rpoMinutes).toBe((disaster.plan.mapping.assignments[index]?.achieved.rpoMinutes ?? 0) + 240)
      }),
      { numRuns: 20 },
    )
  })
})

describe('a degraded API', () => {
  it('takes fewer calls, and more tries fail, but never fewer than the settings say', () => {
    const settings = settingsWith({ calls: { perMinute: 60, burst: 5 }, retry: { chance: 0.3 } })

    const { settings: changed } = playScenario('api-degraded', disasterOf(mixed, { settings }))

    expect(changed).toMatchObject({ calls: { perMinute: 15, burst: 5 }, retry: { chance: 0.3, most: 2 } })
    expect(playScenario('api-degraded', disasterOf(mixed)).settings.retry.chance).toBe(0.1)
  })

  it('is never faster than the loss of the site, in any run', () => {
    fc.assert(
      fc.property(rowsArbitrary, (some) => {
        const disaster = disasterOf(some)

        const [site, slow] = [timesOf('site-loss', disaster), timesOf('api-degraded', disaster)]

        for (const [index, time] of slow.entries()) expect(time).toBeGreaterThanOrEqual(site[index] ?? 0)
      }),
      { numRuns: 40 },
    )
  })
})

test.each(simulationScenarioIds)('%s says in a sentence what it means', (id) => {
  const placements = zonesOf({ 'hot-standby': 'a', 'warm-standby': 'b' })

  const { scenario } = playScenario(id, disasterOf(mixed, { placements }))

  expect(scenario.id).toBe(id)
  expect(scenario.means).toMatch(/^[A-Za-z].*\.$/)
})
