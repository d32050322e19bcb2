/** The rules of `network.blocks` in drplan.yaml: which can be used, and what is wrong with the others. */
import { formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'

type BlockRule = NetworkPolicy['blocks'][number]

const isUsable = ({ from, to }: BlockRule): boolean =>
  from.family === 4 && to.family === 4 && from.prefixLength === to.prefixLength

/** The most specific rule first; among equals the first in the file. */
export const usableRules = ({ blocks }: NetworkPolicy): readonly BlockRule[] =>
  blocks.filter(isUsable).sort((a, b) => b.from.prefixLength - a.from.prefixLength)

/** A rule that is not followed must be said: its author counts on it. `primary` is every block of the primary site. */
export function ruleFindings({ blocks }: NetworkPolicy, primary: readonly Cidr[]): readonly Finding[] {
  return blocks.flatMap((rule, index) => {
    const { from, to } = rule
    const subject = `network.blocks[${index}]`
    const move = `${formatCidr(from)} → ${formatCidr(to)}`
    if (!isUsable(rule)) {
      return createFinding('network.block-refused', {
        subject,
        message: `${move} is not followed: both blocks must be IPv4 and equally long, because host parts are kept.`,
        suggestion: `Write a target of /${from.prefixLength}, or one rule for each part of the block.`,
      })
    }
    if (primary.some((block) => overlaps(block, from))) return []
    return createFinding('network.rule-unused', {
      subject,
      message: `${move} is not followed: the primary site has no address in ${formatCidr(from)}.`,
      suggestion: 'Correct the block, or take the rule out of drplan.yaml.',
    })
  })
}
