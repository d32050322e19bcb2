import { describe, expect, it } from 'vitest'
import { constraints, failedConstraints, isLargeEnough, suits } from '../../../src/core/mapping/constraints.ts'
import type { Needs } from '../../../src/core/mapping/needs.ts'
import type { DrComponent } from '../../../src/model/dr-component.ts'
import { aComponent, anAcceleratorNeed } from './builders.ts'

const someNeeds = (over: Partial<Needs> = {}): Needs => ({
  architecture: 'x86_64',
  bootModes: ['uefi'],
  accelerators: [],
  bareMetal: false,
  ownFamily: null,
  burstableAllowed: false,
  previousAllowed: false,
  vcpus: 2,
  sourceScore: null,
  leastVcpus: 0,
  memoryGiB: 8,
  networkMbps: 1000,
  diskIops: 4000,
  diskMiBps: 100,
  nics: 4,
  windowsLicence: false,
  volumes: 8,
  premiumStorage: false,
  localDiskGiB: 0,
  ...over,
})
const faults = (component: DrComponent, needs: Needs): string[] =>
  failedConstraints(component, needs).map((constraint) => `${constraint.name}: ${constraint.fault(component, needs)}`)

const gpuOf = (count: number, memoryGiB: number | null) =>
  aComponent('g.large', { accelerators: [{ kind: 'gpu', model: 'L4', count, memoryGiB }] })
const gpuNeed = (count: number, memoryGiB: number | null) =>
  someNeeds({ accelerators: [anAcceleratorNeed({ count, memoryGiB })] })

describe('a component that is made for something else', () => {
  const hpc = { ...aComponent('hpc9.large'), specialPurpose: 'tightly coupled computing' }

  it('is given to nobody who does not run on its family today', () => {
    expect(faults(hpc, someNeeds())).toEqual([
      'general purpose: is made for something else (tightly coupled computing)',
    ])
    expect(faults(hpc, someNeeds({ ownFamily: 'hpc9' }))).toEqual([])
  })
})

describe('amounts', () => {
  it('fit when they are exactly equal', () => {
    expect(faults(aComponent('s.medium'), someNeeds())).toEqual([])
  })

  it.each([
    [{ vcpus: 2.5 }, 'vCPU: is short by 0.5 vCPU'],
    [{ memoryGiB: 10.9 }, 'memory: is short by 2.9 GiB of memory'],
    [{ networkMbps: 1001 }, 'network: is short by 1 Mbit/s of network'],
    [{ diskIops: 4000.5 }, 'disk IOPS: is short by 0.5 disk IOPS'],
    [{ diskMiBps: 101 }, 'disk throughput: is short by 1 MiB/s of disk throughput'],
    [{ nics: 5 }, 'number of network interfaces: is short by 1 network interface'],
    [{ volumes: 9 }, 'number of disks: is short by 1 disk'],
    [{ localDiskGiB: 10 }, 'local disk: is short by 10 GiB of local disk'],
  ])('do not fit when %o is asked for, by the difference', (over, expected) => {
    expect(faults(aComponent('s.medium'), someNeeds(over))).toEqual([expected])
  })

  it('that the vendor does not state are not trusted when they are asked for, and ignored when not', () => {
    const silent = aComponent('old.medium', { networkMbps: null, diskIops: null, diskMiBps: null })

    expect(faults(silent, someNeeds())).toHaveLength(3)
    expect(isLargeEnough(silent, someNeeds({ networkMbps: 0, diskIops: 0, diskMiBps: 0 }))).toBe(true)
  })

  it('of disks and interfaces have no limit that the vendor does not state', () => {
    const open = aComponent('s.medium', { maxDisks: null, maxNics: null })

    expect(isLargeEnough(open, someNeeds({ volumes: 100, nics: 100 }))).toBe(true)
  })

  it('of a burstable component are its baseline', () => {
    const burstable = aComponent('t.large', { burstableBaseline: 0.3 })

    expect(faults(burstable, someNeeds({ burstableAllowed: true, vcpus: 0.6 }))).toEqual([])
    expect(faults(burstable, someNeeds({ burstableAllowed: true, vcpus: 0.7 }))).toEqual(['vCPU: is short by 0.1 vCPU'])
  })
})

