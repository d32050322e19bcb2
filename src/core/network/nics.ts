/** Network cards: which translated subnet and which security groups each one gets. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { AddressTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { SeatedNic } from './complete.ts'
import type { PlacedNic } from './placed-nic.ts'
import { groupKey } from './security-rules.ts'
import type { TranslatedVpc } from './vpcs.ts'

/** Cards whose subnet has no block at the recovery site are left out; the missing block is a finding already. */
export function placeNics(
  nics: readonly SeatedNic[],
  site: { readonly network: Network; readonly vpcs: readonly TranslatedVpc[] },
): readonly PlacedNic[] {
  const groups = new Map(site.network.securityGroups.map((group) => [group.id, groupKey(group)]))
  const subnets = new Map(
    site.vpcs.flatMap((vpc) =>
      vpc.subnets.map((subnet) => {
        const id = subnet.from ?? ''
        return [id, { subnet, floating: vpc.floating.has(id), seats: vpc.seats.get(id) ?? null, vpc: vpc.vpc }]
      }),
    ),
  )
  return nics.flatMap(({ vm, nic, nicIndex, subnetId, securityGroupIds }) => {
    const place = subnets.get(subnetId)
    if (!place) return []
    const securityGroupKeys = securityGroupIds.flatMap((id) => groups.get(id) ?? [])
    return [{ vm, nic, nicIndex, ...place, securityGroupKeys }]
  })
}

export function overfullNics(addresses: readonly AddressTranslation[], limits: NetworkLimits): readonly Finding[] {
  const { value, source, asOf } = limits.groupsPerNic
  return addresses
    .filter(({ addressIndex, securityGroupKeys }) => addressIndex === 0 && securityGroupKeys.length > value)
    .map(({ vmId, nicId, securityGroupKeys }) =>
      createFinding('network.limit', {
        subject: vmId,
        message: `Card ${nicId} of ${vmId} has ${securityGroupKeys.length} security groups; the target allows ${value} (${source}, ${asOf}).`,
        suggestion: 'Ask for a higher quota, or merge groups.',
        affected: [vmId],
      }),
    )
}
