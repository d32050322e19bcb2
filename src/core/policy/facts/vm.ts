/** The facts of one planned VM. */
import type { DrComponent } from '../../../model/dr-component.ts'
import type { FactValue } from '../../../model/policy-fact.ts'
import type { Assignment } from '../../../model/mapping.ts'
import type { PlannedVm } from '../../../model/plan.ts'
import type { vmFacts } from '../../../model/policy-facts-vm.ts'
import { compareText } from '../../../model/text-order.ts'
import { equalAddresses } from '../../../model/address.ts'
import type { Noun } from './noun.ts'
import { daysBetween, type PlanIndex } from './plan-index.ts'

type Read = (vm: PlannedVm, index: PlanIndex) => FactValue

const ofAssignment =
  (read: (assignment: Assignment) => FactValue): Read =>
  ({ vmId }, { assignments }) => {
    const assignment = assignments.get(vmId)
    return assignment === undefined ? null : read(assignment)
  }

const ofComponent =
  (read: (component: DrComponent) => FactValue): Read =>
  ({ vmId }, { assignments, components }) => {
    const component = components.get(assignments.get(vmId)?.offering.componentId ?? '')
    return component === undefined ? null : read(component)
  }

/** Zones of the recovery region that its cards are in; none = not known. */
export function zonesOf(vmId: string, { assignments, addresses, subnets }: PlanIndex): ReadonlySet<number> {
  const stated = assignments.get(vmId)?.offering.zone
  if (stated !== undefined) return new Set([stated])
  const zones = (addresses.get(vmId) ?? []).flatMap(({ subnetKey }) => subnets.get(subnetKey)?.zone ?? [])
  return new Set(zones)
}

export const isRunningOrReserved = ({ offering, reservation }: Assignment): boolean =>
  offering.standbyComponentId !== null || reservation?.reserved === true

/** Null: no load balancer says so, and the site does not say of its own address. */
export function isInternetFacing(vmId: string, { publicTargets, siteVms }: PlanIndex): boolean | null {
  if (publicTargets.has(vmId)) return true
  const vm = siteVms.get(vmId)
  return vm === undefined ? null : vm.nics.some(({ hasPublicAddress }) => hasPublicAddress)
}

const addressesKept: Read = ({ vmId }, { addresses }) => {
  const own = addresses.get(vmId) ?? []
  if (own.length === 0 || own.some(({ from, to }) => from === null || to === null)) return null
  return own.every(({ from, to }) => from !== null && to !== null && equalAddresses(from, to))
}

const osSupportDays: Read = ({ vmId }, { supportEnds, today }) => {
  const end = supportEnds?.get(vmId)
  return end === undefined || today === undefined ? null : daysBetween(today, end)
}

const one = (zones: ReadonlySet<number>): number | null => (zones.size === 1 ? ([...zones][0] ?? null) : null)

type Reads = Readonly<Partial<Record<keyof typeof vmFacts, Read>>>

const sizes = {
  family: ofComponent(({ family }) => family),
  currentGeneration: ofComponent(({ current }) => current),
  burstable: ofComponent(({ capacity }) => capacity.burstableBaseline !== null),
  architecture: ofComponent(({ capacity }) => capacity.architecture),
  vcpus: ofComponent(({ capacity }) => capacity.vcpus),
  memoryGiB: ofComponent(({ capacity }) => capacity.memoryGiB),
  gpus: ofComponent(({ capacity }) => capacity.accelerators.reduce((sum, { count }) => sum + count, 0)),
} as const satisfies Reads

const places = {
  mapped: ({ vmId }, { assignments }) => assignments.has(vmId),
  strategy: ofAssignment(({ offering }) => offering.strategy),
  component: ofAssignment(({ offering }) => offering.componentId),
  region: ofAssignment(({ offering }) => offering.region),
  inPrimaryRegion: (_, { inPrimaryRegion }) => inPrimaryRegion,
  zone: ({ vmId }, index) => one(zonesOf(vmId, index)),
  standbyRunning: ofAssignment(({ offering }) => offering.standbyComponentId !== null),
  reserved: ofAssignment(({ reservation }) => reservation?.reserved === true),
  runningOrReserved: ofAssignment(isRunningOrReserved),
  apartOnHosts: ofAssignment(({ apartOnHosts }) => apartOnHosts !== undefined),
  targets: ofAssignment(({ targets }) => targets?.length ?? null),
  vcpuShare: ofAssignment(({ share }) => share.vcpus),
  memoryShare: ofAssignment(({ share }) => share.memory),
  backupIntervalMinutes: ofAssignment(({ backupIntervalMinutes }) => backupIntervalMinutes),
  rtoAchievedMinutes: ofAssignment(({ achieved }) => achieved.rtoMinutes),
  rpoAchievedMinutes: ofAssignment(({ achieved }) => achieved.rpoMinutes),
  standbyPerMonth: ofAssignment(({ offering }) => offering.standbyPerMonth),
  recoveredPerHour: ofAssignment(({ offering }) => offering.recoveredPerHour),
  disks: ofAssignment(({ disks }) => disks.length),
  storageGiB: ofAssignment(({ disks }) => disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)),
} as const satisfies Reads

