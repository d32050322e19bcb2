/** Route 53 Resolver: endpoints with their fixed addresses, forwarding rules, and the filters of its DNS firewall. */
import { formatAddress } from '../../../model/address.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { addressesOf, idsOf, isLive, unique } from '../items.ts'
import { domainName } from '../records.ts'
import type { AwsNameFilterRule, AwsResolverEndpoint, AwsResolverRule } from '../schema-resolvers.ts'
import { readResolvers } from './zones.ts'

type Resolver = NetworkObjectOf<'resolver'>
type NameFilter = NetworkObjectOf<'name-filter'>

/** Endpoints that were not described are known by the interfaces they own. */
export function readResolverObjects(dump: Dump, report: Report): readonly Resolver[] {
  const byInterfaces = new Map(readResolvers(dump, report).map((resolver) => [resolver.id, resolver]))
  const described = unique(dump.ResolverEndpoints, ({ Id }) => Id).map((item) =>
    endpointOf(item.value, {
      byInterfaces: byInterfaces.get(item.value.Id),
      stated: dump.ResolverEndpointAddresses.filter(({ value }) => value.ResolverEndpointId === item.value.Id),
      report,
    }),
  )
  const known = new Set(described.map(({ id }) => id))
  return [...described, ...[...byInterfaces.values()].filter(({ id }) => !known.has(id)), ...rulesOf(dump, report)]
}

interface Known {
  readonly byInterfaces: Resolver | undefined
  readonly stated: Dump['ResolverEndpointAddresses']
  readonly report: Report
}

/** What was not said of an endpoint, because it is an answer of its own, its interfaces say. */
function endpointOf(value: AwsResolverEndpoint, { byInterfaces, stated, report }: Known): Resolver {
  const addresses = stated.flatMap(({ value: { IpAddresses }, place }) =>
    addressesOf(
      IpAddresses.flatMap(({ Ip, Ipv6 }) => [Ip, Ipv6]),
      { place, report },
    ),
  )
  const subnetIds = idsOf(stated.flatMap((one) => one.value.IpAddresses.map(({ SubnetId }) => SubnetId)))
  return {
    kind: 'resolver',
    id: value.Id,
    name: value.Name || value.Id,
    direction: value.Direction.startsWith('OUT') ? 'outbound' : 'inbound',
    vpcIds: idsOf([value.HostVPCId]),
    subnetIds: subnetIds.length > 0 ? subnetIds : (byInterfaces?.subnetIds ?? []),
    addresses: addresses.length > 0 ? addresses : (byInterfaces?.addresses ?? []),
    domain: null,
    forwardsTo: [],
    securityGroupIds: idsOf(value.SecurityGroupIds),
  }
}

/** Rules that Resolver made by itself hold in every VPC of AWS alike. */
const isOwn = ({ RuleType, Id }: AwsResolverRule): boolean =>
  RuleType !== 'RECURSIVE' && !Id.startsWith('rslvr-autodefined-')

function rulesOf(dump: Dump, report: Report): readonly Resolver[] {
  const associations = dump.ResolverRuleAssociations.map(({ value }) => value).filter(({ Status }) => isLive(Status))
  return unique(dump.ResolverRules, ({ Id }) => Id)
    .filter(({ value }) => isOwn(value))
    .map(({ value, place }) => ({
      kind: 'resolver',
      id: value.Id,
      name: value.Name || value.Id,
      direction: 'rule',
      vpcIds: idsOf(associations.filter((one) => one.ResolverRuleId === value.Id).map(({ VPCId }) => VPCId)),
      subnetIds: [],
      addresses: [],
      domain: domainName(value.DomainName ?? '') || '.',
      forwardsTo: value.TargetIps.flatMap(({ Ip, Ipv6, Port }) =>
        addressesOf([Ip, Ipv6], { place, report }).map((address) => {
          const text = formatAddress(address)
          return `${address.family === 6 ? `[${text}]` : text}:${Port ?? 53}`
        }),
      ),
      ...(value.ResolverEndpointId ? { endpointId: value.ResolverEndpointId } : {}),
    }))
}

/** One for each rule group; those of others that are tied to a VPC are known by that only. */
export function readNameFilters(dump: Dump): readonly NameFilter[] {
  const associations = dump.FirewallRuleGroupAssociations.map(({ value }) => value)
    .filter(({ Status }) => isLive(Status))
    .filter(({ FirewallRuleGroupId }) => Boolean(FirewallRuleGroupId))
  const names = new Map(dump.FirewallRuleGroups.map(({ value }) => [value.Id, value.Name]))
  const lists = new Map(dump.FirewallDomainLists.map(({ value }) => [value.Id, value]))
  const ids = idsOf([...names.keys(), ...associations.map(({ FirewallRuleGroupId }) => FirewallRuleGroupId)])
  return ids.map((id) => {
    const own = associations.filter(({ FirewallRuleGroupId }) => FirewallRuleGroupId === id)
    const rules = dump.FirewallRules.map(({ value }) => value).filter((rule) => rule.FirewallRuleGroupId === id)
    return {
      kind: 'name-filter',
      id,
      name: names.get(id) || own[0]?.Name || id,
      vpcIds: idsOf(own.map(({ VpcId }) => VpcId)),
      entries: rules
        .map((rule) => entryOf(rule, lists))
        .toSorted((a, b) => a.order - b.order || compareText(a.name, b.name)),
    }
  })
}

type Lists = ReadonlyMap<string, Dump['FirewallDomainLists'][number]['value']>

const actions = { ALLOW: 'allow', BLOCK: 'deny', ALERT: 'alert' } as const

function entryOf(rule: AwsNameFilterRule, lists: Lists): NameFilter['entries'][number] {
  const id = rule.FirewallDomainListId
  const list = id ? lists.get(id) : undefined
  return {
    name: rule.Name || String(rule.Priority),
    order: rule.Priority,
    action: actions[rule.Action],
    domains: idsOf(list?.Domains.map(domainName) ?? []),
    listName: list?.Name || id || null,
    answer: [rule.BlockResponse, rule.BlockOverrideDomain].filter(Boolean).join(' ') || null,
  }
}
