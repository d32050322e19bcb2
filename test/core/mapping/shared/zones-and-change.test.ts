import { describe, expect, it } from 'vitest'
import { aNeed } from '../../../builders.ts'
import { aCatalogue, aComponent, aPolicy, aScopedVm, aTier, mapAll } from '../builders.ts'

const free = { perRegion: 3, ofSubnets: false }
const controllers = ['dc-1', 'dc-2', 'dc-3'].map((id) => [aScopedVm({ id, name: id }), {}] as const)
const apart = (by: 'zone' | 'host') => aPolicy({ keepApart: [{ match: { name: 'dc-*' }, by }] })

describe('VMs that are kept apart', () => {
  it('come up in different zones where a subnet spans them', () => {
    const { mapping } = mapAll(controllers, { zones: free, policy: apart('zone') })

    expect(mapping.assignments.map(({ offering }) => offering.zone).toSorted((a = 0, b = 0) => a - b)).toEqual([
      0, 1, 2,
    ])
    expect(mapping.solution).toMatchObject({ status: 'optimal', gap: 0 })
  })

  it('are left to the network where a subnet is in one zone', () => {
    const { mapping } = mapAll(controllers, { policy: apart('zone') })

    expect(mapping.assignments.map(({ offering }) => offering.zone)).toEqual([undefined, undefined, undefined])
  })

  it('by host form a group, and nothing else of the mapping changes', () => {
    const { mapping } = mapAll(controllers, { zones: free, policy: apart('host') })

    expect(mapping.assignments.map(({ apartOnHosts }) => apartOnHosts)).toEqual(controllers.map(() => 'keep-apart-1'))
    expect(mapping.assignments.map(({ offering }) => offering)).toEqual(
      mapAll(controllers).mapping.assignments.map(({ offering }) => offering),
    )
  })

  it('are said to be too many for the zones there are', () => {
    const four = [...controllers, [aScopedVm({ id: 'dc-4', name: 'dc-4' }), {}] as const]
    const { findings, mapping } = mapAll(four, { zones: free, policy: apart('zone') })

    expect(findings).toMatchObject([{ code: 'map.apart-impossible', affected: ['dc-1', 'dc-2', 'dc-3', 'dc-4'] }])
    expect(mapping.assignments).toHaveLength(4)
  })
})

describe('an earlier plan', () => {
  const cheapNow = aComponent('t.small', { vcpus: 1, memoryGiB: 4, perHour: 0.045 })
  const catalogue = aCatalogue({ components: [...aCatalogue().components, cheapNow] })
  const vm = [aScopedVm({}, aTier(['hot-standby'])), { vcpus: aNeed(1), memoryGiB: aNeed(4) }] as const
  const kept = new Map([['vm-1', { componentId: 's.small', strategy: 'hot-standby' as const }]])
  const mapped = (worthPerMonth: number) =>
    mapAll([vm], { catalogue, kept, policy: aPolicy({ keep: { plan: 'plan.json', worthPerMonth } }) }).mapping

  it('is left only where that saves more than it is worth to keep', () => {
    // 0.005 USD an hour for 730 + 4 hours: 3.67 USD a month.
    expect(mapped(3.66).assignments[0]?.offering.componentId).toBe('t.small')
    expect(mapped(3.68).assignments[0]?.offering.componentId).toBe('s.small')
  })

  it('changes nothing when nothing else has changed', () => {
    const before = mapAll([vm], { catalogue }).mapping
    const again = mapAll([vm], {
      catalogue,
      kept: new Map(before.assignments.map(({ vmId, offering }) => [vmId, offering])),
      policy: aPolicy({ keep: { plan: 'plan.json', worthPerMonth: 5 } }),
    }).mapping

    expect(again.assignments).toEqual(before.assignments)
  })

  it('does not hold a VM on what no longer holds it', () => {
    const grown = [vm[0], { vcpus: aNeed(2), memoryGiB: aNeed(8) }] as const

    const { mapping } = mapAll([grown], {
      catalogue,
      kept,
      policy: aPolicy({ keep: { plan: 'plan.json', worthPerMonth: 1e6 } }),
    })

    expect(mapping.assignments[0]?.offering.componentId).toBe('s.medium')
  })
})

describe('most protection within a budget', () => {
  const tier = aTier(['hot-standby', 'backup-restore'], { rtoMinutes: 30, rpoMinutes: 60 })
  const vms = ['a', 'b', 'c'].map((id) => [aScopedVm({ id, name: id }, tier), {}] as const)
  const within = (budgetPerMonth: number | null) =>
    mapAll(vms, { policy: aPolicy({ objective: 'most-protection', budgetPerMonth }) }).mapping

  it('never spends more, and never protects less for more', () => {
    const budgets = [20, 40, 60, 80, 100, 150, 200, 400]
    const mappings = budgets.map(within)

    for (const [index, { standbyPerMonth, solution }] of mappings.entries()) {
      expect(solution.status).toBe('optimal')
      expect(standbyPerMonth).toBeLessThanOrEqual(budgets[index]!)
      expect(solution.value).toBeLessThanOrEqual((mappings[index - 1]?.solution.value ?? Infinity) + 1e-9)
    }
  })

  it('keeps every promise once the money is there', () => {
    const { assignments } = within(null)

    expect(assignments.every(({ achieved }) => achieved.rtoMinutes <= 30 && achieved.rpoMinutes <= 60)).toBe(true)
  })

  it('never protects what others need worse than those', () => {
    const needing = [
      [aScopedVm({ id: 'web', name: 'web', dependsOn: ['db'] }, tier), {}] as const,
      [aScopedVm({ id: 'db', name: 'db' }, tier), { vcpus: aNeed(4), memoryGiB: aNeed(16) }] as const,
    ]
    for (const budgetPerMonth of [15, 30, 60, 120, 250]) {
      const { assignments } = mapAll(needing, {
        policy: aPolicy({ objective: 'most-protection', budgetPerMonth }),
      }).mapping
      const rto = new Map(assignments.map(({ vmId, achieved }) => [vmId, achieved.rtoMinutes]))
      expect(rto.get('db')).toBeLessThanOrEqual(rto.get('web')!)
    }
  })
})
