import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sharedLimits } from '../../../../src/core/mapping/shared/limits.ts'
import { undominatedOptions } from '../../../../src/core/mapping/shared/undominated.ts'
import { openRules } from '../../../../src/core/mapping/open-rules.ts'
import { UNITS, valueOf } from '../../../../src/core/mapping/value.ts'
import type { MappingPolicy } from '../../../../src/model/config.ts'
import type { Demand } from '../../../../src/model/forecast.ts'
import type { ScopedVm } from '../../../../src/model/scoped-vm.ts'
import type { Quota } from '../../../../src/model/shared-limit.ts'
import { aDemand, aNeed, aSite } from '../../../builders.ts'
import { aNetwork } from '../../../builders-network.ts'
import { REGION, aCatalogue, aComponent, aPolicy, aRecoveryModel, aScopedVm, aTier, mapAll } from '../builders.ts'

/** Two families: s is the cheaper, w the dearer; each doubles in size and price. */
const catalogue = aCatalogue({
  components: [
    aComponent('s.small', { vcpus: 2, memoryGiB: 8, perHour: 0.1 }),
    aComponent('s.large', { vcpus: 4, memoryGiB: 16, perHour: 0.2 }),
    aComponent('w.small', { vcpus: 2, memoryGiB: 8, perHour: 0.15 }),
    aComponent('w.large', { vcpus: 4, memoryGiB: 16, perHour: 0.3 }),
    aComponent('thin.wide', { vcpus: 2, memoryGiB: 16, perHour: 0.5 }),
  ],
})

const familyQuota = (family: string): Quota => ({
  id: `Q-${family}`,
  name: `${family} machines`,
  of: 'vcpus',
  covers: (what) => 'component' in what && what.component.family === family,
  initially: 0,
  source: 'test',
  asOf: '2026',
})
const quotas = [familyQuota('s'), familyQuota('w')]

const hot = aTier(['hot-standby'])
const vmNamed = (id: string, tier = hot, tags: Record<string, string> = {}): ScopedVm =>
  aScopedVm({ id, name: id, tags }, tier)
const small: Partial<Demand> = { vcpus: aNeed(2), memoryGiB: aNeed(8) }

const three = ['a', 'b', 'c'].map((id) => [vmNamed(id), small] as const)
const componentsOf = (result: ReturnType<typeof mapAll>): readonly string[] =>
  result.mapping.assignments.map(({ offering }) => offering.componentId)

