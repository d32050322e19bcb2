/**
 * Reserved capacity as a value of foundation/'s variables. A server takes it from a group, and a group is of zones or of none
 * (Microsoft Learn, "On-demand capacity reservation", 2025).
 */
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { needsZone } from './terraform-disks.ts'

type Zones = ReadonlyMap<string, number>

/** Of subnets, from 0. */
export const zonesOf = ({ subnets }: NetworkTranslation): Zones => new Map(subnets.map(({ key, zone }) => [key, zone]))

/** Nothing asks for a zone, unless the plan places it or a disk cannot be without: then the zone of its subnet. From 0. */
export function zoneOf({ assignment, addresses }: PlacedVm, zones: Zones): number | undefined {
  const { zone } = assignment.offering
  if (zone !== undefined || !needsZone(assignment.disks)) return zone
  return zones.get(addresses[0]?.subnetKey ?? '') ?? 0
}

/** Of a server with reserved capacity, where it takes that from. */
export function capacityGroup(placed: PlacedVm, zones: Zones): { readonly capacity_group_key?: string } {
  if (placed.assignment.reservation?.reserved !== true) return {}
  return { capacity_group_key: zoneOf(placed, zones) === undefined ? 'regional' : 'zonal' }
}

/** One reservation for all servers of a size and zone. */
export function capacityVariable(network: NetworkTranslation, vms: readonly PlacedVm[]) {
  const zones = zonesOf(network)
  const reserved = vms.filter(({ assignment }) => assignment.reservation?.reserved === true)
  const wanted = reserved.map((placed) => {
    const zone = zoneOf(placed, zones)
    return { size: placed.assignment.offering.componentId, ...(zone === undefined ? {} : { zone: String(zone + 1) }) }
  })
  const groups = Map.groupBy(wanted, ({ size, zone = 'regional' }) =>
    `${size}-${zone}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
  )
  return Object.fromEntries(
    [...groups].flatMap(([key, [first, ...others]]) =>
      first ? [[key, { ...first, servers: 1 + others.length }]] : [],
    ),
  )
}
