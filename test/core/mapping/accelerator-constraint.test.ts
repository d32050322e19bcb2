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

interface Case {
  readonly model: GpuModel
  readonly offered: Accelerator
  readonly need: AcceleratorNeed
}

const sheetGiB = ({ offered }: Case): number => offered.memoryGiB! / 0.93
const isPart = ({ offered }: Case): boolean => offered.model!.includes('(1/4)')

/** The rules once more, in other words: what is against it, one sentence a line. */
const against: readonly ((one: Case) => boolean)[] = [
  (one) => one.need.memoryBasis === 'measured' && one.offered.memoryGiB! < (one.need.memoryGiB ?? 0),
  (one) => one.need.memoryBasis === 'nominal' && sheetGiB(one) + 1e-9 < (one.need.memoryGiB ?? 0),
  ({ need, model }) => need.capability === 'compute' && !model.compute,
  ({ need, model }) => need.capability === 'graphics' && !model.graphics,
  ({ need, model }) => need.vendor === 'nvidia' && model.vendor === 'amd',
  ({ need, model }) => need.vendor === 'amd' && model.vendor === 'nvidia',
  ({ need, model }) => need.linked && !model.nvlink,
  (one) => one.need.sharing !== 'fraction' && isPart(one),
  (one) =>
    one.need.sharing === 'mig' &&
    !(one.model.mig[Math.round(sheetGiB(one))] ?? []).some(({ memoryGiB }) => memoryGiB >= (one.need.memoryGiB ?? 0)),
]

describe('every model against every need', () => {
  it.each(gpuModels.map((model) => [model.name, model] as const))('%s', (_, model) => {
    for (const offered of offersOf(model))
      for (const need of needs)
        expect([offered, need, fits(offered, need)]).toEqual([
          offered,
          need,
          !against.some((holds) => holds({ model, offered, need })),
        ])
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
