/** Peerings of two VPCs that are both planned: these are built, with whatever else is between them. */
import { overlaps } from '../../model/cidr.ts'
import { stableKey } from '../../model/key.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { NetworkTranslation, PeeringTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'

/** One that lets nothing pass is not carried over, nor one whose ends would have addresses in common: no platform makes it. */
export function translatePeerings(
  { objects }: Network,
  vpcKeys: ReadonlyMap<string, string>,
  vpcs: NetworkTranslation['vpcs'],
): readonly PeeringTranslation[] {
  const blocksOf = new Map(vpcs.map(({ key, blocks }) => [key, blocks]))
  const isPossible = (a: string, b: string): boolean =>
    !(blocksOf.get(a) ?? []).some((own) => (blocksOf.get(b) ?? []).some((other) => overlaps(own, other)))
  const found = objectsOf(objects, 'peering').flatMap((peering): readonly PeeringTranslation[] => {
    const [vpcKey, peerVpcKey] = [vpcKeys.get(peering.vpcId), vpcKeys.get(peering.peerVpcId)]
    if (vpcKey === undefined || peerVpcKey === undefined || vpcKey === peerVpcKey || peering.passes === false) return []
    if (!isPossible(vpcKey, peerVpcKey)) return []
    const { id, name, forwards, resolvesNames, usesPeerGateway, lendsGateway = null } = peering
    const key = stableKey(name, id)
    return [{ key, from: id, name, vpcKey, peerVpcKey, forwards, resolvesNames, lendsGateway, usesPeerGateway }]
  })
  return found.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}
