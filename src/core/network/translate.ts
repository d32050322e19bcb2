/**
 * The network of the primary site, carried over to the recovery site: blocks, subnets, addresses, routes,
 * security rules and DNS records under one explicit address map (address-map.ts).
 */
import { activationFindings } from './activation.ts'
import { maximal } from './allocate.ts'
import { contains, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { translateAddresses } from './addresses.ts'
import type { AddressMap, Range } from './address-map.ts'
import { blocksOverRoutes } from './block-pairs.ts'
import { translateRecords } from './dns.ts'
import { translateHeld } from './held-blocks.ts'
import { rangesOf } from './images.ts'
import { mentionedRanges, sharedBlocks, unplannedIpv6 } from './overlaps.ts'
import { overfullNics, placeNics } from './nics.ts'
import { planVpcs } from './plan-vpcs.ts'
import { growthFindings } from './rule-growth.ts'
import { carryFilters } from './compile/carry-filters.ts'
import { compileFilters } from './compile/compile-filters.ts'
import type { CompileContext } from './compile/context.ts'
import { completeNetwork, type CompleteNetwork } from './complete.ts'
import { joinedNetworks } from './joined-networks.ts'
import { overfullTables } from './routes.ts'
import { translateRouting } from './routing.ts'
import { translateObjects } from './objects.ts'
import { overfullGroups } from './overfull-groups.ts'
import { translateFilters } from './packet-filters.ts'
import { translateLists, type Regions } from './prefix-lists.ts'
import { groupKey, translateRules } from './security-rules.ts'
import { serve } from './serving/serve.ts'
import type { HostInVpc } from './placed-nic.ts'
import { mapsOf, type VpcMoves } from './vpc-maps.ts'
import type { TranslatedVpc } from './vpcs.ts'

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
  const { policy, limits } = input
  const complete = completeNetwork(input.network, input.vms)
  const planned = planVpcs(complete.network, complete.nics, { policy, limits })
  const parts = translateParts(input, complete, planned.vpcs)
  const { carried, mapOf } = parts
  const compiled = compileFilters(carried, compileContext(input, complete, { ...parts, subnets: carried.subnets }))
  const { translation } = compiled
  const seen = { ...input, translation, vpcs: planned.vpcs, mapOf, named: planned.named }
  return {
    translation,
    findings: [
      ...complete.findings,
      ...planned.vpcs.flatMap((vpc) => vpc.findings),
      ...parts.findings,
      ...compiled.findings,
      ...planned.findings,
      ...afterwards(seen, complete),
    ],
  }
}