describe('limits that VMs share', () => {
  it('change nothing while the best of each VM keeps to them', () => {
    const free = mapAll(three, { catalogue, quotas })
    const roomy = mapAll(three, { catalogue, quotas, policy: aPolicy({ quotas: { 'Q-s': 6 } }) })

    expect(componentsOf(free)).toEqual(['s.small', 's.small', 's.small'])
    expect(roomy.mapping.assignments).toEqual(free.mapping.assignments)
    expect(roomy.mapping.solution).toMatchObject({ status: 'optimal', gap: 0 })
  })

  it('move as few VMs as must be to what costs more, and say which limit did it', () => {
    const result = mapAll(three, { catalogue, quotas, policy: aPolicy({ quotas: { 'Q-s': 4, 'Q-w': 9 } }) })

    expect(componentsOf(result).toSorted()).toEqual(['s.small', 's.small', 'w.small'])
    const moved = result.mapping.assignments.find(({ offering }) => offering.componentId === 'w.small')
    expect(moved?.insteadOf).toMatchObject({
      componentId: 's.small',
      why: 'would cost 36.5 USD less a month while standing by, but the limit s machines does not allow that for all VMs',
    })
    expect(moved?.reason).toContain('by itself it would have s.small in hot standby')
    expect(result.mapping.solution).toMatchObject({ status: 'optimal', gap: 0 })
    expect(result.mapping.ledger).toMatchObject([
      { id: 'Q-s', needed: 4, most: 4, vms: 2, source: 'mapping.quotas' },
      { id: 'Q-w', needed: 2, most: 9, vms: 1 },
    ])
  })

  it('count the machine that stands by beside the one that takes over from it', () => {
    const warm = aTier(['warm-standby'])
    const result = mapAll([[vmNamed('a', warm), { vcpus: aNeed(4), memoryGiB: aNeed(16) }]], { catalogue, quotas })

    expect(result.mapping.assignments[0]?.offering).toMatchObject({
      componentId: 's.large',
      standbyComponentId: 's.small',
    })
    expect(result.mapping.ledger[0]).toMatchObject({ id: 'Q-s', needed: 6, vms: 1 })
  })

  it('count licences only of the VMs that need one', () => {
    const licensed = [vmNamed('a', hot, { licence: 'oracle' }), vmNamed('b')] as const
    const limit = { name: 'Oracle cores', of: 'vcpus', match: { tag: 'licence=oracle' }, most: 2 } as const
    const demand = { vcpus: aNeed(2), memoryGiB: aNeed(16) }
    const result = mapAll(
      licensed.map((one) => [one, demand]),
      { catalogue, policy: aPolicy({ limits: [limit] }) },
    )

    expect(componentsOf(result)).toEqual(['thin.wide', 's.large'])
    expect(result.mapping.ledger).toMatchObject([{ id: 'Oracle cores', needed: 2, most: 2, vms: 1 }])
  })

  it('name the one that nothing can keep to, and by how much', () => {
    const { mapping, findings } = mapAll(three, { catalogue, policy: aPolicy({ budgetPerMonth: 100 }) })

    expect(mapping.solution).toMatchObject({ status: 'infeasible', gap: null })
    const conflict = findings.find(({ code }) => code === 'map.limits-conflict')
    expect(conflict?.message).toContain(
      'Budget while the primary site is well (at most 100 USD a month; 234 are the least that these VMs can do with)',
    )
    expect(findings.map(({ code }) => code)).toContain('map.limit-exceeded')
    expect(mapping.assignments).toHaveLength(3)
  })

  it('name the two that exclude each other, and not a third', () => {
    const policy = aPolicy({
      quotas: { 'Q-s': 4, 'Q-w': 100 },
      limits: [
        { name: 'w in stock', of: 'vms', components: ['w.*', 'thin.*'], most: 0 },
        { name: 'all machines', of: 'vms', most: 50 },
      ],
    })
    const { findings } = mapAll(three, { catalogue, quotas, policy })

    const { message } = findings.find(({ code }) => code === 'map.limits-conflict')!
    expect(message).toContain('s machines (at most 4')
    expect(message).toContain('No VM can have what counts against w in stock, of which there is none')
    expect(message).not.toContain('all machines')
  })

  it('that are not stated are added up, and said where a new account has less', () => {
    const { findings } = mapAll(three, { catalogue, quotas })

    expect(findings.find(({ code }) => code === 'map.quota-unstated')?.message).toContain(
      's machines (Q-s): 6, a new account has 0',
    )
  })

  it('that are not stated count as in a new account, once another quota of their kind is stated', () => {
    const { mapping, findings } = mapAll(three, { catalogue, quotas, policy: aPolicy({ quotas: { 'Q-s': 4 } }) })

    expect(componentsOf({ mapping, findings }).toSorted()).toEqual(['s.small', 's.small', 'thin.wide'])
    expect(mapping.ledger.filter(({ needed }) => needed > 0).map(({ id }) => id)).toEqual(['Q-s'])
  })

  it('name a VM that takes more than there is all by itself', () => {
    const large = { vcpus: aNeed(4), memoryGiB: aNeed(16) }
    const { mapping, findings } = mapAll([[vmNamed('big'), large]], {
      catalogue,
      policy: aPolicy({ limits: [{ name: 'vCPUs', of: 'vcpus', most: 3 }] }),
    })

    expect(mapping.solution.status).toBe('infeasible')
    expect(findings.find(({ code }) => code === 'map.limits-conflict')).toMatchObject({
      subject: 'big',
      message: expect.stringContaining('takes more than there is of vCPUs (at most 3 vCPU)'),
    })
  })

  it('with a wrong name, or that count nothing, are said', () => {
    const policy = aPolicy({
      quotas: { 'Q-S': 5 },
      limits: [{ name: 'mainframes', of: 'vms', components: ['z.*'], most: 1 }],
    })
    const { findings } = mapAll(three, { catalogue, quotas, policy })

    expect(findings.find(({ code }) => code === 'map.quota-unknown')?.message).toContain('Did you mean Q-s?')
    expect(findings.filter(({ code }) => code === 'map.limit-unused')).toMatchObject([{ subject: 'mainframes' }])
  })
})

