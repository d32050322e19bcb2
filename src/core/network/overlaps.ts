/** Addresses that mean two things, or nothing yet: said once for the whole network. */
import { contains, formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { BlockTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import type { Vm } from '../../model/site.ts'

/** Two VPCs with the same addresses cannot be told apart in a rule that names a block. */
export const sharedBlocks = (network: Network): readonly Finding[] =>
  network.vpcs.flatMap((vpc, index) =>
    network.vpcs.slice(index + 1).flatMap((other) => {
      const block = vpc.blocks.find((mine) => other.blocks.some((theirs) => overlaps(mine, theirs)))
      if (!block) return []
      return createFinding('network.cidr-overlap', {
        subject: `${vpc.name}, ${other.name}`,
        message: `${formatCidr(block)} of ${vpc.name} overlaps a block of ${other.name} at the primary site. Each VPC gets its own block; a rule that names such an address means the host in its own VPC.`,
        suggestion: 'Check the rules that cross between these VPCs, and the DNS records that name such addresses.',
      })
    }),
  )

/**
 * Ranges that rules and routes name and the primary site does not have are elsewhere (on-premises, a partner). Where
 * a recovery block overlaps one, a rule would mean both, and a route would never be taken.
 */
export function mentionedRanges(network: Network, blocks: readonly BlockTranslation[]): readonly Finding[] {
  const ours = network.vpcs.flatMap((vpc) => vpc.blocks).concat(network.subnets.flatMap(({ block }) => block ?? []))
  const named = [
    ...network.securityRules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : [])),
    ...network.routes.flatMap(({ destination }) => ('prefixListId' in destination ? [] : [destination])),
  ]
  const elsewhere = new Map<string, Cidr>(named.map((range) => [formatCidr(range), range]))
  return [...elsewhere.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, range]) => range.prefixLength > 0 && !ours.some((block) => overlaps(block, range)))
    .flatMap(([text, range]) => {
      const clash = blocks.find(({ to, rule }) => rule !== 'kept' && overlaps(to, range))
      if (!clash) return []
      const relation = contains(range, clash.to) ? 'lies in' : 'overlaps'
      return createFinding('network.range-mentioned', {
        subject: formatCidr(clash.to),
        message: `The recovery block ${formatCidr(clash.to)} ${relation} ${text}, which a rule or route of the primary site names as somewhere else.`,
        suggestion: `If hosts there must be told from recovered ones, add ${text} to network.avoid in drplan.yaml.`,
      })
    })
}

/** Unique local and global IPv6 addresses of VMs in VPCs without an IPv6 block, which say so themselves. */
export function unplannedIpv6(vms: readonly Vm[], network: Network): readonly Finding[] {
  const blocks = network.vpcs.flatMap((vpc) => vpc.blocks).filter(({ family }) => family === 6)
  if (blocks.length > 0) return []
  const affected = vms
    .filter(({ nics }) => nics.some(({ addresses }) => addresses.some(({ family }) => family === 6)))
    .map(({ id }) => id)
    .sort()
  if (affected.length === 0) return []
  return [
    createFinding('network.ipv6-untranslated', {
      subject: count(affected.length, 'VM'),
      message: `${count(affected.length, 'VM has', 'VMs have')} IPv6 addresses. The target assigns its own, so they cannot be planned; IPv4 is.`,
      suggestion: 'Plan for new IPv6 addresses, and name hosts by DNS.',
      affected,
    }),
  ]
}
