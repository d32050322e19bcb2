/** Into which pieces the blocks of a VPC are cut, and where the rules of drplan.yaml lead each of them. */
import { contains, overlaps, type Cidr } from '../../model/cidr.ts'
import type { BlockRule } from '../../model/network-policy.ts'
import { coverOf, intervalOf, intervalSet, subtract } from '../../model/intervals.ts'
import type { Subnet } from '../../model/network.ts'
import { coverBlocks, maximal } from './allocate.ts'

export interface Piece {
  readonly from: Cidr
  /** What drplan.yaml says; null: nothing. */
  readonly to: Cidr | null
  /** `to` is smaller. */
  readonly resized: boolean
}

export function piecesOf(
  blocks: readonly Cidr[],
  subnets: readonly Subnet[],
  rules: readonly BlockRule[],
): readonly Piece[] {
  const cut = blocks.flatMap((block) => cutUp(block, subnets, rules))
  const shrinking = rules.filter(({ from, to }) => to.prefixLength > from.prefixLength)
  const ruleOf = (piece: Cidr): BlockRule | undefined => rules.find(({ from }) => contains(from, piece))
  const gathered = shrinking.flatMap((rule) => {
    const members = cut.filter((piece) => ruleOf(piece) === rule)
    return coverBlocks(members, 0).map((from): Piece => inSmaller(from, rule))
  })
  const others = cut
    .filter((piece) => !shrinking.some((rule) => rule === ruleOf(piece)))
    .map((from): Piece => ({ from, to: moved(from, ruleOf(from)), resized: false }))
  return [...gathered, ...others]
}

/** What there really is of a block may fit as it is: then host parts are kept. */
const inSmaller = (from: Cidr, { to }: BlockRule): Piece =>
  from.prefixLength >= to.prefixLength
    ? { from, to: { ...to, prefixLength: from.prefixLength }, resized: false }
    : { from, to, resized: true }

const moved = (piece: Cidr, rule: BlockRule | undefined): Cidr | null =>
  rule
    ? {
        family: rule.to.family,
        network: rule.to.network + (piece.network - rule.from.network),
        prefixLength: piece.prefixLength,
      }
    : null

/** A block that drplan.yaml cuts up is planned by the parts it names, and by subnet for the rest. */
function cutUp(block: Cidr, subnets: readonly Subnet[], rules: readonly BlockRule[]): readonly Cidr[] {
  const named = rules
    .map(({ from }) => from)
    .filter((from) => contains(block, from) && from.prefixLength > block.prefixLength)
  if (named.length === 0) return [block]
  const finer: Cidr[] = []
  for (const from of named) {
    finer.push(...coverOf(from.family, subtract([intervalOf(from)], intervalSet(finer.map(intervalOf)))))
  }
  const rest = subnets.flatMap((subnet) => (subnet.block && contains(block, subnet.block) ? [subnet.block] : []))
  return [...finer, ...maximal(rest.filter((inner) => !finer.some((from) => overlaps(from, inner))))]
}