interface Parts {
  /** Still in the words of the primary site, where filters are concerned. */
  readonly carried: NetworkTranslation
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

/** Everything under the one address map. */
function translateParts(
  { policy, limits, regions }: TranslationInput,
  complete: CompleteNetwork,
  vpcs: readonly TranslatedVpc[],
): Parts {
  const { network, nics } = complete
  const placed = placeNics(nics, { network, vpcs })
  const subnets = vpcs.flatMap((vpc) => vpc.subnets)
  const held = translateHeld(placed, { network, subnets, rangesOf: (vpcKey) => rangesIn(vpcs, vpcKey), limits })
  const places = translateAddresses(placed, { limits, hostRules: policy.hosts ?? [], held })
  const mapOf = mapsOf(movesOf(vpcs, places.hosts))
  const vpcKeys = new Map(vpcs.map(({ vpc, key }) => [vpc.id, key]))
  const translatedVpcs = vpcs.map(translatedVpc)
  const { addresses } = places
  const routing = translateRouting(complete, {
    vpcs: translatedVpcs,
    vpcKeys,
    addresses,
    subnets,
    policy,
    limits,
    mapOf,
  })
  const routed = routing.fields
  const prefixLists = translateLists(network, mapOf(null), regions)
  const { lists } = prefixLists
  const groupKeys = groupKeysOf(network)
  const rules = translateRules({ network, groupKeys, mapOf, addresses, lists })
  const filters = translateFilters({ network, subnets, vpcKeys, mapOf, limits })
  const ordered = carryFilters({ network, subnets, addresses, vpcKeys, mapOf })
  const records = translateRecords(network.dnsRecords, {
    map: mapOf(null),
    addresses,
    ipv6Blocks: stillOpen(
      network.vpcs.flatMap(({ blocks }) => blocks),
      vpcs,
    ),
  })
  const made = { network, vpcKeys, groupKeys, subnets, mapOf, regions, addresses, ...routed }
  const served = serve(made, records.records, limits.serving)
  const carried: NetworkTranslation = {
    blocks: vpcs.flatMap(({ blocks }) => blocks),
    moved: places.moved,
    vpcs: translatedVpcs,
    subnets: [...subnets, ...routing.madeSubnets],
    addresses,
    ...(held.blocks.length > 0 && { heldBlocks: [...held.blocks] }),
    ...routed,
    securityGroups: translateGroups(network, vpcKeys),
    securityRules: rules.rules,
    prefixLists: [...lists.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    packetFilters: [...filters.filters, ...ordered.filters].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    memberGroups: ordered.memberGroups,
    objects: translateObjects(network, { mapOf, addresses, ...routed, builtIds: served.builtIds }),
    ...served.fields,
    dnsRecords: [...served.records],
  }
  const found = [held, places, routing, prefixLists, rules, filters, ordered, records, served]
  return { carried, mapOf, vpcKeys, findings: found.flatMap(({ findings }) => findings) }
}

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

interface Finished extends Pick<TranslationInput, 'vms' | 'limits'> {
  readonly translation: NetworkTranslation
  readonly vpcs: readonly TranslatedVpc[]
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly named: readonly Cidr[]
}

/** What can only be said of the whole. */
const afterwards = (
  { vms, limits, translation, vpcs, mapOf, named }: Finished,
  complete: CompleteNetwork,
): readonly Finding[] => [
  ...overfullGroups(translation.securityRules, translation.prefixLists, limits),
  ...overfullTables(translation.routes, limits),
  ...overfullNics(translation.addresses, limits),
  ...unknownRules(complete, vms.length),
  ...sharedBlocks(complete.network),
  ...mentionedRanges(complete.network, translation.blocks),
  ...unplannedIpv6(vms, complete.network),
  ...activationFindings(vms, complete.network, limits),
  ...vpcs.flatMap((vpc) => growthFindings(vpc, named, mapOf(vpc.vpc.id))),
  ...translation.vpcs.flatMap(({ from, blocks }) => {
    const { network } = complete
    const vpc = network.vpcs.find(({ id }) => id === from)
    return vpc ? blocksOverRoutes({ vpc, blocks }, { network, map: mapOf(vpc.id) }, limits) : []
  }),
]

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
  vpcs.map(({ vpc, key, segments, blocks, subnets }) => ({
    vpcId: vpc.id,
    segments,
    ranges: rangesOf(blocks, subnets),
    hosts: hosts.filter(({ vpcKey }) => vpcKey === key),
  }))

const rangesIn = (vpcs: readonly TranslatedVpc[], vpcKey: string): readonly Range[] =>
  vpcs.flatMap(({ key, blocks, subnets }) => (key === vpcKey ? rangesOf(blocks, subnets) : []))

/** IPv6 blocks whose place nobody knows. */
const stillOpen = (blocks: readonly Cidr[], vpcs: readonly TranslatedVpc[]): readonly Cidr[] =>
  blocks.filter(
    (block) => block.family === 6 && !vpcs.some(({ segments }) => segments.some(({ from }) => contains(from, block))),
  )

const translatedVpc = ({ key, vpc, blocks }: TranslatedVpc): NetworkTranslation['vpcs'][number] => ({
  key,
  from: vpc.id,
  name: vpc.name,
  blocks: maximal(blocks.map(({ to }) => to)),
})

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
