/** Everything in the network that is no subnet, route, rule or record. */
import type { NetworkObject } from '../../../model/network-objects.ts'
import type { Vm } from '../../../model/site.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { readNameServices, readPrefixListObjects, readPublicAddresses, readReservations } from './addressing.ts'
import { readAddressPools } from './address-pools.ts'
import { readBalancers } from './balancers.ts'
import { readConnections } from './connections.ts'
import { readEndpoints } from './endpoints.ts'
import { readFirewallRules } from './firewall-rules.ts'
import { readFirewallSets } from './firewall-sets.ts'
import { readFirewallPolicies, readFirewalls } from './firewalls.ts'
import { readGateways, readRemoteGateways } from './gateways.ts'
import { readManagedNics } from './managed-nics.ts'
import { readPacketFilters } from './packet-filters.ts'
import { readPeerings } from './peerings.ts'
import { readLineConnections, readLineGateways } from './private-lines.ts'
import { readNameFilters, readResolverObjects } from './resolvers.ts'
import { readPolicies } from './policies.ts'
import { readScalingGroups } from './scaling-groups.ts'
import { placeDatabases, readDatabases, readInstanceGroups } from './services.ts'
import { readClassicBalancers, readTargetPools } from './target-pools.ts'
import { readTemplates } from './templates.ts'
import { readIpSets, readWebAcls } from './web-filters.ts'
import { readHealthChecks, readZones } from './zones.ts'

/** Sorted by id; each id once. */
export function readObjects(dump: Dump, vms: readonly Vm[], report: Report): readonly NetworkObject[] {
  const scalingGroups = readScalingGroups(dump, vms)
  const objects: readonly NetworkObject[] = [
    ...readPacketFilters(dump),
    ...readNameServices(dump, report),
    ...readPublicAddresses(dump, report),
    ...readAddressPools(dump, report),
    ...readReservations(dump, report),
    ...readPrefixListObjects(dump),
    ...readGateways(dump, report),
    ...readRemoteGateways(dump, report),
    ...readConnections(dump, report),
    ...readPeerings(dump, report),
    ...readEndpoints(dump, report),
    ...readBalancers(dump, report),
    ...readTargetPools(dump, report),
    ...readClassicBalancers(dump),
    ...readZones(dump),
    ...readHealthChecks(dump, report),
    ...readResolverObjects(dump, report),
    ...readNameFilters(dump),
    ...readLineGateways(dump),
    ...readLineConnections(dump, report),
    ...readFirewalls(dump),
    ...readFirewallPolicies(dump),
    ...readFirewallRules(dump),
    ...readFirewallSets(dump, report),
    ...readIpSets(dump, report),
    ...readWebAcls(dump),
    ...readPolicies(dump, report),
    ...scalingGroups,
    ...placeDatabases(readDatabases(dump), readManagedNics(dump, report)),
    ...readInstanceGroups(dump, vms, scalingGroups),
    ...readTemplates(dump, vms, report),
  ]
  const byId = new Map(objects.toReversed().map((object) => [object.id, object]))
  return [...byId.values()].toSorted((a, b) => compareText(a.id, b.id))
}
