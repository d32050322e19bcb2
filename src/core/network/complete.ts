/**
 * Closes the holes of an inventory: a VM without a known network still needs a place at the recovery site.
 * Whatever is made up here has an id that starts with "drplan:" and a finding.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Network, SecurityGroup, Subnet, Vpc } from '../../model/network.ts'
import type { Nic, Vm } from '../../model/site.ts'

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
  readonly findings: readonly Finding[]
}

const unknownVpc: Vpc = { id: 'drplan:site', name: 'site', blocks: [] }

const unplacedSubnet = (vpcId: string): Subnet => ({
  id: 'drplan:unplaced',
  name: 'unplaced',
  vpcId,
  block: null,
  zone: null,
  gateway: null,
  routeTableId: null,
})

const closedGroup = (vpc: Vpc): SecurityGroup => ({
  id: `drplan:closed:${vpc.id}`,
  name: `${vpc.name} closed`,
  vpcId: vpc.id,
  description: 'No traffic: the source of this site does not say what is allowed',
})

export function completeNetwork(network: Network, vms: readonly Vm[]): CompleteNetwork {
  const vpcs = network.vpcs.length > 0 ? network.vpcs : [unknownVpc]
  const known = new Map(network.subnets.map((subnet) => [subnet.id, subnet]))
  const cards = vms.flatMap((vm) => cardsOf(vm).map((nic, nicIndex) => ({ vm, nic, nicIndex })))
  const lost = cards.filter(({ nic }) => !known.has(nic.subnetId ?? ''))
  const unplaced = lost.length > 0 ? [unplacedSubnet(vpcs[0]?.id ?? unknownVpc.id)] : []
  const groups = network.rulesKnown ? [] : vpcs.map(closedGroup)
  const subnets = [...network.subnets, ...unplaced]
  const closed = (subnetId: string): string =>
    `drplan:closed:${subnets.find(({ id }) => id === subnetId)?.vpcId ?? unknownVpc.id}`
  const nics = cards.map((card): SeatedNic => {
    const subnetId = known.has(card.nic.subnetId ?? '') ? (card.nic.subnetId ?? '') : 'drplan:unplaced'
    return { ...card, subnetId, securityGroupIds: network.rulesKnown ? card.nic.securityGroupIds : [closed(subnetId)] }
  })
  return {
    network: { ...network, vpcs, subnets, securityGroups: [...network.securityGroups, ...groups] },
    nics,
    findings: lost.length > 0 ? [unplacedFinding(lost.map(({ vm }) => vm))] : [],
  }
}

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

function unplacedFinding(vms: readonly Vm[]): Finding {
  const ids = [...new Set(vms.map(({ id }) => id))]
  return createFinding('network.subnet-unknown', {
    subject: `${ids.length} VMs`,
    message: `The inventory does not say in which network ${ids.length} VMs are; they are placed together in a subnet named "unplaced", with addresses from the platform.`,
    suggestion: 'Add the network of these VMs to the inventory (in RVTools: the tab vNetwork).',
    affected: ids,
  })
}
