/**
 * Closes the holes of an inventory: a VM without a known network still needs a place at the recovery site.
 * Whatever is made up here has an id that starts with "drplan:" and a finding. Everything comes out sorted by
 * id and once for each id, so that nothing later depends on the order of an input.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Network, SecurityGroup, Subnet, Vpc } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import type { Nic, Vm } from '../../model/site.ts'
import { orderedVpcs, withoutMirrors } from './guards.ts'

export interface SeatedNic {
  readonly vm: Vm
  readonly nic: Nic
  readonly nicIndex: number
  readonly subnetId: string
  readonly securityGroupIds: readonly string[]
}

export interface CompleteNetwork {
  readonly network: Network
  readonly nics: readonly SeatedNic[]
  /** VPCs in which ordered filters guard the cards, not groups. */
  readonly orderedVpcIds: ReadonlySet<string>
  /** Their subnets; of a card whose subnet nobody knows nobody knows the filters either. */
  readonly orderedSubnetIds: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

/** The subnet that is made up for VMs whose network nobody knows. */
export const UNPLACED_SUBNET_ID = 'drplan:unplaced'

const unknownVpc: Vpc = { id: 'drplan:site', name: 'site', blocks: [] }

const unplacedSubnet = (vpcId: string): Subnet => ({
  id: UNPLACED_SUBNET_ID,
  name: 'unplaced',
  vpcId,
  block: null,
  zone: null,
  gateway: null,
  routeTableId: null,
})

const closedGroupId = (vpcId: string): string => `drplan:closed:${vpcId}`

const closedGroup = (vpc: Vpc): SecurityGroup => ({
  id: closedGroupId(vpc.id),
  name: `${vpc.name} closed`,
  vpcId: vpc.id,
  description: 'No traffic: the source of this site does not say what is allowed',
})

export function completeNetwork(input: Network, vms: readonly Vm[]): CompleteNetwork {
  const network = withoutMirrors(sorted(input))
  const implied = impliedVpcs(network)
  const found = [...network.vpcs, ...implied].sort(byId)
  const vpcs = found.length > 0 ? found : [unknownVpc]
  const known = new Set(network.subnets.map(({ id }) => id))
  const cards = [...vms].sort(byId).flatMap((vm) => cardsOf(vm).map((nic, nicIndex) => ({ vm, nic, nicIndex })))
  const lost = cards.filter(({ nic }) => !known.has(nic.subnetId ?? ''))
  const unplaced = lost.length > 0 ? [unplacedSubnet(vpcs[0]?.id ?? unknownVpc.id)] : []
  const subnets = [...network.subnets, ...unplaced]
  const homes = homeGroups(network.securityGroups, { vpcs, cards, subnets })
  const orderedVpcIds = orderedVpcs({ ...network, vpcs, securityGroups: homes.groups })
  const orderedSubnetIds = new Set(network.subnets.filter(({ vpcId }) => orderedVpcIds.has(vpcId)).map(({ id }) => id))
  const closed = closeCards(network, cards, { subnets, orderedSubnetIds })
  const groups = vpcs
    .filter(({ id }) => closed.vpcIds.has(id) || (!network.rulesKnown && !orderedVpcIds.has(id)))
    .map(closedGroup)
  return {
    network: { ...network, vpcs, subnets, securityGroups: [...homes.groups, ...groups].sort(byId) },
    nics: closed.nics,
    orderedVpcIds,
    orderedSubnetIds,
    findings: [
      ...implied.map(impliedFinding),
      ...(lost.length > 0 ? [unplacedFinding(lost.map(({ vm }) => vm))] : []),
      ...closed.findings,
      ...homes.findings,
    ],
  }
}

type Card = Pick<SeatedNic, 'vm' | 'nic' | 'nicIndex'>

/**
 * A card without a group of the inventory gets a closed one: left alone, a platform would give it a default that may be
 * open. Where ordered filters guard, a card without one is open, and they say so.
 */
function closeCards(
  { rulesKnown, securityGroups }: Network,
  cards: readonly Card[],
  {
    subnets,
    orderedSubnetIds,
  }: { readonly subnets: readonly Subnet[]; readonly orderedSubnetIds: ReadonlySet<string> },
): { nics: readonly SeatedNic[]; vpcIds: ReadonlySet<string>; findings: readonly Finding[] } {
  const vpcOf = new Map(subnets.map(({ id, vpcId }) => [id, vpcId]))
  const groupIds = new Set(securityGroups.map(({ id }) => id))
  const vpcIds = new Set<string>()
  const bare: Vm[] = []
  const nics = cards.map((card): SeatedNic => {
    const subnetId = vpcOf.has(card.nic.subnetId ?? '') ? (card.nic.subnetId ?? '') : UNPLACED_SUBNET_ID
    if (orderedSubnetIds.has(subnetId)) return { ...card, subnetId, securityGroupIds: [] }
    const securityGroupIds = rulesKnown ? card.nic.securityGroupIds.filter((id) => groupIds.has(id)) : []
    if (securityGroupIds.length > 0) return { ...card, subnetId, securityGroupIds }
    const vpcId = vpcOf.get(subnetId) ?? unknownVpc.id
    vpcIds.add(vpcId)
    bare.push(card.vm)
    return { ...card, subnetId, securityGroupIds: [closedGroupId(vpcId)] }
  })
  return { nics, vpcIds, findings: rulesKnown && bare.length > 0 ? [bareFinding(bare)] : [] }
}

