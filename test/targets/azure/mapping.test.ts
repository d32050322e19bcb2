/** VMs on Azure in West Europe, with the prices of the catalogue as delivered: every figure can be added again by hand. */
import { describe, expect, it } from 'vitest'
import { cheapestVolume } from '../../../src/core/mapping/volumes.ts'
import type { DiskNeed } from '../../../src/core/mapping/volumes.ts'
import type { MappingPolicy } from '../../../src/model/config.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import type { Vm } from '../../../src/model/site.ts'
import type { RecoveryStrategy } from '../../../src/model/tier.ts'
import { loadAzureCatalogue } from '../../../src/targets/azure/catalogue.ts'
import { aDemand, aDisk, aNeed } from '../../builders.ts'
import { aPolicy, aRecoveryModel, aScopedVm, aTier, mapSite } from '../../core/mapping/builders.ts'

const catalogue = loadAzureCatalogue()
const region = 'westeurope'

interface Case {
  readonly strategy?: RecoveryStrategy
  readonly vm?: Partial<Vm>
  readonly demand?: Partial<Demand>
  readonly policy?: Partial<MappingPolicy>
}

/** 4 vCPU and 16 GiB, with 128 GiB to boot from, of which 20 are used. */
function mapIt({ strategy = 'pilot-light', vm = {}, demand = {}, policy = {} }: Case) {
  const disks = [aDisk({ capacityGiB: 128, usedGiB: 20 })]
  const scoped = aScopedVm({ disks, firmware: 'bios', ...vm }, aTier([strategy]))
  const needs = aDemand({ vmId: scoped.vm.id, vcpus: aNeed(4), memoryGiB: aNeed(16), ...demand })
  return mapSite({
    vms: [scoped],
    demands: new Map([[scoped.vm.id, needs]]),
    catalogue,
    region,
    policy: aPolicy(policy),
    recovery: aRecoveryModel(),
  })
}

const linesOf = (parts: Case) =>
  mapIt(parts).mapping.assignments[0]!.cost.map((item) => [
    item.phase,
    item.what,
    item.quantity,
    item.unit,
    item.amount,
  ])

const recovered = [
  ['recovered', 'Standard_D4as_v5', 1, 'h', 0.208],
  ['recovered', 'E10 disks', 1, 'disk-hour', 0.013151],
]

describe('the price by hand', () => {
  it('of hot standby is 730 h x 0.208, and 9.6 for one E10', () => {
    expect(linesOf({ strategy: 'hot-standby' })).toEqual([
      ['standby', 'Standard_D4as_v5', 730, 'h', 151.84],
      ['standby', 'E10 disks', 1, 'disk-month', 9.6],
      ...recovered,
    ])
    expect(mapIt({ strategy: 'hot-standby' }).mapping.standbyPerMonth).toBe(161.44)
  })

  it('of warm standby runs half: 730 h x 0.104, and 9.6', () => {
    expect(linesOf({ strategy: 'warm-standby' })).toEqual([
      ['standby', 'Standard_D2as_v5', 730, 'h', 75.92],
      ['standby', 'E10 disks', 1, 'disk-month', 9.6],
      ...recovered,
    ])
  })

  it('of pilot light is 25 for one server-month, and 9.6', () => {
    const { mapping } = mapIt({ strategy: 'pilot-light' })

    expect(linesOf({ strategy: 'pilot-light' })).toEqual([
      ['standby', 'replication', 1, 'server-month', 25],
      ['standby', 'E10 disks', 1, 'disk-month', 9.6],
      ...recovered,
    ])
    expect(mapping.standbyPerMonth).toBe(34.6)
    expect(mapping.recoveredPerHour).toBe(0.221151)
  })

  it('of backup and restore is 5 for a machine of 50 GB at most, and 20 GiB = 21.475 GB x 0.0224', () => {
    const { findings } = mapIt({ strategy: 'backup-restore' })

    expect(linesOf({ strategy: 'backup-restore' })).toEqual([
      ['standby', 'protected machine, 50 GB at most', 1, 'month', 5],
      ['standby', 'backup storage', 21.475, 'GB-month', 0.48104],
      ...recovered,
    ])
    expect(findings).toMatchObject([{ code: 'map.price-stale', subject: 'estimated prices' }])
  })

  it.each([
    [46, 1, 5, '46 GiB are 49.4 GB'],
    [47, 1, 10, '47 GiB are 50.5 GB'],
    [465, 1, 10, '465 GiB are 499.3 GB'],
    [466, 2, 20, '466 GiB are 500.4 GB'],
    [1400, 4, 40, '1,400 GiB are 1,503.2 GB'],
  ])('counts the %d GiB of a protected machine in decimal GB', (usedGiB, quantity, amount) => {
    const disks = [aDisk({ capacityGiB: 2000, usedGiB })]

    const [line] = linesOf({ strategy: 'backup-restore', vm: { disks } })

    expect(line).toMatchObject({ 2: quantity, 4: amount })
  })
})

