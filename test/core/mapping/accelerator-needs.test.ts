import { describe, expect, it } from 'vitest'
import { acceleratorNeeds } from '../../../src/core/mapping/accelerator-needs.ts'
import type { AcceleratorRule } from '../../../src/model/accelerator-rule.ts'
import type { Vm } from '../../../src/model/site.ts'
import { aScopedVm } from './builders.ts'

const gpu = (model: string | null, memoryGiB: number | null = null, count = 1) =>
  [{ kind: 'gpu', model, count, memoryGiB }] as const

function needOf(
  vm: Partial<Vm>,
  { inUse = null, rule }: { inUse?: number | null; rule?: Partial<AcceleratorRule> } = {},
) {
  const scoped = aScopedVm(vm)
  return acceleratorNeeds(rule ? { ...scoped, accelerator: { kind: 'gpu', ...rule } } : scoped, inUse)[0]
}

describe('what is read of a VM', () => {
  it.each([
    ['grid_a16-4q', { capability: 'graphics', sharing: 'fraction', vendor: 'nvidia' }],
    ['grid_a16-2b', { capability: 'graphics', sharing: 'fraction' }],
    ['nvidia_a10-8c', { capability: 'compute', sharing: 'fraction', vendor: 'nvidia' }],
    ['NVIDIA T4', { capability: null, sharing: 'whole', vendor: 'nvidia', memoryGiB: 16 }],
    ['Radeon Pro V620', { capability: null, sharing: 'whole', vendor: 'amd', memoryGiB: 32 }],
    ['NVIDIA A100-PCIE-40GB', { capability: 'compute', sharing: 'whole', memoryGiB: 40 }],
    ['L4 (1/8)', { sharing: 'fraction' }],
    ['a card', { capability: null, sharing: 'whole', vendor: null, memoryGiB: null }],
  ])('%s', (model, expected) => {
    expect(needOf({ accelerators: gpu(model) })).toMatchObject(expected)
  })

  it.each([
    [{ stack: 'cuda' }, 'compute', 'nvidia'],
    [{ role: 'render' }, 'graphics', null],
    [{ role: 'VDI' }, 'graphics', null],
    [{ role: 'vdi', stack: 'pytorch' }, null, null],
    [{ owner: 'decadence' }, null, null],
  ] as const)('tags %o say what it is for', (tags, capability, vendor) => {
    expect(needOf({ accelerators: gpu(null), tags })).toMatchObject({ capability, vendor })
  })

  it('links several GPUs that are linked today', () => {
    expect(needOf({ accelerators: gpu('NVIDIA A100-SXM4-40GB', 40, 8) })).toMatchObject({ linked: true, count: 8 })
    expect(needOf({ accelerators: gpu('NVIDIA A100-SXM4-40GB', 40, 1) })).toMatchObject({ linked: false })
  })

  it('takes the memory in use with headroom, up to what the GPU has, and more where more is used', () => {
    const memory = (inUse: number) => needOf({ accelerators: gpu('T4', 16) }, { inUse })?.memoryGiB

    expect([memory(9), memory(15), memory(18)]).toEqual([10, 16, 20])
  })
})

describe('what drplan.yaml states', () => {
  const vm = { accelerators: gpu('NVIDIA T4', 16) }

  it('comes before what is read', () => {
    const rule = {
      count: 2,
      memoryGiB: 24,
      capability: 'compute',
      sharing: 'mig',
      interconnect: 'nvlink',
      driver: '535',
    } as const

    expect(needOf(vm, { rule })).toMatchObject({
      count: 2,
      memoryGiB: 24,
      capability: 'compute',
      sharing: 'mig',
      linked: true,
      driver: '535',
      vendor: 'nvidia',
    })
    expect(needOf(vm, { rule: { vendor: 'any' } })).toMatchObject({ vendor: null, memoryGiB: 16 })
  })

  it('gives a need to a VM of which no source says any', () => {
    expect(needOf({}, { rule: { memoryGiB: 8 } })).toMatchObject({ kind: 'gpu', count: 1, memoryGiB: 8 })
    expect(needOf({})).toBeUndefined()
  })

  it('allows less memory, with its reason, and never asks for more that way', () => {
    const degraded = (memoryGiB: number) => ({ rule: { degraded: { memoryGiB, reason: 'half the seats' } } })

    expect(needOf(vm, degraded(8))).toMatchObject({ memoryGiB: 8, degraded: { usedGiB: 16, reason: 'half the seats' } })
    expect(needOf(vm, degraded(32))).toMatchObject({ memoryGiB: 16, degraded: null })
  })
})
