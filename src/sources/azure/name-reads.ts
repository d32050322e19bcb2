/** What is asked about names beyond private zones: public zones, resolvers and the rules by which they forward. */
import type { Clients } from './clients.ts'
import { idsOf, pathOf } from './later-reads.ts'
import { readOf, type Known, type Read } from './reads.ts'

export const nameReads = ({ publicNames, resolvers }: Clients): readonly Read[] => [
  readOf('Zones_List', 'publicZones', () => publicNames.zones.list()),
  readOf('DnsResolvers_List', 'resolvers', () => resolvers.dnsResolvers.list()),
  readOf('DnsForwardingRulesets_List', 'ruleSets', () => resolvers.dnsForwardingRulesets.list()),
]

export function namePartReads(known: Known): readonly Read[] {
  const { publicNames, resolvers } = known.clients
  return [
    ...idsOf(known, 'publicZones')
      .map(pathOf)
      .map((path) =>
        readOf('RecordSets_ListByDnsZone', 'publicRecords', () => publicNames.recordSets.listByDnsZone(...path)),
      ),
    ...idsOf(known, 'resolvers')
      .map(pathOf)
      .flatMap((path) => [
        readOf('InboundEndpoints_List', 'resolversIn', () => resolvers.inboundEndpoints.list(...path)),
        readOf('OutboundEndpoints_List', 'resolversOut', () => resolvers.outboundEndpoints.list(...path)),
      ]),
    ...idsOf(known, 'ruleSets')
      .map(pathOf)
      .flatMap((path) => [
        readOf('ForwardingRules_List', 'forwardings', () => resolvers.forwardingRules.list(...path)),
        readOf('DnsForwardingRulesets_ListLinks', 'ruleSetLinks', () => resolvers.virtualNetworkLinks.list(...path)),
      ]),
  ]
}
