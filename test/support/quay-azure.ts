/** A small estate with one of everything that stands in a network of Azure. All names and addresses are invented. */
import { aResource, aSku, idOf, type Estate, type Resource } from './azure-estate.ts'
import { quayFirewalled } from './quay-firewalled.ts'
import { quayNames } from './quay-names.ts'
import { quayReplicated } from './quay-replicated.ts'

const net = (what: string, properties: Resource['properties'], over = {}): Resource =>
  aResource(`Microsoft.Network/${what}`, properties, over)
export const netId = (type: string, name: string): string => idOf(`Microsoft.Network/${type}`, name)
const ref = (type: string, name: string): { id: string } => ({ id: netId(type, name) })
const subnet = (name: string): { id: string } => ref('virtualNetworks/subnets', `quay-vnet/${name}`)
const publicIp = (name: string): { id: string } => ref('publicIPAddresses', name)
/** A part of a resource, such as a rule of a load balancer. */
const part = (whole: string, what: string, properties: object = {}) => {
  const [type = '', owner = ''] = whole.split(' ')
  const [kind = '', name = ''] = what.split(' ')
  return { id: `${netId(type, owner)}/${kind}/${name}`, name, properties }
}

const rule = (name: string, over: object) => ({
  name,
  properties: {
    protocol: 'Tcp',
    sourcePortRange: '*',
    destinationPortRange: '443',
    sourceAddressPrefix: '*',
    destinationAddressPrefix: '*',
    access: 'Allow',
    priority: 100,
    direction: 'Inbound',
    ...over,
  },
})

const machines: readonly Resource[] = [
  aResource(
    'Microsoft.Compute/virtualMachines till',
    {
      hardwareProfile: { vmSize: 'Standard_E4-2s_v5' },
      storageProfile: {
        imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server' },
        osDisk: { osType: 'Linux', name: 'till-os', managedDisk: { id: idOf('Microsoft.Compute/disks', 'till-os') } },
        dataDisks: [{ lun: 0, name: 'till-data', managedDisk: { id: idOf('Microsoft.Compute/disks', 'till-data') } }],
      },
      networkProfile: {
        networkInterfaces: [
          { ...ref('networkInterfaces', 'till-back'), properties: { primary: false } },
          { ...ref('networkInterfaces', 'till-front'), properties: { primary: true } },
        ],
      },
      instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }] },
      proximityPlacementGroup: { id: idOf('Microsoft.Compute/proximityPlacementGroups', 'near') },
    },
    { zones: ['2'], tags: { application: 'shop', 'Cost Centre': '7' } },
  ),
  aResource('Microsoft.Compute/virtualMachines vision', {
    hardwareProfile: { vmSize: 'Standard_NC24ads_A100_v4' },
    storageProfile: { osDisk: { osType: 'Windows', name: 'vision-os', diskSizeGB: 127 }, dataDisks: [] },
    networkProfile: { networkInterfaces: [ref('networkInterfaces', 'vision-nic')] },
    virtualMachineScaleSet: { id: idOf('Microsoft.Compute/virtualMachineScaleSets', 'flexible') },
    instanceView: { statuses: [{ code: 'PowerState/deallocated' }] },
  }),
  aResource(
    'Microsoft.Compute/disks till-os',
    {
      diskSizeGB: 64,
      diskIOPSReadWrite: 240,
      diskMBpsReadWrite: 50,
      hyperVGeneration: 'V2',
      creationData: { createOption: 'FromImage' },
    },
    { sku: { name: 'Premium_LRS' } },
  ),
  aResource(
    'Microsoft.Compute/disks till-data',
    { diskSizeGB: 512, maxShares: 2, creationData: { createOption: 'Empty' } },
    { sku: { name: 'PremiumV2_LRS' } },
  ),
  aResource(
    'Microsoft.Compute/virtualMachineScaleSets flexible',
    { orchestrationMode: 'Flexible' },
    { sku: { name: 'Standard_NC24ads_A100_v4', capacity: 1 } },
  ),
  aResource(
    'Microsoft.Compute/virtualMachineScaleSets uniform',
    { orchestrationMode: 'Uniform' },
    { sku: { name: 'Standard_D2s_v5', capacity: 4 } },
  ),
]