const demands = {
  neededVcpus: ({ vmId }, { demands }) => demands.get(vmId)?.vcpus.required ?? null,
  neededMemoryGiB: ({ vmId }, { demands }) => demands.get(vmId)?.memoryGiB.required ?? null,
  horizonDays: ({ vmId }, { demands }) => {
    const hours = demands.get(vmId)?.horizonHours
    return hours === undefined ? null : hours / 24
  },
  confidence: ({ vmId }, { demands }) => demands.get(vmId)?.confidence.level ?? null,
  historyDays: ({ vmId }, { demands }) => demands.get(vmId)?.confidence.historyDays ?? null,
  needsAccelerator: ({ vmId }, { accelerators }) => accelerators.has(vmId),
  acceleratorAlternatives: ({ vmId }, { accelerators }) => accelerators.get(vmId)?.alternatives.length ?? null,
} as const satisfies Reads

const cards = {
  cards: ({ vmId }, { addresses }) => new Set((addresses.get(vmId) ?? []).map(({ nicIndex }) => nicIndex)).size,
  addressesKept,
  publicSubnet: ({ vmId }, { addresses, subnets, publicTables }) => {
    const keys = (addresses.get(vmId) ?? []).map(({ subnetKey }) => subnets.get(subnetKey)?.routeTableKey)
    return keys.length === 0 ? null : keys.some((key) => key !== undefined && publicTables.has(key))
  },
  publicAddress: ({ vmId }, { siteVms }) =>
    siteVms.get(vmId)?.nics.some(({ hasPublicAddress }) => hasPublicAddress) ?? null,
  behindPublicBalancer: ({ vmId }, { publicTargets }) => publicTargets.has(vmId),
  internetFacing: ({ vmId }, index) => isInternetFacing(vmId, index),
  services: ({ vmId }, { services }) => {
    const own = services.get(vmId)
    return own === undefined ? null : [...own].sort(compareText)
  },
} as const satisfies Reads

const machine = {
  osFamily: ({ os }) => (os === 'unknown' ? null : os),
  osName: ({ vmId }, { siteVms }) => siteVms.get(vmId)?.os?.name ?? null,
  osSupportDays,
  firmware: ({ firmware }) => firmware,
  compatibility: ({ vmId }, { verdicts }) => verdicts.get(vmId) ?? null,
  tags: ({ vmId }, { siteVms }) => {
    const tags = siteVms.get(vmId)?.tags
    return tags === undefined ? null : Object.entries(tags).map(([key, value]) => `${key}=${value}`)
  },
  primaryZone: ({ vmId }, { siteVms }) => siteVms.get(vmId)?.placement.zone ?? null,
} as const satisfies Reads

export const ownerReads = {
  application: ({ application }) => application,
  tier: ({ tierId }) => tierId,
  tierRank: ({ tierId }, { tiers }) => tiers.get(tierId)?.priority ?? null,
} as const satisfies Reads

export const vmNoun: Noun<PlannedVm, keyof typeof vmFacts> = {
  list: ({ plan }) => plan.vms,
  name: ({ name }) => name,
  vmIds: ({ vmId }) => [vmId],
  reads: {
    name: ({ name }) => name,
    ...ownerReads,
    // Who is given no application is one of its own name.
    applicationStated: ({ application, name }) => application !== name,
    tierProposed: ({ tierProposal }) => tierProposal !== undefined,
    wave: ({ vmId }, { waves }) => waves.get(vmId) ?? null,
    needs: ({ dependsOn }) => dependsOn.length,
    rtoPromisedMinutes: ({ tierId }, { tiers }) => tiers.get(tierId)?.rtoMinutes ?? null,
    rpoPromisedMinutes: ({ tierId }, { tiers }) => tiers.get(tierId)?.rpoMinutes ?? null,
    ...sizes,
    ...places,
    ...demands,
    ...cards,
    ...machine,
  },
}
