import { describe, expect, it } from 'vitest'
import type { Demand } from '../../../src/model/forecast.ts'
import type { Vm } from '../../../src/model/site.ts'
import { loadAwsCatalogue } from '../../../src/targets/aws/catalogue.ts'
import { aDemand, aDisk, aNeed } from '../../builders.ts'
import { aCatalogue, aComponent, aPolicy, aRecoveryModel, aScopedVm, aTier, mapOne, mapSite } from './builders.ts'

const gpu = (count: number, memoryGiB: number) => [{ kind: 'gpu' as const, model: 'L4', count, memoryGiB }]

describe('the choice', () => {
  it('is the component that is exactly large enough', () => {
    const { mapping } = mapOne(aScopedVm(), { vcpus: aNeed(4), memoryGiB: aNeed(16) })

    expect(mapping.assignments[0]).toMatchObject({
      offering: { componentId: 's.large' },
      share: { vcpus: 1, memory: 1 },
    })
  })

  it('is the smaller, then the first by name, of components that cost the same', () => {
    const components = [
      aComponent('c', { vcpus: 2 }),
      aComponent('b', { vcpus: 2 }),
      aComponent('a', { vcpus: 4 }),
      aComponent('d', { vcpus: 2, memoryGiB: 16 }),
    ]

    const { mapping } = mapOne(aScopedVm(), {}, { catalogue: aCatalogue({ components }) })

    expect(mapping.assignments[0]!.offering.componentId).toBe('b')
    expect(mapping.assignments[0]!.runnerUp).toMatchObject({ componentId: 'c' })
  })

  it('takes the local disk of a component for ephemeral disks when that is cheaper than volumes', () => {
    const components = [
      aComponent('plain', { perHour: 0.1 }),
      aComponent('local', { perHour: 0.11, localDiskGiB: 500 }),
    ]
    const disks = [aDisk(), aDisk({ id: 'scratch', attachment: 'ephemeral', boot: false, capacityGiB: 500 })]
    const catalogue = aCatalogue({ components })

    const large = mapOne(aScopedVm({ disks }), {}, { catalogue })
    const none = mapOne(aScopedVm({ disks: disks.slice(0, 1) }), {}, { catalogue })

    expect(large.mapping.assignments[0]).toMatchObject({
      offering: { componentId: 'local' },
      disks: [{ diskId: 'disk-1' }],
    })
    expect(none.mapping.assignments[0]!.offering.componentId).toBe('plain')
  })

  it('holds a GPU VM on real types: an L4 for 20 GiB in use, a whole GPU for 2 GiB, and a share where that will do', () => {
    const chosen = (gpuMemoryGiB: number, sharing: 'whole' | 'fraction' = 'whole') =>
      mapSite({
        vms: [
          {
            ...aScopedVm({ accelerators: gpu(1, 16), firmware: 'uefi' }),
            accelerator: { kind: 'gpu', sharing },
          },
        ],
        demands: new Map([['vm-1', aDemand({ gpuMemoryGiB })]]),
        catalogue: loadAwsCatalogue(),
        region: 'us-east-1',
        policy: aPolicy(),
        recovery: aRecoveryModel(),
      }).mapping.assignments[0]!.offering.componentId

    expect(chosen(20)).toBe('g6.xlarge')
    expect(chosen(2)).toBe('g4dn.xlarge')
    expect(chosen(2, 'fraction')).toBe('g6f.large')
  })
})

describe('the promise', () => {
  const slowAndFast = aTier(['warm-standby', 'backup-restore', 'hot-standby'], { rtoMinutes: 30, rpoMinutes: 5 })

  it('leaves cheaper strategies aside that do not keep it', () => {
    const { mapping, findings } = mapOne(aScopedVm({}, slowAndFast))

    expect(mapping.assignments[0]!.offering.strategy).toBe('warm-standby')
    expect(findings).toEqual([])
  })

  it('that nothing keeps is reported with what it is missed by, on the strategy that is nearest', () => {
    const tier = aTier(['pilot-light', 'warm-standby'], { rtoMinutes: 5, rpoMinutes: 1 })

    const { mapping, findings } = mapOne(aScopedVm({ name: 'payroll' }, tier))

    expect(mapping.assignments[0]!.offering.strategy).toBe('warm-standby')
    expect(findings).toMatchObject([{ code: 'map.objective-missed', severity: 'error', subject: 'payroll' }])
    expect(findings[0]!.message).toBe(
      'The nearest that tier gold allows reaches RTO 24 min and RPO 1 min by warm standby, which misses the RTO by 19 min.',
    )
    expect(mapping.assignments[0]!.reason).toContain('this one misses the RTO by 19 min')
  })

  it('counts the RPO where the RTO is missed by the same', () => {
    const tier = aTier(['backup-restore'], { rtoMinutes: 60, rpoMinutes: 10 })

    const { findings } = mapOne(aScopedVm({}, tier))

    expect(findings[0]!.message).toContain('misses the RPO by 80 min')
  })

  it('sets the cadence of backups', () => {
    const { mapping } = mapOne(aScopedVm({}, aTier(['backup-restore'], { rpoMinutes: 300 })))

    expect(mapping.assignments[0]).toMatchObject({ backupIntervalMinutes: 240, achieved: { rpoMinutes: 270 } })
  })
})