const interfaces: readonly Resource[] = [
  net('networkInterfaces till-front', {
    macAddress: '00-0D-3A-AA-00-01',
    enableIPForwarding: true,
    enableAcceleratedNetworking: true,
    defaultOutboundConnectivityEnabled: false,
    virtualMachine: { id: idOf('Microsoft.Compute/virtualMachines', 'till') },
    ipConfigurations: [
      part('networkInterfaces till-front', 'ipConfigurations second', {
        privateIPAddress: '10.20.1.5',
        privateIPAllocationMethod: 'Dynamic',
        primary: false,
        subnet: subnet('shop'),
      }),
      part('networkInterfaces till-front', 'ipConfigurations first', {
        privateIPAddress: '10.20.1.4',
        privateIPAllocationMethod: 'Static',
        primary: true,
        subnet: subnet('shop'),
        publicIPAddress: publicIp('till-ip'),
        applicationSecurityGroups: [ref('applicationSecurityGroups', 'tills')],
      }),
    ],
  }),
  net('networkInterfaces till-back', {
    dnsSettings: { dnsServers: ['10.20.2.99'] },
    ipConfigurations: [
      part('networkInterfaces till-back', 'ipConfigurations one', {
        privateIPAddress: '10.20.2.4',
        primary: true,
        subnet: subnet('back'),
      }),
    ],
  }),
  net('networkInterfaces vision-nic', {
    enableAcceleratedNetworking: false,
    defaultOutboundConnectivityEnabled: true,
    networkSecurityGroup: ref('networkSecurityGroups', 'back-nsg'),
    ipConfigurations: [
      part('networkInterfaces vision-nic', 'ipConfigurations one', {
        privateIPAddress: '10.20.3.4',
        primary: true,
        subnet: subnet('free'),
      }),
    ],
  }),
  net('networkInterfaces ledger-nic', {
    privateEndpoint: ref('privateEndpoints', 'ledger'),
    ipConfigurations: [
      part('networkInterfaces ledger-nic', 'ipConfigurations one', {
        privateIPAddress: '10.20.2.9',
        primary: true,
        subnet: subnet('back'),
      }),
    ],
  }),
]

const aSubnet = (name: string, addressPrefix: string, over: object = {}) => ({
  ...subnet(name),
  name,
  properties: { addressPrefix, ...over },
})

