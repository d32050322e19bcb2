import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyPrices } from '../../../src/core/catalogue/apply-prices.ts'
import type { Catalogue, ServiceId } from '../../../src/model/dr-component.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import { priceListSchema } from '../../../src/model/price-list.ts'
import type { Vm } from '../../../src/model/site.ts'
import { strategies, type RecoveryStrategy } from '../../../src/model/tier.ts'
import { aDisk } from '../../builders.ts'
import { aNetwork } from '../../builders-network.ts'
import { REGION, aCatalogue, aPolicy, aScopedVm, aTier, mapAll, mapOne } from './builders.ts'

type Service = Catalogue['services'][number]
const aService = (id: ServiceId, over: Partial<Service> = {}): Service => ({
  id,
  region: 'south',
  price: 0.02,
  asOf: '2026-01-01',
  estimated: false,
  source: 'test',
  ...over,
})

const withServices = (...own: readonly Service[]): Catalogue => {
  const catalogue = aCatalogue()
  return { ...catalogue, services: [...catalogue.services, ...own] }
}

const priced = withServices(aService('transfer-regions-gb'))
const siteIn = (region: string | null) => ({ region, network: aNetwork() })
const writing = (mean: number): Partial<Demand> => ({ churnGiBPerHour: { median: mean, high: mean, mean } })
const scopedBy = (strategy: RecoveryStrategy, over: Partial<Vm> = {}) =>
  aScopedVm({ disks: [aDisk({ capacityGiB: 73, usedGiB: 20 })], ...over }, aTier([strategy]))

interface Case {
  readonly strategy?: RecoveryStrategy
  readonly demand?: Partial<Demand>
  readonly catalogue?: Catalogue
  readonly region?: string | null
  readonly vm?: Partial<Vm>
}

function mapped({
  strategy = 'pilot-light',
  demand = writing(1),
  catalogue = priced,
  region = 'south',
  vm,
}: Case = {}) {
  const { mapping, findings } = mapOne(scopedBy(strategy, vm), demand, { catalogue, site: siteIn(region) })
  const [assignment] = mapping.assignments
  return {
    mapping,
    assignment: assignment!,
    lines: assignment!.cost.filter(({ what }) => what === 'transfer between regions'),
    findings: findings.filter(({ code }) => code === 'map.transfer-not-priced'),
  }
}

