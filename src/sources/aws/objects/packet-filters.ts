/** Network ACLs: stateless lists of rules that allow and deny, at the border of subnets. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Dump } from '../answers.ts'
import { idsOf, unique } from '../items.ts'
import type { AwsNetworkAcl } from '../schema-other.ts'
import { nameOf } from '../tags.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>
type Entry = PacketFilter['entries'][number]
type AclEntry = AwsNetworkAcl['Entries'][number]

export const readPacketFilters = (dump: Dump): readonly PacketFilter[] =>
  unique(dump.NetworkAcls, ({ NetworkAclId }) => NetworkAclId).map(({ value }) => ({
    kind: 'packet-filter',
    id: value.NetworkAclId,
    name: nameOf(value.Tags, value.NetworkAclId),
    vpcId: value.VpcId ?? null,
    subnetIds: idsOf(value.Associations.map(({ SubnetId }) => SubnetId)),
    nicIds: [],
    stateful: false,
    isDefault: value.IsDefault === true,
    entries: value.Entries.map(entryOf).toSorted(compareEntries),
  }))

const compareEntries = (a: Entry, b: Entry): number =>
  a.direction === b.direction ? a.order - b.order : a.direction === 'ingress' ? -1 : 1

/** Inbound entries know the peer as the source, outbound ones as the destination; the other end is the subnet. */
function entryOf(entry: AclEntry): Entry {
  const peers = [entry.CidrBlock, entry.Ipv6CidrBlock].filter((text) => typeof text === 'string')
  return {
    name: String(entry.RuleNumber),
    order: entry.RuleNumber,
    direction: entry.Egress ? 'egress' : 'ingress',
    action: entry.RuleAction,
    protocol: protocolNames[entry.Protocol] ?? entry.Protocol.toLowerCase(),
    sourcePorts: [],
    ports: portsOf(entry),
    sources: entry.Egress ? [] : peers,
    destinations: entry.Egress ? peers : [],
  }
}

const protocolNames: Readonly<Record<string, string>> = {
  '-1': 'any',
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
}

/** `8/0` is the type and code of ICMP; -1 and 0-65535 are everything. */
function portsOf({ PortRange, IcmpTypeCode }: AclEntry): readonly string[] {
  const icmp = { type: IcmpTypeCode?.Type ?? -1, code: IcmpTypeCode?.Code ?? -1 }
  if (icmp.type >= 0) return [`${icmp.type}/${icmp.code >= 0 ? icmp.code : 'any'}`]
  const { From: from, To: to } = PortRange ?? {}
  return typeof from === 'number' && typeof to === 'number' ? rangeOf(from, to) : []
}

function rangeOf(from: number, to: number): readonly string[] {
  if (from <= 0 && to >= 65_535) return []
  return [from === to ? String(from) : `${from}-${to}`]
}
