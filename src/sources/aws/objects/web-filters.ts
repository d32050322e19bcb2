/** WAF in a region: sets of addresses, and the web ACLs that go by them, with the load balancers they guard. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { blocksOf, idsOf, unique } from '../items.ts'

export const readIpSets = (dump: Dump, report: Report): readonly NetworkObjectOf<'prefix-list'>[] =>
  unique(dump.WafIpSets, ({ ARN }) => ARN).map(({ value, place }) => ({
    kind: 'prefix-list',
    id: value.ARN,
    name: value.Name || value.ARN,
    managed: false,
    maxEntries: null,
    blocks: blocksOf(idsOf(value.Addresses), { place, report }),
  }))

export const readWebAcls = (dump: Dump): readonly NetworkObjectOf<'service'>[] => {
  const groups = new Map(dump.WafRuleGroups.map(({ value }) => [value.ARN, value.Rules.ipSetArns]))
  return unique(dump.WafWebAcls, ({ WebACL }) => WebACL.ARN).map(({ value: { WebACL } }) => {
    const rules = [
      WebACL.Rules,
      WebACL.PreProcessFirewallManagerRuleGroups,
      WebACL.PostProcessFirewallManagerRuleGroups,
    ]
    const ofGroups = rules.flatMap(({ groupArns }) => groupArns.flatMap((arn) => groups.get(arn) ?? []))
    const prefixListIds = idsOf([...rules.flatMap(({ ipSetArns }) => ipSetArns), ...ofGroups])
    const guarded = dump.WafGuarded.filter(({ value }) => value.WebACLArn === WebACL.ARN)
    const balancerIds = idsOf(guarded.flatMap(({ value }) => value.ResourceArns))
    return {
      kind: 'service',
      id: WebACL.ARN,
      name: WebACL.Name || WebACL.ARN,
      type: 'WAF web ACL',
      vpcId: null,
      subnetIds: [],
      securityGroupIds: [],
      addresses: [],
      dnsName: null,
      port: null,
      vmIds: [],
      facts: {},
      ...(balancerIds.length > 0 ? { balancerIds } : {}),
      ...(prefixListIds.length > 0 ? { prefixListIds } : {}),
    }
  })
}