describe('kinds', () => {
  it.each([
    [aComponent('a', { architecture: 'arm64' }), 'architecture: runs arm64'],
    [aComponent('a', { bootModes: ['bios'] }), 'boot mode: boots by bios only'],
    [aComponent('a', { current: false }), 'generation: is of a previous generation'],
    [aComponent('a', { bareMetal: true }), 'bare metal: is bare metal'],
  ])('that differ are named', (component, expected) => {
    expect(faults(component, someNeeds())).toEqual([expected])
  })

  it('that are burstable need the policy', () => {
    const burstable = aComponent('t.large', { burstableBaseline: 0.3 })

    expect(suits(burstable, someNeeds())).toBe(false)
    expect(suits(burstable, someNeeds({ burstableAllowed: true }))).toBe(true)
  })

  it('of a previous generation need the policy', () => {
    expect(suits(aComponent('a', { current: false }), someNeeds({ previousAllowed: true }))).toBe(true)
  })
})

describe('GPUs', () => {
  it('fit when count and memory are exactly equal', () => {
    expect(suits(gpuOf(2, 16), gpuNeed(2, 16))).toBe(true)
  })

  it('never have less memory each than is used, however much there is together', () => {
    expect(suits(gpuOf(4, 15), gpuNeed(2, 16))).toBe(false)
  })

  it('that are too few do not fit', () => {
    expect(faults(gpuOf(1, 24), gpuNeed(2, 16))).toEqual([
      'accelerator: has 1 L4 GPU with 24 GiB instead of 2 GPU with 16 GiB each',
    ])
  })

  it('of unknown memory do not fit a known need, and any memory fits an unknown one', () => {
    expect(suits(gpuOf(2, null), gpuNeed(2, 16))).toBe(false)
    expect(suits(gpuOf(2, null), gpuNeed(2, null))).toBe(true)
  })

  it('are not replaced by another kind', () => {
    const fpga = aComponent('f.large', { accelerators: [{ kind: 'fpga', model: 'VU', count: 2, memoryGiB: 16 }] })

    expect(suits(fpga, gpuNeed(2, 16))).toBe(false)
  })
})

it('gives every constraint a name of its own, and words for what is needed and offered', () => {
  expect(new Set(constraints.map((constraint) => constraint.name)).size).toBe(constraints.length)
  for (const constraint of constraints) {
    expect(constraint.needed(someNeeds())).not.toBe('')
    expect(constraint.offered(aComponent('s.medium'), someNeeds())).not.toBe('')
  }
})

describe('vCPU of different speed', () => {
  // 10,000 iterations a second where it runs, 20,000 on the fast component, 5,000 on the slow one.
  const fast = aComponent('f.large', { vcpus: 2, scorePerVcpu: 20_000 })
  const slow = aComponent('l.large', { vcpus: 2, scorePerVcpu: 5000 })
  const unknown = aComponent('u.large', { vcpus: 2 })
  const needs = (vcpus: number) => someNeeds({ vcpus, sourceScore: 10_000, leastVcpus: 2 })
  const holds = (component: DrComponent, vcpus: number): boolean =>
    failedConstraints(component, needs(vcpus)).length === 0

  it('count for what they do where CoreMark is known of both', () => {
    expect([holds(fast, 4), holds(fast, 4.01)]).toEqual([true, false])
    expect([holds(slow, 1), holds(slow, 1.01)]).toEqual([true, false])
    expect(faults(slow, needs(1.5))).toEqual(['vCPU: is short by 0.5 vCPU'])
  })

  it('count one for one where it is not', () => {
    expect([holds(unknown, 2), holds(unknown, 2.01)]).toEqual([true, false])
    expect(failedConstraints(slow, someNeeds({ vcpus: 2 }))).toEqual([])
  })

  it('are never fewer than two for a VM that has two or more, however fast', () => {
    const one = aComponent('f.medium', { vcpus: 1, scorePerVcpu: 40_000 })

    expect(faults(one, needs(1))).toEqual(['number of vCPU: is short by 1 vCPU at a time'])
  })

  it('of a burstable component count at its baseline and its speed', () => {
    const burstable = aComponent('t.large', { vcpus: 2, scorePerVcpu: 20_000, burstableBaseline: 0.3 })

    expect(failedConstraints(burstable, { ...needs(1.2), burstableAllowed: true })).toEqual([])
    expect(faults(burstable, { ...needs(1.3), burstableAllowed: true })).toEqual(['vCPU: is short by 0.1 vCPU'])
  })
})
