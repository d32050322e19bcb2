/** Answers of AWS as nouns, wherever the answers come from. */
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import type { Vm } from '../../model/site.ts'
import { listed, type Report } from '../report.ts'
import type { Dump } from './answers.ts'
import { readInstances } from './instances.ts'
import { reportNotVms } from './not-vms.ts'
import { readObjects } from './objects/read-objects.ts'
import { readRecords } from './records.ts'
import { adviceOf, checkReferences } from './references.ts'
import { readSecurity } from './security.ts'
import { readTopology } from './topology.ts'

/** VMs and network, each list sorted by id; what cannot be carried over is reported. */
export function convertDump(dump: Dump, report: Report): Required<Pick<SiteReading, 'vms' | 'network' | 'advice'>> {
  const vms = readInstances(dump, report)
  const network = {
    ...readTopology(dump, report),
    ...readSecurity(dump, report),
    dnsRecords: readRecords(dump, report),
    objects: readObjects(dump, vms, report),
  }
  checkReferences(dump, { vms, network }, report)
  reportNotVms(dump, vms, report)
  return { vms, network, advice: adviceOf(dump) }
}

/** The region of a zone: eu-west-1 of eu-west-1a, and us-east-1 of the local zone us-east-1-bos-1a. */
const regionOfZone = (zone: string | null): string | undefined => /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(zone ?? '')?.[0]

/** The region of the configuration, else the one that the zones of the instances begin with. */
export function regionOf(vms: readonly Vm[], request: SourceRequest, report: Report): string | null {
  const zones = vms.map((vm) => regionOfZone(vm.placement.zone))
  const regions = [...new Set(zones.filter((zone) => zone !== undefined))].toSorted()
  if (regions.length > 1)
    report('site.conflict', {
      subject: 'regions',
      message: `The instances are in several regions: ${listed(regions)}. A site has one.`,
      suggestion: request.live
        ? 'Give each region a drplan.yaml of its own, or set site.region in drplan.yaml.'
        : 'Dump each region into a folder of its own and plan them apart, or set site.region in drplan.yaml.',
      place: request.live ? null : request.shownPath,
    })
  return request.region ?? (regions.length === 1 ? (regions[0] ?? null) : null)
}