/** The best total by trying every combination of undominated options; null = none keeps to the limits. */
function bestByEnumeration(
  estate: readonly (readonly [ScopedVm, Partial<Demand>])[],
  policy: MappingPolicy,
): number | null {
  const rules = openRules({
    catalogue,
    region: REGION,
    policy,
    recovery: aRecoveryModel(),
    kept: new Map(),
    site: aSite(),
  })
  const limits = sharedLimits({ policy, quotas, site: { network: aNetwork() }, currency: 'USD' }).filter(
    ({ most }) => most !== null,
  )
  const options = estate.map(([scoped, demand]) => ({
    scoped,
    // Without limits to compare by, nothing but the cheapest is left: so every component is asked for by name.
    all: undominatedOptions(scoped, aDemand({ ...demand, vmId: scoped.vm.id }), { rules, limits: everyComponent }),
  }))
  let best: number | null = null
  const walk = (index: number, value: number, used: readonly number[]): void => {
    if (used.some((amount, at) => amount > (limits[at]?.most ?? Infinity) + 1e-9)) return
    const one = options[index]
    if (!one) {
      best = Math.min(best ?? Infinity, value)
      return
    }
    for (const option of one.all)
      walk(
        index + 1,
        value + valueOf(option, one.scoped, rules),
        used.map((amount, at) => amount + limits[at]!.amountOf(option, one.scoped)),
      )
  }
  walk(
    0,
    0,
    limits.map(() => 0),
  )
  return best === null ? null : best / UNITS[policy.objective]
}

/** One limit for each component, so that none is dominated by another. */
const everyComponent = sharedLimits({
  policy: {
    quotas: {},
    budgetPerMonth: null,
    limits: catalogue.components.map(({ id }) => ({ name: id, of: 'vms' as const, components: [id], most: 99 })),
  },
  quotas: [],
  site: { network: aNetwork() },
  currency: 'USD',
})

describe('the mapping of a small estate', () => {
  const tiers = [
    aTier(['hot-standby', 'warm-standby']),
    aTier(['warm-standby', 'pilot-light', 'backup-restore'], { id: 'silver', rtoMinutes: 60, rpoMinutes: 60 }),
    aTier(['pilot-light', 'backup-restore'], { id: 'bronze' }),
  ]
  const machine = fc.record({
    tier: fc.constantFrom(...tiers),
    vcpus: fc.constantFrom(1, 2, 4),
    memoryGiB: fc.constantFrom(4, 8, 16),
  })
  const estates = fc.record({
    machines: fc.array(machine, { minLength: 1, maxLength: 5 }),
    s: fc.integer({ min: 0, max: 16 }),
    w: fc.integer({ min: 0, max: 16 }),
    stock: fc.integer({ min: 0, max: 3 }),
    budget: fc.option(fc.integer({ min: 50, max: 900 })),
    objective: fc.constantFrom('least-cost' as const, 'most-protection' as const),
  })

  it('is as good as the best of all combinations, and keeps to every limit, or there is none', () => {
    fc.assert(
      fc.property(estates, ({ machines, s, w, stock, budget, objective }) => {
        const estate = machines.map(
          ({ tier, vcpus, memoryGiB }, index) =>
            [vmNamed(`vm-${index}`, tier), { vcpus: aNeed(vcpus), memoryGiB: aNeed(memoryGiB) }] as const,
        )
        const policy = aPolicy({
          objective,
          gap: 0,
          budgetPerMonth: budget,
          quotas: { 'Q-s': s, 'Q-w': w },
          limits: [{ name: 'stock', of: 'vms', components: ['thin.*', 's.large'], most: stock }],
        })

        const { mapping } = mapAll(estate, { catalogue, quotas, policy })

        const best = bestByEnumeration(estate, policy)
        const exceeded = mapping.ledger.filter(({ needed, most }) => most !== null && needed > most + 1e-6)
        expect(mapping.solution.status === 'infeasible').toBe(best === null)
        expect(exceeded.length > 0).toBe(best === null)
        expect(best === null ? 0 : Math.abs(mapping.solution.value - best)).toBeLessThan(1e-6)
      }),
      { numRuns: 150 },
    )
  })
})
