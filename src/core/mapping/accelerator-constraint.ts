/** Which accelerators of a component serve a need. Of an unknown model nothing is believed but what the catalogue states. */
import { findGpuModel, gpuVendorNames, shareOf } from '../../model/accelerator-models.ts'
import type { DrComponent } from '../../model/dr-component.ts'
import type { Accelerator } from '../../model/site.ts'
import { countedMemoryGiB, smallestSlice, type AcceleratorNeed } from './accelerator-needs.ts'
import { formatAmount, listOf } from './amounts.ts'
import type { Constraint } from './constraint.ts'

export const acceleratorConstraint: Constraint = {
  name: 'accelerator',
  meets: ({ capacity }, needs) => needs.accelerators.every((need) => serves(capacity.accelerators, need)),
  needed: (needs) => listOf(needs.accelerators.map(describeNeed)) || 'none',
  offered: describeOffer,
  measure: () => 0,
  fault: (component, needs) =>
    `has ${describeOffer(component)} instead of ${listOf(needs.accelerators.map(describeNeed))}`,
  shortage: () => null,
}

const serves = (offered: readonly Accelerator[], need: AcceleratorNeed): boolean =>
  offered.filter((one) => fits(one, need)).reduce((sum, one) => sum + one.count, 0) >= need.count

/** Does one accelerator of this make serve one of those that are needed? */
export const fits = (offered: Accelerator, need: AcceleratorNeed): boolean =>
  offered.kind === need.kind && (need.kind !== 'gpu' || (hasMemory(offered, need) && isSuitable(offered, need)))

/** Memory is compared for GPUs only: vendors do not state it for the other kinds. */
function hasMemory(offered: Accelerator, need: AcceleratorNeed): boolean {
  if (need.memoryGiB === null) return true
  return countedMemoryGiB(offered, need) >= need.memoryGiB
}

function isSuitable(offered: Accelerator, need: AcceleratorNeed): boolean {
  const model = findGpuModel(offered.model)
  const { capability, vendor, linked } = need
  return (
    (capability === null || model?.[capability] === true) &&
    (vendor === null || model?.vendor === vendor) &&
    (!linked || model?.nvlink === true) &&
    isShared(offered, need)
  )
}

function isShared(offered: Accelerator, need: AcceleratorNeed): boolean {
  if (need.sharing === 'fraction') return true
  if (shareOf(offered.model) < 1) return false
  return need.sharing === 'whole' || smallestSlice(offered, need) !== null
}

const kindNames = { gpu: 'GPU', fpga: 'FPGA', inference: 'inference accelerator', media: 'media accelerator' }

const memoryWords = (memoryGiB: number | null, count: number): string =>
  memoryGiB === null ? '' : ` with ${formatAmount(memoryGiB)} GiB${count > 1 ? ' each' : ''}`

/** "2 NVIDIA GPU with 16 GiB each for compute, linked". */
export function describeNeed({ kind, count, memoryGiB, capability, vendor, sharing, linked }: AcceleratorNeed): string {
  const maker = vendor === null ? '' : `${gpuVendorNames[vendor]} `
  const memory = memoryWords(memoryGiB, count)
  const purpose = capability === null ? '' : ` for ${capability}`
  const how = [...(sharing === 'mig' ? ['in slices'] : []), ...(linked ? ['linked'] : [])].map((word) => `, ${word}`)
  const whole = kind === 'gpu' && sharing === 'whole' ? 'whole ' : ''
  return `${count} ${whole}${maker}${kindNames[kind]}${memory}${purpose}${how.join('')}`
}

/** "1 T4 GPU with 16 GiB each", with what it cannot do behind. */
export function describeAccelerator({ kind, model, count, memoryGiB }: Accelerator): string {
  const known = kind === 'gpu' ? findGpuModel(model) : null
  const memory = memoryWords(memoryGiB, count)
  const only = known && known.graphics !== known.compute ? ` (${known.graphics ? 'graphics' : 'compute'} only)` : ''
  return `${count} ${model === null ? '' : `${model} `}${kindNames[kind]}${memory}${only}`
}

export function describeOffer({ capacity }: DrComponent): string {
  return listOf(capacity.accelerators.map(describeAccelerator)) || 'no accelerator'
}
