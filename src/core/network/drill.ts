/**
 * Drills: the recovery site a second time, in networks that nothing leads into or out of. Without a pool at the same
 * addresses, which is a rehearsal of the very plan; with one at others, disjoint from all that is in use.
 */
import { containsAddress, contains, formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Address } from '../../model/address.ts'
import type { Routing } from '../../model/target.ts'
import { findFreeBlock } from './allocate.ts'
import { closedTable } from './implied-routes.ts'

export interface DrillMove {
  readonly from: Cidr
  /** Null: the pool has no room for it. */
  readonly to: Cidr | null
}

export interface DrillBlocks {
  /** One for each block of the recovery site. */
  readonly moves: readonly DrillMove[]
  readonly findings: readonly Finding[]
}

/** `inUse`: ranges of the live sites and of whatever they reach. */
export function drillBlocks(
  { vpcs }: Pick<NetworkTranslation, 'vpcs'>,
  pool: readonly Cidr[] | null,
  inUse: readonly Cidr[],
): DrillBlocks {
  const blocks = vpcs.flatMap((vpc) => vpc.blocks)
  if (pool === null) return { moves: blocks.map((from) => ({ from, to: from })), findings: [] }
  const given: Cidr[] = []
  const moves = blocks.map((from): DrillMove => {
    const own = pool.filter(({ family }) => family === from.family)
    const to = findFreeBlock(own, from.prefixLength, { taken: [...inUse, ...given], like: from })
    if (to) given.push(to)
    return { from, to }
  })
  const homeless = moves.filter(({ to }) => to === null).map(({ from }) => formatCidr(from))
  return { moves, findings: homeless.length > 0 ? [noRoom(pool, homeless)] : [] }
}

const noRoom = (pool: readonly Cidr[], homeless: readonly string[]): Finding =>
  createFinding('network.drill-overlap', {
    subject: 'network.drill.pool',
    message: `${pool.map(formatCidr).join(', ')} has no room for ${homeless.join(', ')} of the recovery site beside what is in use: the live sites, ranges elsewhere, and other blocks of the drill.`,
    suggestion: 'Choose a larger pool that nothing uses, or no pool: an isolated network may have the same addresses.',
  })

export function drillAddress(moves: readonly DrillMove[], address: Address): Address | null {
  const move = moves.find(({ from }) => containsAddress(from, address))
  return move?.to ? { ...address, value: move.to.network + (address.value - move.from.network) } : null
}

export function drillBlock(moves: readonly DrillMove[], block: Cidr): Cidr | null {
  const move = moves.find(({ from }) => contains(from, block))
  return move?.to ? { ...block, network: move.to.network + (block.network - move.from.network) } : null
}

/**
 * The recovery site as a drill has it: its blocks moved, no peering, no gateway, and no route but those within, and those that lead nowhere
 * in place of what the target would add. Blocks without a place are left out.
 */
export function drillTranslation(
  translation: NetworkTranslation,
  moves: readonly DrillMove[],
  routing: Routing,
): NetworkTranslation {
  const placed = (blocks: readonly Cidr[]): readonly Cidr[] => blocks.flatMap((block) => drillBlock(moves, block) ?? [])
  return {
    ...translation,
    peerings: [],
    gateways: [],
    remoteGateways: [],
    connections: [],
    vpcs: translation.vpcs.map((vpc) => ({ ...vpc, blocks: placed(vpc.blocks) })),
    subnets: translation.subnets.flatMap((subnet) => {
      const block = drillBlock(moves, subnet.block)
      return block ? [{ ...subnet, block }] : []
    }),
    addresses: translation.addresses.map((entry) => ({ ...entry, to: entry.to && drillAddress(moves, entry.to) })),
    routes: translation.routeTables.flatMap((table) =>
      closedTable(table, [], { vpcs: translation.vpcs, peerings: [], routing }),
    ),
  }
}