describe('a Windows VM', () => {
  const os = { name: 'Windows Server 2022', family: 'windows' } as const

  it('pays for its licence wherever a machine runs', () => {
    const lines = linesOf({ strategy: 'warm-standby', vm: { os } })

    expect(lines.filter(([, what]) => what === 'Windows licence')).toEqual([
      ['standby', 'Windows licence', 730, 'h', 67.16],
      ['recovered', 'Windows licence', 1, 'h', 0.184],
    ])
  })

  it('pays nothing for it while it waits as a pilot light', () => {
    const lines = linesOf({ strategy: 'pilot-light', vm: { os } })

    expect(lines.filter(([, what]) => what === 'Windows licence').map(([phase]) => phase)).toEqual(['recovered'])
  })

  it('pays nothing with a licence of its own', () => {
    const { findings } = mapIt({ vm: { os }, policy: { windowsLicence: 'own' } })

    expect(linesOf({ vm: { os }, policy: { windowsLicence: 'own' } })).toEqual(linesOf({}))
    expect(findings).toEqual([])
  })
})

describe('the tier of a disk', () => {
  const offers = catalogue.diskClasses.map((diskClass) => ({
    diskClass,
    price: diskClass.prices.find((price) => price.region === region)!,
  }))
  const need = (over: Partial<DiskNeed>): DiskNeed => ({
    disk: aDisk(),
    iops: 0,
    miBps: 0,
    measured: false,
    previousAllowed: false,
    ...over,
  })
  const tierOf = (over: Partial<DiskNeed>) => {
    const volume = cheapestVolume(need(over), offers)
    return volume && [volume.mapped.classId, volume.mapped.sizeGiB]
  }

  it('changes above 128 GiB, and what is asked for is still the size', () => {
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }) })).toEqual(['E10', 128])
    expect(tierOf({ disk: aDisk({ capacityGiB: 128.5 }) })).toEqual(['E15', 129])
    expect(tierOf({ disk: aDisk({ capacityGiB: 129 }) })).toEqual(['E15', 129])
  })

  it('is a premium one of a larger disk where operations ask for it, at the same size', () => {
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }), iops: 500 })).toEqual(['E10', 128])
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }), iops: 501 })).toEqual(['P15', 128])
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }), iops: 1101 })).toEqual(['P20', 128])
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }), iops: 7501 })).toBeNull()
  })

  it('counts throughput in decimal MB: 100 MB/s are 95.36 MiB/s', () => {
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }), miBps: 95.36 })).toEqual(['E10', 128])
    expect(tierOf({ disk: aDisk({ capacityGiB: 128 }), miBps: 95.4 })).toEqual(['P15', 128])
  })

  it('is Premium SSD v2 for a data disk with many operations, and never for one to boot from', () => {
    const data = aDisk({ capacityGiB: 100, boot: false })

    expect(tierOf({ disk: data, iops: 3000 })).toEqual(['PremiumV2_LRS', 100])
    expect(cheapestVolume(need({ disk: data, iops: 4000 }), offers)?.mapped.iops).toBe(4000)
    expect(tierOf({ disk: aDisk({ capacityGiB: 100 }), iops: 3000 })).toEqual(['P30', 100])
  })

  it('is on a hard disk only where a data disk is measured', () => {
    const data = aDisk({ capacityGiB: 1000, boot: false })

    expect(tierOf({ disk: data })).toEqual(['E30', 1000])
    expect(tierOf({ disk: data, measured: true })).toEqual(['S30', 1000])
  })

  it('ends at 4,096 GiB for a disk to boot from', () => {
    expect(tierOf({ disk: aDisk({ capacityGiB: 4096 }) })).toEqual(['E50', 4096])
    expect(tierOf({ disk: aDisk({ capacityGiB: 4097 }) })).toBeNull()
    expect(tierOf({ disk: aDisk({ capacityGiB: 4097, boot: false }) })).not.toBeNull()
  })
})

describe('a component', () => {
  it('has premium storage where a disk needs it', () => {
    const disks = [aDisk({ capacityGiB: 128, iops: 1000 })]

    const [assignment] = mapIt({ vm: { disks } }).mapping.assignments

    expect(assignment!.disks.map(({ classId }) => classId)).toEqual(['P15'])
    const component = catalogue.components.find(({ id }) => id === assignment!.offering.componentId)
    expect(component?.capacity.premiumStorage).toBe(true)
  })

  it('is found though nobody states its network, and that is said once', () => {
    const { mapping, findings } = mapIt({ demand: { networkMbps: aNeed(500) } })

    expect(mapping.assignments).toHaveLength(1)
    expect(findings).toMatchObject([{ code: 'map.limit-unstated', severity: 'info', affected: ['vm-1'] }])
  })

  it('holds a GPU by the part of its memory that it gives', () => {
    const gpu = (model: string) =>
      mapIt({
        vm: { firmware: 'uefi', accelerators: [{ kind: 'gpu', model, count: 1, memoryGiB: null }] },
      }).mapping.assignments[0]!.offering.componentId

    expect(gpu('nvidia_a10-4q')).toBe('Standard_NV6ads_A10_v5')
    expect(gpu('nvidia_a10-6q')).not.toBe('Standard_NV6ads_A10_v5')
  })
})
