/** What foundation/ makes stand, as the source of AWS shows it. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { FilterEnd, FilterEntry } from '../../model/packet-filter.ts'
import type { StandingSite, StandingThing } from '../../model/standing.ts'
import {
  blockText,
  entrySlot,
  entryText,
  guardWords,
  rangeText,
  togetherText,
  zoneText,
} from '../../model/standing-text.ts'
import { standingMarks } from '../../model/standing-marks.ts'
import { placedVms, stands } from '../placed-vms.ts'
import { aThing, keysOf, ref, serverThing, vpcThing } from '../standing.ts'
import { standingGateways, standingPeerings } from './standing-gateways.ts'
import { standingGroups } from './standing-groups.ts'
import { standingRoutes } from './standing-routes.ts'
import { partsOf } from './terraform-lists.ts'
import { labelOf, siteName, tagValue } from './text.ts'

/** Numbers of entries that people give (Amazon VPC user guide, "Network ACL rules"); the last one is AWS's own. */
const LAST_ENTRY = 32_766

export function awsStandingSite(plan: Plan): StandingSite {
  const { network } = plan
  const name = siteName(plan.site.id)
  return {
    things: [
      ...network.vpcs.map((vpc) => vpcThing(network, vpc.key, [labelOf(vpc)])),
      ...standingSubnets(network),
      ...standingRoutes(plan),
      ...standingGroups(plan),
      ...standingFilters(network),
      ...standingLists(plan),
      ...standingGateways(network),
      ...standingPeerings(network),
      ...standingEndpoints(network),
      ...placedVms(plan)
        .filter(stands)
        .map((placed) =>
          serverThing({
            placed,
            // A card without groups falls to the closed one of its network, which has no key.
            cardValues: ([first]) => ({
              'security groups': first?.securityGroupKeys.length ? togetherText(first.securityGroupKeys) : null,
            }),
            diskClass: (classId) => classId,
            forwards: ([first]) => first?.forwards === true,
          }),
        ),
    ],
    lastOrder: LAST_ENTRY,
    ownGroups: [
      `${name}-replication`,
      ...network.vpcs.flatMap(({ key }) => [`${name}-drill-${key}`, `${name}-drill-drs-${key}`]),
    ],
    siteTag: tagValue(plan.site.id),
  }
}

/** A network ACL guards every subnet: where the plan has none, that of the VPC, which lets everything pass. */
function standingSubnets({ subnets, packetFilters }: NetworkTranslation): readonly StandingThing[] {
  const guards = new Map(
    packetFilters
      .filter(({ stateful }) => !stateful)
      .flatMap(({ key, subnetKeys }) => subnetKeys.map((subnetKey) => [subnetKey, key] as const)),
  )
  return subnets
    .filter(({ block }) => block.family === 4)
    .map((subnet) =>
      aThing({
        kind: 'subnet',
        key: subnet.key,
        names: [labelOf(subnet)],
        vpcKey: subnet.vpcKey,
        marks: [formatCidr(subnet.block)],
        values: {
          block: formatCidr(subnet.block),
          zone: zoneText(subnet.zone),
          'route table': subnet.routeTableKey,
          'packet filter': guards.get(subnet.key) ?? guardWords.platform,
        },
      }),
    )
}

const standingFilters = ({ packetFilters }: NetworkTranslation): readonly StandingThing[] =>
  packetFilters
    .filter(({ stateful }) => !stateful)
    .map((filter: PacketFilterTranslation) =>
      aThing({
        kind: 'packet-filter',
        key: filter.key,
        names: [labelOf(filter)],
        vpcKey: filter.vpcKey,
        marks: filter.subnetKeys,
        items: filter.entries.map((entry) => ({ text: entryText(shown(entry)), slot: entrySlot(entry) })),
      }),
    )

/** All ports are written as none. */
const shown = (entry: FilterEntry) => ({
  direction: entry.direction,
  order: entry.order,
  action: entry.action,
  protocol: protocolOf(entry),
  sourcePorts: [],
  ports: portsOf(entry),
  sources: entry.sources.flatMap(blockOf),
  destinations: entry.destinations.flatMap(blockOf),
})

const names: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }

const protocolOf = ({ protocol }: FilterEntry): string => names[String(protocol)] ?? String(protocol)

const portsOf = ({ ports, icmp }: FilterEntry): readonly string[] =>
  icmp ? [`${icmp.type}/${icmp.code ?? 'any'}`] : ports.filter(({ from, to }) => from > 0 || to < 65_535).map(rangeText)

const blockOf = (end: FilterEnd): readonly string[] => (end.kind === 'cidr' ? [formatCidr(end.cidr)] : [])

/** Those of AWS are there in every region, and nobody says what is in them. */
const standingLists = (plan: Plan): readonly StandingThing[] =>
  plan.network.prefixLists.flatMap((list) =>
    list.managed
      ? [aThing({ kind: 'prefix-list', key: list.key, names: [list.name] })]
      : partsOf(list).map(({ key, blocks }) =>
          aThing({
            kind: 'prefix-list',
            key,
            names: keysOf(plan, 'prefix-list', key).map((one) => `drplan-${one}`),
            values: { room: String(list.maxEntries ?? Math.max(1, list.blocks.length)) },
            items: blocks.map((block) => ({ text: blockText(block) })),
          }),
        ),
  )

const standingEndpoints = ({ endpoints = [] }: NetworkTranslation): readonly StandingThing[] =>
  endpoints.map((endpoint) => {
    const { key, role, service, vpcKey, routeTableKeys, subnetKeys, securityGroupKeys, addresses } = endpoint
    const isInterface = role === 'interface'
    const isFixed = isInterface && addresses.length === subnetKeys.length
    return aThing({
      kind: 'endpoint',
      key,
      names: [labelOf(endpoint)],
      vpcKey,
      inside: [ref('vpc', vpcKey), ...(isInterface ? subnetKeys.map((one) => ref('subnet', one)) : [])],
      marks: [standingMarks.service(role, service)],
      values: {
        'private names': isInterface ? (endpoint.privateNames ? 'on' : 'off') : null,
        'route tables': isInterface ? null : togetherText(routeTableKeys),
        subnets: isInterface ? togetherText(subnetKeys) : null,
        groups: isInterface && securityGroupKeys.length > 0 ? togetherText(securityGroupKeys) : null,
        addresses: isFixed ? togetherText(addresses.map(({ to }) => formatAddress(to))) : null,
      },
    })
  })
