/**
 * Everything that may keep a component from holding a VM, once: the choice, its explanation and the reason
 * why a VM fits nothing are all read from this list.
 */
import type { DrComponent } from '../../model/dr-component.ts'
import { formatAmount, formatShortage, listOf } from './amounts.ts'
import type { AcceleratorNeed, Needs } from './needs.ts'

export interface Constraint {
  /** In the words of the demand. */
  readonly name: string
  /** `kind`: what a component is; `amount`: how much of something it has. */
  readonly about: 'kind' | 'amount'
  meets(component: DrComponent, needs: Needs): boolean
  needed(needs: Needs): string
  offered(component: DrComponent): string
  /** The same as a number, to find the component that comes nearest; 0 for kinds. */
  measure(component: DrComponent): number
  /** What is wrong with a component that does not meet it, to follow its name. */
  fault(component: DrComponent, needs: Needs): string
  /** How much it is short of, to follow "is short by"; null for kinds, and where the vendor states no amount. */
  shortage(component: DrComponent, needs: Needs): string | null
}

const kind = (parts: Omit<Constraint, 'about' | 'measure' | 'shortage'>): Constraint => ({
  ...parts,
  about: 'kind',
  measure: () => 0,
  shortage: () => null,
})

const kinds: readonly Constraint[] = [
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
    name: 'sustained CPU',
    meets: ({ capacity }, needs) => capacity.burstableBaseline === null || needs.burstableAllowed,
    needed: () => 'CPU that is not burstable',
    offered: () => 'burstable CPU',
    fault: () => 'is burstable, which the tier does not allow',
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

const kindNames = { gpu: 'GPU', fpga: 'FPGA', inference: 'inference accelerator' }

function describeNeed({ kind, count, memoryGiB }: AcceleratorNeed): string {
  const memory = memoryGiB === null ? '' : ` with ${formatAmount(memoryGiB)} GiB each`
  return `${count} ${kindNames[kind]}${memory}`
}

function describeAccelerators({ capacity }: DrComponent): string {
  const all = capacity.accelerators.map((one) => describeNeed(one))
  return all.length > 0 ? all.join(' and ') : 'no accelerator'
}

interface Amount {
  readonly name: string
  /** To follow a number, such as "GiB of memory". */
  readonly unit: string
  readonly needed: (needs: Needs) => number
  /** Null = the vendor does not say. */
  readonly offered: (component: DrComponent) => number | null
}

function amount({ name, unit, needed, offered }: Amount): Constraint {
  const shortage = (component: DrComponent, needs: Needs): string | null => {
    const has = offered(component)
    return has === null ? null : `${formatShortage(needed(needs) - has)} ${unit}`
  }
  return {
    name,
    about: 'amount',
    meets(component, needs) {
      const need = needed(needs)
      return need === 0 || (offered(component) ?? 0) >= need
    },
    needed: (needs) => `${formatAmount(needed(needs))} ${unit}`,
    measure: (component) => offered(component) ?? 0,
    offered(component) {
      const has = offered(component)
      return has === null ? `no stated ${name}` : `${formatAmount(has)} ${unit}`
    },
    fault: (component, needs) => {
      const short = shortage(component, needs)
      return short === null ? `has no stated ${name}` : `is short by ${short}`
    },
    shortage,
  }
}

/** vCPU that may be used for ever: a burstable component counts at its baseline. */
export function sustainedVcpus({ capacity: { vcpus, burstableBaseline } }: DrComponent): number {
  return burstableBaseline === null ? vcpus : Math.round(vcpus * burstableBaseline * 1e6) / 1e6
}

const amounts: readonly Constraint[] = [
  amount({ name: 'vCPU', unit: 'vCPU', needed: (needs) => needs.vcpus, offered: sustainedVcpus }),
  amount({
    name: 'memory',
    unit: 'GiB of memory',
    needed: (needs) => needs.memoryGiB,
    offered: ({ capacity }) => capacity.memoryGiB,
  }),
  amount({
    name: 'network',
    unit: 'Mbit/s of network',
    needed: (needs) => needs.networkMbps,
    offered: ({ capacity }) => capacity.networkMbps,
  }),
  amount({
    name: 'disk IOPS',
    unit: 'disk IOPS',
    needed: (needs) => needs.diskIops,
    offered: ({ capacity }) => capacity.diskIops,
  }),
  amount({
    name: 'disk throughput',
    unit: 'MiB/s of disk throughput',
    needed: (needs) => needs.diskMiBps,
    offered: ({ capacity }) => capacity.diskMiBps,
  }),
  amount({
    name: 'local disk',
    unit: 'GiB of local disk',
    needed: (needs) => needs.localDiskGiB,
    offered: ({ capacity }) => capacity.localDiskGiB,
  }),
  /** No stated limit of disks or network interfaces is no limit. */
  amount({
    name: 'number of disks',
    unit: 'disks',
    needed: (needs) => needs.volumes,
    offered: ({ capacity }) => capacity.maxDisks ?? Infinity,
  }),
  amount({
    name: 'number of network interfaces',
    unit: 'network interfaces',
    needed: (needs) => needs.nics,
    offered: ({ capacity }) => capacity.maxNics ?? Infinity,
  }),
]

export const constraints: readonly Constraint[] = [...kinds, ...amounts]

/** Is it the kind of component that the VM needs, whatever its size? */
export const suits = (component: DrComponent, needs: Needs): boolean =>
  kinds.every((constraint) => constraint.meets(component, needs))

/** Is it large enough? */
export const isLargeEnough = (component: DrComponent, needs: Needs): boolean =>
  amounts.every((constraint) => constraint.meets(component, needs))

export const failedConstraints = (component: DrComponent, needs: Needs): Constraint[] =>
  constraints.filter((constraint) => !constraint.meets(component, needs))

/** Everything that is wrong with a component, in one phrase: "runs arm64 and is short by 1 vCPU and 2.9 GiB of memory". */
export function describeFaults(component: DrComponent, needs: Needs): string {
  const failed = failedConstraints(component, needs)
  const short = failed.flatMap((constraint) => constraint.shortage(component, needs) ?? [])
  const others = failed.filter((constraint) => constraint.shortage(component, needs) === null)
  const faults = others.map((constraint) => constraint.fault(component, needs))
  return listOf([...faults, ...(short.length > 0 ? [`is short by ${listOf(short)}`] : [])])
}
