/** What the VPCs of the primary site are joined to, where it is at the recovery site: "the network" in filters. */
import type { Cidr } from '../../model/cidr.ts'
import { imageOf, type AddressMap } from './address-map.ts'
import type { CompleteNetwork } from './complete.ts'
import { primarySide } from './proof/primary-side.ts'

interface JoinedContext {
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly mapOf: (vpcId: string | null) => AddressMap
}

type Joined = (vpcKey: string) => { readonly joined: readonly Cidr[]; readonly learns: boolean }

/** By the key of the VPC. */
export function joinedNetworks(complete: CompleteNetwork, { vpcKeys, mapOf }: JoinedContext): Joined {
  const { vpcs } = primarySide(complete)
  const byKey = new Map(
    [...vpcs.values()].map(({ id, joined, learns }) => {
      const map = mapOf(id)
      const there = joined.flatMap((block) => (block.family === 4 ? imageOf(map, block) : [block]))
      return [vpcKeys.get(id) ?? id, { joined: there, learns }] as const
    }),
  )
  return (vpcKey) => byKey.get(vpcKey) ?? { joined: [], learns: false }
}