const networks: readonly Resource[] = [
  net('virtualNetworks quay-vnet', {
    addressSpace: { addressPrefixes: ['10.20.0.0/16', '100.64.8.0/24'] },
    dhcpOptions: { dnsServers: ['10.20.2.53'] },
    encryption: { enabled: true, enforcement: 'AllowUnencrypted' },
    bgpCommunities: { virtualNetworkCommunity: '12076:20010', regionalCommunity: '12076:50004' },
    subnets: [
      aSubnet('shop', '10.20.1.0/24', {
        networkSecurityGroup: ref('networkSecurityGroups', 'shop-nsg'),
        routeTable: ref('routeTables', 'through-firewall'),
        defaultOutboundAccess: false,
      }),
      aSubnet('back', '10.20.2.0/24', {
        natGateway: ref('natGateways', 'back-nat'),
        privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
        privateLinkServiceNetworkPolicies: 'Disabled',
      }),
      aSubnet('free', '10.20.3.0/24', {
        defaultOutboundAccess: true,
        serviceEndpoints: [{ service: 'Microsoft.Storage', locations: ['westeurope'] }, { service: 'Microsoft.Sql' }],
        serviceEndpointPolicies: [ref('serviceEndpointPolicies', 'ledger-only')],
        delegations: [{ name: 'd', properties: { serviceName: 'Microsoft.Web/serverFarms' } }],
      }),
      aSubnet('GatewaySubnet', '10.20.255.0/27', {
        ipConfigurations: [{ id: `${netId('virtualNetworkGateways', 'quay-vpn')}/ipConfigurations/default` }],
      }),
      aSubnet('AzureFirewallSubnet', '10.20.254.0/26'),
      aSubnet('AzureBastionSubnet', '10.20.253.0/26'),
    ],
    virtualNetworkPeerings: [
      part('virtualNetworks quay-vnet', 'virtualNetworkPeerings to-yard', {
        remoteVirtualNetwork: ref('virtualNetworks', 'yard-vnet'),
        remoteVirtualNetworkAddressSpace: { addressPrefixes: ['10.21.0.0/16'] },
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: true,
        allowGatewayTransit: true,
        useRemoteGateways: false,
      }),
    ],
  }),
  net('virtualNetworks yard-vnet', {
    addressSpace: { addressPrefixes: ['10.21.0.0/16'] },
    subnets: [
      {
        ...ref('virtualNetworks/subnets', 'yard-vnet/yard'),
        name: 'yard',
        properties: {
          addressPrefixes: ['10.21.0.0/24', 'fd00:21::/64'],
          routeTable: ref('routeTables', 'through-firewall'),
        },
      },
    ],
    virtualNetworkPeerings: [],
  }),
  net('routeTables through-firewall', {
    disableBgpRoutePropagation: true,
    routes: [
      part('routeTables through-firewall', 'routes all', {
        addressPrefix: '0.0.0.0/0',
        nextHopType: 'VirtualAppliance',
        nextHopIpAddress: '10.20.254.4',
      }),
      part('routeTables through-firewall', 'routes head-office', {
        addressPrefix: '172.30.0.0/16',
        nextHopType: 'VirtualNetworkGateway',
      }),
      part('routeTables through-firewall', 'routes nowhere', {
        addressPrefix: '203.0.113.0/24',
        nextHopType: 'None',
      }),
      part('routeTables through-firewall', 'routes storage', {
        addressPrefix: 'Storage.WestEurope',
        nextHopType: 'Internet',
      }),
    ],
  }),
  net('routeTables idle-table', { routes: [] }),
  net('networkSecurityGroups shop-nsg', {
    securityRules: [
      rule('https', {}),
      rule('no-neighbours', {
        priority: 200,
        access: 'Deny',
        sourceAddressPrefix: '10.20.3.0/24',
        destinationPortRange: '*',
        protocol: '*',
      }),
      rule('to-tills', {
        priority: 110,
        sourceAddressPrefix: undefined,
        sourceApplicationSecurityGroups: [ref('applicationSecurityGroups', 'tills')],
      }),
    ],
    defaultSecurityRules: [],
  }),
  net('networkSecurityGroups back-nsg', {
    securityRules: [
      rule('storage', { direction: 'Outbound', destinationAddressPrefix: 'Storage.WestEurope' }),
      rule('database', {
        sourceAddressPrefix: undefined,
        sourceAddressPrefixes: ['10.20.1.0/24', '10.21.0.0/24'],
        destinationPortRange: undefined,
        destinationPortRanges: ['5432', '6000-6010'],
      }),
    ],
    defaultSecurityRules: [],
  }),
  net('applicationSecurityGroups tills', {}),
]

const addresses: readonly Resource[] = [
  net(
    'publicIPAddresses till-ip',
    {
      ipAddress: '198.51.100.4',
      publicIPAllocationMethod: 'Static',
      publicIPPrefix: ref('publicIPPrefixes', 'own-prefix'),
      ipConfiguration: { id: `${netId('networkInterfaces', 'till-front')}/ipConfigurations/first` },
      dnsSettings: { fqdn: 'till.quay.example', reverseFqdn: 'till.example.' },
    },
    { sku: { name: 'Standard', tier: 'Regional' } },
  ),
  net(
    'publicIPAddresses lb-ip',
    { ipAddress: '198.51.100.11', publicIPAllocationMethod: 'Static' },
    { sku: { name: 'Standard' }, zones: ['3', '1', '2'] },
  ),
  ...['nat-ip', 'spare-ip', 'vpn-ip', 'firewall-ip', 'bastion-ip', 'gateway-ip'].map((name, index) =>
    net(`publicIPAddresses ${name}`, { ipAddress: `198.51.100.${10 + index}`, publicIPAllocationMethod: 'Dynamic' }),
  ),
  net('publicIPPrefixes own-prefix', {
    ipPrefix: '198.51.100.0/28',
    customIPPrefix: ref('customIPPrefixes', 'brought'),
  }),
  net('customIPPrefixes brought', { cidr: '198.51.100.0/24' }),
  net('natGateways back-nat', { publicIpAddresses: [publicIp('nat-ip')], subnets: [] }),
]

