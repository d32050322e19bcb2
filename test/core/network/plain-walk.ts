/**
 * A third opinion about two sites: a plain walk through their nouns, written for tests alone, at every address and port
 * where a rule begins or ends. It shares nothing with the proof but the meaning of the words.
 */
import { parseAddress } from '../../../src/model/address.ts'
import { containsAddress, lastOf, parseCidr, type Cidr } from '../../../src/model/cidr.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import type { NetworkTranslation, SecurityRuleTranslation } from '../../../src/model/network-translation.ts'
import type { Network, SecurityRule } from '../../../src/model/network.ts'
import type { FilterEntry } from '../../../src/model/packet-filter.ts'
import { aHost, inGroups } from '../../builders-network.ts'

/** The blocks that rules may name. */
export const BLOCKS: [string, ...string[]] = [
  '10.0.0.0/24',
  '10.0.1.0/24',
  '10.0.0.0/16',
  '10.0.0.8/29',
  '10.0.1.16/30',
  '10.0.0.10/32',
  '0.0.0.0/0',
  '192.168.0.0/16',
  '10.0.0.0/8',
]

/** In subnet-1 10.0.0.0/24 and subnet-2 10.0.1.0/24, which move to 10.9.0.0/16. */
export const vms = [
  aHost('web-1', 'subnet-1', ['10.0.0.10']),
  inGroups(aHost('web-2', 'subnet-1', ['10.0.0.20']), 'sg-web', 'sg-db'),
  inGroups(aHost('db-1', 'subnet-2', ['10.0.1.20']), 'sg-db'),
]

interface Connection {
  readonly protocol: number
  readonly source: bigint
  readonly sourcePort: number
  readonly destination: bigint
  readonly port: number
}

/** What either site is, to the plain walk. */
interface Place {
  readonly address: bigint
  readonly subnet: Cidr
  readonly groups: readonly string[]
}

interface PlainSite {
  readonly places: readonly Place[]
  readonly rules: readonly {
    readonly group: string
    readonly direction: 'ingress' | 'egress'
    readonly protocol: SecurityRule['protocol']
    readonly ports: SecurityRule['ports']
    readonly has: (peer: bigint) => boolean
  }[]
  readonly filters: readonly { readonly subnets: readonly Cidr[]; readonly entries: readonly PlainEntry[] }[]
}

interface PlainEntry extends Pick<FilterEntry, 'order' | 'direction'> {
  readonly allows: boolean
  readonly protocol: string
  readonly ports: readonly (readonly [number, number])[]
  readonly peers: readonly Cidr[]
}

const inside = (block: Cidr, value: bigint): boolean => containsAddress(block, { family: 4, value })
const numbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1 }

export function plainPrimary(network: Network): PlainSite {
  const places = vms.flatMap(({ nics }) =>
    nics.flatMap(({ addresses, subnetId, securityGroupIds }) =>
      addresses.map(({ value }) => ({
        address: value,
        subnet: parseCidr(subnetId === 'subnet-1' ? '10.0.0.0/24' : '10.0.1.0/24'),
        groups: securityGroupIds,
      })),
    ),
  )
  const membersHave = (group: string) => (peer: bigint) =>
    places.some(({ address, groups }) => address === peer && groups.includes(group))
  const acls = network.objects.filter(
    (object): object is NetworkObjectOf<'packet-filter'> => object.kind === 'packet-filter',
  )
  return {
    places,
    rules: network.securityRules.map(({ groupId, direction, protocol, ports, peer }) => ({
      group: groupId,
      direction,
      protocol,
      ports,
      has:
        peer.kind === 'group' ? membersHave(peer.groupId) : (value) => peer.kind === 'cidr' && inside(peer.cidr, value),
    })),
    filters: acls.map(({ entries }) => ({
      subnets: [parseCidr('10.0.1.0/24')],
      entries: entries.map(({ order, direction, action, protocol, ports, sources, destinations }) => ({
        order,
        direction,
        allows: action === 'allow',
        protocol,
        ports: ports.map((text) => {
          const [from = 0, to = from] = text.split('-').map(Number)
          return [from, to] as const
        }),
        peers: [...sources, ...destinations].map(parseCidr),
      })),
    })),
  }
}

