/** How much one VM's option takes of what a limit counts. */
import type { DrComponent } from '../../../model/dr-component.ts'
import type { MappedDisk } from '../../../model/mapping.ts'
import type { Measure } from '../../../model/shared-limit.ts'
import type { Vm } from '../../../model/site.ts'
import { machinesAtPeak, volumesAtPeak, type Taking } from './peak.ts'

/** What a limit counts, and how a machine or disk class is told to count. */
export interface Counted {
  readonly of: Measure
  component(component: DrComponent): boolean
  diskClass(id: string): boolean
}

/** By measure: what of an option it counts. */
type Count = (counted: Counted, option: Taking, vm: Vm) => number

const ofMachines =
  (amount: (component: DrComponent) => number): Count =>
  (counted, option) =>
    sum(
      machinesAtPeak(option).filter((one) => counted.component(one)),
      amount,
    )

const ofVolumes =
  (amount: (volume: MappedDisk) => number): Count =>
  (counted, option) =>
    sum(
      volumesAtPeak(option).filter(({ classId }) => counted.diskClass(classId)),
      amount,
    )

const counts: Readonly<Record<Measure, Count>> = {
  vcpus: ofMachines(({ capacity }) => capacity.vcpus),
  'memory-gib': ofMachines(({ capacity }) => capacity.memoryGiB),
  vms: ofMachines(() => 1),
  accelerators: ofMachines(({ capacity }) => sum(capacity.accelerators, ({ count }) => count)),
  'volume-tib': ofVolumes(({ sizeGiB }) => sizeGiB / 1024),
  volumes: ofVolumes(() => 1),
  'replicated-vms': (_, { strategy }) => (strategy === 'pilot-light' ? 1 : 0),
  'network-interfaces': (counted, option, vm) => ofMachines(() => Math.max(1, vm.nics.length))(counted, option, vm),
  'public-addresses': (_, __, vm) => vm.nics.filter(({ hasPublicAddress }) => hasPublicAddress).length,
}

export const countIn = (counted: Counted, option: Taking, vm: Vm): number => counts[counted.of](counted, option, vm)

/** Does the measure depend on the component, and not on strategy and disks alone? */
export const isOfComponent = (of: Measure): boolean => ofComponents.has(of)

const ofComponents: ReadonlySet<Measure> = new Set(['vcpus', 'memory-gib', 'vms', 'accelerators', 'network-interfaces'])

/** Is it the same whatever is taken? */
export const isFixed = (of: Measure): boolean => of === 'public-addresses'

const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0)
