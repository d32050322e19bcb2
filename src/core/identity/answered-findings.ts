/**
 * What sources say is missing, without what another source of the same site answers. A finding is told by its code
 * alone; so that it stays true, its message states no number: `affected` does.
 */
import type { Finding, FindingCode } from '../../model/finding.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { SiteReading } from '../../model/source.ts'

export interface Merged {
  readonly network: Network
  /** The VM of the site that a VM of a reading became part of; undefined where that reading alone knows it. */
  readonly sharedVm: (reading: number, id: string) => { readonly own: Vm; readonly merged: Vm } | undefined
}

/**
 * Is the fact missing in the site too? `own` is the VM as the source gave it. Disks and adapters are those of one source,
 * never a mixture (merge-vm.ts), so a list that is another one's leaves no gap of this one.
 */
const stillMissing: Partial<Record<FindingCode, (own: Vm, merged: Vm) => boolean>> = {
  'site.accelerator-missing': (_, { accelerators }) => accelerators.length === 0,
  'site.disks-missing': (own, merged) => merged.disks.length === 0 || merged.disks === own.disks,
  'site.interface-missing': (own, merged) => merged.nics.length === 0 || merged.nics === own.nics,
  'site.size-missing': (_, { vcpus, memoryGiB }) => vcpus === null || memoryGiB === null,
}

/** The findings of all readings, in their order. Those of a single reading are all kept. */
export function unansweredFindings(readings: readonly SiteReading[], merged: Merged): readonly Finding[] {
  const isDated = readings.some(({ capturedAt }) => capturedAt !== null)
  return readings.flatMap((reading, position) =>
    reading.findings.flatMap((finding) => {
      if (finding.code === 'site.capture-time-unknown') return isDated && reading.capturedAt === null ? [] : [finding]
      if (finding.code === 'network.subnet-unknown') return isBlockKnown(finding, reading, merged) ? [] : [finding]
      return withoutAnswered(finding, position, merged)
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

function withoutAnswered(finding: Finding, reading: number, { sharedVm }: Merged): readonly Finding[] {
  const isMissing = stillMissing[finding.code]
  if (!isMissing || finding.affected.length === 0) return [finding]
  const affected = finding.affected.filter((id) => {
    const vm = sharedVm(reading, id)
    return vm === undefined || isMissing(vm.own, vm.merged)
  })
  if (affected.length === finding.affected.length) return [finding]
  return affected.length === 0 ? [] : [{ ...finding, affected }]
}
