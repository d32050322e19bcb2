/** Which blocks may stand in one VPC beside others, and beside its routes. */
import { contains, formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Network, Vpc } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { imageOf, type AddressMap } from './address-map.ts'

/** What a VPC that has these blocks may not get as well. */
export const refusedBeside = (blocks: readonly Cidr[], { notBeside }: NetworkLimits): readonly Cidr[] =>
  notBeside.flatMap(({ within, refused }) => (blocks.some((block) => contains(within, block)) ? refused : []))

/** `blocks` in the order in which they are given to the VPC. */
export function refusedPairs(vpc: Vpc, blocks: readonly Cidr[], { notBeside }: NetworkLimits): readonly Finding[] {
  const later = blocks.flatMap((block, index) => {
    const row = notBeside.find(
      ({ within, refused }) =>
        refused.some((range) => overlaps(range, block)) && blocks.slice(0, index).some((own) => contains(within, own)),
    )
    return row ? [{ block, row }] : []
  })
  return later.map(({ block, row }) =>
    createFinding('network.block-refused', {
      subject: vpc.name,
      message: `${vpc.name} would have ${formatCidr(block)} beside ${blocks
        .filter((own) => contains(row.within, own) && own !== block)
        .map(formatCidr)
        .join(', ')}; the target does not allow blocks of both ranges in one VPC (${row.why}).`,
      suggestion: 'Choose blocks of one range under network.blocks in drplan.yaml, or split the VPC.',
    }),
  )
}

/** A further block of a VPC that equals or holds a destination of its route tables is refused by some platforms. */
export function blocksOverRoutes(
  { vpc, blocks }: { readonly vpc: Vpc; readonly blocks: readonly Cidr[] },
  { network, map }: { readonly network: Network; readonly map: AddressMap },
  { routesBarBlocks }: NetworkLimits,
): readonly Finding[] {
  if (!routesBarBlocks) return []
  const tables = new Map(network.routeTables.filter(({ vpcId }) => vpcId === vpc.id).map(({ id, name }) => [id, name]))
  return network.routes.flatMap(({ tableId, destination, hop }) => {
    const table = tables.get(tableId)
    if (table === undefined || hop.kind === 'local' || 'prefixListId' in destination) return []
    const image = imageOf(map, destination)
    // A destination elsewhere that the block itself covers has no image: it is what clashes.
    const there = image.length > 0 ? image : [destination]
    const clash = blocks.slice(1).find((block) => there.some((image) => contains(block, image)))
    if (!clash) return []
    const route = `${there.map(formatCidr).join(', ')} → ${[hop.kind, hop.id ?? ''].join(' ').trim()}`
    return createFinding('network.block-refused', {
      subject: vpc.name,
      message: `${formatCidr(clash)} cannot be added to ${vpc.name}: it equals or holds the destination of the route ${route} in ${table} (${routesBarBlocks.source}, ${routesBarBlocks.asOf}).`,
      suggestion: 'Make it the first block of its VPC, choose another one under network.blocks, or change the route.',
    })
  })
}
