/** Translated packet filters as values of foundation/'s variables: network ACLs and their entries. */
import { BugError } from '../../errors.ts'
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../model/network-translation.ts'
import type { FilterEnd, FilterEntry, PortRange } from '../../model/packet-filter.ts'
import { tagValue } from './text.ts'

/** Only stateless ones are network ACLs; AWS has no others. Subnets that are not made are left out. */
export function networkAcls(network: NetworkTranslation, subnetKeys: ReadonlySet<string>) {
  return Object.fromEntries(
    statelessOf(network).map(({ key, name, vpcKey, subnetKeys: own }) => [
      key,
      {
        name: tagValue(name) || key,
        vpc_key: vpcKey,
        subnet_keys: own.filter((subnetKey) => subnetKeys.has(subnetKey)).toSorted(),
      },
    ]),
  )
}

/**
 * Entries by list, direction and number: what EC2 tells entries apart by (EC2 API, ReplaceNetworkAclEntry). So a new name
 * changes nothing, and what takes the number of another is changed in its place and never made beside it, which EC2
 * would refuse.
 */
export function networkAclEntries(network: NetworkTranslation) {
  const pairs = statelessOf(network).flatMap((filter) =>
    filter.entries.map((entry) => [`${filter.key}-${entry.direction}-${entry.order}`, valueOf(filter, entry)] as const),
  )
  if (new Set(pairs.map(([key]) => key)).size < pairs.length)
    throw new BugError('bug.invariant', 'Two entries of a packet filter have one number.')
  return Object.fromEntries(pairs)
}

const statelessOf = ({ packetFilters }: NetworkTranslation): readonly PacketFilterTranslation[] =>
  packetFilters.filter(({ stateful }) => !stateful)

function valueOf(filter: PacketFilterTranslation, entry: FilterEntry) {
  const block = farBlock(filter, entry)
  return {
    acl_key: filter.key,
    direction: entry.direction,
    order: entry.order,
    action: entry.action,
    ...service(filter, entry),
    ...(block.family === 4 ? { cidr_ipv4: formatCidr(block) } : { cidr_ipv6: formatCidr(block) }),
  }
}

/** The translation has made every entry one that names the far end only, as one block. */
function farBlock(filter: PacketFilterTranslation, entry: FilterEntry): Cidr {
  const [far, near] =
    entry.direction === 'ingress' ? [entry.sources, entry.destinations] : [entry.destinations, entry.sources]
  const [end, ...more]: readonly FilterEnd[] = far
  if (end?.kind !== 'cidr' || more.length + near.length + entry.sourcePorts.length > 0)
    throw unsayable(filter, entry, 'does not name the far end as one block')
  if (entry.action === 'always-allow') throw unsayable(filter, entry, 'always allows')
  return end.cidr
}

/** IANA, "Protocol Numbers". */
const protocolNumbers = { any: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const

function service(filter: PacketFilterTranslation, entry: FilterEntry) {
  const { protocol, ports, icmp } = entry
  const number = typeof protocol === 'number' ? protocol : protocolNumbers[protocol]
  const hasPorts = number === protocolNumbers.tcp || number === protocolNumbers.udp
  if (ports.length > (hasPorts ? 1 : 0)) throw unsayable(filter, entry, 'names ports that an entry cannot')
  const said = { protocol: String(number) }
  if (hasPorts) return { ...said, ...rangeOf(ports[0]) }
  return number === protocolNumbers.icmp || number === protocolNumbers.icmpv6 ? { ...said, ...typeOf(icmp) } : said
}

const rangeOf = (range: PortRange | undefined) => ({ from_port: range?.from ?? 0, to_port: range?.to ?? 65_535 })

/** Left out they would be type 0 and code 0: echo replies, and nothing else. */
const typeOf = (icmp: FilterEntry['icmp']) => ({ icmp_type: icmp?.type ?? -1, icmp_code: icmp?.code ?? -1 })

const unsayable = (filter: PacketFilterTranslation, entry: FilterEntry, what: string): BugError =>
  new BugError('bug.invariant', `Entry ${entry.direction} ${entry.order} of packet filter ${filter.key} ${what}.`)
