/** What a component must be and hold for one VM. An amount of 0 is not demanded. */
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import type { MappingPolicy } from '../../model/config.ts'
import type { Demand, Need } from '../../model/forecast.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Vm } from '../../model/site.ts'
import { acceleratorNeeds, type AcceleratorNeed } from './accelerator-needs.ts'

export interface Needs {
  readonly architecture: 'x86_64' | 'arm64'
  /** All of them: a VM whose firmware is unknown gets a component that boots either way. */
  readonly bootModes: readonly ('bios' | 'uefi')[]
  readonly accelerators: readonly AcceleratorNeed[]
  readonly bareMetal: boolean
  /** Family of the type it runs on today, where the catalogue has that. */
  readonly ownFamily: string | null
  readonly burstableAllowed: boolean
  readonly previousAllowed: boolean
  /** In vCPU of the machine it runs on. */
  readonly vcpus: number
  /** CoreMark a second of one of those; null = not known, or not to be compared: then a vCPU is a vCPU. */
  readonly sourceScore: number | null
  /** However fast they are, it gets no fewer. */
  readonly leastVcpus: number
  readonly memoryGiB: number
  readonly networkMbps: number
  readonly diskIops: number
  readonly diskMiBps: number
  readonly nics: number
  /** Is a Windows licence paid to the vendor? */
  readonly windowsLicence: boolean
  /** Volumes to attach, of which kind, and local disk to bring: set by the plan of the disks (disks.ts). */
  readonly volumes: number
  readonly premiumStorage: boolean
  readonly localDiskGiB: number
}

export interface NeedsInput {
  readonly scoped: ScopedVm
  readonly demand: Demand
  readonly policy: MappingPolicy
  /** The catalogue's component of the VM's own type; null when it has none. */
  readonly own: DrComponent | null
  /** The catalogue states no network of any component: then none is demanded, and a finding says so. */
  readonly networkUnstated?: boolean
}

/** Without the disks, whose needs depend on how they are planned. */
export function needsOf({ scoped, demand, policy, own, networkUnstated = false }: NeedsInput): Needs {
  const { vm, tier } = scoped
  const architecture = vm.architecture ?? 'x86_64'
  return {
    architecture,
    bootModes: bootModesOf(vm.firmware, architecture),
    accelerators: acceleratorNeeds(scoped, demand.gpuMemoryGiB),
    bareMetal: own?.capacity.bareMetal ?? false,
    ownFamily: own?.family ?? null,
    burstableAllowed: policy.burstableTiers.includes(tier.id),
    previousAllowed: policy.previousGenerations,
    vcpus: demand.vcpus.required,
    ...cpuUnits(vm, { policy, own }),
    memoryGiB: demand.memoryGiB.required,
    networkMbps: networkUnstated ? 0 : requiredOf(demand.networkMbps),
    diskIops: requiredOf(demand.iops),
    diskMiBps: requiredOf(demand.diskMiBps),
    nics: vm.nics.length,
    windowsLicence: vm.os?.family === 'windows' && policy.windowsLicence === 'included',
    volumes: 0,
    premiumStorage: false,
    localDiskGiB: 0,
  }
}

/** Two threads at a time: what needs them is not served by one that is twice as fast. */
const CONCURRENT_VCPUS = 2

function cpuUnits(
  vm: Vm,
  { policy, own }: Pick<NeedsInput, 'policy' | 'own'>,
): Pick<Needs, 'sourceScore' | 'leastVcpus'> {
  const score = own?.capacity.scorePerVcpu ?? policy.sourceCoreMarkPerVcpu
  if (policy.cpuUnits === 'vcpu' || score === null) return { sourceScore: null, leastVcpus: 0 }
  return { sourceScore: score, leastVcpus: Math.min(CONCURRENT_VCPUS, vm.vcpus ?? own?.capacity.vcpus ?? 0) }
}

const requiredOf = (need: Need | null): number => need?.required ?? 0

function bootModesOf(firmware: Vm['firmware'], architecture: Needs['architecture']): Needs['bootModes'] {
  if (firmware !== null) return [firmware]
  return architecture === 'arm64' ? ['uefi'] : ['bios', 'uefi']
}

/**
 * How much of the recovered capacity a warm standby runs: half. It serves at once, if slowly, and one
 * step of size (sizes double in every family) makes it whole.
 */
const WARM_STANDBY_SHARE = 0.5

/** What stands by in a warm standby; it must be of the same make, only smaller. */
export function warmStandbyNeeds(needs: Needs): Needs {
  return {
    ...needs,
    vcpus: needs.vcpus * WARM_STANDBY_SHARE,
    leastVcpus: 0,
    memoryGiB: needs.memoryGiB * WARM_STANDBY_SHARE,
    networkMbps: needs.networkMbps * WARM_STANDBY_SHARE,
    diskIops: needs.diskIops * WARM_STANDBY_SHARE,
    diskMiBps: needs.diskMiBps * WARM_STANDBY_SHARE,
  }
}

/** A size that neither the source nor a history states: a need of nothing would fit anything. */
export const isUnknown = (need: Need): boolean =>
  need.required === 0 && need.allocated === null && need.expected === null

/** The components by their id, to find a VM's own type. */
export const componentsById = (catalogue: Catalogue): ReadonlyMap<string, DrComponent> =>
  new Map(catalogue.components.map((component) => [component.id, component]))
