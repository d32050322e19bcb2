/** What a component must be, whatever its size. */
import type { DrComponent } from '../../model/dr-component.ts'
import { formatAmount } from './amounts.ts'
import type { Constraint } from './constraint.ts'
import type { AcceleratorNeed } from './needs.ts'

const kind = (parts: Omit<Constraint, 'measure' | 'shortage'>): Constraint => ({
  ...parts,
  measure: () => 0,
  shortage: () => null,
})

export const kindConstraints: readonly Constraint[] = [
  kind({
    name: 'architecture',
    meets: ({ capacity }, needs) => capacity.architecture === needs.architecture,
    needed: (needs) => needs.architecture,
    offered: ({ capacity }) => capacity.architecture,
    fault: ({ capacity }) => `runs ${capacity.architecture}`,
  }),
  kind({
    name: 'boot mode',
    meets: ({ capacity }, needs) => needs.bootModes.every((mode) => capacity.bootModes.includes(mode)),
    needed: (needs) => needs.bootModes.join(' and '),
    offered: ({ capacity }) => capacity.bootModes.join(' and '),
    fault: ({ capacity }) => `boots by ${capacity.bootModes.join(' and ')} only`,
  }),
  kind({
    name: 'generation',
    meets: ({ current }, needs) => current || needs.previousAllowed,
    needed: () => 'a current generation',
    offered: () => 'a previous generation',
    fault: () => 'is of a previous generation',
  }),
  kind({
    name: 'general purpose',
    meets: ({ specialPurpose, family }, needs) => specialPurpose === null || family === needs.ownFamily,
    needed: () => 'a component for any purpose',
    offered: ({ specialPurpose }) => specialPurpose ?? 'a component for any purpose',
    fault: ({ specialPurpose }) => `is made for something else (${specialPurpose ?? ''})`,
  }),
  kind({
    name: 'sustained CPU',
    meets: ({ capacity }, needs) => capacity.burstableBaseline === null || needs.burstableAllowed,
    needed: () => 'CPU that is not burstable',
    offered: () => 'burstable CPU',
    fault: () => 'is burstable, which the tier does not allow',
  }),
  kind({
    name: 'premium storage',
    meets: ({ capacity }, needs) => capacity.premiumStorage || !needs.premiumStorage,
    needed: () => 'premium storage',
    offered: ({ capacity }) => (capacity.premiumStorage ? 'premium storage' : 'standard storage only'),
    fault: () => 'takes no premium disks',
  }),
  kind({
    name: 'bare metal',
    meets: ({ capacity }, needs) => capacity.bareMetal === needs.bareMetal,
    needed: (needs) => (needs.bareMetal ? 'bare metal' : 'a virtual machine'),
    offered: ({ capacity }) => (capacity.bareMetal ? 'bare metal' : 'a virtual machine'),
    fault: ({ capacity }) => (capacity.bareMetal ? 'is bare metal' : 'is not bare metal'),
  }),
  kind({
    name: 'accelerator',
    meets: ({ capacity }, needs) =>
      needs.accelerators.every((need) => fittingAccelerators(capacity.accelerators, need) >= need.count),
    needed: (needs) => needs.accelerators.map(describeNeed).join(' and ') || 'none',
    offered: describeAccelerators,
    fault: (component, needs) =>
      `has ${describeAccelerators(component)} instead of ${needs.accelerators.map(describeNeed).join(' and ')}`,
  }),
]

/** Memory is compared for GPUs only: vendors do not state it for the other kinds. */
function fittingAccelerators(offered: DrComponent['capacity']['accelerators'], need: AcceleratorNeed): number {
  return offered
    .filter((one) => one.kind === need.kind)
    .filter((one) => need.kind !== 'gpu' || need.memoryGiB === null || (one.memoryGiB ?? 0) >= need.memoryGiB)
    .reduce((sum, one) => sum + one.count, 0)
}

const kindNames = { gpu: 'GPU', fpga: 'FPGA', inference: 'inference accelerator', media: 'media accelerator' }

function describeNeed({ kind, count, memoryGiB }: AcceleratorNeed): string {
  const memory = memoryGiB === null ? '' : ` with ${formatAmount(memoryGiB)} GiB each`
  return `${count} ${kindNames[kind]}${memory}`
}

function describeAccelerators({ capacity }: DrComponent): string {
  const all = capacity.accelerators.map((one) => describeNeed(one))
  return all.length > 0 ? all.join(' and ') : 'no accelerator'
}
