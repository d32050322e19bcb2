/** What a component must be, whatever its size. */
import { acceleratorConstraint, describeOffer } from './accelerator-constraint.ts'
import type { Constraint } from './constraint.ts'

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
  acceleratorConstraint,
  kind({
    name: 'idle accelerator',
    // Scarce, with a quota of its own, and billed whether used or not: never because nothing else is to be had.
    meets: ({ capacity, family }, needs) =>
      capacity.accelerators.every(({ kind: has }) => needs.accelerators.some((need) => need.kind === has)) ||
      family === needs.ownFamily,
    needed: () => 'no accelerator',
    offered: describeOffer,
    fault: (component) => `has ${describeOffer(component)} that nobody needs`,
  }),
]