/** A resource group with nothing else in it. */
const abroad = { group: 'Offices-RG' }

const gateways: readonly Resource[] = [
  net('virtualNetworkGateways quay-vpn', {
    gatewayType: 'Vpn',
    ipConfigurations: [
      part('virtualNetworkGateways quay-vpn', 'ipConfigurations default', {
        subnet: subnet('GatewaySubnet'),
        publicIPAddress: publicIp('vpn-ip'),
      }),
    ],
    bgpSettings: { asn: 65010 },
    vpnClientConfiguration: { vpnClientAddressPool: { addressPrefixes: ['172.31.0.0/24'] } },
    natRules: [
      part('virtualNetworkGateways quay-vpn', 'natRules hide', {
        type: 'Static',
        mode: 'EgressSnat',
        internalMappings: [{ addressSpace: '10.20.1.0/24' }],
        externalMappings: [{ addressSpace: '192.168.77.0/24' }],
      }),
    ],
  }),
  net(
    'localNetworkGateways head-office',
    {
      gatewayIpAddress: '203.0.113.9',
      localNetworkAddressSpace: { addressPrefixes: ['172.30.0.0/16'] },
      bgpSettings: { asn: 65020 },
    },
    { placement: abroad },
  ),
  net('connections to-head-office', {
    connectionType: 'IPsec',
    sharedKey: 'must-not-be-seen',
    virtualNetworkGateway1: ref('virtualNetworkGateways', 'quay-vpn'),
    localNetworkGateway2: { id: idOf('Microsoft.Network/localNetworkGateways', 'head-office', abroad) },
    enableBgp: false,
    egressNatRules: [{ id: `${netId('virtualNetworkGateways', 'quay-vpn')}/natRules/hide` }],
    trafficSelectorPolicies: [{ localAddressRanges: ['10.20.1.0/24'], remoteAddressRanges: ['172.30.8.0/24'] }],
  }),
  net('expressRouteCircuits line', {
    peerings: [
      part('expressRouteCircuits line', 'peerings AzurePrivatePeering', {
        peeringType: 'AzurePrivatePeering',
        peerASN: 65030,
        primaryPeerAddressPrefix: '172.29.0.0/30',
        secondaryPeerAddressPrefix: '172.29.0.4/30',
      }),
    ],
  }),
  net('connections over-line', {
    connectionType: 'ExpressRoute',
    virtualNetworkGateway1: ref('virtualNetworkGateways', 'quay-vpn'),
    peer: ref('expressRouteCircuits', 'line'),
    enableBgp: true,
  }),
  net('azureFirewalls wall', {
    firewallPolicy: ref('firewallPolicies', 'wall-policy'),
    ipConfigurations: [
      part('azureFirewalls wall', 'azureFirewallIpConfigurations one', {
        privateIPAddress: '10.20.254.4',
        subnet: subnet('AzureFirewallSubnet'),
        publicIPAddress: publicIp('firewall-ip'),
      }),
    ],
  }),
  net('azureFirewalls hub-wall', {
    virtualHub: ref('virtualHubs', 'hub'),
    hubIPAddresses: {
      privateIPAddress: '10.90.0.68',
      publicIPs: { count: 1, addresses: [{ address: '198.51.100.70' }] },
    },
  }),
  net('firewallPolicies wall-policy', { snat: { privateRanges: ['10.0.0.0/8'] } }),
  net('firewallPolicies/ruleCollectionGroups wall-policy/late', {
    priority: 300,
    ruleCollections: [
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
        name: 'web',
        priority: 100,
        action: { type: 'Allow' },
        rules: [
          {
            ruleType: 'ApplicationRule',
            name: 'updates',
            sourceAddresses: ['10.20.0.0/16'],
            targetFqdns: ['updates.example'],
            protocols: [{ protocolType: 'Https', port: 443 }],
          },
        ],
      },
    ],
  }),
  net('firewallPolicies/ruleCollectionGroups wall-policy/early', {
    priority: 200,
    ruleCollections: [
      {
        ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
        name: 'net',
        priority: 200,
        action: { type: 'Deny' },
        rules: [
          {
            ruleType: 'NetworkRule',
            name: 'no-mail',
            ipProtocols: ['TCP'],
            sourceIpGroups: [netId('ipGroups', 'shops')],
            destinationAddresses: ['*'],
            destinationPorts: ['25'],
          },
        ],
      },
      {
        ruleCollectionType: 'FirewallPolicyNatRuleCollection',
        name: 'in',
        priority: 300,
        action: { type: 'DNAT' },
        rules: [
          {
            ruleType: 'NatRule',
            name: 'till-web',
            ipProtocols: ['TCP'],
            sourceAddresses: ['*'],
            destinationAddresses: ['198.51.100.13'],
            destinationPorts: ['8443'],
            translatedAddress: '10.20.1.4',
            translatedPort: '443',
          },
        ],
      },
    ],
  }),
  net('ipGroups shops', { ipAddresses: ['10.20.1.0/24', '10.21.0.7'] }),
  net('bastionHosts door', {
    ipConfigurations: [
      part('bastionHosts door', 'bastionHostIpConfigurations one', {
        subnet: subnet('AzureBastionSubnet'),
        publicIPAddress: publicIp('bastion-ip'),
      }),
    ],
  }),
  net(
    'virtualHubs routes',
    { virtualRouterAsn: 65515, virtualRouterIps: ['10.20.252.4', '10.20.252.5'] },
    { kind: 'RouteServer' },
  ),
  net('virtualHubs hub', { addressPrefix: '10.90.0.0/23' }),
  net('virtualHubs/hubVirtualNetworkConnections hub/yard', {
    remoteVirtualNetwork: ref('virtualNetworks', 'yard-vnet'),
  }),
  net('virtualHubs/bgpConnections routes/appliance', { peerAsn: 65099, peerIp: '10.20.3.77' }),
  net('vpnGateways hub-vpn', {
    virtualHub: ref('virtualHubs', 'hub'),
    bgpSettings: { asn: 65515 },
    ipConfigurations: [{ id: 'Instance0', publicIpAddress: '198.51.100.60', privateIpAddress: '10.90.0.4' }],
    natRules: [
      part('vpnGateways hub-vpn', 'natRules shift', {
        internalMappings: [{ addressSpace: '10.21.0.0/24' }],
        externalMappings: [{ addressSpace: '192.168.78.0/24' }],
      }),
    ],
    connections: [
      part('vpnGateways hub-vpn', 'vpnConnections to-depot', {
        remoteVpnSite: ref('vpnSites', 'depot'),
        sharedKey: 'must-not-be-seen',
        vpnLinkConnections: [
          part('vpnGateways hub-vpn', 'vpnConnections/to-depot/vpnLinkConnections one', {
            sharedKey: 'must-not-be-seen',
            enableBgp: true,
            egressNatRules: [{ id: `${netId('vpnGateways', 'hub-vpn')}/natRules/shift` }],
          }),
        ],
      }),
    ],
  }),
  net('vpnSites depot', {
    siteKey: 'must-not-be-seen',
    addressSpace: { addressPrefixes: ['172.28.0.0/16'] },
    vpnSiteLinks: [
      part('vpnSites depot', 'vpnSiteLinks one', { ipAddress: '203.0.113.20', bgpProperties: { asn: 65040 } }),
      part('vpnSites depot', 'vpnSiteLinks two', { ipAddress: '203.0.113.21' }),
    ],
  }),
  net('expressRouteGateways hub-line', {
    virtualHub: ref('virtualHubs', 'hub'),
    expressRouteConnections: [
      part('expressRouteGateways hub-line', 'expressRouteConnections hub-over-line', {
        authorizationKey: 'must-not-be-seen',
        expressRouteCircuitPeering: {
          id: `${netId('expressRouteCircuits', 'line')}/peerings/AzurePrivatePeering`,
        },
      }),
    ],
  }),
]

