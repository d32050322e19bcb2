/** What Azure would say about a subscription that does not exist. */
import type { StandInParts } from './provider.ts'

const subscription = '00000000-1111-2222-3333-444444444444'

export const azurermAnswers: StandInParts['answers'] = {
  azurerm_client_config: {
    subscription_id: subscription,
    tenant_id: '99999999-8888-7777-6666-555555555555',
    object_id: '12345678-1234-1234-1234-123456789012',
  },
  azurerm_subnet: ({ name, virtual_network_name: network, resource_group_name: group }) => ({
    id: `/subscriptions/${subscription}/resourceGroups/${String(group)}/providers/Microsoft.Network/virtualNetworks/${String(network)}/subnets/${String(name)}`,
    address_prefixes: ['10.0.0.0/16', '2001:db8::/64'],
  }),
}
