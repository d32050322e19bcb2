/**
 * Route tables of Azure. A table is a resource of its own that subnets of several virtual networks may use, where ours
 * belongs to one: it is given once for each. Subnets without one have the system routes only (Microsoft Learn, "Virtual
 * network traffic routing"), which are facts of the network (azure/system-routes.ts).
 */
import { readCidr } from '../model/cidr.ts'
import type { Route, RouteTable } from '../model/network.ts'
import { compareText } from '../model/text-order.ts'
import { counted, listed, type Report } from './report.ts'

interface AzureRoute {
  readonly name: string
  /** A block, or the tag of a service of the platform. */
  readonly destination: string
  readonly hop: Route['hop']
}

export interface AzureRouteTable {
  readonly id: string
  readonly name: string
  readonly routes: readonly AzureRoute[]
}

interface Use {
  readonly id: string
  readonly vpcId: string
  readonly routeTableId: string | null
}

export interface Routing {
  readonly routeTables: readonly RouteTable[]
  readonly routes: readonly Route[]
  /** The table of each subnet, by the subnet's id. */
  readonly tableOfSubnet: ReadonlyMap<string, string>
}

const hopKinds: Readonly<Record<string, Route['hop']['kind']>> = {
  internet: 'internet-gateway',
  none: 'blackhole',
  virtualappliance: 'address',
  virtualnetworkgateway: 'vpn-gateway',
  vnetlocal: 'local',
}

/** `nextHopType` and, of appliances, `nextHopIpAddress` (Network API, RouteNextHopType). */
export function readHop(type: string, address: string | null | undefined): Pick<AzureRoute, 'hop'> {
  const kind = hopKinds[type.toLowerCase()] ?? 'other'
  return { hop: { kind, id: kind === 'address' ? (address ?? null) : null } }
}

/** Each list sorted by id. A table that no subnet uses routes nothing: it is left out and said. */
export function readRouting(tables: readonly AzureRouteTable[], subnets: readonly Use[], report: Report): Routing {
  const known = new Set(tables.map(({ id }) => id))
  const uses = subnets.filter(({ routeTableId }) => known.has(routeTableId ?? ''))
  const vpcsOf = new Map(
    [...Map.groupBy(uses, ({ routeTableId }) => routeTableId ?? '')].map(([id, own]) => [
      id,
      [...new Set(own.map(({ vpcId }) => vpcId))].toSorted(compareText),
    ]),
  )
  reportLeftovers({ tables, subnets, used: vpcsOf }, report)
  const copies = tables.flatMap((table) =>
    (vpcsOf.get(table.id) ?? []).map((vpcId, index) => ({ table, vpcId, id: copyId(table.id, index, vpcId) })),
  )
  const idOf = new Map(copies.map(({ table, vpcId, id }) => [`${table.id} ${vpcId}`, id]))
  return {
    routeTables: copies
      .map(({ table, vpcId, id }): RouteTable => ({ id, name: table.name, vpcId, main: false }))
      .toSorted(byId),
    routes: copies.flatMap(({ table, id }) => table.routes.map((route) => routeOf(route, id))).toSorted(byId),
    tableOfSubnet: new Map(
      uses.map(({ id, vpcId, routeTableId }) => [id, idOf.get(`${routeTableId} ${vpcId}`) ?? ''] as const),
    ),
  }
}

const byId = (a: { id: string }, b: { id: string }): number => compareText(a.id, b.id)

const copyId = (id: string, index: number, vpcId: string): string =>
  index === 0 ? id : `${id}@${vpcId.split('/').at(-1) ?? index}`

function routeOf({ name, destination, hop }: AzureRoute, tableId: string): Route {
  const block = readCidr(destination)
  return {
    id: `${tableId}/routes/${name.toLowerCase()}`,
    tableId,
    destination: block.ok ? block.value : { prefixListId: destination },
    hop,
  }
}

interface Leftovers {
  readonly tables: readonly AzureRouteTable[]
  readonly subnets: readonly Use[]
  readonly used: ReadonlyMap<string, unknown>
}

function reportLeftovers({ tables, subnets, used }: Leftovers, report: Report): void {
  const known = new Set(tables.map(({ id }) => id))
  const missing = subnets.filter(({ routeTableId }) => routeTableId !== null && !known.has(routeTableId))
  if (missing.length > 0)
    report('site.reference-missing', {
      subject: 'route tables',
      message: `${counted(missing.length, 'subnet')} with a route table that was not read; their routes are not known.`,
      suggestion: 'Add the route tables, for example: az network route-table list -o json > route-tables.json',
      affected: missing.map(({ id }) => id),
      about: ['routes'],
    })
  const idle = tables.filter(({ id }) => !used.has(id))
  if (idle.length > 0)
    report('site.not-a-vm', {
      subject: 'idle route tables',
      message: `${counted(idle.length, 'route table')} used by no subnet, and left out: ${listed(idle.map(({ name }) => name).toSorted(compareText))}.`,
      affected: idle.map(({ id }) => id),
    })
}
