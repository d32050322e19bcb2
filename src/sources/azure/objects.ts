/** Everything in the network that is no subnet, route, rule or record. */
import type { NetworkObject } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import { counted, listed, type Report } from '../report.ts'
import { readAdminRules } from './admin-rules.ts'
import { readNatGateways, readPublicAddresses } from './addresses.ts'
import type { Dump } from './answers.ts'
import { readApplicationGateways } from './application-gateways.ts'
import { readLoadBalancers } from './balancers.ts'
import { readConnections } from './connections.ts'
import { readDelegations, readEndpoints, readServiceEndpoints } from './endpoints.ts'
import { readFirewalled } from './firewalled.ts'
import { readFirewallRules } from './firewall-rules.ts'
import { aService, readGateways } from './gateways.ts'
import { readHubGateways } from './hub-gateways.ts'
import { blocksIn, createLookup, idOf, idsOf } from './lookup.ts'
import { readNameServices, readZones } from './names.ts'
import { reportNotPlanned } from './not-planned.ts'
import { readReplicated } from './replicated.ts'
import { readResolvers } from './resolvers.ts'

/** Sorted by id, each once; the packet filters of security groups are made elsewhere. */
export function readObjects(dump: Dump, report: Report): readonly NetworkObject[] {
  const lookup = createLookup(dump)
  const objects = [
    ...readPublicAddresses(dump),
    ...readNatGateways(dump, lookup),
    ...readGateways(dump, lookup),
    ...readFirewallRules(dump),
    ...readAdminRules(dump),
    ...readConnections(dump),
    ...readHubGateways(dump),
    ...readLoadBalancers(dump, lookup),
    ...readApplicationGateways(dump, lookup),
    ...readEndpoints(dump),
    ...readServiceEndpoints(dump),
    ...readDelegations(dump),
    ...readZones(dump),
    ...readNameServices(dump),
    ...readResolvers(dump),
    ...readFirewalled(dump, report),
    ...readReplicated(dump),
    ...readMemberGroups(dump),
    ...readPrefixLists(dump),
    ...readScaleSets(dump, report),
  ]
  reportNotPlanned(dump, report)
  return sortObjects(objects)
}

export function sortObjects(objects: readonly NetworkObject[]): readonly NetworkObject[] {
  const byId = new Map(objects.map((object) => [`${object.id} ${object.kind}`, object]))
  return [...byId].toSorted(([a], [b]) => compareText(a, b)).map(([, object]) => object)
}

const readMemberGroups = (dump: Dump): readonly NetworkObject[] =>
  dump.memberGroups.map(({ value }): NetworkObject => {
    const id = value.id.toLowerCase()
    const isOf = (groups: readonly { id?: string | null | undefined }[]) => groups.some((group) => idOf(group) === id)
    const members = dump.nics.filter(({ value: nic }) =>
      nic.ipconfigurations.some((own) => isOf(own.applicationsecuritygroups)),
    )
    // A private endpoint states the groups for the interfaces that the platform made for it.
    const endpoints = dump.endpoints.filter(({ value: endpoint }) => isOf(endpoint.applicationsecuritygroups))
    return {
      kind: 'member-group',
      id,
      name: value.name,
      nicIds: idsOf([...members.map((nic) => nic.value), ...endpoints.flatMap((own) => own.value.networkinterfaces)]),
    }
  })

/** Groups of addresses that firewalls name, and the tags of the platform that rules or routes name. */
const readPrefixLists = (dump: Dump): readonly NetworkObject[] => [
  ...dump.ipGroups.map(({ value }): NetworkObject => ({
    kind: 'prefix-list',
    id: value.id.toLowerCase(),
    name: value.name,
    managed: false,
    maxEntries: null,
    blocks: blocksIn(value.ipaddresses),
  })),
  ...dump.serviceTags.map(({ value }): NetworkObject => ({
    kind: 'prefix-list',
    id: value.name,
    name: value.name,
    managed: true,
    maxEntries: null,
    blocks: blocksIn(value.addressprefixes),
  })),
]

/** Machines of a flexible set are VMs of their own; those of a uniform one are not, and are only counted. */
function readScaleSets(dump: Dump, report: Report): readonly NetworkObject[] {
  const uniform = dump.scaleSets.filter(({ value }) => !/^flexible$/i.test(value.orchestrationmode ?? ''))
  if (uniform.length > 0)
    report('site.not-a-vm', {
      subject: 'uniform scale sets',
      message: `${counted(uniform.length, 'scale set')} with machines that are no VMs of their own: ${listed(uniform.map(({ value }) => `${value.name} (${value.sku?.capacity ?? '?'})`))}.`,
      suggestion: 'Create them at the recovery site; their machines come from an image.',
      affected: uniform.map(({ value }) => value.id.toLowerCase()),
    })
  return dump.scaleSets.map(({ value }) => {
    const id = value.id.toLowerCase()
    const members = dump.vms.filter((vm) => idOf(vm.value.virtualmachinescaleset) === id)
    return aService({
      id,
      name: value.name,
      type: 'Scale set',
      vmIds: members.map((vm) => vm.value.id.toLowerCase()),
      facts: { size: value.sku?.name ?? '', machines: String(value.sku?.capacity ?? '') },
    })
  })
}
