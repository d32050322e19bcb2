/** Routes. Only hops that the recovery site can have are carried over; the rest are findings. */
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import type { RouteTranslation } from '../../model/network-translation.ts'
import type { Network, Route, RouteTable, Vpc } from '../../model/network.ts'
import type { NetworkLimits, Routing } from '../../model/target.ts'
import { imageOf, type AddressMap } from './address-map.ts'
import { hopOf, type HopContext, type TranslatedHop } from './route-hops.ts'
import { createLedger, listOf, type RouteLedger } from './route-ledger.ts'
import { tableKey, tableOf } from './route-tables.ts'
import type { WayOut } from './ways-out.ts'

export interface TranslatedRoutes {
  readonly routes: readonly RouteTranslation[]
  readonly findings: readonly Finding[]
}

export interface RouteContext {
  readonly network: Network
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly routing: Routing
  readonly hops: HopContext
  /** Of tables whose subnets have a NAT gateway at them. */
  readonly waysOut: ReadonlyMap<string, WayOut>
}

export function translateRoutes(context: RouteContext): TranslatedRoutes {
  const { network, mapOf, routing } = context
  const tables = new Map(network.routeTables.map((table) => [table.id, table]))
  const vpcs = new Map(network.vpcs.map((vpc) => [vpc.id, vpc]))
  const adds = routing.platformRoutes.length > 0
  const natVpcs = routing.natNeedsPublicSubnet ? vpcsWithPublicSubnet(network) : new Set(vpcs.keys())
  const carrying = { ...context, adds, natVpcs, ledger: createLedger(network, mapOf) }
  // What leads home is there at any platform; only beside routes that the platform adds somebody wrote it.
  const isOwn = ({ hop }: Route, vpc: Vpc | undefined): boolean =>
    hop.kind === 'local' && !(vpc?.platformRoutes && adds)
  const carried = network.routes.map((route): TranslatedRoutes => {
    const table = tables.get(route.tableId)
    const vpc = vpcs.get(table?.vpcId ?? '')
    if (isOwn(route, vpc)) return nothing
    if (!table || !vpc) return lost(route, table?.name ?? route.tableId, 'its table or its VPC is not in the inventory')
    return carryRoute(ledByNat(route, table, context), table, carrying)
  })
  return {
    routes: carried.flatMap(({ routes }) => routes).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    findings: carried.flatMap(({ findings }) => findings),
  }
}

interface Carrying extends RouteContext {
  /** The target adds routes by itself. */
  readonly adds: boolean
  /** VPCs that can have a NAT gateway. */
  readonly natVpcs: ReadonlySet<string>
  readonly ledger: RouteLedger
}

function carryRoute(route: Route, table: RouteTable, context: Carrying): TranslatedRoutes {
  const { network, ledger, natVpcs } = context
  const map = context.mapOf(table.vpcId)
  const why = reasonAgainst(route, { network, map, canHaveNat: natVpcs.has(table.vpcId) })
  if (why !== null) return lost(route, table.name, why)
  const hop = hopOf(route, table, context.hops)
  if ('why' in hop) return lost(route, table.name, hop.why)
  const { routes, findings } = carriedRoute(route, table, { map, network, ledger, hop })
  // Where the target adds routes to peers, people can write none.
  if (context.adds && routes.some((each) => each.hop === 'peering' && !each.byPlatform))
    return lost(route, table.name, 'the target leads to whole peers by itself, and to no part of one')
  return { routes, findings: [...findings, ...hop.findings] }
}

const nothing: TranslatedRoutes = { routes: [], findings: [] }

const lost = (route: Route, tableName: string, why: string): TranslatedRoutes => ({
  routes: [],
  findings: [untranslated(route, tableName, why)],
})

/** Where a NAT gateway stands at all subnets of a table, its routes to the internet lead to that. */
function ledByNat(route: Route, table: RouteTable, { waysOut }: RouteContext): Route {
  if (route.hop.kind !== 'internet-gateway' || waysOut.get(tableKey(table)) !== 'nat-gateway') return route
  return { ...route, hop: { ...route.hop, kind: 'nat-gateway' } }
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
  return null
}

/** drplan.yaml says where IPv6 blocks of the VPC go. */
const knowsIpv6 = ({ segments }: AddressMap): boolean => segments.some(({ from }) => from.family === 6)

const waitsForIpv6 = 'IPv6 routes wait for the IPv6 range that the target assigns'
const allTaken = 'other hosts take all of its addresses at the recovery site'

interface CarryContext {
  readonly map: AddressMap
  readonly network: Network
  readonly ledger: RouteLedger
  readonly hop: TranslatedHop
}

/** A list of the user becomes a route to each of its blocks, unless the table has a route to that very block itself. */
function carriedRoute(route: Route, table: RouteTable, { map, network, ledger, hop }: CarryContext): TranslatedRoutes {
  const { destination } = route
  if (!('prefixListId' in destination)) {
    const routes = imageOf(map, destination).map((image) =>
      translatedRoute(route, table, { from: destination, to: image, hop }),
    )
    return { routes, findings: routes.length > 0 ? [] : [untranslated(route, table.name, allTaken)] }
  }
  const blocks = listOf(destination.prefixListId, network)?.blocks ?? []
  const own = blocks.filter((block) => block.family === 4 && ledger.isFree(table.id, block))
  const images = own.map((block) => ({ block, image: imageOf(map, block) }))
  const lost = images.filter(({ image }) => image.length === 0).map(({ block }) => formatCidr(block))
  const waiting = blocks.filter(({ family }) => family === 6).map(formatCidr)
  return {
    routes: images.flatMap(({ block, image }) =>
      image
        .filter((each) => ledger.take(table.id, each))
        .map((each) => translatedRoute(route, table, { from: block, to: each, hop })),
    ),
    findings: [
      ...(lost.length > 0 ? [untranslated(route, table.name, `of ${lost.join(', ')} ${allTaken}`)] : []),
      ...(waiting.length > 0 ? [untranslated(route, table.name, `of ${waiting.join(', ')}, ${waitsForIpv6}`)] : []),
    ],
  }
}

interface Leading {
  readonly from: Cidr
  readonly to: Cidr
  readonly hop: TranslatedHop
}

function translatedRoute(route: Route, table: RouteTable, { from, to, hop }: Leading): RouteTranslation {
  const text = formatCidr(to)
  return {
    key: stableKey(`${table.name}-${text}`, `${route.id}#${text}`),
    from: route.id,
    tableKey: tableKey(table),
    destination: to,
    ...hop.wayTo(to),
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
  for (const { tableKey: key, byPlatform } of routes) if (!byPlatform) counts.set(key, (counts.get(key) ?? 0) + 1)
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
