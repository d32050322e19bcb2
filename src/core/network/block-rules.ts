/** The rules of `network.blocks` in drplan.yaml: which can be used, and what is wrong with the others. */
import { formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import type { BlockRule, NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Vpc } from '../../model/network.ts'

/** A VPC with all that it has of one family. */
export interface VpcBlocks {
  readonly vpc: Vpc
  readonly blocks: readonly Cidr[]
}

const isUsable = ({ from, to }: BlockRule): boolean => from.family === 4 && to.family === 4

const isFor = ({ vpc: meant }: BlockRule, { id, name }: Vpc): boolean =>
  meant === undefined || meant === id || meant === name

/** The most specific rule first; among equals one that names its VPC, then the first in the file. */
export const rulesOf = (rules: readonly BlockRule[], vpc: Vpc): readonly BlockRule[] =>
  rules
    .filter((rule) => isFor(rule, vpc))
    .toSorted(
      (a, b) => b.from.prefixLength - a.from.prefixLength || Number(a.vpc === undefined) - Number(b.vpc === undefined),
    )

/** Two VPCs that have an address that a rule moves: it would become one, and mean two hosts. */
function twinsUnder(rule: BlockRule, vpcs: readonly VpcBlocks[]): readonly [VpcBlocks, VpcBlocks] | null {
  const meant = vpcs.filter(({ vpc }) => isFor(rule, vpc))
  for (const [index, one] of meant.entries()) {
    const own = one.blocks.filter((block) => overlaps(block, rule.from))
    const other = meant
      .slice(index + 1)
      .find(({ blocks }) =>
        blocks.some((block) => own.some((mine) => overlaps(mine, block) && overlaps(block, rule.from))),
      )
    if (other) return [one, other]
  }
  return null
}

/** The rules that are followed: of IPv4, and each for one VPC where several have the same addresses. */
export const followedRules = ({ blocks }: NetworkPolicy, vpcs: readonly VpcBlocks[]): readonly BlockRule[] =>
  blocks.filter((rule) => isUsable(rule) && (namesOne(rule, blocks, vpcs) || twinsUnder(rule, vpcs) === null))

/** Of two VPCs with the same addresses one may have a rule of its own, so that the other is meant by this one. */
function namesOne(rule: BlockRule, rules: readonly BlockRule[], vpcs: readonly VpcBlocks[]): boolean {
  if (rule.vpc !== undefined) return true
  const free = vpcs.filter(
    ({ vpc }) =>
      !rules.some((other) => other.vpc !== undefined && isFor(other, vpc) && overlaps(other.from, rule.from)),
  )
  return twinsUnder(rule, free) === null
}

/** A rule that is not followed must be said: its author counts on it. */
export function ruleFindings(
  { blocks }: NetworkPolicy,
  vpcs: readonly VpcBlocks[],
  primary: readonly Cidr[],
): readonly Finding[] {
  return blocks.flatMap((rule, index) => {
    const { from, to } = rule
    const subject = `network.blocks[${index}]`
    const move = `${formatCidr(from)} → ${formatCidr(to)}`
    if (!isUsable(rule)) {
      return createFinding('network.block-refused', {
        subject,
        message: `${move} is not followed: both blocks must be IPv4.`,
        suggestion: 'Write blocks of IPv6 under network.ipv6.blocks.',
      })
    }
    const twins = namesOne(rule, blocks, vpcs) ? null : twinsUnder(rule, vpcs)
    if (twins) return sharedRule(rule, subject, twins)
    if (reaches(rule, vpcs, primary)) return []
    return createFinding('network.rule-unused', {
      subject,
      message: `${move} is not followed: the primary site has no address in ${formatCidr(from)}${rule.vpc === undefined ? '' : ` of ${rule.vpc}`}.`,
      suggestion: 'Correct the block, or take the rule out of drplan.yaml.',
    })
  })
}

const reaches = (rule: BlockRule, vpcs: readonly VpcBlocks[], primary: readonly Cidr[]): boolean =>
  rule.vpc === undefined
    ? primary.some((block) => overlaps(block, rule.from))
    : vpcs.some(({ vpc, blocks }) => isFor(rule, vpc) && blocks.some((block) => overlaps(block, rule.from)))

function sharedRule({ from, to }: BlockRule, subject: string, [one, other]: readonly [VpcBlocks, VpcBlocks]): Finding {
  const written = (vpc: Vpc): string => `{ from: ${formatCidr(from)}, to: …, vpc: ${vpc.id} }`
  return createFinding('network.cidr-overlap', {
    subject,
    message: `${formatCidr(from)} → ${formatCidr(to)} is not followed: ${one.vpc.name} and ${other.vpc.name} both have addresses in ${formatCidr(from)}, and two hosts would become one. Each gets a free block.`,
    suggestion: `Write one rule for each: ${written(one.vpc)} and ${written(other.vpc)}.`,
  })
}
