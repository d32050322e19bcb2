/** Route tables and routes. Only hops that the recovery site can have are carried over; the rest are findings. */
import { formatCidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network, Route, RouteTable } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { imageOf, type AddressMap } from './address-map.ts'

type RouteTableTranslation = NetworkTranslation['routeTables'][number]
type RouteTranslation = NetworkTranslation['routes'][number]

/** Why a hop has no counterpart, for the kinds that have none. */
const missingHops: Partial<Record<Route['hop']['kind'], string>> = {
  'vpn-gateway':
    'the VPN of the primary site ends there; a VPN of the recovery site has to be built and its prefixes agreed',
  'transit-gateway': 'the transit gateway must be attached at the recovery site',
  peering: 'the peered VPC is not part of this plan',
  endpoint: 'the endpoint belongs to a service of the primary region',
  interface: 'the appliance behind it has to be recovered first',
  address: 'the appliance at that address has to be recovered first',
  other: 'drplan does not know this kind of hop',
}

/** Tables of every VPC; one is made for a VPC that has none, because subnets need one. */
export function translateTables(
  network: Network,
  vpcKeys: ReadonlyMap<string, string>,
): readonly RouteTableTranslation[] {
  return [...vpcKeys].flatMap(([vpcId, vpcKey]): readonly RouteTableTranslation[] => {
    const tables = network.routeTables.filter((table) => table.vpcId === vpcId)
    if (tables.length === 0) return [{ key: `${vpcKey}-main`, from: null, name: 'main', vpcKey }]
    return tables.map((table) => ({ key: tableKey(table), from: table.id, name: table.name, vpcKey }))
  })
}

const tableKey = (table: RouteTable): string => stableKey(table.name, table.id)

/** The table of a subnet: its own, else the VPC's main one, else the only one there is. */
export function tableOf(
  subnet: { readonly routeTableId: string | null; readonly vpcId: string },
  context: { readonly network: Network; readonly vpcKey: string },
): string {
  const tables = context.network.routeTables.filter(({ vpcId }) => vpcId === subnet.vpcId)
  const table = tables.find(({ id }) => id === subnet.routeTableId) ?? tables.find(({ main }) => main) ?? tables[0]
  return table ? tableKey(table) : `${context.vpcKey}-main`
}

export function translateRoutes(
  network: Network,
  mapOf: (vpcId: string | null) => AddressMap,
): { routes: readonly RouteTranslation[]; findings: readonly Finding[] } {
  const routes: RouteTranslation[] = []
  const findings: Finding[] = []
  const tables = new Map(network.routeTables.map((table) => [table.id, table]))
  const vpcIds = new Set(network.vpcs.map(({ id }) => id))
  const publicVpcs = vpcsWithPublicSubnet(network)
  for (const route of network.routes) {
    const table = tables.get(route.tableId)
    if (route.hop.kind === 'local') continue
    if (!table || !vpcIds.has(table.vpcId)) {
      findings.push(untranslated(route, table?.name ?? route.tableId, 'its table or its VPC is not in the inventory'))
      continue
    }
    const map = mapOf(table.vpcId)
    const why = reasonAgainst(route, { canHaveNat: publicVpcs.has(table.vpcId), map })
    const moved = why ? [] : destinationsOf(route, table, map)
    routes.push(...moved)
    if (moved.length === 0)
      findings.push(
        untranslated(route, table.name, why ?? 'other hosts take all of its addresses at the recovery site'),
      )
  }
  return { routes: routes.sort((a, b) => (a.key < b.key ? -1 : 1)), findings }
}

/** VPCs with a subnet whose table leads to the internet: only there can a NAT gateway stand. */
function vpcsWithPublicSubnet(network: Network): ReadonlySet<string> {
  const open = new Set(
    network.routes.flatMap(({ tableId, hop, destination }) =>
      hop.kind === 'internet-gateway' && !('prefixListId' in destination) && destination.prefixLength === 0
        ? [tableId]
        : [],
    ),
  )
  const publicTables = new Set(network.routeTables.filter(({ id }) => open.has(id)).map(tableKey))
  const isPublic = (subnet: Network['subnets'][number]): boolean =>
    publicTables.has(tableOf(subnet, { network, vpcKey: '' }))
  return new Set(network.subnets.filter(isPublic).map(({ vpcId }) => vpcId))
}

function reasonAgainst(
  route: Route,
  { canHaveNat, map }: { readonly canHaveNat: boolean; readonly map: AddressMap },
): string | null {
  if (route.hop.kind === 'nat-gateway' && !canHaveNat)
    return 'its VPC has no subnet with a route to an internet gateway, where a NAT gateway could stand'
  if ('prefixListId' in route.destination)
    return `prefix list ${route.destination.prefixListId} has no counterpart at the recovery site`
  if (route.destination.family === 6 && !knowsIpv6(map))
    return 'IPv6 routes wait for the IPv6 range that the target assigns'
  if (route.hop.kind === 'blackhole') return 'its hop no longer exists at the primary site either'
  return missingHops[route.hop.kind] ?? null
}

/** drplan.yaml says where IPv6 blocks of the VPC go. */
const knowsIpv6 = ({ segments }: AddressMap): boolean => segments.some(({ from }) => from.family === 6)

function destinationsOf(route: Route, table: RouteTable, map: AddressMap): readonly RouteTranslation[] {
  if ('prefixListId' in route.destination) return []
  const from = formatCidr(route.destination)
  return imageOf(map, route.destination).map((destination) => ({
    key: stableKey(`${table.name}-${formatCidr(destination)}`, `${route.id}#${formatCidr(destination)}`),
    from: route.id,
    tableKey: tableKey(table),
    destination,
    hop: route.hop.kind,
    rule: formatCidr(destination) === from ? 'kept' : 'offset',
  }))
}

function untranslated(route: Route, tableName: string, why: string): Finding {
  const destination =
    'prefixListId' in route.destination ? route.destination.prefixListId : formatCidr(route.destination)
  return createFinding('network.route-untranslated', {
    subject: `${tableName} → ${destination}`,
    message: `The route to ${destination} through ${[route.hop.kind, route.hop.id ?? ''].join(' ').trim()} in ${tableName} is not at the recovery site: ${why}.`,
    suggestion: 'Decide whether recovered VMs need this path, and build it before the day.',
  })
}

export function overfullTables(routes: readonly RouteTranslation[], limits: NetworkLimits): readonly Finding[] {
  const counts = new Map<string, number>()
  for (const { tableKey: key } of routes) counts.set(key, (counts.get(key) ?? 0) + 1)
  const { value, source, asOf } = limits.routesPerTable
  return [...counts]
    .filter(([, count]) => count > value)
    .map(([key, count]) =>
      createFinding('network.limit', {
        subject: key,
        message: `Route table ${key} has ${count} routes; the target allows ${value} (${source}, ${asOf}).`,
        suggestion: 'Summarise routes, or ask for a higher quota.',
      }),
    )
}
