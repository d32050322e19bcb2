/**
 * What sources say is missing, without what another source of the same site answers. A finding is told by its code, or
 * by the facts that it says it is about; what is left of it is said anew, because its own message may state a number.
 */
import type { Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import { listed } from '../../model/listed.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { SiteReading } from '../../model/source.ts'
import { withoutKnownFacts, type Shared } from './answered-facts.ts'

type SharedVm = (id: string) => Shared | undefined

export interface Merged {
  readonly network: Network
  /** The VM of the site that a VM of a reading became part of; undefined where that reading alone knows it. */
  readonly sharedVm: (reading: number, id: string) => Shared | undefined
}

interface Fact {
  /** Is it missing in the site too? `own` is the VM as the source gave it. */
  readonly isMissing: (own: Vm, merged: Vm) => boolean
  /** The message about the VMs that are left. */
  readonly say: (vms: string) => string
}

/**
 * By code. Disks and adapters are those of one source, never a mixture (merge-vm.ts), so a list that is another one's
 * leaves no gap of this one.
 */
const facts: Partial<Record<FindingCode, Fact>> = {
  'site.accelerator-missing': {
    isMissing: (_, { accelerators }) => accelerators.length === 0,
    say: (vms) => `No source says which devices of their host are used by ${vms}.`,
  },
  'site.disks-missing': {
    isMissing: (own, merged) => merged.disks.length === 0 || merged.disks === own.disks,
    say: (vms) => `No source says all the disks of ${vms}; what is not known is not in the plan.`,
  },
  'site.interface-missing': {
    isMissing: (own, merged) => merged.nics.length === 0 || merged.nics === own.nics,
    say: (vms) => `No source says the network interfaces of ${vms}, so their subnets are not known.`,
  },
  'site.size-missing': {
    isMissing: (_, { vcpus, memoryGiB }) => vcpus === null || memoryGiB === null,
    say: (vms) => `No source says both the vCPUs and the memory of ${vms}.`,
  },
}

/** The findings of all readings, in their order. Those of a single reading are all kept. */
export function unansweredFindings(readings: readonly SiteReading[], merged: Merged): readonly Finding[] {
  const isDated = readings.some(({ capturedAt }) => capturedAt !== null)
  return readings.flatMap((reading, position) =>
    reading.findings.flatMap((finding) => {
      if (finding.code === 'site.capture-time-unknown') return isDated && reading.capturedAt === null ? [] : [finding]
      if (finding.code === 'network.subnet-unknown') return isBlockKnown(finding, reading, merged) ? [] : [finding]
      const sharedVm: SharedVm = (id) => merged.sharedVm(position, id)
      const { about } = finding
      if (about) return withoutKnownFacts({ ...finding, about }, reading, { sharedVm, network: merged.network })
      return withoutAnswered(finding, reading, sharedVm)
    }),
  )
}

/** A network that another source knows with its block, or that is none of the site any more. */
function isBlockKnown({ affected }: Finding, { network }: SiteReading, merged: Merged): boolean {
  const unknown = affected.filter((id) => blockOf(network, id) === null)
  return unknown.length > 0 && unknown.every((id) => blockOf(merged.network, id) !== null)
}

/** Undefined: there is no such subnet. */
const blockOf = ({ subnets }: Network, id: string) => subnets.find((subnet) => subnet.id === id)?.block

function withoutAnswered(finding: Finding, { vms }: Pick<SiteReading, 'vms'>, sharedVm: SharedVm): readonly Finding[] {
  const fact = facts[finding.code]
  if (!fact || finding.affected.length === 0) return [finding]
  const affected = finding.affected.filter((id) => {
    const vm = sharedVm(id)
    return vm === undefined || fact.isMissing(vm.own, vm.merged)
  })
  if (affected.length === finding.affected.length) return [finding]
  if (affected.length === 0) return []
  const names = new Map(vms.map(({ id, name }) => [id, name]))
  const shown = listed(affected.map((id) => names.get(id) ?? id))
  const message = fact.say(`${affected.length === 1 ? '1 VM' : `${affected.length} VMs`} (${shown})`)
  return [{ ...finding, affected, message }]
}

/** What is left of `findings` once VMs were completed: `before` and `after` are the VMs of the site, in one order. */
export function unfilledFindings(
  findings: readonly Finding[],
  before: readonly Vm[],
  after: readonly Vm[],
): readonly Finding[] {
  const shared = new Map(
    before.flatMap((own, index) => {
      const merged = after[index]
      return merged ? [own.id, ...(own.otherIds ?? [])].map((id) => [id, { own, merged, earlier: [] }] as const) : []
    }),
  )
  return findings.flatMap((finding) => withoutAnswered(finding, { vms: after }, (id) => shared.get(id)))
}