export function plainRecovery(translation: NetworkTranslation): PlainSite {
  const blockOf = new Map(translation.subnets.map(({ key, block }) => [key, block]))
  const places = translation.addresses.flatMap(({ to, subnetKey, securityGroupKeys }) => {
    const subnet = blockOf.get(subnetKey)
    return to && subnet ? [{ address: to.value, subnet, groups: securityGroupKeys }] : []
  })
  const has = (peer: SecurityRuleTranslation['peer']) => (value: bigint) =>
    peer.kind === 'cidr'
      ? inside(peer.cidr, value)
      : peer.kind === 'group' &&
        places.some(({ address, groups }) => address === value && groups.includes(peer.groupKey))
  return {
    places,
    rules: translation.securityRules.map(({ groupKey, direction, protocol, ports, peer }) => ({
      group: groupKey,
      direction,
      protocol,
      ports,
      has: has(peer),
    })),
    filters: translation.packetFilters.map(({ subnetKeys, entries }) => ({
      subnets: subnetKeys.flatMap((key) => blockOf.get(key) ?? []),
      entries: entries.map(({ order, direction, action, protocol, ports, sources, destinations }) => ({
        order,
        direction,
        allows: action === 'allow',
        protocol: String(protocol),
        ports: ports.map(({ from, to }) => [from, to] as const),
        peers: [...sources, ...destinations].flatMap((end) => (end.kind === 'cidr' ? [end.cidr] : [])),
      })),
    })),
  }
}

const fits = (protocol: string | number, own: number): boolean => protocol === 'any' || numbers[protocol] === own

function groupsAllow(
  site: PlainSite,
  place: Place,
  { direction, connection }: { direction: 'ingress' | 'egress'; connection: Connection },
): boolean {
  const peer = direction === 'ingress' ? connection.source : connection.destination
  return site.rules.some(
    (rule) =>
      place.groups.includes(rule.group) &&
      rule.direction === direction &&
      fits(rule.protocol, connection.protocol) &&
      (rule.ports === null || (rule.ports.from <= connection.port && connection.port <= rule.ports.to)) &&
      rule.has(peer),
  )
}

/** One packet at the border of the subnet of a place. */
function borderAllows(
  site: PlainSite,
  place: Place,
  packet: Connection & { direction: 'ingress' | 'egress' },
): boolean {
  const peer = packet.direction === 'ingress' ? packet.source : packet.destination
  if (inside(place.subnet, peer)) return true
  const filters = site.filters.filter(({ subnets }) => subnets.some((block) => inside(block, place.address)))
  return filters.every(({ entries }) => {
    const first = entries
      .filter(({ direction }) => direction === packet.direction)
      .toSorted((a, b) => a.order - b.order)
      .find(
        ({ protocol, ports, peers }) =>
          fits(protocol, packet.protocol) &&
          (ports.length === 0 || ports.some(([from, to]) => from <= packet.port && packet.port <= to)) &&
          peers.some((block) => inside(block, peer)),
      )
    return first?.allows === true
  })
}

/** Null for ICMP messages that nobody answers; the answer to an echo request (type 8) has type 0. */
function answerTo({ protocol, source, sourcePort, destination, port }: Connection): Connection | null {
  const ends = { protocol, source: destination, destination: source }
  if (protocol !== 1) return { ...ends, sourcePort: port, port: sourcePort }
  return [8, 13, 15, 17].includes(sourcePort)
    ? { ...ends, sourcePort: sourcePort === 8 ? 0 : sourcePort + 1, port: 0 }
    : null
}

