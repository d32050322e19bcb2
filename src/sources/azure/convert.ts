/** Answers of Azure as nouns, wherever the answers come from. */
import { objectsOf, type NetworkObject } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import { buildAzureSite } from '../azure-site.ts'
import { listed, type Report } from '../report.ts'
import { reportVms } from '../vm-list.ts'
import type { Dump } from './answers.ts'
import { readLimits } from './limits.ts'
import { readRecords } from './names.ts'
import { readParts } from './network.ts'
import { readObjects, sortObjects } from './objects.ts'
import { readVms, type VmNotes } from './vms.ts'

/** VMs and network, each list sorted by id. What to do about gaps differs between files and the API. */
export interface Advice {
  readonly sizes: string
  readonly disks: string
  readonly nics: string
  readonly subnets: string
  readonly groups: string
  readonly vms: string
  readonly regions: string
}

type ConvertedDump = Required<Pick<SiteReading, 'vms' | 'network' | 'limits' | 'advice'>>

export function convertDump(dump: Dump, advice: Advice, report: Report): ConvertedDump {
  const { network, nics } = buildAzureSite(readParts(dump, report), report)
  const notes: VmNotes = { withoutSize: [], withoutNic: [] }
  const vms = readVms({ dump, nics, notes })
  reportNotes(notes, advice, report)
  reportVms(vms, { sizes: advice.sizes }, report)
  const objects = sortObjects([...network.objects, ...readObjects(dump, report)])
  return {
    vms,
    network: { ...network, routes: withGateways(network, objects), dnsRecords: readRecords(dump), objects },
    limits: readLimits(dump),
    advice: { securityGroups: advice.groups, subnets: advice.subnets, vms: advice.vms, vpcs: advice.subnets },
  }
}

/** A route to "the gateway" means that of its own virtual network, where there is one; else it is that of a peer. */
function withGateways({ routeTables, routes }: Network, objects: readonly NetworkObject[]): Network['routes'] {
  const gateways = objectsOf(objects, 'gateway').filter(({ role }) => role === 'vpn' || role === 'private-line')
  const ownerOf = new Map(routeTables.map(({ id, vpcId }) => [id, vpcId]))
  return routes.map((route) => {
    if (route.hop.kind !== 'vpn-gateway') return route
    const own = gateways.filter(({ vpcIds }) => vpcIds.includes(ownerOf.get(route.tableId) ?? ''))
    return own.length === 1 ? { ...route, hop: { ...route.hop, id: own[0]?.id ?? null } } : route
  })
}

function reportNotes({ withoutSize, withoutNic }: VmNotes, advice: Advice, report: Report): void {
  if (withoutSize.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'A disk of these VMs has no size (Azure leaves it out of deallocated VMs), so it is not in the plan.',
      suggestion: advice.disks,
      affected: withoutSize,
    })
  if (withoutNic.length > 0)
    report('site.interface-missing', {
      subject: 'network interfaces',
      message: 'Interfaces of these VMs were not read, so their subnets are not known.',
      suggestion: advice.nics,
      affected: withoutNic,
    })
}

interface RegionOptions {
  readonly request: SourceRequest
  readonly advice: Advice
  readonly report: Report
}

/** The region of the configuration, else the one that all VMs are in. */
export function regionOf({ vms }: Dump, { request, advice, report }: RegionOptions): string | null {
  const regions = [...new Set(vms.flatMap(({ value }) => value.location ?? []))].toSorted()
  if (regions.length > 1)
    report('site.conflict', {
      subject: 'regions',
      message: `The VMs are in several regions: ${listed(regions)}. A site has one.`,
      suggestion: advice.regions,
      place: request.shownPath,
    })
  return request.region ?? (regions.length === 1 ? (regions[0] ?? null) : null)
}
