/**
 * What Azure refuses at subnets that its services stand in, by their names. Microsoft Learn: "About VPN Gateway configuration
 * settings" (GatewaySubnet: no group, no route for everything), "About Azure Bastion configuration settings" (no route table),
 * "Azure Firewall FAQ" (no group), "Azure Route Server FAQ" (neither); read in part, 2023 and before.
 */
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import { compareText } from '../../model/text-order.ts'

interface Refusals {
  readonly filter: boolean
  readonly table: 'never' | 'without-default' | 'any'
  readonly nat: boolean
}

const nothing: Refusals = { filter: false, table: 'any', nat: false }

const refusals: ReadonlyMap<string, Refusals> = new Map<string, Refusals>([
  ['AzureBastionSubnet', { filter: false, table: 'never', nat: true }],
  ['AzureFirewallManagementSubnet', { filter: true, table: 'never', nat: true }],
  ['AzureFirewallSubnet', { filter: true, table: 'any', nat: false }],
  ['GatewaySubnet', { filter: true, table: 'without-default', nat: true }],
  ['RouteServerSubnet', { filter: true, table: 'never', nat: true }],
])

export const refusalsOf = (name: string | undefined): Refusals => refusals.get(name ?? '') ?? nothing

/** The first of its VNet by key: names of subnets are unique there, and those of other platforms need not be. */
export function serviceSubnets({ subnets }: NetworkTranslation): ReadonlyMap<string, string> {
  const ofServices = subnets.filter(({ name, block }) => block.family === 4 && refusals.has(name))
  const byPlace = Map.groupBy(ofServices, ({ vpcKey, name }) => `${vpcKey} ${name}`)
  return new Map(
    [...byPlace.values()].flatMap((own) => {
      const [first] = own.toSorted((a, b) => compareText(a.key, b.key))
      return first ? [[first.key, first.name] as const] : []
    }),
  )
}

/** Subnets that have the name of a service, and do not get it. */
export function sameNamed(network: NetworkTranslation): readonly SubnetTranslation[] {
  const services = serviceSubnets(network)
  return network.subnets.filter(
    ({ key, name, block }) => block.family === 4 && refusals.has(name) && !services.has(key),
  )
}

const reserved: ReadonlySet<string> = new Set([...refusals.keys()].map((name) => name.toLowerCase()))

/** Azure tells names apart by their letters, and not by how these are written: a key must not become a name of a service. */
export const plainSubnetName = (key: string): string => (reserved.has(key) ? stableKey(key, `${key}#`) : key)
