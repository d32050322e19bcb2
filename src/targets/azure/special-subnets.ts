/**
 * What Azure refuses at subnets that its services stand in, by their names. Microsoft Learn: "About VPN Gateway configuration
 * settings" (GatewaySubnet: no group, no route for everything), "About Azure Bastion configuration settings" (no route table),
 * "Azure Firewall FAQ" (no group), "Azure Route Server FAQ" (neither); read in part, 2023 and before.
 */
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

export const refusalsOf = (name: string): Refusals => refusals.get(name) ?? nothing