describe('the explanation', () => {
  it('names the rank, the promise, what decides, the runner-up and the next cheaper', () => {
    const scoped = aScopedVm({}, aTier(['warm-standby'], { rtoMinutes: 30 }))

    const [assignment] = mapOne(scoped, { memoryGiB: aNeed(6.9) }).mapping.assignments

    expect(assignment!.reason).toBe(
      's.medium in warm standby is the cheapest of 2 components that hold the demand, and the strategy keeps an RTO of 30 min; vCPU and memory decide: s.small, the next cheaper, is short by 1 vCPU and 2.9 GiB of memory.',
    )
    expect(assignment!.runnerUp).toEqual({
      componentId: 's.large',
      strategy: 'warm-standby',
      standbyPerMonth: 41.5,
      recoveredPerHour: 0.206849,
      why: 'fits, and costs 0.1 USD more an hour once recovered',
    })
    expect(assignment!.cheaper).toMatchObject({
      componentId: 's.small',
      why: 'is short by 1 vCPU and 2.9 GiB of memory',
    })
  })

  it('prefers a cheaper component of the right kind, and takes another where there is none', () => {
    const components = [
      aComponent('arm.medium', { architecture: 'arm64', perHour: 0.08 }),
      aComponent('s.medium', { perHour: 0.1 }),
      aComponent('s.small', { vcpus: 1, perHour: 0.05 }),
    ]
    const cheaperOf = (catalogue: ReturnType<typeof aCatalogue>) =>
      mapOne(aScopedVm(), {}, { catalogue }).mapping.assignments[0]!.cheaper

    expect(cheaperOf(aCatalogue({ components }))?.componentId).toBe('s.small')
    expect(cheaperOf(aCatalogue({ components: components.slice(0, 2) }))).toMatchObject({
      componentId: 'arm.medium',
      why: 'runs arm64',
    })
  })

  it('says so when there is no other', () => {
    const catalogue = aCatalogue({ components: [aComponent('s.medium')] })

    expect(mapOne(aScopedVm(), {}, { catalogue }).mapping.assignments[0]).toMatchObject({
      reason: 's.medium in pilot light is the only component that holds the demand, and the tier promises nothing.',
      runnerUp: null,
      cheaper: null,
    })
  })
})

describe('a VM without a component', () => {
  const obstacle = (vm: Partial<Vm>, demand: Partial<Demand> = {}) => mapOne(aScopedVm(vm), demand).mapping.unmapped[0]!

  it('names the one constraint that binds, what is needed and the most there is', () => {
    expect(obstacle({}, { memoryGiB: aNeed(20) })).toMatchObject({
      constraint: 'memory',
      needed: '20 GiB of memory',
      available: '16 GiB of memory (s.large)',
      reason: 'Memory decides: s.large meets everything else, but is short by 4 GiB of memory.',
    })
    expect(obstacle({ architecture: 'arm64' })).toMatchObject({ constraint: 'architecture', needed: 'arm64' })
    expect(obstacle({ accelerators: gpu(1, 16) })).toMatchObject({
      constraint: 'accelerator',
      available: 'no accelerator (s.medium)',
    })
  })

  it('names the constraint that keeps most components out, not the one of the cheapest', () => {
    const components = [
      aComponent('little-memory', { vcpus: 4, memoryGiB: 8, perHour: 0.01 }),
      aComponent('few-cores', { vcpus: 2, memoryGiB: 16 }),
      aComponent('fewer-cores', { vcpus: 1, memoryGiB: 32 }),
    ]
    const demand = { vcpus: aNeed(4), memoryGiB: aNeed(16) }

    const { mapping } = mapOne(aScopedVm(), demand, { catalogue: aCatalogue({ components }) })

    expect(mapping.unmapped[0]).toMatchObject({ constraint: 'vCPU', available: '2 vCPU (few-cores)' })
  })

  it('says so when several bind together', () => {
    expect(obstacle({ architecture: 'arm64' }, { memoryGiB: aNeed(20) })).toMatchObject({
      constraint: 'architecture and memory',
      reason:
        'Several constraints bind together: s.large, which comes nearest, runs x86_64 and is short by 4 GiB of memory.',
    })
  })

  it('is reported as an error', () => {
    const { findings } = mapOne(aScopedVm({ name: 'big' }), { vcpus: aNeed(400) })

    expect(findings).toMatchObject([{ code: 'map.vm-unmapped', severity: 'error', subject: 'big', affected: ['vm-1'] }])
  })

  it('is one whose disk fits no class, which is named', () => {
    const scoped = aScopedVm({ disks: [aDisk({ name: 'archive', capacityGiB: 20_000 })] })

    const { mapping, findings } = mapOne(scoped)

    expect(mapping.unmapped).toMatchObject([{ constraint: 'disk', needed: 'archive (20000 GiB)' }])
    expect(findings.map((finding) => finding.code)).toEqual(['map.disk-unmapped', 'map.vm-unmapped'])
  })

  it('is one whose size nobody knows, because nothing would fit anything', () => {
    expect(obstacle({}, { vcpus: aNeed(0, { allocated: null }) })).toMatchObject({ constraint: 'vCPU' })
  })

  it('is every VM in a region where nothing has a price', () => {
    const { mapping } = mapOne(aScopedVm(), {}, { catalogue: aCatalogue({ components: [] }) })

    expect(mapping.unmapped).toMatchObject([{ constraint: 'region', available: 'none' }])
  })
})
