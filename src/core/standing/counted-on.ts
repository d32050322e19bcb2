/** Which VMs of the plan count on a thing that the plan builds. */
import type { AddressTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { StandingRef } from '../../model/standing.ts'

/** Ids of VMs, in the order of the plan. */
export function countedOn(plan: Plan, ref: StandingRef): readonly string[] {
  const ids = new Set(idsOf(plan, ref))
  return plan.vms.map(({ vmId }) => vmId).filter((vmId) => ids.has(vmId))
}

function idsOf(plan: Plan, { kind, key }: StandingRef): readonly string[] {
  const { network } = plan
  const inSubnets = (keys: ReadonlySet<string>): readonly string[] =>
    who(network.addresses.filter((one) => keys.has(one.subnetKey)))
  const subnets = (isIt: (subnet: (typeof network.subnets)[number]) => boolean): ReadonlySet<string> =>
    new Set(network.subnets.filter(isIt).map((subnet) => subnet.key))
  switch (kind) {
    case 'server':
      return plan.vms.filter((vm) => vm.key === key).map(({ vmId }) => vmId)
    case 'subnet':
      return inSubnets(new Set([key]))
    case 'route-table':
      return inSubnets(subnets(({ routeTableKey }) => routeTableKey === key))
    case 'security-group':
      return who(network.addresses.filter(({ securityGroupKeys }) => securityGroupKeys.includes(key)))
    case 'prefix-list':
      return groupsOfList(plan, key).flatMap((groupKey) => idsOf(plan, { kind: 'security-group', key: groupKey }))
    case 'member-group':
      return network.memberGroups.filter((group) => group.key === key).flatMap(({ cards }) => who(cards))
    case 'packet-filter':
      return network.packetFilters
        .filter((filter) => filter.key === key)
        .flatMap(({ cards, subnetKeys }) => [...who(cards), ...inSubnets(new Set(subnetKeys))])
    default:
      return inSubnets(subnets(({ vpcKey }) => networksOf(plan, { kind, key }).includes(vpcKey)))
  }
}

const who = (cards: readonly Pick<AddressTranslation, 'vmId'>[]): readonly string[] => cards.map(({ vmId }) => vmId)

const groupsOfList = ({ network }: Plan, key: string): readonly string[] =>
  network.securityRules
    .filter(
      ({ peer }) => peer.kind === 'prefix-list' && (peer.listKey === key || key.startsWith(`${peer.listKey}-ipv`)),
    )
    .map(({ groupKey }) => groupKey)

/** Networks that it serves. */
function networksOf({ network }: Plan, { kind, key }: StandingRef): readonly string[] {
  const { connections = [], peerings = [], endpoints = [] } = network
  switch (kind) {
    case 'vpc':
    case 'first-filter':
      return [key]
    case 'peering':
      return peerings
        .filter((one) => key === one.key || key === `${one.key}_back`)
        .flatMap(({ vpcKey, peerVpcKey }) => [vpcKey, peerVpcKey])
    case 'endpoint':
      return endpoints.filter((one) => one.key === key).map(({ vpcKey }) => vpcKey)
    case 'gateway':
      return [
        ...ofGateway(network, key),
        ...network.vpcs.map((vpc) => vpc.key).filter((own) => key.endsWith(` of ${own}`)),
      ]
    default: {
      const own = connections.filter((one) => one.key === key || one.remoteKey === key)
      const attached = network.vpcs.map((vpc) => vpc.key).filter((vpcKey) => key.endsWith(`/${vpcKey}`))
      return [...own.flatMap(({ gatewayKey }) => ofGateway(network, gatewayKey)), ...attached]
    }
  }
}

const ofGateway = ({ gateways = [] }: Plan['network'], gatewayKey: string): readonly string[] =>
  gateways.filter(({ key }) => key === gatewayKey).flatMap(({ vpcKeys }) => vpcKeys)
