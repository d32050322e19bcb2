/** VPC peering connections. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { blocksOf, idsOf, isLive, unique, type Reading } from '../items.ts'
import type { AwsPeering } from '../schema-gateways.ts'
import { nameOf } from '../tags.ts'

type Peering = NetworkObjectOf<'peering'>
type PeeringEnd = NonNullable<AwsPeering['AccepterVpcInfo']>

/** Seen from the end that is in the site; where both are, from the one that asked. */
export function readPeerings(dump: Dump, report: Report): readonly Peering[] {
  const own = new Set(dump.Vpcs.map(({ value }) => value.VpcId))
  return unique(dump.VpcPeeringConnections, (one) => one.VpcPeeringConnectionId)
    .filter(({ value }) => isLive(value.Status?.Code))
    .map(({ value, place }) => {
      const asker = value.RequesterVpcInfo ?? nobody
      const accepter = value.AccepterVpcInfo ?? nobody
      const isAccepter = !own.has(asker.VpcId ?? '') && own.has(accepter.VpcId ?? '')
      const ends = isAccepter ? { near: accepter, peer: asker } : { near: asker, peer: accepter }
      return peeringOf(value, ends, { place, report })
    })
}

const nobody: Partial<PeeringEnd> = {}

function peeringOf(
  value: AwsPeering,
  { near, peer }: { near: Partial<PeeringEnd>; peer: Partial<PeeringEnd> },
  reading: Reading,
): Peering {
  return {
    kind: 'peering',
    id: value.VpcPeeringConnectionId,
    name: nameOf(value.Tags, value.VpcPeeringConnectionId),
    vpcId: near.VpcId ?? '',
    peerVpcId: peer.VpcId ?? '',
    peerRegion: peer.Region ?? null,
    peerAccount: peer.OwnerId ?? null,
    peerBlocks: blocksOf(idsOf(peerBlocks(peer)), reading),
    // The peer's option says whether this end may resolve the peer's names.
    resolvesNames: peer.PeeringOptions?.AllowDnsResolutionFromRemoteVpc ?? null,
    // Amazon VPC Peering Guide, "How VPC peering connections work": peering is never transitive.
    forwards: false,
    usesPeerGateway: false,
  }
}

const peerBlocks = ({ CidrBlock, CidrBlockSet = [], Ipv6CidrBlockSet = [] }: Partial<PeeringEnd>) => [
  CidrBlock,
  ...CidrBlockSet.map((one) => one.CidrBlock),
  ...Ipv6CidrBlockSet.map((one) => one.Ipv6CidrBlock),
]
