/** The address map of a finished translation, for whatever else names addresses of the primary site. */
import type { Address } from '../../model/address.ts'
import { compareCidrs, containsAddress, equalCidrs, type Cidr } from '../../model/cidr.ts'
import {
  isResized,
  type AddressTranslation,
  type NetworkTranslation,
  type SubnetTranslation,
  type TranslationRule,
} from '../../model/network-translation.ts'
import { imageOf, type HostMove, type Range, type Segment } from './address-map.ts'
import { mapsOf, type VpcMoves } from './vpc-maps.ts'

/**
 * The blocks that stand at the recovery site for one of the primary. `vpcId`: as that VPC sees it; null = as somebody
 * outside does, to whom a block that several VPCs have is all of what it becomes in each.
 */
export type Images = (block: Cidr, vpcId: string | null) => readonly Cidr[]

export function imagesOf(translation: NetworkTranslation): Images {
  const vpcs = translation.vpcs.map((vpc) => movesOf(vpc, translation))
  const mapOf = mapsOf(vpcs)
  const known = new Map<string, readonly Cidr[]>()
  const seenBy = (block: Cidr, vpcId: string | null): readonly Cidr[] => {
    const name = `${vpcId ?? ''} ${block.family}/${block.network}/${block.prefixLength}`
    const image = known.get(name) ?? imageOf(mapOf(vpcId), block)
    known.set(name, image)
    return image
  }
  return (block, vpcId) => {
    if (vpcs.some((vpc) => vpc.vpcId === vpcId)) return seenBy(block, vpcId)
    const holding = vpcs.filter(({ segments, ranges }) =>
      [...segments, ...ranges].some(({ from }) => meet(from, block)),
    )
    const images = holding.length > 1 ? holding.flatMap((vpc) => seenBy(block, vpc.vpcId)) : seenBy(block, null)
    return images
      .filter((one, index) => images.findIndex((other) => equalCidrs(one, other)) === index)
      .toSorted(compareCidrs)
  }
}

const meet = (a: Cidr, b: Cidr): boolean =>
  containsAddress(a, { family: b.family, value: b.network }) ||
  containsAddress(b, { family: a.family, value: a.network })

function movesOf({ key, from }: NetworkTranslation['vpcs'][number], translation: NetworkTranslation): VpcMoves {
  const blocks = translation.blocks.flatMap(({ vpcKey, from: block, to, rule }) =>
    vpcKey === key && block ? [{ from: block, to, rule }] : [],
  )
  const segments = blocks.filter((block) => !isResized(block))
  const subnets = translation.subnets.filter(({ vpcKey }) => vpcKey === key)
  const subnetKeys = new Set(subnets.map((subnet) => subnet.key))
  const own = translation.addresses.filter(({ subnetKey }) => subnetKeys.has(subnetKey))
  const moves = own.flatMap((address) => strayOf(address, segments) ?? [])
  // Two hosts with one address: the map has one place for each, which is that of the first.
  const hosts = new Map(moves.toReversed().map((move) => [`${move.from.family}/${move.from.value}`, move]))
  return { vpcId: from ?? key, segments, ranges: rangesOf(blocks, subnets), hosts: [...hosts.values()] }
}

/** Blocks and subnets that became another size. */
export const rangesOf = (
  blocks: readonly { readonly from: Cidr | null; readonly to: Cidr; readonly rule: TranslationRule }[],
  subnets: readonly SubnetTranslation[],
): readonly Range[] => [
  ...blocks.filter(isResized).flatMap(({ from, to }) => (from ? [{ from, to }] : [])),
  ...subnets.filter(isResized).flatMap(({ fromBlock, block }) => (fromBlock ? [{ from: fromBlock, to: block }] : [])),
]

/** A host that does not go where its block does. */
function strayOf({ from, to }: AddressTranslation, segments: readonly Segment[]): HostMove | null {
  if (!from || !to) return null
  const segment = segments.find((each) => containsAddress(each.from, from))
  const expected = segment ? shifted(from, segment) : from
  return expected.value === to.value ? null : { from, to }
}

const shifted = ({ family, value }: Address, { from, to }: Segment): Address => ({
  family,
  value: to.network + (value - from.network),
})