export function passes(site: PlainSite, connection: Connection): boolean {
  const at = (value: bigint): Place | undefined => site.places.find(({ address }) => address === value)
  const [sender, receiver] = [at(connection.source), at(connection.destination)]
  const answer = answerTo(connection)
  return (
    (!sender ||
      (groupsAllow(site, sender, { direction: 'egress', connection }) &&
        borderAllows(site, sender, { ...connection, direction: 'egress' }) &&
        (!answer || borderAllows(site, sender, { ...answer, direction: 'ingress' })))) &&
    (!receiver ||
      (groupsAllow(site, receiver, { direction: 'ingress', connection }) &&
        borderAllows(site, receiver, { ...connection, direction: 'ingress' }) &&
        (!answer || borderAllows(site, receiver, { ...answer, direction: 'egress' }))))
  )
}

const SHIFT = parseAddress('10.9.0.0').value - parseAddress('10.0.0.0').value
const home = parseCidr('10.0.0.0/16')
const away = parseCidr('10.9.0.0/16')
const there = (value: bigint): bigint => (inside(home, value) ? value + SHIFT : value)
const back = (value: bigint): bigint => (inside(away, value) ? value - SHIFT : value)

/** Every address and port where something begins or ends, at either site, in the addresses of the primary one. */
function edges(
  network: Network,
  translation: NetworkTranslation,
): { addresses: readonly bigint[]; ports: readonly number[] } {
  const blocks = [
    ...BLOCKS.map(parseCidr),
    ...translation.securityRules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : [])),
    ...translation.packetFilters.flatMap(({ entries }) =>
      entries.flatMap(({ sources, destinations }) =>
        [...sources, ...destinations].flatMap((end) => (end.kind === 'cidr' ? [end.cidr] : [])),
      ),
    ),
  ]
  const around = blocks.flatMap((block) => [block.network - 1n, block.network, lastOf(block), lastOf(block) + 1n])
  const addresses = [
    ...around.map(back),
    ...vms.flatMap(({ nics }) => nics.flatMap((nic) => nic.addresses.map(({ value }) => value))),
  ]
  const ports = [
    ...network.securityRules.flatMap(({ ports: own }) => (own ? [own.from, own.to] : [])),
    ...translation.securityRules.flatMap(({ ports: own }) => (own ? [own.from, own.to] : [])),
    ...translation.packetFilters.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.ports.flatMap(({ from, to }) => [from, to])),
    ),
  ].flatMap((port) => [port - 1, port, port + 1])
  return {
    addresses: [...new Set(addresses)].filter((value) => value >= 0n && value < 1n << 32n && !inside(away, value)),
    ports: [...new Set([...ports, 50_000])].filter((port) => port >= 0 && port <= 65_535),
  }
}

/** A connection that passes at one site only; null where there is none at any edge. */
export function plainDifference(network: Network, translation: NetworkTranslation): Connection | null {
  const [primary, recovery] = [plainPrimary(network), plainRecovery(translation)]
  const hosts = primary.places.map(({ address }) => address)
  for (const connection of connectionsAt(hosts, edges(network, translation))) {
    const { source, destination } = connection
    const image = { ...connection, source: there(source), destination: there(destination) }
    if (passes(primary, connection) !== passes(recovery, image)) return connection
  }
  return null
}

function* connectionsAt(
  hosts: readonly bigint[],
  { addresses, ports }: ReturnType<typeof edges>,
): Generator<Connection> {
  const services = [
    ...[6, 17].flatMap((protocol) =>
      ports.flatMap((port) => [50_000, 443].map((sourcePort) => ({ protocol, port, sourcePort }))),
    ),
    ...[0, 8].map((sourcePort) => ({ protocol: 1, port: 0, sourcePort })),
  ]
  for (const host of hosts)
    for (const peer of addresses)
      for (const service of services) {
        yield { ...service, source: host, destination: peer }
        yield { ...service, source: peer, destination: host }
      }
}
