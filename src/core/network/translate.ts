/**
 * The network of the primary site, carried over to the recovery site: blocks, subnets, addresses, routes,
 * security rules and DNS records under one explicit address map (address-map.ts).
 */
import type { AddressMap } from './address-map.ts'
import { maximal } from './allocate.ts'
import { type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { translateAddresses } from './addresses.ts'
import { ruleFindings } from './block-rules.ts'
import { blocksOf } from './blocks.ts'
import { translateRecords } from './dns.ts'
import { mentionedRanges, sharedBlocks, unplannedIpv6 } from './overlaps.ts'
import { overfullNics, placeNics } from './nics.ts'
import { carryFilters } from './compile/carry-filters.ts'
import { compileFilters } from './compile/compile-filters.ts'
import type { CompileContext } from './compile/context.ts'
import { completeNetwork, type CompleteNetwork } from './complete.ts'
import { joinedNetworks } from './joined-networks.ts'
import { overfullTables, translateRoutes, translateTables } from './routes.ts'
import { translateObjects } from './objects.ts'
import { overfullGroups } from './overfull-groups.ts'
import { translateFilters } from './packet-filters.ts'
import { translateLists, type Regions } from './prefix-lists.ts'
import { groupKey, translateRules } from './security-rules.ts'
import type { HostInVpc } from './placed-nic.ts'
import { mapsOf, type VpcMoves } from './vpc-maps.ts'
import { translateVpc, type TranslatedVpc } from './vpcs.ts'

export interface TranslationInput {
  /** The VMs that the plan covers. */
  readonly vms: readonly Vm[]
  readonly network: Network
  readonly policy: NetworkPolicy
  readonly limits: NetworkLimits
  readonly regions: Regions
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
  const mapOf = mapsOf(movesOf(vpcs, places.hosts))
  const vpcKeys = new Map(vpcs.map(({ vpc, key }) => [vpc.id, key]))
  const routes = translateRoutes(network, mapOf)
  const prefixLists = translateLists(network, mapOf(null), input.regions)
  const { lists } = prefixLists
  const rules = translateRules({ network, groupKeys: groupKeysOf(network), mapOf, addresses: places.addresses, lists })
  const subnets = vpcs.flatMap((vpc) => vpc.subnets)
  const filters = translateFilters({ network, subnets, vpcKeys, mapOf, limits })
  const ordered = carryFilters({ network, subnets, addresses: places.addresses, vpcKeys, mapOf })
  const records = translateRecords(network.dnsRecords, {
    map: mapOf(null),
    addresses: places.addresses,
    ipv6Blocks: network.vpcs.flatMap(({ blocks }) => blocks.filter(({ family }) => family === 6)),
  })
  const carried: NetworkTranslation = {
    blocks: vpcs.flatMap(({ blocks }) => blocks),
    moved: places.moved,
    vpcs: vpcs.map(translatedVpc),
    subnets,
    addresses: places.addresses,
    routeTables: translateTables(network, vpcKeys),
    routes: routes.routes,
    securityGroups: translateGroups(network, vpcKeys),
    securityRules: rules.rules,
    prefixLists: [...lists.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    packetFilters: [...filters.filters, ...ordered.filters].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    memberGroups: ordered.memberGroups,
    objects: translateObjects(network, { mapOf, addresses: places.addresses, routes: routes.routes }),
    dnsRecords: records.records,
  }
  const compiled = compileFilters(carried, compileContext(input, complete, { vpcKeys, mapOf, subnets }))
  const { translation } = compiled
  const findings = [
    ...complete.findings,
    ...vpcs.flatMap((vpc) => vpc.findings),
    ...places.findings,
    ...routes.findings,
    ...prefixLists.findings,
    ...rules.findings,
    ...filters.findings,
    ...ordered.findings,
    ...compiled.findings,
    ...records.findings,
    ...overfullParts(translation, limits),
    ...unknownRules(complete, vms.length),
    ...rangeFindings(input, network, translation),
  ]
  return { translation, findings }
}

const rangeFindings = (
  { vms, policy, limits }: TranslationInput,
  network: Network,
  { blocks }: NetworkTranslation,
): readonly Finding[] => [
  ...sharedBlocks(network),
  ...mentionedRanges(network, blocks),
  ...unplannedIpv6(vms, network),
  ...ruleFindings(policy, primaryBlocks(network, limits)),
]

const overfullParts = (translation: NetworkTranslation, limits: NetworkLimits): readonly Finding[] => [
  ...overfullGroups(translation.securityRules, translation.prefixLists, limits),
  ...overfullTables(translation.routes, limits),
  ...overfullNics(translation.addresses, limits),
]

interface MapView {
  readonly subnets: NetworkTranslation['subnets']
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly mapOf: (vpcId: string | null) => AddressMap
}

const compileContext = (
  { limits, policy, regions }: TranslationInput,
  complete: CompleteNetwork,
  view: MapView,
): CompileContext => ({
  limits,
  policy,
  regions,
  orderedSubnetKeys: new Set(
    view.subnets.filter(({ from }) => complete.orderedSubnetIds.has(from ?? '')).map(({ key }) => key),
  ),
  joinedOf: joinedNetworks(complete, view),
})

const translateGroups = (
  network: Network,
  vpcKeys: ReadonlyMap<string, string>,
): NetworkTranslation['securityGroups'] =>
  network.securityGroups.map((group) => ({
    key: groupKey(group),
    from: group.id,
    name: group.name,
    vpcKey: vpcKeys.get(group.vpcId ?? '') ?? '',
    description: group.description,
  }))

const movesOf = (vpcs: readonly TranslatedVpc[], hosts: readonly HostInVpc[]): readonly VpcMoves[] =>
  vpcs.map(({ vpc, key, segments }) => ({
    vpcId: vpc.id,
    segments,
    hosts: hosts.filter(({ vpcKey }) => vpcKey === key),
  }))

const translatedVpc = ({ key, vpc, blocks }: TranslatedVpc): NetworkTranslation['vpcs'][number] => ({
  key,
  from: vpc.id,
  name: vpc.name,
  blocks: maximal(blocks.map(({ to }) => to)),
})

function translateVpcs(
  network: Network,
  nics: ReturnType<typeof completeNetwork>['nics'],
  settings: { policy: NetworkPolicy; limits: NetworkLimits },
): readonly TranslatedVpc[] {
  const subnetsOf = (vpcId: string): Network['subnets'] => network.subnets.filter((subnet) => subnet.vpcId === vpcId)
  const primary = primaryBlocks(network, settings.limits)
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

/** What the primary site uses: the blocks of its VPCs, and subnets that lie outside them. */
const primaryBlocks = (network: Network, limits: NetworkLimits): readonly Cidr[] =>
  maximal([
    ...network.vpcs.flatMap((vpc) => [
      ...vpc.blocks,
      ...blocksOf(
        vpc,
        network.subnets.filter(({ vpcId }) => vpcId === vpc.id),
        limits,
      ),
    ]),
    ...network.subnets.flatMap(({ block }) => block ?? []),
  ])

const groupKeysOf = (network: Network): ReadonlyMap<string, string> =>
  new Map(network.securityGroups.map((group) => [group.id, groupKey(group)]))

const unknownRules = ({ network, orderedVpcIds }: CompleteNetwork, vms: number): readonly Finding[] =>
  network.rulesKnown || network.vpcs.every(({ id }) => orderedVpcIds.has(id))
    ? []
    : [
        createFinding('network.rules-unknown', {
          subject: 'security rules',
          message: `The inventory does not say which traffic is allowed between its ${vms} VMs. Their recovery security groups are closed in both directions.`,
          suggestion: 'Add an inventory that has the rules, or write them into out/terraform before the first drill.',
        }),
      ]
