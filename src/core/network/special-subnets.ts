/** Subnets that services of the target look for by name: never too small, and said when they are missing. */
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import type { SubnetTranslation } from '../../model/network-translation.ts'
import type { Network, Subnet, Vpc } from '../../model/network.ts'
import type { NetworkLimits, SpecialSubnet } from '../../model/target.ts'
import { findFreeBlock } from './allocate.ts'

export const specialOf = ({ name }: Pick<Subnet, 'name'>, limits: NetworkLimits): SpecialSubnet | undefined =>
  limits.specialSubnets.find((special) => special.name === name)

/** The longest prefix that a subnet may have at the target. */
export const longestPrefixOf = (subnet: Pick<Subnet, 'name'>, limits: NetworkLimits): number =>
  Math.min(limits.subnetPrefix.longest, specialOf(subnet, limits)?.longestPrefix ?? limits.subnetPrefix.longest)

interface SpecialContext {
  readonly network: Network
  readonly limits: NetworkLimits
  readonly policy: Pick<NetworkPolicy, 'gateways'>
}

/** What the gateways of a VPC need at the target and the VPC does not have; and where it would fit. */
export function missingSpecials(
  vpc: Vpc,
  there: { readonly blocks: readonly Cidr[]; readonly subnets: readonly SubnetTranslation[] },
  { network, limits, policy }: SpecialContext,
): readonly Finding[] {
  // What drplan.yaml says of a gateway is followed, with its subnet, or refused with the reason.
  const stated = new Set((policy.gateways ?? []).map(({ from }) => from.toLowerCase()))
  const gateways = objectsOf(network.objects, 'gateway').filter(
    ({ id, vpcIds }) => vpcIds.includes(vpc.id) && !stated.has(id.toLowerCase()),
  )
  const roles = new Set(gateways.map(({ role }) => role))
  const taken = there.subnets.map(({ block }) => block)
  return limits.specialSubnets
    .filter((special) => special.roles.some((role) => roles.has(role)))
    .filter(({ name }) => !there.subnets.some((subnet) => subnet.name === name))
    .map((special) => {
      const free = findFreeBlock(there.blocks, special.longestPrefix, { taken, like: null })
      if (free) taken.push(free)
      const place = free ? `${formatCidr(free)} is free for it` : 'no block of the VPC has room for it'
      return createFinding('network.special-subnet', {
        subject: vpc.name,
        message: `${vpc.name} has no subnet ${special.name} of at least /${special.longestPrefix}, which its ${special.roles.filter((role) => roles.has(role)).join(' and ')} gateway needs at the target: ${special.why}. ${place[0]?.toUpperCase()}${place.slice(1)} (${special.source}, ${special.asOf}).`,
        suggestion: 'Add the subnet under the same name at the primary site or by hand, before the gateway is built.',
      })
    })
}

/** A subnet by such a name that was too small and became larger. */
export const enlarged = (subnet: Subnet, block: Cidr, { longestPrefix, why, source, asOf }: SpecialSubnet): Finding =>
  createFinding('network.special-subnet', {
    subject: subnet.name,
    message: `${subnet.name} (${subnet.block ? formatCidr(subnet.block) : 'no known addresses'}) is too small for the target, which asks for /${longestPrefix}: ${why}. It gets ${formatCidr(block)} (${source}, ${asOf}).`,
    suggestion: 'Check that its new addresses suit.',
  })
