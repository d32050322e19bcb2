/** Licences that are renewed over the network: a route that leads everything elsewhere may cut them off. */
import { createFinding, type Finding } from '../../model/finding.ts'
import { count } from '../../model/quantity.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { NetworkLimits } from '../../model/target.ts'

/** Hops that take traffic out by the platform itself. */
const direct: ReadonlySet<string> = new Set(['local', 'internet-gateway', 'nat-gateway'])

/** Windows VMs whose subnet leads everything to an appliance or a gateway. Nothing where the target needs no such path. */
export function activationFindings(
  vms: readonly Vm[],
  network: Network,
  { activation }: NetworkLimits,
): readonly Finding[] {
  if (!activation) return []
  const forced = new Set(
    network.routes.flatMap(({ tableId, destination, hop }) =>
      !('prefixListId' in destination) && destination.prefixLength === 0 && !direct.has(hop.kind) ? [tableId] : [],
    ),
  )
  const mains = new Map(network.routeTables.flatMap(({ id, vpcId, main }) => (main ? [[vpcId, id] as const] : [])))
  const subnets = new Set(
    network.subnets.flatMap(({ id, vpcId, routeTableId }) =>
      forced.has(routeTableId ?? mains.get(vpcId) ?? '') ? [id] : [],
    ),
  )
  const cut = vms.filter(
    ({ os, nics }) => os?.family === 'windows' && nics.some(({ subnetId }) => subnets.has(subnetId ?? '')),
  )
  if (cut.length === 0) return []
  const { port, service, source, asOf } = activation
  return [
    createFinding('network.activation-path', {
      subject: count(cut.length, 'Windows VM'),
      message: `${count(cut.length, 'Windows VM is', 'Windows VMs are')} in subnets that lead everything to an appliance or a gateway. At the recovery site ${service} (TCP ${port}) must still be reached, or their licences run out (${source}, ${asOf}).`,
      suggestion: 'Give these subnets a route for it that does not pass the appliance, or let the appliance pass it.',
      affected: cut.map(({ id }) => id).sort(),
    }),
  ]
}
