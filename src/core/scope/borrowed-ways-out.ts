/**
 * Which interfaces reach the internet by an address that the platform lends them, where nothing else leads out. No route
 * says it, so a plan made of routes would leave such VMs without a way out.
 */
import { objectsOf } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'
import type { Nic, Vm } from '../../model/site.ts'

/** In the order of the VMs. What an interface says of itself counts; else what its subnet lends and nothing replaces. */
export function borrowedWaysOut(network: Network, vms: readonly Vm[]): readonly Nic[] {
  const lending = lendingSubnets(network)
  const balanced = new Set(
    objectsOf(network.objects, 'target-pool').flatMap(({ targets }) => targets.map(({ vmId }) => vmId)),
  )
  return vms.flatMap(({ id, nics }) => {
    if (nics.some(({ borrowsWayOut }) => borrowsWayOut !== undefined))
      return nics.filter(({ borrowsWayOut }) => borrowsWayOut === true)
    // One public address of a VM, or a load balancer in front of it, is a way out for all its interfaces.
    if (balanced.has(id) || nics.some(({ hasPublicAddress }) => hasPublicAddress)) return []
    return nics.filter(({ subnetId }) => lending.has(subnetId ?? ''))
  })
}

/** Without a NAT gateway, and without a default route that leads anywhere but to the internet as such. */
function lendingSubnets({ subnets, routes, objects }: Network): ReadonlySet<string> {
  const translated = new Set(
    objectsOf(objects, 'gateway').flatMap(({ role, subnetIds }) => (role === 'nat' ? subnetIds : [])),
  )
  const diverted = new Set(
    routes
      .filter(({ destination, hop }) => isDefault(destination) && hop.kind !== 'internet-gateway')
      .map(({ tableId }) => tableId),
  )
  return new Set(
    subnets
      .filter(({ lendsWayOut }) => lendsWayOut === true)
      .filter(({ id, routeTableId }) => !translated.has(id) && !diverted.has(routeTableId ?? ''))
      .map(({ id }) => id),
  )
}

const isDefault = (destination: Network['routes'][number]['destination']): boolean =>
  'prefixLength' in destination && destination.prefixLength === 0 && destination.family === 4
