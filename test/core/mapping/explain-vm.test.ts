import { describe, expect, it } from 'vitest'
import { explainChoice } from '../../../src/core/mapping/explain-vm.ts'
import type { Catalogue } from '../../../src/model/dr-component.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import type { Tier } from '../../../src/model/tier.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aDemand, aNeed, aSite } from '../../builders.ts'
import {
  aCatalogue,
  aComponent,
  aPolicy,
  aRecoveryModel,
  aScopedVm,
  aTier,
  mapOne,
  mapSite,
  REGION,
} from './builders.ts'

interface Parts {
  readonly vm?: Partial<Vm>
  readonly tier?: Tier
  readonly demand?: Partial<Demand>
  readonly catalogue?: Catalogue
}

const explained = ({ vm = {}, tier, demand = {}, catalogue = aCatalogue() }: Parts = {}) =>
  explainChoice({
    scoped: aScopedVm(vm, tier),
    demand: aDemand({ vcpus: aNeed(2), memoryGiB: aNeed(8), ...demand }),
    catalogue,
    region: REGION,
    policy: aPolicy(),
    recovery: aRecoveryModel(),
    kept: new Map(),
    site: aSite(),
    assignment: null,
  })

const four = aCatalogue({
  components: [
    aComponent('c.large', { vcpus: 2, memoryGiB: 8, perHour: 0.08 }),
    aComponent('m.large', { vcpus: 2, memoryGiB: 16, perHour: 0.1 }),
    aComponent('m.arm', { vcpus: 2, memoryGiB: 16, perHour: 0.05, architecture: 'arm64' }),
    aComponent('x.large', { vcpus: 4, memoryGiB: 32, perHour: 0.3 }),
  ],
})

describe('what was considered', () => {
  it('is every component of the region, with what keeps each out, and what nothing else does', () => {
    const choice = explained({ catalogue: four, demand: { memoryGiB: aNeed(8.3) } })

    expect(choice).toMatchObject({ considered: 4, holding: 2 })
    expect(choice?.rejections).toEqual([
      { constraint: 'architecture', needed: 'x86_64', components: 1, alone: 1 },
      { constraint: 'memory', needed: '8.3 GiB of memory', components: 1, alone: 1 },
    ])
  })

  it('is nothing where the size of the VM is unknown', () => {
    const unknown = aNeed(0, { allocated: null })

    expect(explained({ demand: { memoryGiB: unknown } })).toBeNull()
  })
})

describe('what would change the choice', () => {
  it('is a smaller demand: it says how much smaller, and what that saves', () => {
    const choice = explained({ catalogue: four, demand: { memoryGiB: aNeed(8.3) } })

    expect(choice?.changes).toContainEqual({
      change: '0.3 GiB of memory less (8 instead of 8.3)',
      componentId: 'c.large',
      strategy: 'pilot-light',
      standbyPerMonth: expect.any(Number),
      recoveredPerHour: expect.any(Number),
      savedStandbyPerMonth: 0,
      savedRecoveredPerHour: 0.02,
    })
  })

  it('is what the mapping does with that demand', () => {
    const [change] =
      explained({ catalogue: four, demand: { memoryGiB: aNeed(8.3) } })?.changes.filter(
        ({ componentId }) => componentId === 'c.large',
      ) ?? []

    const { mapping } = mapOne(aScopedVm(), { vcpus: aNeed(2), memoryGiB: aNeed(8) }, { catalogue: four })

    expect(mapping.assignments[0]?.offering).toMatchObject({
      componentId: change?.componentId,
      standbyPerMonth: change?.standbyPerMonth,
      recoveredPerHour: change?.recoveredPerHour,
    })
  })

  it('is another architecture, where that is cheaper', () => {
    const changes = explained({ catalogue: four, tier: aTier(['backup-restore']) })?.changes.map(
      ({ change, componentId }) => [change, componentId],
    )

    expect(changes).toEqual([['everything on it built for arm64', 'm.arm']])
  })

  it('is a strategy that the tier does not allow', () => {
    const tier = aTier(['hot-standby'])

    const [first] = explained({ tier })?.changes ?? []

    expect(first).toMatchObject({
      change: 'backup and restore allowed in tier gold',
      strategy: 'backup-restore',
      savedRecoveredPerHour: 0,
    })
  })

  it('is a weaker promise, by as much as the cheaper strategy misses it', () => {
    const tier = aTier(['pilot-light', 'backup-restore'], { rtoMinutes: 30, rpoMinutes: 5 })

    const changes = explained({ tier })?.changes.map(({ change, strategy }) => [change, strategy])

    expect(changes).toContainEqual([
      expect.stringMatching(/^an RTO of .* instead of 30 min and an RPO of .* instead of 5 min$/),
      'backup-restore',
    ])
  })

  it('is burstable components or previous generations, where these are cheaper', () => {
    const catalogue = aCatalogue({
      components: [
        aComponent('m.large', { vcpus: 2, memoryGiB: 16, perHour: 0.1 }),
        aComponent('t.xlarge', { vcpus: 8, memoryGiB: 16, perHour: 0.06, burstableBaseline: 0.4 }),
        { ...aComponent('m.old', { vcpus: 2, memoryGiB: 16, perHour: 0.07 }), current: false },
      ],
    })

    const choice = explained({ catalogue, tier: aTier(['backup-restore']) })

    expect(choice?.changes.map(({ change, componentId }) => [change, componentId])).toEqual([
      ['burstable components allowed in tier gold (mapping.burstableTiers)', 't.xlarge'],
      ['previous generations allowed (mapping.previousGenerations)', 'm.old'],
    ])
  })

  it('is what gives a component to a VM that has none', () => {
    const choice = explained({ demand: { vcpus: aNeed(5), memoryGiB: aNeed(16) } })

    expect(choice).toMatchObject({ holding: 0 })
    expect(choice?.changes).toMatchObject([
      { change: '1 vCPU less (4 instead of 5)', savedStandbyPerMonth: null, savedRecoveredPerHour: null },
    ])
  })

  it('is nothing where the cheapest of all is taken', () => {
    expect(
      explained({ tier: aTier(['backup-restore']), demand: { vcpus: aNeed(1), memoryGiB: aNeed(1) } })?.changes,
    ).toEqual([])
  })
})

