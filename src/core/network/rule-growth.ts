/** How many blocks a rule's block becomes, where its VPC's block became smaller: more rules, and perhaps too many. */
import { contains, formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { BlockTranslation } from '../../model/network-translation.ts'
import { isResized } from '../../model/network-translation.ts'
import type { Vpc } from '../../model/network.ts'
import { trim } from '../../model/quantity.ts'
import { imageOf, type AddressMap } from './address-map.ts'

export interface Growth {
  /** Blocks at the recovery site for one block of a rule. */
  readonly mean: number
  readonly most: number
}

/** Of the blocks that stand for somebody; null where none does. */
export function ruleGrowth(named: readonly Cidr[], map: AddressMap): Growth | null {
  const counts = named.map((block) => imageOf(map, block).length).filter((images) => images > 0)
  if (counts.length === 0) return null
  return { mean: counts.reduce((sum, each) => sum + each, 0) / counts.length, most: Math.max(...counts) }
}

export function growthFindings(
  { vpc, blocks }: { readonly vpc: Vpc; readonly blocks: readonly BlockTranslation[] },
  named: readonly Cidr[],
  map: AddressMap,
): readonly Finding[] {
  const resized = blocks.filter(isResized)
  const outermost = resized.filter(
    ({ from }) => from && !resized.some((other) => other.from && other.from !== from && contains(other.from, from)),
  )
  return outermost.flatMap(({ from, to, rule }) => {
    if (!from) return []
    const growth = ruleGrowth(
      named.filter((block) => contains(from, block)),
      map,
    )
    if (!growth || growth.most <= 1) return []
    return createFinding('network.block-compacted', {
      subject: vpc.name,
      message: `${formatCidr(from)} → ${formatCidr(to)} of ${vpc.name} is ${rule}: a block that rules name becomes ${trim(growth.mean, 1)} blocks in the mean, ${growth.most} at most.`,
      suggestion: 'Choose a larger target under network.blocks to keep each of them one block.',
    })
  })
}
