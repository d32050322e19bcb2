/** What drplan reads of a recovery site, as the lines that the translation was proven by (read-back.ts). */
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf, type NetworkObjectOf } from '../../../src/model/network-objects.ts'
import type { Network, Route, SecurityRule } from '../../../src/model/network.ts'
import type { Vm } from '../../../src/model/site.ts'
import { line } from './lines.ts'

interface ReadSite {
  readonly vms: readonly Vm[]
  readonly network: Network
}

/** `keys`: of everything that was made, by id; what is not among it was there before. */
export function readGuards({ vms, network }: ReadSite, keys: ReadonlyMap<string, string>): readonly string[] {
  const keyOf = (id: string | null): string => keys.get(id ?? '') ?? `unknown ${id}`
  const isOurs = ({ id }: { readonly id: string }): boolean => keys.has(id)
  const tables = network.routeTables.filter(isOurs)
  const ours = new Set(tables.map(({ id }) => id))
  const groups = new Set(network.securityGroups.filter(isOurs).map(({ id }) => id))
  return [
    ...network.vpcs
      .filter(isOurs)
      .flatMap(({ id, blocks }) => blocks.map((block) => line('vpc', keyOf(id), 'has', formatCidr(block)))),
    ...network.subnets
      .filter(isOurs)
      .flatMap(({ id, vpcId, block, routeTableId }) => [
        line('place', keyOf(id), keyOf(vpcId), block && formatCidr(block)),
        line('uses', keyOf(id), keyOf(routeTableId)),
      ]),
    ...tables.map(({ id, vpcId }) => line('table', keyOf(id), keyOf(vpcId))),
    ...network.routes
      .filter((route) => ours.has(route.tableId) && route.hop.kind !== 'local' && route.hop.kind !== 'endpoint')
      .map((route) => readRoute(route, keyOf)),
    ...network.securityGroups.filter(isOurs).map(({ id, vpcId }) => line('group', keyOf(id), keyOf(vpcId))),
    ...network.securityRules.filter(({ groupId }) => groups.has(groupId)).map((rule) => readRule(rule, keyOf)),
    ...objectsOf(network.objects, 'peering')
      .filter(isOurs)
      .map(({ id, vpcId, peerVpcId }) => line('peering', keyOf(id), keyOf(vpcId), keyOf(peerVpcId))),
    ...objectsOf(network.objects, 'prefix-list')
      .filter(isOurs)
      .flatMap((list) => readList(list, keyOf)),
    ...objectsOf(network.objects, 'packet-filter')
      .filter(isOurs)
      .flatMap((filter) => readFilter(filter, keyOf)),
    ...vms.flatMap(({ nics }) =>
      nics.filter(isOurs).map(({ id, forwards }) => line('card', keyOf(id), forwards ? 'forwards' : 'keeps to itself')),
    ),
  ].toSorted()
}

type KeyOf = (id: string | null) => string

const hops: Partial<Record<Route['hop']['kind'], string>> = {
  'internet-gateway': 'aws_internet_gateway',
  'nat-gateway': 'aws_nat_gateway',
  peering: 'aws_vpc_peering_connection',
  interface: 'card',
}

function readRoute({ tableId, destination, hop }: Route, keyOf: KeyOf): string {
  const block = 'prefixListId' in destination ? destination.prefixListId : formatCidr(destination)
  const ends = block.includes(':') ? [null, block] : [block, null]
  return line('route', keyOf(tableId), ...ends, line(hops[hop.kind] ?? hop.kind, keyOf(hop.id)))
}

function readRule({ groupId, direction, protocol, ports, peer }: SecurityRule, keyOf: KeyOf): string {
  const name = protocol === 'any' ? '-1' : String(protocol)
  const all = { tcp: [0, 65_535], udp: [0, 65_535], icmp: [-1, -1], icmpv6: [-1, -1] }[name] ?? [null, null]
  const [from, to] = ports ? [ports.from, ports.to] : all
  const end = {
    cidr: () => line('block', peer.kind === 'cidr' ? formatCidr(peer.cidr) : ''),
    group: () => line('group', keyOf(peer.kind === 'group' ? peer.groupId : null)),
    'prefix-list': () => line('list', keyOf(peer.kind === 'prefix-list' ? peer.prefixListId : null)),
  }[peer.kind]
  return line('rule', keyOf(groupId), direction, name, from, to, end())
}

function readList({ id, name, managed, blocks, maxEntries }: NetworkObjectOf<'prefix-list'>, keyOf: KeyOf) {
  if (managed) return [line('list', 'of AWS', keyOf(id), name)]
  return [
    line('list', keyOf(id), blocks.some(({ family }) => family === 6) ? 'IPv6' : 'IPv4', 'room', maxEntries),
    ...blocks.map((block) => line('list', keyOf(id), 'has', formatCidr(block))),
  ]
}

/** Without the last entry, which the platform adds. */
const readFilter = (
  { id, vpcId, subnetIds, entries }: NetworkObjectOf<'packet-filter'>,
  keyOf: KeyOf,
): readonly string[] => [
  line('acl', keyOf(id), keyOf(vpcId)),
  ...subnetIds.map((subnetId) => line('subnet', keyOf(subnetId), keyOf(id))),
  ...entries.filter(({ order }) => order <= 32_766).map((entry) => readEntry(entry, keyOf(id))),
]

type Entry = NetworkObjectOf<'packet-filter'>['entries'][number]
const numbers: Readonly<Record<string, number>> = { any: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 }

function readEntry({ direction, order, action, protocol, ports, sources, destinations }: Entry, key: string): string {
  const number = numbers[protocol] ?? Number(protocol)
  const [block = 'any'] = direction === 'ingress' ? sources : destinations
  const ends = block.includes(':') ? [null, block] : [block, null]
  return line('entry', key, direction, order, action, number, ...serviceOf(number, ports[0] ?? ''), ...ends)
}

/** Ports, type and code. */
function serviceOf(number: number, range: string): readonly (number | null)[] {
  const [from = 0, to = range === '' ? 65_535 : from] = range === '' ? [] : range.split('-').map(Number)
  const [type = -1, code = -1] =
    range === '' ? [] : range.split('/').map((part) => (part === 'any' ? -1 : Number(part)))
  return [
    ...([6, 17].includes(number) ? [from, to] : [null, null]),
    ...([1, 58].includes(number) ? [type, code] : [null, null]),
  ]
}