const lb = (kind: string, name: string, properties: object) =>
  part('loadBalancers shop-lb', `${kind} ${name}`, properties)
const lbRef = (kind: string, name: string) => ({ id: `${netId('loadBalancers', 'shop-lb')}/${kind}/${name}` })
const app = (kind: string, name: string, properties: object) =>
  part('applicationGateways shop-gw', `${kind} ${name}`, properties)
const appRef = (kind: string, name: string) => ({ id: `${netId('applicationGateways', 'shop-gw')}/${kind}/${name}` })

const balancers: readonly Resource[] = [
  net('loadBalancers shop-lb', {
    frontendIPConfigurations: [
      lb('frontendIPConfigurations', 'outside', { publicIPAddress: publicIp('lb-ip') }),
      {
        ...lb('frontendIPConfigurations', 'inside', { privateIPAddress: '10.20.1.100', subnet: subnet('shop') }),
        zones: ['2'],
      },
    ],
    backendAddressPools: [
      lb('backendAddressPools', 'tills', {
        backendIPConfigurations: [{ id: `${netId('networkInterfaces', 'till-front')}/ipConfigurations/first` }],
        loadBalancerBackendAddresses: [],
      }),
      lb('backendAddressPools', 'by-address', {
        virtualNetwork: ref('virtualNetworks', 'quay-vnet'),
        loadBalancerBackendAddresses: [{ name: 'one', properties: { ipAddress: '10.20.2.30' } }],
      }),
    ],
    loadBalancingRules: [
      lb('loadBalancingRules', 'https', {
        protocol: 'Tcp',
        frontendPort: 443,
        backendPort: 8443,
        frontendIPConfiguration: lbRef('frontendIPConfigurations', 'outside'),
        backendAddressPool: lbRef('backendAddressPools', 'tills'),
        probe: lbRef('probes', 'alive'),
      }),
      lb('loadBalancingRules', 'all-ports', {
        protocol: 'All',
        frontendPort: 0,
        backendPort: 0,
        enableFloatingIP: true,
        frontendIPConfiguration: lbRef('frontendIPConfigurations', 'inside'),
        backendAddressPool: lbRef('backendAddressPools', 'by-address'),
      }),
    ],
    probes: [lb('probes', 'alive', { protocol: 'Http', port: 8080, requestPath: '/alive' })],
    inboundNatRules: [
      lb('inboundNatRules', 'ssh', {
        protocol: 'Tcp',
        frontendPort: 50022,
        backendPort: 22,
        backendIPConfiguration: { id: `${netId('networkInterfaces', 'till-back')}/ipConfigurations/one` },
      }),
    ],
    outboundRules: [
      lb('outboundRules', 'out', {
        protocol: 'All',
        backendAddressPool: lbRef('backendAddressPools', 'tills'),
        frontendIPConfigurations: [lbRef('frontendIPConfigurations', 'outside')],
      }),
    ],
  }),
  net('applicationGateways shop-gw', {
    gatewayIPConfigurations: [app('gatewayIPConfigurations', 'one', { subnet: subnet('free') })],
    frontendIPConfigurations: [app('frontendIPConfigurations', 'outside', { publicIPAddress: publicIp('gateway-ip') })],
    frontendPorts: [app('frontendPorts', 'p443', { port: 443 })],
    httpListeners: [app('httpListeners', 'web', { protocol: 'Https', frontendPort: appRef('frontendPorts', 'p443') })],
    backendHttpSettingsCollection: [
      app('backendHttpSettingsCollection', 'http', { port: 8080, protocol: 'Http', probe: appRef('probes', 'ok') }),
    ],
    probes: [app('probes', 'ok', { protocol: 'Http', path: '/ok' })],
    backendAddressPools: [
      app('backendAddressPools', 'tills', {
        backendAddresses: [{ ipAddress: '10.20.1.4' }, { fqdn: 'spare.quay.example' }],
      }),
      app('backendAddressPools', 'images', { backendAddresses: [] }),
    ],
    requestRoutingRules: [
      app('requestRoutingRules', 'main', {
        httpListener: appRef('httpListeners', 'web'),
        urlPathMap: appRef('urlPathMaps', 'map'),
      }),
    ],
    urlPathMaps: [
      app('urlPathMaps', 'map', {
        defaultBackendAddressPool: appRef('backendAddressPools', 'tills'),
        defaultBackendHttpSettings: appRef('backendHttpSettingsCollection', 'http'),
        pathRules: [
          app('pathRules', 'images', {
            paths: ['/images/*'],
            backendAddressPool: appRef('backendAddressPools', 'images'),
            backendHttpSettings: appRef('backendHttpSettingsCollection', 'http'),
          }),
        ],
      }),
    ],
  }),
]

