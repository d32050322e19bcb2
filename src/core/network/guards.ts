/** What guards the cards of a VPC: groups of permissions, or ordered filters. One site may have VPCs of both kinds. */
import { guardingFilters } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'

/**
 * Sources of ordered filters also give each as a group of permissions, as near as permissions come, under the id of the
 * filter. Where filters are carried over, only they count.
 */
export function withoutMirrors(network: Network): Network {
  const filters = new Set(guardingFilters(network.objects).flatMap(({ id, stateful }) => (stateful ? [id] : [])))
  return {
    ...network,
    securityGroups: network.securityGroups.filter(({ id }) => !filters.has(id)),
    securityRules: network.securityRules.filter(({ groupId }) => !filters.has(groupId)),
  }
}

/** VPCs without groups of permissions, in a site that has ordered filters. `network`: without mirrors. */
export function orderedVpcs({ vpcs, securityGroups, objects }: Network): ReadonlySet<string> {
  const hasOrdered = guardingFilters(objects).some(({ stateful, goesFirst }) => stateful && !goesFirst)
  const permissions = new Set(securityGroups.map(({ vpcId }) => vpcId))
  return new Set(hasOrdered ? vpcs.map(({ id }) => id).filter((id) => !permissions.has(id)) : [])
}
