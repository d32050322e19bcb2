import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapSite } from '../../../src/core/mapping/map-site.ts'
import { sumMoney, totalOf } from '../../../src/core/mapping/money.ts'
import { mappingSchema } from '../../../src/model/mapping.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import { defaultTiers, strategies } from '../../../src/model/tier.ts'
import type { RecoveryStrategy } from '../../../src/model/tier.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { aDemand, aDisk, aNeed, aVm } from '../../builders.ts'
import {
  REGION,
  aCatalogue,
  aComponent,
  aPolicy,
  aRecoveryModel,
  aScopedVm,
  aTier,
  mapAll,
  mapOne,
} from './builders.ts'

const catalogue = loadAwsCatalogue()
const policy = aPolicy()
const recovery = aRecoveryModel()
const mapOnAws = (pairs: readonly (readonly [ScopedVm, Demand])[], region = 'eu-west-1') =>
  mapSite({
    vms: pairs.map(([scoped]) => scoped),
    demands: new Map(pairs.map(([scoped, demand]) => [scoped.vm.id, demand])),
    catalogue,
    region,
    policy,
    recovery,
  })

/** A VM with its demand; some are too large for anything. */
const vmAndDemand = fc
  .record({
    id: fc.uuid(),
    vcpus: fc.double({ min: 0.1, max: 300, noNaN: true }),
    memoryGiB: fc.double({ min: 0.1, max: 4000, noNaN: true }),
    iops: fc.option(fc.double({ min: 0, max: 90_000, noNaN: true })),
    networkMbps: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
    firmware: fc.constantFrom('bios' as const, 'uefi' as const, null),
    architecture: fc.constantFrom('x86_64' as const, 'arm64' as const, null),
    disks: fc.array(fc.record({ capacityGiB: fc.integer({ min: 1, max: 3000 }), ephemeral: fc.boolean() }), {
      maxLength: 3,
    }),
    tier: fc.constantFrom(...defaultTiers),
  })
  .map(({ id, vcpus, memoryGiB, iops, networkMbps, disks, tier, ...vm }): readonly [ScopedVm, Demand] => [
    aScopedVm(
      {
        ...vm,
        id,
        disks: disks.map(({ capacityGiB, ephemeral }, index) =>
          aDisk({ id: `disk-${index}`, capacityGiB, boot: false, attachment: ephemeral ? 'ephemeral' : 'exclusive' }),
        ),
      },
      tier,
    ),
    aDemand({
      vmId: id,
      vcpus: aNeed(vcpus),
      memoryGiB: aNeed(memoryGiB),
      iops: iops === null ? null : aNeed(iops, { basis: 'forecast' }),
      networkMbps: networkMbps === null ? null : aNeed(networkMbps),
    }),
  ])
const estate = fc.uniqueArray(vmAndDemand, { maxLength: 8, selector: ([scoped]) => scoped.vm.id })