describe('strategies', () => {
  it('are all compared, allowed or not, with what they reach and cost', () => {
    const tier = aTier(['hot-standby', 'pilot-light', 'backup-restore'], { rtoMinutes: 30, rpoMinutes: 5 })

    const verdicts = explained({ tier })?.strategies.map(({ strategy, verdict }) => [strategy, verdict])

    expect(verdicts).toEqual([
      ['active-active', 'not-allowed'],
      ['hot-standby', 'dearer'],
      ['warm-standby', 'not-allowed'],
      ['pilot-light', 'chosen'],
      ['backup-restore', 'misses'],
    ])
  })

  it('without a price in the region have times and no cost, and stop nothing', () => {
    const catalogue = aCatalogue({ services: [] })

    const choice = explained({ catalogue, tier: aTier(['hot-standby']) })

    expect(choice?.strategies.find(({ strategy }) => strategy === 'backup-restore')).toMatchObject({
      verdict: 'not-allowed',
      rtoMinutes: expect.any(Number),
      componentId: null,
      standbyPerMonth: null,
    })
    expect(choice?.changes.map(({ strategy }) => strategy)).not.toContain('backup-restore')
  })

  it('of a VM without a component have times alone', () => {
    const choice = explained({ demand: { vcpus: aNeed(500) } })

    expect(choice?.strategies).toHaveLength(5)
    expect(choice?.strategies.every(({ componentId }) => componentId === null)).toBe(true)
  })
})

describe('a VM that others decide about too', () => {
  const tier = aTier(['hot-standby', 'pilot-light'], { rtoMinutes: 30 })
  const vms = [
    aScopedVm({ id: 'db', name: 'db' }, tier),
    aScopedVm({ id: 'web', name: 'web', dependsOn: ['db'] }, tier),
  ]
  const demands = new Map(vms.map(({ vm }) => [vm.id, aDemand({ vmId: vm.id })]))
  const { assignments } = mapSite({ vms, demands }).mapping
  const moved = assignments.find(({ insteadOf }) => insteadOf !== undefined)!
  const choice = explainChoice({
    scoped: vms.find(({ vm }) => vm.id === moved.vmId)!,
    demand: demands.get(moved.vmId)!,
    catalogue: aCatalogue(),
    region: REGION,
    policy: aPolicy(),
    recovery: aRecoveryModel(),
    site: aSite(),
    kept: new Map(),
    assignment: moved,
  })

  it('is explained by what it has, and not by what it would have alone', () => {
    const verdicts = new Map(choice?.strategies.map(({ strategy, verdict }) => [strategy, verdict]))

    expect(moved.offering.strategy).toBe('hot-standby')
    expect([verdicts.get('hot-standby'), verdicts.get('pilot-light')]).toEqual(['chosen', 'shared-limits'])
  })

  it('is promised no saving that others do not allow', () => {
    expect(choice?.changes.filter(({ strategy }) => strategy === 'pilot-light')).toEqual([])
  })
})
