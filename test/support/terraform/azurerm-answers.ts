/** What Azure would say about a subscription that does not exist. */
import type { StandInParts } from './provider.ts'

const subscription = '00000000-1111-2222-3333-444444444444'

export const azurermAnswers: StandInParts['answers'] = {
  azurerm_client_config: {
    subscription_id: subscription,
    tenant_id: '99999999-8888-7777-6666-555555555555',
    object_id: '12345678-1234-1234-1234-123456789012',
  },
  azurerm_virtual_network_gateway: (asked) => ({
    ip_configuration: [
      {
        id: 'made-up',
        name: 'one',
        private_ip_address: '10.0.0.4',
        private_ip_address_allocation: 'Dynamic',
        public_ip_address_id: 'made-up',
        subnet_id: [
          `/subscriptions/${subscription}/resourceGroups/${asked['resource_group_name'] as string}`,
          `providers/Microsoft.Network/virtualNetworks/net-of-${asked['name'] as string}/subnets/GatewaySubnet`,
        ].join('/'),
      },
    ],
  }),
  azurerm_subnet: (asked) => ({
    id: [
      `/subscriptions/${subscription}/resourceGroups/${asked['resource_group_name'] as string}`,
      `providers/Microsoft.Network/virtualNetworks/${asked['virtual_network_name'] as string}`,
      `subnets/${asked['name'] as string}`,
    ].join('/'),
    address_prefixes: ['10.0.0.0/16', '2001:db8::/64'],
  }),
}