/** A group of a VPC that nobody knows goes where the first card that carries it is, else to the first VPC. */
function homeGroups(
  groups: readonly SecurityGroup[],
  { vpcs, cards, subnets }: { vpcs: readonly Vpc[]; cards: readonly Card[]; subnets: readonly Subnet[] },
): { groups: readonly SecurityGroup[]; findings: readonly Finding[] } {
  const known = new Set(vpcs.map(({ id }) => id))
  const vpcOfSubnet = new Map(subnets.map(({ id, vpcId }) => [id, vpcId]))
  const homes = new Map<string, string>()
  for (const { nic } of cards) {
    const vpcId = vpcOfSubnet.get(nic.subnetId ?? '')
    for (const id of nic.securityGroupIds) if (vpcId !== undefined && !homes.has(id)) homes.set(id, vpcId)
  }
  const findings: Finding[] = []
  const homed = groups.map((group): SecurityGroup => {
    if (known.has(group.vpcId ?? '')) return group
    const vpcId = homes.get(group.id) ?? vpcs[0]?.id ?? unknownVpc.id
    findings.push(homelessFinding(group, vpcId))
    return { ...group, vpcId }
  })
  return { groups: homed, findings }
}

const homelessFinding = (group: SecurityGroup, vpcId: string): Finding =>
  createFinding('site.reference-missing', {
    subject: group.name,
    message: `The inventory does not have the VPC of security group ${group.name} (${group.id}); it is taken to be in ${vpcId}.`,
    suggestion: 'Add the group and its VPC to the inventory.',
  })

/** A VM without a network card gets one: a recovered VM that nothing can reach is of no use. */
const cardsOf = (vm: Vm): readonly Nic[] =>
  vm.nics.length > 0
    ? vm.nics
    : [
        {
          id: 'drplan:nic',
          subnetId: null,
          macAddress: null,
          addresses: [],
          securityGroupIds: [],
          hasPublicAddress: false,
        },
      ]

interface Identified {
  readonly id: string
}

const byId = (a: Identified, b: Identified): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/** Two sources may both have read one account: the first of each id counts. */
const distinct = <Thing extends Identified>(things: readonly Thing[]): Thing[] => {
  const first = new Map<string, Thing>()
  for (const thing of things) if (!first.has(thing.id)) first.set(thing.id, thing)
  return [...first.values()].sort(byId)
}

const sorted = (network: Network): Network => ({
  vpcs: distinct(network.vpcs),
  subnets: distinct(network.subnets),
  routeTables: distinct(network.routeTables),
  routes: distinct(network.routes),
  securityGroups: distinct(network.securityGroups),
  securityRules: distinct(network.securityRules),
  dnsRecords: distinct(network.dnsRecords),
  objects: distinct(network.objects),
  rulesKnown: network.rulesKnown,
})

/** VPCs that subnets name and the inventory does not have; their blocks are what covers those subnets. */
function impliedVpcs({ vpcs, subnets }: Network): readonly Vpc[] {
  const known = new Set(vpcs.map(({ id }) => id))
  const missing = new Set(subnets.map(({ vpcId }) => vpcId).filter((id) => !known.has(id)))
  return [...missing].sort().map((id) => ({ id, name: id, blocks: [] }))
}

const impliedFinding = ({ id }: Vpc): Finding =>
  createFinding('site.reference-missing', {
    subject: id,
    message: `Subnets are in VPC ${id}, which the inventory does not have; its blocks are taken to be what covers those subnets.`,
    suggestion: 'Add the VPC to the inventory.',
  })

const idsOf = (vms: readonly Vm[]): readonly string[] => [...new Set(vms.map(({ id }) => id))]

function unplacedFinding(vms: readonly Vm[]): Finding {
  const ids = idsOf(vms)
  return createFinding('network.subnet-unknown', {
    subject: count(ids.length, 'VM'),
    message: `The inventory does not say in which network ${count(ids.length, 'VM has a card', 'VMs have cards')}, or does not have that network; these cards are placed together in a subnet named "unplaced", with new addresses.`,
    suggestion: 'Add the network of these VMs to the inventory (in RVTools: the tab vNetwork).',
    affected: ids,
  })
}

function bareFinding(vms: readonly Vm[]): Finding {
  const ids = idsOf(vms)
  return createFinding('network.rules-unknown', {
    subject: count(ids.length, 'VM'),
    message: `The inventory has no security group for a network card of ${count(ids.length, 'VM')}; at the recovery site these cards are closed in both directions.`,
    suggestion: 'Add an inventory that has the rules, or write them into out/terraform before the first drill.',
    affected: ids,
  })
}
