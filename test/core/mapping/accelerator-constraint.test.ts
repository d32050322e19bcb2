import { describe, expect, it } from 'vitest'
import { acceleratorConstraint, fits } from '../../../src/core/mapping/accelerator-constraint.ts'
import type { AcceleratorNeed } from '../../../src/core/mapping/accelerator-needs.ts'
import { gpuModels, type GpuModel } from '../../../src/model/accelerator-models.ts'
import type { Accelerator } from '../../../src/model/site.ts'
import { needsOf } from '../../../src/core/mapping/needs.ts'
import { aDemand } from '../../builders.ts'
import { aComponent, anAcceleratorNeed, aPolicy, aScopedVm } from './builders.ts'

/** Whole ones with less than the data sheet, as devices show it, and quarters. */
const offersOf = ({ name, memoryGiB }: GpuModel): readonly Accelerator[] =>
  memoryGiB.flatMap((size) => [
    { kind: 'gpu', model: name, count: 1, memoryGiB: size * 0.93 },
    { kind: 'gpu', model: `${name} (1/4)`, count: 1, memoryGiB: (size / 4) * 0.93 },
  ])

const sizes = [null, 1, 4, 5.5, 16, 22.4, 24, 40, 48, 80, 100, 192] as const
const needs: readonly AcceleratorNeed[] = sizes.flatMap((memoryGiB) =>
  (['measured', 'nominal'] as const).flatMap((memoryBasis) =>
    ([null, 'compute', 'graphics'] as const).flatMap((capability) =>
      ([null, 'nvidia', 'amd'] as const).flatMap((vendor) =>
        (['whole', 'fraction', 'mig'] as const).flatMap((sharing) =>
          [true, false].map((linked) =>
            anAcceleratorNeed({ memoryGiB, memoryBasis, capability, vendor, sharing, linked }),
          ),
        ),
      ),
    ),
  ),
)

/** The rules once more, in other words: everything against one need, one sentence a line. */
function reasonsAgainst(model: GpuModel, offered: Accelerator, need: AcceleratorNeed): readonly string[] {
  const isPart = offered.model!.includes('(1/4)')
  const shown = offered.memoryGiB!
  const sheet = shown / 0.93
  const usable = need.memoryBasis === 'measured' ? shown : sheet
  const slices = (isPart ? undefined : model.mig[Math.round(sheet)]) ?? []
  return [
    ...(need.memoryGiB !== null && usable + 1e-9 < need.memoryGiB ? ['memory'] : []),
    ...(need.capability === 'compute' && !model.compute ? ['compute'] : []),
    ...(need.capability === 'graphics' && !model.graphics ? ['graphics'] : []),
    ...(need.vendor !== null && need.vendor !== model.vendor ? ['vendor'] : []),
    ...(need.linked && !model.nvlink ? ['link'] : []),
    ...(need.sharing !== 'fraction' && isPart ? ['part'] : []),
    ...(need.sharing === 'mig' && !slices.some(({ memoryGiB }) => memoryGiB >= (need.memoryGiB ?? 0)) ? ['slice'] : []),
  ]
}

describe('every model against every need', () => {
  it.each(gpuModels.map((model) => [model.name, model] as const))('%s', (_, model) => {
    for (const offered of offersOf(model))
      for (const need of needs)
        expect(fits(offered, need), JSON.stringify([offered, need])).toBe(
          reasonsAgainst(model, offered, need).length === 0,
        )
  })
})

describe('what is needed and offered', () => {
  const radeon = aComponent('r.large', {
    accelerators: [{ kind: 'gpu', model: 'Radeon Pro V520', count: 1, memoryGiB: 8 }],
  })
  const needsFor = (tags: Record<string, string>, model: string | null) =>
    needsOf({
      scoped: aScopedVm({ accelerators: [{ kind: 'gpu', model, count: 1, memoryGiB: 8 }], tags }),
      demand: aDemand(),
      policy: aPolicy(),
      own: null,
    })

  it('never maps CUDA to another maker', () => {
    expect(acceleratorConstraint.meets(radeon, needsFor({ library: 'CUDA 12' }, null))).toBe(false)
    expect(acceleratorConstraint.meets(radeon, needsFor({}, 'grid_p40-8c'))).toBe(false)
  })

  it('keeps the maker whose driver is on the disk, and takes any for an unknown one', () => {
    expect(acceleratorConstraint.meets(radeon, needsFor({}, 'NVIDIA P4'))).toBe(false)
    expect(acceleratorConstraint.meets(radeon, needsFor({ role: 'vdi' }, null))).toBe(true)
  })

  it('is said with purpose and limits', () => {
    expect(acceleratorConstraint.fault(radeon, needsFor({ library: 'CUDA' }, null))).toBe(
      'has 1 Radeon Pro V520 GPU with 8 GiB (graphics only) instead of 1 whole NVIDIA GPU with 8 GiB for compute',
    )
  })

  it('believes nothing of an unknown model but what the catalogue states', () => {
    const unknown: Accelerator = { kind: 'gpu', model: 'Mystery 9', count: 1, memoryGiB: 64 }

    expect(fits(unknown, anAcceleratorNeed({ memoryGiB: 64 }))).toBe(true)
    expect(fits(unknown, anAcceleratorNeed({ capability: 'compute' }))).toBe(false)
    expect(fits(unknown, anAcceleratorNeed({ vendor: 'nvidia' }))).toBe(false)
  })
})