const services: readonly Resource[] = [
  net('networkManagers over-all', { networkManagerScopeAccesses: ['SecurityAdmin'], networkManagerScopes: {} }),
  net('serviceEndpointPolicies ledger-only', {
    serviceEndpointPolicyDefinitions: [
      part('serviceEndpointPolicies ledger-only', 'serviceEndpointPolicyDefinitions one', {
        service: 'Microsoft.Storage',
        serviceResources: [idOf('Microsoft.Storage/storageAccounts', 'ledger')],
      }),
    ],
  }),
  net('privateEndpoints ledger', {
    subnet: subnet('back'),
    applicationSecurityGroups: [ref('applicationSecurityGroups', 'tills')],
    networkInterfaces: [ref('networkInterfaces', 'ledger-nic')],
    privateLinkServiceConnections: [
      {
        name: 'ledger',
        properties: { privateLinkServiceId: idOf('Microsoft.Storage/storageAccounts', 'ledger'), groupIds: ['blob'] },
      },
    ],
    customDnsConfigs: [{ fqdn: 'ledger.blob.example', ipAddresses: ['10.20.2.9'] }],
  }),
  net('privateEndpoints/privateDnsZoneGroups ledger/default', {
    privateDnsZoneConfigs: [
      { name: 'zone', properties: { privateDnsZoneId: netId('privateDnsZones', 'quay.internal') } },
    ],
  }),
  net('privateLinkServices offered', {
    alias: 'offered.quay.example',
    ipConfigurations: [
      part('privateLinkServices offered', 'ipConfigurations one', {
        privateIPAddress: '10.20.2.40',
        subnet: subnet('back'),
      }),
    ],
  }),
  net('privateDnsZones quay.internal', {}, { location: 'global' }),
  net(
    'privateDnsZones/virtualNetworkLinks quay.internal/quay',
    { virtualNetwork: ref('virtualNetworks', 'quay-vnet'), registrationEnabled: true },
    { location: 'global' },
  ),
  net(
    'privateDnsZones/A quay.internal/till',
    { ttl: 300, aRecords: [{ ipv4Address: '10.20.1.4' }] },
    { location: undefined },
  ),
  net(
    'privateDnsZones/SOA quay.internal/@',
    { ttl: 3600, soaRecord: { host: 'ns.example', serialNumber: 1 } },
    { location: undefined },
  ),
  net(
    'privateDnsZones/SRV quay.internal/_ldap._tcp',
    { ttl: 60, srvRecords: [{ priority: 1, weight: 2, port: 389, target: 'dc.quay.internal' }] },
    { location: undefined },
  ),
  net(
    'privateDnsZones/TXT quay.internal/note',
    { ttl: 60, txtRecords: [{ value: ['one ', 'text'] }] },
    { location: undefined },
  ),
]