describe('the transfer of changed data from another region of the cloud', () => {
  it('of a pilot light is all that is written: 1 GiB an hour x 730 h = 783.832 GB at 0.02', () => {
    const { lines, assignment, mapping, findings } = mapped()

    expect(lines).toEqual([
      {
        what: 'transfer between regions',
        phase: 'standby',
        quantity: 783.832,
        unit: 'GB',
        unitPrice: 0.02,
        amount: 15.67664,
      },
    ])
    expect(assignment.offering.standbyPerMonth).toBeCloseTo(14.6 + 7.3 + 15.67664, 6)
    expect(mapping.transfer).toEqual({ from: 'south', perGB: 0.02, vms: 1, unknownVms: 0 })
    expect(findings).toEqual([])
  })

  it('of backups is what is written between two of them, and never more than there is', () => {
    // A backup a day: 0.5 GiB an hour are 12 GiB, of the 20 GiB that are used; 4 GiB an hour would be 96.
    const [little, much] = [0.5, 4].map((mean) => mapped({ strategy: 'backup-restore', demand: writing(mean) }))

    expect(little!.assignment.backupIntervalMinutes).toBe(1440)
    expect(little!.lines[0]!.quantity).toBeCloseTo(12 * (730 / 24) * 1.073741824, 3)
    expect(much!.lines[0]!.quantity).toBeCloseTo(20 * (730 / 24) * 1.073741824, 3)
  })

  it.each(['hot-standby', 'warm-standby', 'active-active'] as const)(
    'of %s is the matter of the application',
    (strategy) => {
      const { lines, mapping, findings } = mapped({ strategy })

      expect(lines).toEqual([])
      expect(mapping.transfer).toBeUndefined()
      expect(findings).toEqual([])
    },
  )

  it('has the price of the very pair of regions, where there is one', () => {
    const catalogue = withServices(
      aService('transfer-regions-gb'),
      aService('transfer-pair-gb', { to: 'elsewhere', price: 0.005 }),
      aService('transfer-pair-gb', { to: REGION, price: 0.01 }),
    )

    expect(mapped({ catalogue }).lines).toMatchObject([{ unitPrice: 0.01 }])
  })

  it.each([
    ['on premises', null],
    ['in the recovery region itself', REGION],
  ])('is nothing for a site %s', (_, region) => {
    const { lines, mapping, findings } = mapped({ region })

    expect(lines).toEqual([])
    expect(mapping.transfer).toBeUndefined()
    expect(findings).toEqual([])
  })

  it('is told to be missing, once for all VMs of which nobody measures what they write', () => {
    const vms = ['a', 'b', 'c'].map((id) => scopedBy('pilot-light', { id, name: id }))
    const demands = [writing(1), { churnGiBPerHour: null }, { churnGiBPerHour: { median: 1, high: 2 } }]

    const { mapping, findings } = mapAll(
      vms.map((vm, index) => [vm, demands[index]!] as const),
      { catalogue: priced, site: siteIn('south') },
    )

    expect(mapping.transfer).toEqual({ from: 'south', perGB: 0.02, vms: 1, unknownVms: 2 })
    expect(findings.filter(({ code }) => code === 'map.transfer-not-priced')).toMatchObject([
      { affected: ['b', 'c'], message: expect.stringContaining('2 VMs of the 3 write that are copied from south to') },
    ])
  })

  it('is told to be missing where the catalogue has no price of what leaves the cloud', () => {
    const read = { vm: { source: 'aws' as const } }

    expect(mapped({ ...read, region: 'east' }).findings).toMatchObject([{ affected: ['vm-1'] }])
    expect(mapped({ ...read, region: null }).findings[0]?.suggestion).toBe('Set site.region in drplan.yaml.')
    expect(mapped({ vm: { source: 'azure' }, region: 'westeurope' }).findings).toHaveLength(1)
    expect(mapped({ ...read, region: REGION }).findings).toEqual([])
  })

  it('counts among the prices whose age and estimates are told', () => {
    const catalogue = withServices(aService('transfer-regions-gb', { asOf: '2020-01-01', estimated: true }))

    const { findings } = mapOne(scopedBy('pilot-light'), writing(1), {
      catalogue,
      site: siteIn('south'),
      policy: aPolicy({ today: '2026-02-01' }),
    })

    const stale = findings.filter(({ code }) => code === 'map.price-stale').map(({ subject }) => subject)
    expect(stale).toEqual(['estimated prices', 'old prices'])
  })

  it("has the user's own price where there is one, by the region that data leaves", () => {
    const list = priceListSchema.parse({
      schema: 'drplan/prices@1',
      asOf: '2026-10-01',
      overrides: [{ service: 'transfer-regions-gb', region: 'south', price: 0.015, source: 'contract' }],
    })

    const { catalogue, findings } = applyPrices(priced, list, () => null)

    expect(findings).toEqual([])
    expect(mapped({ catalogue }).lines).toMatchObject([{ unitPrice: 0.015 }])
  })

  it('may decide for another strategy', () => {
    const both = aScopedVm({ disks: [aDisk({ capacityGiB: 73 })] }, aTier(['pilot-light', 'warm-standby']))
    const map = (mean: number) =>
      mapOne(both, writing(mean), { catalogue: priced, site: siteIn('south') }).mapping.assignments[0]!.offering
        .strategy

    expect([map(0), map(10)]).toEqual(['pilot-light', 'warm-standby'])
  })

  it('is never less for more that is written, nor more for a backup than for replication', () => {
    const cases = fc.tuple(fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }))
    const amount = (strategy: RecoveryStrategy, mean: number): number =>
      mapped({ strategy, demand: writing(mean) }).lines[0]?.amount ?? 0

    fc.assert(
      fc.property(cases, fc.constantFrom(...strategies), ([one, other], strategy) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)]

        expect(amount(strategy, less)).toBeLessThanOrEqual(amount(strategy, more))
        expect(amount('backup-restore', more)).toBeLessThanOrEqual(amount('pilot-light', more) + 1e-4)
      }),
      { numRuns: 40 },
    )
  })
})
