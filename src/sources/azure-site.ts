/**
 * Azure's machines and networks as a site, in one neutral shape that the answers of the API and Terraform's state are
 * both brought into. Resource ids are compared without case (Azure Resource Manager does so) and kept in lower case.
 */
import type { Cidr } from '../model/cidr.ts'
import type { Network, SecurityGroup, Subnet, SubnetTraits, Vpc, VpcTraits } from '../model/network.ts'
import type { Nic } from '../model/site.ts'
import { packetFilterOf } from './azure-filters.ts'
import { readRouting, type AzureRouteTable } from './azure-routes.ts'
import { allowedRules, type AzureRule } from './azure-security.ts'
import type { Report } from './report.ts'
import { compareText } from '../model/text-order.ts'

export interface AzureNetwork {
  readonly id: string
  readonly name: string
  readonly blocks: readonly Cidr[]
  readonly traits?: VpcTraits
  readonly peerIds: readonly string[]
}

export interface AzureSubnet {
  readonly id: string
  readonly name: string
  readonly vpcId: string
  readonly block: Cidr | null
  /** Further ones, such as of IPv6. */
  readonly moreBlocks?: readonly Cidr[]
  readonly traits?: SubnetTraits
  readonly groupId: string | null
  readonly routeTableId: string | null
}

export interface AzureNic {
  readonly nic: Nic
  /** The group of the interface itself; the subnet may have one too. */
  readonly groupId: string | null
}

export interface AzureSecurityGroup {
  readonly id: string
  readonly name: string
  readonly rules: readonly AzureRule[]
  /** As the platform states them; none = where the input leaves them out. */
  readonly defaultRules: readonly AzureRule[]
}

export interface AzureParts {
  readonly networks: readonly AzureNetwork[]
  readonly subnets: readonly AzureSubnet[]
  readonly nics: readonly AzureNic[]
  readonly groups: readonly AzureSecurityGroup[]
  readonly routeTables: readonly AzureRouteTable[]
}

export interface AzureSite {
  readonly network: Network
  /** The NICs with the groups that hold for them, by id. */
  readonly nics: ReadonlyMap<string, Nic>
}

/** `/…/virtualNetworks/a/subnets/b` is a subnet of `/…/virtualNetworks/a`. */
export const networkOfSubnet = (subnetId: string): string => subnetId.replace(/\/subnets\/[^/]*$/i, '')

export function buildAzureSite(parts: AzureParts, report: Report): AzureSite {
  const homes = homesOf(parts)
  const security = readSecurity(parts, homes)
  const { routeTables, routes, tableOfSubnet } = readRouting(parts.routeTables, parts.subnets, report)
  const groupOfSubnet = new Map(parts.subnets.map(({ id, groupId }) => [id, groupId]))
  const nics = parts.nics.map(({ nic, groupId }) => {
    const own = [groupId, groupOfSubnet.get(nic.subnetId ?? '') ?? null].filter((id) => id !== null)
    return { ...nic, securityGroupIds: [...new Set(own)].toSorted(compareText) }
  })
  return {
    nics: new Map(nics.map((nic) => [nic.id, nic])),
    network: {
      vpcs: parts.networks
        .map(({ id, name, blocks, traits }): Vpc => ({
          id,
          name,
          blocks,
          ...traits,
        }))
        .toSorted(byId),
      subnets: parts.subnets
        .map(({ id, name, vpcId, block, moreBlocks = [], traits }): Subnet => ({
          id,
          name,
          vpcId,
          block,
          zone: null,
          gateway: null,
          routeTableId: tableOfSubnet.get(id) ?? null,
          ...(moreBlocks.length > 0 && { moreBlocks }),
          ...traits,
        }))
        .toSorted(byId),
      routeTables,
      routes,
      dnsRecords: [],
      objects: parts.groups
        .map((group) => packetFilterOf(group, { ...parts, vpcId: onlyOne(homes.get(group.id))?.id ?? null }))
        .toSorted(byId),
      ...security,
    },
  }
}

const byId = (a: { id: string }, b: { id: string }): number => compareText(a.id, b.id)

type Security = Pick<Network, 'securityGroups' | 'securityRules' | 'rulesKnown'>

/**
 * What the groups allow, as permissions: for finding out who needs whom. All or nothing, because half of them would say
 * that the rest is closed. What guards a card is read from the packet filters, which have every rule of every group.
 */
function readSecurity(parts: AzureParts, homes: Homes): Security {
  const securityGroups = parts.groups
    .map(({ id, name }): SecurityGroup => ({ id, name, vpcId: homes.get(id)?.[0]?.id ?? null, description: '' }))
    .toSorted(byId)
  const readings = parts.groups.map((group) =>
    allowedRules({
      id: group.id,
      rules: group.rules,
      networkBlocks: blocksAround(homes.get(group.id) ?? [], parts),
    }),
  )
  const rulesKnown = parts.groups.length > 0 && readings.every(({ ok }) => ok) && !isTwiceGuarded(parts)
  const rules = rulesKnown ? readings.flatMap((reading) => (reading.ok ? reading.rules : [])) : []
  return { securityGroups, securityRules: rules.toSorted(byId), rulesKnown }
}

type Homes = ReadonlyMap<string, readonly AzureNetwork[]>

const onlyOne = <Thing>(things: readonly Thing[] = []): Thing | null =>
  things.length === 1 ? (things[0] ?? null) : null

/** The virtual networks that a group is used in, through subnets and interfaces. */
function homesOf({ networks, subnets, nics }: AzureParts): Homes {
  const byVpc = new Map(networks.map((network) => [network.id, network]))
  const uses = [
    ...subnets.map(({ groupId, vpcId }) => ({ groupId, vpcId })),
    ...nics.map(({ groupId, nic }) => ({ groupId, vpcId: networkOfSubnet(nic.subnetId ?? '') })),
  ]
  return new Map(
    [...Map.groupBy(uses, ({ groupId }) => groupId ?? '')].map(([groupId, own]) => {
      const ids = [...new Set(own.map(({ vpcId }) => vpcId))].toSorted(compareText)
      return [groupId, ids.flatMap((id) => byVpc.get(id) ?? [])]
    }),
  )
}

function blocksAround(homes: readonly AzureNetwork[], { networks }: AzureParts): readonly Cidr[] {
  const peers = new Set(homes.flatMap(({ peerIds }) => peerIds))
  return [...homes, ...networks.filter(({ id }) => peers.has(id) && !homes.some((home) => home.id === id))].flatMap(
    ({ blocks }) => blocks,
  )
}

/** Two groups guard an interface: both must allow, where two groups of permissions would need one of them only. */
function isTwiceGuarded({ subnets, nics }: AzureParts): boolean {
  const groupOfSubnet = new Map(subnets.map(({ id, groupId }) => [id, groupId]))
  return nics.some(({ nic, groupId }) => {
    const outer = groupOfSubnet.get(nic.subnetId ?? '') ?? null
    return groupId !== null && outer !== null && groupId !== outer
  })
}
