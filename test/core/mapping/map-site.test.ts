import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sumMoney, totalOf } from '../../../src/core/mapping/money.ts'
import { mappingSchema } from '../../../src/model/mapping.ts'
import type { Vm } from '../../../src/model/site.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import type { DrComponent } from '../../../src/model/dr-component.ts'
import type { Demand, Need } from '../../../src/model/forecast.ts'
import { defaultTiers, strategies } from '../../../src/model/tier.ts'
import type { RecoveryStrategy } from '../../../src/model/tier.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { aDemand, aDisk, aNeed } from '../../builders.ts'
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
  mapSite,
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
        const [assignment] = mapOnAws([[scoped, demand]]).mapping.assignments

        const component = catalogue.components.find((one) => one.id === assignment?.offering.componentId)
        expect(component ? violations(component, scoped, demand) : []).toEqual([])
        expect(component?.capacity.maxDisks ?? Infinity).toBeGreaterThanOrEqual(assignment?.disks.length ?? 0)
        expect(Math.max(assignment?.share.vcpus ?? 0, assignment?.share.memory ?? 0)).toBeLessThanOrEqual(1)
      }),
    )
  })

  /** The rules once more, written for the test. */
  function violations({ current, capacity }: DrComponent, { vm }: ScopedVm, demand: Demand): string[] {
    const rules = {
      current,
      virtual: !capacity.bareMetal,
      sustained: capacity.burstableBaseline === null,
      architecture: capacity.architecture === (vm.architecture ?? 'x86_64'),
      boot: vm.firmware === null || capacity.bootModes.includes(vm.firmware),
      vcpus: capacity.vcpus >= demand.vcpus.required,
      memory: capacity.memoryGiB >= demand.memoryGiB.required,
      iops: atLeast(capacity.diskIops, demand.iops),
      network: atLeast(capacity.networkMbps, demand.networkMbps),
    }
    return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]))
  }

  const atLeast = (capacity: number | null, need: Need | null): boolean => (capacity ?? 0) >= (need?.required ?? 0)

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

        const price = before?.offering ?? unaffordable
        expect(comparePrices(price, after?.offering ?? unaffordable)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

interface Price {
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
}
/** Of a VM that fits nothing: finite, so that two of them are equal. */
const unaffordable: Price = { standbyPerMonth: Number.MAX_VALUE, recoveredPerHour: 0 }
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
    const wanted = fc.record({
      vcpus: fc.integer({ min: 1, max: 8 }),
      memoryGiB: fc.integer({ min: 1, max: 32 }),
      allowed: fc.subarray([...strategies], { minLength: 1 }),
      scratch: fc.boolean(),
    })

    fc.assert(
      fc.property(components, wanted, (parts, wanted) => {
        const { allowed, scratch, ...need } = wanted
        const offered = parts.map((part, index) => aComponent(`c${index}`, part))
        const disks = [aDisk({ capacityGiB: 50, usedGiB: 30 })]
        if (scratch) disks.push(aDisk({ id: 'scratch', capacityGiB: 100, attachment: 'ephemeral', boot: false }))

        const { mapping } = mapOne(
          aScopedVm({ disks }, aTier(allowed)),
          { vcpus: aNeed(need.vcpus), memoryGiB: aNeed(need.memoryGiB) },
          { catalogue: aCatalogue({ components: offered }) },
        )

        const best = everyPrice(parts, wanted).sort(comparePrices)[0]
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
    const holds = (part: Part, share: number, local: boolean) =>
      part.architecture === 'x86_64' &&
      part.burstableBaseline === null &&
      part.vcpus >= vcpus * share &&
      part.memoryGiB >= memoryGiB * share &&
      (!local || part.localDiskGiB >= 100)
    const pricesOf = (part: Part, strategy: RecoveryStrategy, local: boolean): Price[] => {
      const volumesGiB = scratch && !local ? 150 : 50
      const running = strategy === 'warm-standby' ? parts.filter((one) => holds(one, 0.5, local)) : [part]
      return running.map((standby) => ({
        standbyPerMonth: round(standbyOf(strategy, standby.perHour * 730 + volumesGiB * 0.1)),
        recoveredPerHour: round(part.perHour + round((volumesGiB * 0.1) / 730)),
      }))
    }
    return (scratch ? [true, false] : [false]).flatMap((local) =>
      parts
        .filter((part) => holds(part, 1, local))
        .flatMap((part) => allowed.flatMap((strategy) => pricesOf(part, strategy, local))),
    )
  }

  function standbyOf(strategy: RecoveryStrategy, running: number): number {
    if (strategy === 'pilot-light') return 0.02 * 730 + 50 * 0.1
    return strategy === 'backup-restore' ? 30 * 0.05 : running
  }

  const round = (amount: number): number => Math.round(amount * 1e6) / 1e6
})

it('gives burstable components to the tiers that allow them, and to no other in the same run', () => {
  const components = [
    aComponent('s.medium'),
    aComponent('t.2xlarge', { vcpus: 8, burstableBaseline: 0.5, perHour: 0.05 }),
  ]
  const bronze = aScopedVm({ id: 'b' }, aTier(['pilot-light'], { id: 'bronze' }))

  const { mapping } = mapAll(
    [
      [aScopedVm({ id: 'a' }), {}],
      [bronze, {}],
      [aScopedVm({ id: 'c' }), {}],
    ],
    { catalogue: aCatalogue({ components }), policy: aPolicy({ burstableTiers: ['bronze'] }) },
  )

  expect(mapping.assignments.map((one) => one.offering.componentId)).toEqual(['s.medium', 't.2xlarge', 's.medium'])
  expect(mapping.assignments[1]!.share.vcpus).toBe(0.5)
})

describe('findings about many VMs', () => {
  const two = (over: Partial<Vm>) =>
    [aScopedVm({ ...over, id: 'b' }), aScopedVm({ ...over, id: 'a' }), aScopedVm({ id: 'c' })].map(
      (scoped) => [scoped, {}] as const,
    )

  it('are one for all Windows VMs, whose licence has no price', () => {
    const { findings } = mapAll(two({ os: { name: 'Windows Server 2022', family: 'windows' } }))

    expect(findings).toMatchObject([{ code: 'map.licence-not-priced', severity: 'info', affected: ['a', 'b'] }])
  })

  it('are one for all VMs with ephemeral disks', () => {
    const { findings, mapping } = mapAll(two({ disks: [aDisk({ attachment: 'ephemeral' })] }))

    expect(findings).toMatchObject([
      { code: 'map.disk-not-replicable', severity: 'warning', subject: 'ephemeral disks', affected: ['a', 'b'] },
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