const manager = idOf('Microsoft.Network/networkManagers', 'Over-All', { group: 'Central-RG' })

/** `collection/name`. */
function adminRule(what: string, properties: Readonly<Record<string, unknown>>) {
  const [collection = '', name = ''] = what.split('/')
  return {
    kind: 'Custom',
    id: `${manager}/securityAdminConfigurations/one/ruleCollections/${collection}/rules/${name}`,
    properties: { protocol: 'Tcp', direction: 'Inbound', sourcePortRanges: ['0-65535'], ...properties },
  }
}

const usage = (value: string, localizedValue: string, [used, limit]: readonly [number, number]) => ({
  unit: 'Count',
  currentValue: used,
  limit,
  name: { value, localizedValue },
})

export const quayAzure: Estate = {
  resources: [
    ...machines,
    ...interfaces,
    ...networks,
    ...addresses,
    ...gateways,
    ...balancers,
    ...services,
    ...quayNames,
    ...quayFirewalled,
    ...quayReplicated,
  ],
  skus: [
    aSku('Standard_E4-2s_v5', { vCPUs: 4, vCPUsAvailable: 2, MemoryGB: 32, CpuArchitectureType: 'x64' }),
    aSku('Standard_NC24ads_A100_v4', { vCPUs: 24, MemoryGB: 220, GPUs: 1, CpuArchitectureType: 'x64' }),
    aSku('Standard_M1_other', { vCPUs: 1, MemoryGB: 1 }),
  ],
  serviceTags: [
    {
      name: 'Storage.WestEurope',
      id: 'Storage.WestEurope',
      properties: { addressPrefixes: ['192.0.2.0/25', '2001:db8::/48'] },
    },
    { name: 'Sql', id: 'Sql', properties: { addressPrefixes: ['192.0.2.128/25'] } },
  ],
  adminRules: {
    'quay-vnet': [
      adminRule('keep-out/no-remote-desktop', {
        priority: 10,
        access: 'Deny',
        sources: [{ addressPrefixType: 'ServiceTag', addressPrefix: 'Internet' }],
        destinationPortRanges: ['3389', '5900-5999'],
      }),
      adminRule('keep-in/updates', {
        priority: 20,
        access: 'AlwaysAllow',
        direction: 'Outbound',
        protocol: 'Any',
        destinations: [
          { addressPrefixType: 'IPPrefix', addressPrefix: '192.0.2.0/24' },
          { addressPrefixType: 'NetworkGroup', addressPrefix: `${manager}/networkGroups/Mirrors` },
        ],
      }),
      adminRule('keep-out/scanners', {
        priority: 5,
        access: 'Allow',
        sources: [{ addressPrefixType: 'IPPrefix', addressPrefix: '*' }],
        destinationPortRanges: ['0-65535'],
      }),
      {
        kind: 'Default',
        id: idOf('Microsoft.Network/networkManagers', 'Guard', { group: 'Guard-RG' }),
        properties: {
          flag: 'AllowOwnTeam',
          access: 'Allow',
          direction: 'Inbound',
          priority: 1,
          protocol: 'Any',
        },
      },
    ],
  },
  usages: {
    compute: [
      usage('cores', 'Total Regional vCPUs', [26, 100]),
      usage('standardESv5Family', 'Standard ESv5 Family vCPUs', [2, 2]),
      usage('standardDSv5Family', 'Standard DSv5 Family vCPUs', [0, 10]),
      usage('lowPriorityCores', 'Total Regional Spot vCPUs', [4, 3]),
      usage('endless', 'Endless things', [5, -1]),
    ],
    network: [
      { ...usage('VirtualNetworks', 'Virtual Networks', [2, 50]), id: '/subscriptions/other' },
      usage('PublicIPAddresses', 'Public IP Addresses', [8, 10]),
      usage('NetworkWatchers', 'Network Watchers', [1, 1]),
    ],
  },
  pageSize: 2,
}
