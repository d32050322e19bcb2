/** Route tables and routes. Only hops that the recovery site can have are carried over; the rest are findings. */
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network, Route, RouteTable } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { imageOf, type AddressMap } from './address-map.ts'
import { createLedger, listOf, type RouteLedger } from './route-ledger.ts'

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

export interface TranslatedRoutes {
  readonly routes: readonly RouteTranslation[]
  readonly findings: readonly Finding[]
}

export function translateRoutes(network: Network, mapOf: (vpcId: string | null) => AddressMap): TranslatedRoutes {
  const tables = new Map(network.routeTables.map((table) => [table.id, table]))
  const vpcIds = new Set(network.vpcs.map(({ id }) => id))
  const publicVpcs = vpcsWithPublicSubnet(network)
  const ledger = createLedger(network, mapOf)
  const carried = network.routes.flatMap((route): readonly TranslatedRoutes[] => {
    const table = tables.get(route.tableId)
    if (route.hop.kind === 'local') return []
    if (!table || !vpcIds.has(table.vpcId)) {
      const name = table?.name ?? route.tableId
      return [{ routes: [], findings: [untranslated(route, name, 'its table or its VPC is not in the inventory')] }]
    }
    const why = reasonAgainst(route, { network, map: mapOf(table.vpcId), canHaveNat: publicVpcs.has(table.vpcId) })
    if (why !== null) return [{ routes: [], findings: [untranslated(route, table.name, why)] }]
    return [carriedRoute(route, table, { map: mapOf(table.vpcId), network, ledger })]
  })
  return {
    routes: carried.flatMap(({ routes }) => routes).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    findings: carried.flatMap(({ findings }) => findings),
  }
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
  { hop, destination }: Route,
  { network, map, canHaveNat }: { readonly network: Network; readonly map: AddressMap; readonly canHaveNat: boolean },
): string | null {
  if (hop.kind === 'nat-gateway' && !canHaveNat)
    return 'its VPC has no subnet with a route to an internet gateway, where a NAT gateway could stand'
  if ('prefixListId' in destination) {
    const list = listOf(destination.prefixListId, network)
    if (!list) return `prefix list ${destination.prefixListId} is not in the inventory`
    // Such lists stand for services of a region, and lead to endpoints of it.
    if (list.managed) return `prefix list ${destination.prefixListId} has no counterpart at the recovery site`
  } else if (destination.family === 6 && !knowsIpv6(map)) return waitsForIpv6
  if (hop.kind === 'blackhole') return 'its hop no longer exists at the primary site either'
  return missingHops[hop.kind] ?? null
}

/** drplan.yaml says where IPv6 blocks of the VPC go. */
const knowsIpv6 = ({ segments }: AddressMap): boolean => segments.some(({ from }) => from.family === 6)

const waitsForIpv6 = 'IPv6 routes wait for the IPv6 range that the target assigns'
const allTaken = 'other hosts take all of its addresses at the recovery site'

interface CarryContext {
  readonly map: AddressMap
  readonly network: Network
  readonly ledger: RouteLedger
}

/** A list of the user becomes a route to each of its blocks, unless the table has a route to that very block itself. */
function carriedRoute(route: Route, table: RouteTable, { map, network, ledger }: CarryContext): TranslatedRoutes {
  const { destination } = route
  if (!('prefixListId' in destination)) {
    const routes = imageOf(map, destination).map((image) => translatedRoute(route, table, [destination, image]))
    return { routes, findings: routes.length > 0 ? [] : [untranslated(route, table.name, allTaken)] }
  }
  const blocks = listOf(destination.prefixListId, network)?.blocks ?? []
  const own = blocks.filter((block) => block.family === 4 && ledger.isFree(table.id, block))
  const images = own.map((block) => ({ block, image: imageOf(map, block) }))
  const lost = images.filter(({ image }) => image.length === 0).map(({ block }) => formatCidr(block))
  const waiting = blocks.filter(({ family }) => family === 6).map(formatCidr)
  return {
    routes: images.flatMap(({ block, image }) =>
      image.filter((each) => ledger.take(table.id, each)).map((each) => translatedRoute(route, table, [block, each])),
    ),
    findings: [
      ...(lost.length > 0 ? [untranslated(route, table.name, `of ${lost.join(', ')} ${allTaken}`)] : []),
      ...(waiting.length > 0 ? [untranslated(route, table.name, `of ${waiting.join(', ')}, ${waitsForIpv6}`)] : []),
    ],
  }
}

function translatedRoute(route: Route, table: RouteTable, [from, to]: readonly [Cidr, Cidr]): RouteTranslation {
  const text = formatCidr(to)
  return {
    key: stableKey(`${table.name}-${text}`, `${route.id}#${text}`),
    from: route.id,
    tableKey: tableKey(table),
    destination: to,
    hop: route.hop.kind,
    rule: text === formatCidr(from) ? 'kept' : 'offset',
  }
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
