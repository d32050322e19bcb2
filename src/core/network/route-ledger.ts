/** Which blocks a route table leads to already, for routes that name a list of blocks. */
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'
import { imageOf, type AddressMap } from './address-map.ts'

export interface RouteLedger {
  /** Does no route of the table name this block of the primary site itself, nor the network's own? */
  isFree(tableId: string, block: Cidr): boolean
  /** True the first time for a block of the recovery site that no other route of the table leads to. */
  take(tableId: string, block: Cidr): boolean
}

export const listOf = (id: string, network: Network): NetworkObjectOf<'prefix-list'> | undefined =>
  objectsOf(network.objects, 'prefix-list').find((list) => list.id === id)

/**
 * Of two routes to one block the one that was written before the list wins (Amazon VPC user guide, "Route priority",
 * 2023-06), also where it cannot be carried: then the block leads nowhere, and not where the list says.
 */
export function createLedger(network: Network, mapOf: (vpcId: string | null) => AddressMap): RouteLedger {
  const named = new Set<string>()
  const taken = new Set<string>()
  const vpcs = new Map(network.vpcs.map((vpc) => [vpc.id, vpc]))
  const routesOf = Map.groupBy(network.routes, ({ tableId }) => tableId)
  for (const { id, vpcId } of network.routeTables) {
    const routes = routesOf.get(id) ?? []
    const written = routes.flatMap(({ destination }) => ('prefixListId' in destination ? [] : [destination]))
    if (written.length === routes.length) continue
    const blocks = [...(vpcs.get(vpcId)?.blocks ?? []), ...written]
    const images = blocks.flatMap((block) => (block.family === 4 ? imageOf(mapOf(vpcId), block) : []))
    for (const block of blocks) named.add(nameOf(id, block))
    for (const image of images) taken.add(nameOf(id, image))
  }
  return {
    isFree: (tableId, block) => !named.has(nameOf(tableId, block)),
    take: (tableId, block) => {
      const name = nameOf(tableId, block)
      const free = !taken.has(name)
      taken.add(name)
      return free
    },
  }
}

const nameOf = (tableId: string, block: Cidr): string => `${tableId} ${formatCidr(block)}`
