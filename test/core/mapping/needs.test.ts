import { describe, expect, it } from 'vitest'
import { isUnknown, needsOf, warmStandbyNeeds } from '../../../src/core/mapping/needs.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aDemand, aNeed } from '../../builders.ts'
import { aComponent, aPolicy, aScopedVm } from './builders.ts'

const needs = (vm: Partial<Vm>, demand: Partial<Demand> = {}) =>
  needsOf({ scoped: aScopedVm(vm), demand: aDemand(demand), policy: aPolicy(), own: null })

const gpu = { kind: 'gpu', model: 'T4', count: 2, memoryGiB: 16 } as const

describe('the kind of component', () => {
  it('is x86_64 where the source does not say', () => {
    expect(needs({ architecture: null }).architecture).toBe('x86_64')
    expect(needs({ architecture: 'arm64' }).architecture).toBe('arm64')
  })

  it('boots as the VM does, and either way where nobody knows how that is', () => {
    expect(needs({ firmware: 'bios' }).bootModes).toEqual(['bios'])
    expect(needs({ firmware: null }).bootModes).toEqual(['bios', 'uefi'])
    expect(needs({ firmware: null, architecture: 'arm64' }).bootModes).toEqual(['uefi'])
  })

  it('is bare metal where the VM runs on that today', () => {
    const own = aComponent('s.metal', { bareMetal: true })

    expect(needsOf({ scoped: aScopedVm(), demand: aDemand(), policy: aPolicy(), own }).bareMetal).toBe(true)
  })

  it('may be burstable in the tiers of the policy', () => {
    const policy = aPolicy({ burstableTiers: ['gold'] })

    expect(needsOf({ scoped: aScopedVm(), demand: aDemand(), policy, own: null }).burstableAllowed).toBe(true)
    expect(needs({}).burstableAllowed).toBe(false)
  })
})

describe('the speed of a vCPU', () => {
  const own = aComponent('s.medium', { scorePerVcpu: 14_400 })
  const speed = (policy: Parameters<typeof aPolicy>[0], type: typeof own | null) => {
    const { sourceScore, leastVcpus } = needsOf({
      scoped: aScopedVm({ vcpus: 4 }),
      demand: aDemand(),
      policy: aPolicy(policy),
      own: type,
    })
    return [sourceScore, leastVcpus]
  }

  it('is that of its own type where the catalogue has it, else what drplan.yaml states of the site', () => {
    expect(speed({}, own)).toEqual([14_400, 2])
    expect(speed({ sourceCoreMarkPerVcpu: 9000 }, null)).toEqual([9000, 2])
    expect(speed({ sourceCoreMarkPerVcpu: 9000 }, own)).toEqual([14_400, 2])
  })

  it('is not compared where nobody knows it, or nobody wants it to be', () => {
    expect(speed({}, null)).toEqual([null, 0])
    expect(speed({ cpuUnits: 'vcpu' }, own)).toEqual([null, 0])
  })
})

describe('accelerators', () => {
  it('are as many as the VM has, with the memory each of them has', () => {
    expect(needs({ accelerators: [gpu] }).accelerators).toMatchObject([
      { kind: 'gpu', count: 2, memoryGiB: 16, memoryBasis: 'nominal' },
    ])
  })

  it('need the memory in use, shared among them, where that is measured', () => {
    const [need] = needs({ accelerators: [gpu] }, { gpuMemoryGiB: 20 }).accelerators

    expect(need).toMatchObject({ kind: 'gpu', count: 2, memoryGiB: 10 / 0.9, memoryBasis: 'measured' })
  })

  it('are one GPU where only the memory in use is known', () => {
    expect(needs({}, { gpuMemoryGiB: 12 }).accelerators).toMatchObject([{ kind: 'gpu', count: 1, memoryGiB: 12 / 0.9 }])
  })

  it('of other kinds are counted apart', () => {
    const fpga = { kind: 'fpga', model: null, count: 1, memoryGiB: null } as const

    expect(needs({ accelerators: [fpga, gpu] }).accelerators.map((need) => need.kind)).toEqual(['gpu', 'fpga'])
  })
})

it('halves every amount, and no kind, for what stands by warm', () => {
  const all = needs({ accelerators: [gpu] }, { vcpus: aNeed(5), networkMbps: aNeed(800) })

  expect(warmStandbyNeeds(all)).toEqual({ ...all, vcpus: 2.5, memoryGiB: 4, networkMbps: 400 })
})

it('tells an unknown size from a small one', () => {
  expect(isUnknown(aNeed(0, { allocated: null }))).toBe(true)
  expect(isUnknown(aNeed(0, { allocated: 4 }))).toBe(false)
  expect(isUnknown(aNeed(0, { allocated: null, expected: 0 }))).toBe(false)
})
