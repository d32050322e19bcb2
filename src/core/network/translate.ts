/**
 * The network of the primary site, carried over to the recovery site: blocks, subnets, addresses, routes,
 * security rules and DNS records under one explicit address map (address-map.ts).
 */
import { compareCidrs, equalCidrs, formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/config.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { NetworkLimits } from '../../model/target.ts'
import type { AddressMap } from './address-map.ts'
import { translateAddresses } from './addresses.ts'
import { blocksOf } from './blocks.ts'
import { translateRecords } from './dns.ts'
import { overfullNics, placeNics } from './nics.ts'
import { completeNetwork } from './complete.ts'
import { overfullTables, translateRoutes, translateTables } from './routes.ts'
import { groupKey, overfullGroups, translateRules } from './security-rules.ts'
import { translateVpc, type TranslatedVpc } from './vpcs.ts'

export interface TranslationInput {
  /** The VMs that the plan covers. */
  readonly vms: readonly Vm[]
  readonly network: Network
  readonly policy: NetworkPolicy
  readonly limits: NetworkLimits
}

export function translateNetwork(input: TranslationInput): {
  translation: NetworkTranslation
  findings: readonly Finding[]
} {
  const { vms, policy, limits } = input
  const complete = completeNetwork(input.network, vms)
  const { network, nics } = complete
  const vpcs = translateVpcs(network, nics, { policy, limits })
  const placed = placeNics(nics, { network, vpcs })
  const places = translateAddresses(placed, limits)
  const mapOf = mapsOf(vpcs, places.hosts)
  const vpcKeys = new Map(vpcs.map(({ vpc, key }) => [vpc.id, key]))
  const routes = translateRoutes(network, mapOf)
  const rules = translateRules({ network, groupKeys: groupKeysOf(network), mapOf, addresses: places.addresses })
  const records = translateRecords(network.dnsRecords, mapOf(null))
  const translation: NetworkTranslation = {
    blocks: vpcs.flatMap(({ blocks }) => blocks),
    moved: places.moved,
    vpcs: vpcs.map(({ key, vpc, blocks }) => ({
      key,
      from: vpc.id,
      name: vpc.name,
      blocks: unique(blocks.map(({ to }) => to)),
    })),
    subnets: vpcs.flatMap(({ subnets }) => subnets),
    addresses: places.addresses,
    routeTables: translateTables(network, vpcKeys),
    routes: routes.routes,
    securityGroups: network.securityGroups.map((group) => ({
      key: groupKey(group),
      from: group.id,
      name: group.name,
      vpcKey: vpcKeys.get(group.vpcId ?? '') ?? vpcs[0]?.key ?? '',
      description: group.description,
    })),
    securityRules: rules.rules,
    dnsRecords: records.records,
  }
  const findings = [
    ...complete.findings,
    ...vpcs.flatMap((vpc) => vpc.findings),
    ...places.findings,
    ...routes.findings,
    ...rules.findings,
    ...records.findings,
    ...overfullGroups(rules.rules, limits),
    ...overfullTables(routes.routes, limits),
    ...overfullNics(places.addresses, limits),
    ...unknownRules(network, vms.length),
    ...sharedBlocks(network),
  ]
  return { translation, findings }
}

function translateVpcs(
  network: Network,
  nics: ReturnType<typeof completeNetwork>['nics'],
  settings: { policy: NetworkPolicy; limits: NetworkLimits },
): readonly TranslatedVpc[] {
  const subnetsOf = (vpcId: string): Network['subnets'] => network.subnets.filter((subnet) => subnet.vpcId === vpcId)
  const primary = network.vpcs.flatMap((vpc) => [...vpc.blocks, ...blocksOf(vpc, subnetsOf(vpc.id), settings.limits)])
  const hosts = new Map<string, number>()
  for (const { subnetId, nic } of nics)
    hosts.set(subnetId, (hosts.get(subnetId) ?? 0) + Math.max(1, nic.addresses.length))
  const context = {
    ...settings,
    primary,
    given: [] as Cidr[],
    network,
    hostsOf: (id: string): number => hosts.get(id) ?? 0,
  }
  return network.vpcs.map((vpc) => translateVpc(vpc, subnetsOf(vpc.id), context))
}

/** The address map as one VPC sees it: where source VPCs overlap, a VPC means its own addresses. */
function mapsOf(vpcs: readonly TranslatedVpc[], hosts: AddressMap['hosts']): (vpcId: string | null) => AddressMap {
  const maps = new Map(vpcs.map((vpc) => [vpc.vpc.id, { segments: firstOf([vpc, ...vpcs]), hosts }]))
  const common = { segments: firstOf(vpcs), hosts }
  return (vpcId) => maps.get(vpcId ?? '') ?? common
}

/** The segments in order of preference, without those that overlap an earlier one. */
function firstOf(vpcs: readonly TranslatedVpc[]): AddressMap['segments'] {
  const segments: AddressMap['segments'][number][] = []
  for (const segment of vpcs.flatMap((vpc) => vpc.segments)) {
    if (!segments.some(({ from }) => overlaps(from, segment.from))) segments.push(segment)
  }
  return segments
}

const groupKeysOf = (network: Network): ReadonlyMap<string, string> =>
  new Map(network.securityGroups.map((group) => [group.id, groupKey(group)]))

const unique = (blocks: readonly Cidr[]): readonly Cidr[] =>
  [...blocks]
    .sort(compareCidrs)
    .filter((block, index, all) => index === 0 || !equalCidrs(block, all[index - 1] ?? block))

const unknownRules = (network: Network, vms: number): readonly Finding[] =>
  network.rulesKnown
    ? []
    : [
        createFinding('network.rules-unknown', {
          subject: 'security rules',
          message: `The inventory does not say which traffic is allowed between its ${vms} VMs. Their recovery security groups are closed in both directions.`,
          suggestion: 'Add an inventory that has the rules, or write them into out/terraform before the first drill.',
        }),
      ]

/** Two VPCs with the same addresses cannot be told apart in a rule that names a block. */
const sharedBlocks = (network: Network): readonly Finding[] =>
  network.vpcs.flatMap((vpc, index) =>
    network.vpcs.slice(index + 1).flatMap((other) => {
      const block = vpc.blocks.find((mine) => other.blocks.some((theirs) => overlaps(mine, theirs)))
      if (!block) return []
      return createFinding('network.cidr-overlap', {
        subject: `${vpc.name}, ${other.name}`,
        message: `${formatCidr(block)} of ${vpc.name} overlaps a block of ${other.name} at the primary site. Each VPC gets its own block; a rule that names such an address means the host in its own VPC.`,
        suggestion: 'Check the rules that cross between these VPCs.',
      })
    }),
  )