describe('every mapping', () => {
  it('has each VM once, assigned or unmapped, and a finding for each that is unmapped', () => {
    fc.assert(
      fc.property(estate, (pairs) => {
        const { mapping, findings } = mapOnAws(pairs)

        const mapped = [...mapping.assignments, ...mapping.unmapped].map((one) => one.vmId)
        const reported = findings.filter((one) => one.code === 'map.vm-unmapped').flatMap((one) => one.affected)
        expect(mapped.sort()).toEqual(pairs.map(([scoped]) => scoped.vm.id).sort())
        expect(reported.sort()).toEqual(mapping.unmapped.map((one) => one.vmId).sort())
      }),
    )
  })

  it('never gives a component that is smaller than the demand, or of another kind', () => {
    fc.assert(
      fc.property(vmAndDemand, ([scoped, demand]) => {
        for (const { offering, disks, share } of mapOnAws([[scoped, demand]]).mapping.assignments) {
          const component = catalogue.components.find((one) => one.id === offering.componentId)!
          const { capacity } = component
          expect(component.current && !capacity.bareMetal && capacity.burstableBaseline === null).toBe(true)
          expect(capacity.vcpus).toBeGreaterThanOrEqual(demand.vcpus.required)
          expect(capacity.memoryGiB).toBeGreaterThanOrEqual(demand.memoryGiB.required)
          expect(capacity.diskIops ?? 0).toBeGreaterThanOrEqual(demand.iops?.required ?? 0)
          expect(capacity.networkMbps ?? 0).toBeGreaterThanOrEqual(demand.networkMbps?.required ?? 0)
          expect(capacity.maxDisks ?? 0).toBeGreaterThanOrEqual(disks.length)
          expect(capacity.architecture).toBe(scoped.vm.architecture ?? 'x86_64')
          if (scoped.vm.firmware) expect(capacity.bootModes).toContain(scoped.vm.firmware)
          expect(Math.max(share.vcpus, share.memory)).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('holds every lasting disk, whole', () => {
    fc.assert(
      fc.property(vmAndDemand, ([scoped, demand]) => {
        for (const { disks } of mapOnAws([[scoped, demand]]).mapping.assignments)
          for (const disk of scoped.vm.disks.filter((one) => one.attachment !== 'ephemeral'))
            expect(disks.find((one) => one.diskId === disk.id)?.sizeGiB).toBeGreaterThanOrEqual(disk.capacityGiB)
      }),
    )
  })

  it('has totals that are exactly the sums of the lines', () => {
    fc.assert(
      fc.property(estate, (pairs) => {
        const { mapping } = mapOnAws(pairs)

        for (const { cost, offering } of mapping.assignments) {
          expect(offering.standbyPerMonth).toBe(totalOf(cost, 'standby'))
          expect(offering.recoveredPerHour).toBe(totalOf(cost, 'recovered'))
        }
        const offerings = mapping.assignments.map((one) => one.offering)
        expect(mapping.standbyPerMonth).toBe(sumMoney(offerings.map((one) => one.standbyPerMonth)))
        expect(mapping.recoveredPerHour).toBe(sumMoney(offerings.map((one) => one.recoveredPerHour)))
      }),
    )
  })

  it('is the same, to the byte, whatever the order of the VMs and of the catalogue', () => {
    fc.assert(
      fc.property(estate, (pairs) => {
        const forward = mapOnAws(pairs)
        const backward = mapSite({
          vms: pairs.map(([scoped]) => scoped).toReversed(),
          demands: new Map(pairs.map(([scoped, demand]) => [scoped.vm.id, demand])),
          catalogue: {
            ...catalogue,
            components: catalogue.components.toReversed(),
            diskClasses: catalogue.diskClasses.toReversed(),
          },
          region: 'eu-west-1',
          policy,
          recovery,
        })

        expect(JSON.stringify(backward)).toBe(JSON.stringify(forward))
      }),
      { numRuns: 30 },
    )
  })

  it('has the shape of the model', () => {
    fc.assert(
      fc.property(estate, (pairs) => {
        const { mapping } = mapOnAws(pairs)

        expect(mappingSchema.parse(mapping)).toEqual(mapping)
      }),
      { numRuns: 30 },
    )
  })

  it('never costs less when more is asked for', () => {
    const more = fc.record({ vcpus: fc.nat(50), memoryGiB: fc.nat(500), iops: fc.nat(5000) })

    fc.assert(
      fc.property(vmAndDemand, more, ([scoped, demand], extra) => {
        const larger = {
          ...demand,
          vcpus: aNeed(demand.vcpus.required + extra.vcpus),
          memoryGiB: aNeed(demand.memoryGiB.required + extra.memoryGiB),
          iops: demand.iops && aNeed(demand.iops.required + extra.iops, { basis: 'forecast' }),
        }
        const [before] = mapOnAws([[scoped, demand]]).mapping.assignments
        const [after] = mapOnAws([[scoped, larger]]).mapping.assignments

        if (!before) expect(after).toBeUndefined()
        if (before && after) expect(comparePrices(before.offering, after.offering)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

interface Price {
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
}
const comparePrices = (a: Price, b: Price): number =>
  a.standbyPerMonth - b.standbyPerMonth || a.recoveredPerHour - b.recoveredPerHour

describe('the cheapest', () => {
  const components = fc.uniqueArray(
    fc.record({
      vcpus: fc.integer({ min: 1, max: 8 }),
      memoryGiB: fc.integer({ min: 1, max: 32 }),
      perHour: fc.integer({ min: 1, max: 40 }).map((cents) => cents / 100),
      localDiskGiB: fc.constantFrom(0, 100),
      architecture: fc.constantFrom('x86_64' as const, 'arm64' as const),
      burstableBaseline: fc.constantFrom(null, 0.25),
    }),
    { minLength: 1, maxLength: 12, selector: (one) => JSON.stringify(one) },
  )

  it('is what trying every component, strategy and place for the scratch disk finds', () => {
    const demand = fc.record({ vcpus: fc.integer({ min: 1, max: 8 }), memoryGiB: fc.integer({ min: 1, max: 32 }) })
    const allowed = fc.subarray([...strategies], { minLength: 1 })

    fc.assert(
      fc.property(components, demand, allowed, fc.boolean(), (parts, need, allowed, scratch) => {
        const offered = parts.map((part, index) => aComponent(`c${index}`, part))
        const disks = [aDisk({ capacityGiB: 50, usedGiB: 30 })]
        if (scratch) disks.push(aDisk({ id: 'scratch', capacityGiB: 100, attachment: 'ephemeral', boot: false }))

        const { mapping } = mapOne(
          aScopedVm({ disks }, aTier(allowed)),
          { vcpus: aNeed(need.vcpus), memoryGiB: aNeed(need.memoryGiB) },
          { catalogue: aCatalogue({ components: offered }) },
        )

        const best = everyPrice(parts, { ...need, allowed, scratch }).sort(comparePrices)[0]
        const found = mapping.assignments[0]?.offering
        expect(found?.standbyPerMonth).toBe(best?.standbyPerMonth)
        expect(found?.recoveredPerHour).toBe(best?.recoveredPerHour)
      }),
      { numRuns: 300 },
    )
  })

  interface Part {
    readonly vcpus: number
    readonly memoryGiB: number
    readonly perHour: number
    readonly localDiskGiB: number
    readonly architecture: string
    readonly burstableBaseline: number | null
  }
  interface Wanted {
    readonly vcpus: number
    readonly memoryGiB: number
    readonly allowed: readonly RecoveryStrategy[]
    readonly scratch: boolean
  }

  /** Written out on its own, with the figures of the builders: disks 0.1, replication 0.02, backup 0.05. */
  function everyPrice(parts: readonly Part[], { vcpus, memoryGiB, allowed, scratch }: Wanted): Price[] {
    const prices: Price[] = []
    for (const local of scratch ? [true, false] : [false]) {
      const holds = (part: Part, share: number) =>
        part.architecture === 'x86_64' &&
        part.burstableBaseline === null &&
        part.vcpus >= vcpus * share &&
        part.memoryGiB >= memoryGiB * share &&
        (!local || part.localDiskGiB >= 100)
      const volumesGiB = scratch && !local ? 150 : 50
      for (const part of parts.filter((one) => holds(one, 1)))
        for (const strategy of allowed)
          for (const standby of strategy === 'warm-standby' ? parts.filter((one) => holds(one, 0.5)) : [part]) {
            const running = standby.perHour * 730 + volumesGiB * 0.1
            const perMonth = {
              'active-active': running,
              'hot-standby': running,
              'warm-standby': running,
              'pilot-light': 0.02 * 730 + 50 * 0.1,
              'backup-restore': 30 * 0.05,
            }[strategy]
            prices.push({
              standbyPerMonth: round(perMonth),
              recoveredPerHour: round(part.perHour + round((volumesGiB * 0.1) / 730)),
            })
          }
    }
    return prices
  }

  const round = (amount: number): number => Math.round(amount * 1e6) / 1e6
})

describe('findings about many VMs', () => {
  const two = (over: Partial<ReturnType<typeof aVm>>) =>
    [aScopedVm({ ...over, id: 'b' }), aScopedVm({ ...over, id: 'a' }), aScopedVm({ id: 'c' })].map(
      (scoped) => [scoped, {}] as const,
    )

  it('are one for all Windows VMs, whose licence has no price', () => {
    const { findings } = mapAll(two({ os: { name: 'Windows Server 2022', family: 'windows' } }))

    expect(findings).toMatchObject([{ code: 'map.licence-not-priced', severity: 'info', affected: ['a', 'b'] }])
  })

  it.each(['raw', 'shared', 'ephemeral'] as const)('are one for all VMs with %s disks', (attachment) => {
    const { findings, mapping } = mapAll(two({ disks: [aDisk({ attachment })] }))

    expect(findings).toMatchObject([
      { code: 'map.disk-not-replicable', severity: 'warning', subject: `${attachment} disks`, affected: ['a', 'b'] },
    ])
    expect(mapping.assignments[0]!.disks).toHaveLength(1)
  })

  it('name the VMs whose component has an estimated price', () => {
    const components = [aComponent('s.medium', { estimated: true })]

    const { findings } = mapAll(two({}), { catalogue: aCatalogue({ components }) })

    expect(findings).toMatchObject([
      { code: 'map.price-stale', subject: 'estimated prices', affected: ['a', 'b', 'c'] },
    ])
  })

  it('judge the age of prices by the day that the policy states, and not at all without one', () => {
    const at = (today: string | null) =>
      mapOne(aScopedVm(), {}, { policy: aPolicy({ today, priceAgeDays: 30 }) }).findings

    expect(at(null)).toEqual([])
    expect(at('2026-01-31')).toEqual([])
    expect(at('2026-02-01')).toMatchObject([{ code: 'map.price-stale', subject: 'old prices', affected: ['vm-1'] }])
  })
})

it('reports a VM without a demand instead of dropping it', () => {
  const { mapping } = mapSite({
    vms: [aScopedVm()],
    demands: new Map(),
    catalogue: aCatalogue(),
    region: REGION,
    policy,
    recovery,
  })

  expect(mapping.unmapped).toMatchObject([{ vmId: 'vm-1', constraint: 'demand' }])
})

it('refuses a region that the catalogue does not have', () => {
  expect(() => mapOnAws([], 'eu-wst-1')).toThrow(/no region "eu-wst-1"/)
})

it('maps an empty estate to an empty mapping', () => {
  expect(mapOnAws([])).toMatchObject({ mapping: { assignments: [], unmapped: [], standbyPerMonth: 0 }, findings: [] })
})
