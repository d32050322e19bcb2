/** Load balancers, pools and endpoints of vpc-1; a test states only what it is about. */
import { parseAddress } from '../src/model/address.ts'
import type { NetworkObject, NetworkObjectOf } from '../src/model/network-objects.ts'
import { aGroup, aHost, aRoute, aSubnet, aTable, translate, type Result } from './builders-network.ts'

export const aListener = (
  over: Partial<NetworkObjectOf<'load-balancer'>['listeners'][number]> = {},
): NetworkObjectOf<'load-balancer'>['listeners'][number] => ({
  id: `listener-${over.port ?? 443}`,
  protocol: 'HTTPS',
  port: 443,
  poolIds: ['pool-1'],
  ...over,
})

/** An internal application balancer in two zones. */
export const aBalancer = (over: Partial<NetworkObjectOf<'load-balancer'>> = {}): NetworkObjectOf<'load-balancer'> => ({
  kind: 'load-balancer',
  id: 'lb-1',
  name: 'shop',
  role: 'application',
  internal: true,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  securityGroupIds: ['sg-web'],
  addresses: [],
  publicAddresses: [],
  dnsName: 'shop-1.lb.example',
  listeners: [aListener()],
  ...over,
})

export const aNetworkBalancer = (
  over: Partial<NetworkObjectOf<'load-balancer'>> = {},
): NetworkObjectOf<'load-balancer'> =>
  aBalancer({ role: 'network', securityGroupIds: [], listeners: [aListener({ protocol: 'TCP' })], ...over })

type Target = NetworkObjectOf<'target-pool'>['targets'][number]

export const aTarget = (over: Partial<Target> = {}): Target => ({
  vmId: 'vm-1',
  nicId: null,
  address: null,
  port: 8443,
  ...over,
})

export const aPool = (over: Partial<NetworkObjectOf<'target-pool'>> = {}): NetworkObjectOf<'target-pool'> => ({
  kind: 'target-pool',
  id: 'pool-1',
  name: 'shop-web',
  vpcId: 'vpc-1',
  protocol: 'HTTPS',
  port: 8443,
  targets: [aTarget()],
  healthCheck: 'HTTPS :8080/health',
  ...over,
})

export const aTcpPool = (over: Partial<NetworkObjectOf<'target-pool'>> = {}): NetworkObjectOf<'target-pool'> =>
  aPool({ protocol: 'TCP', ...over })

export const anEndpoint = (over: Partial<NetworkObjectOf<'endpoint'>> = {}): NetworkObjectOf<'endpoint'> => ({
  kind: 'endpoint',
  id: 'vpce-1',
  name: 'queue',
  role: 'interface',
  service: 'com.cloud.eu-west-1.queue',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1', 'subnet-2'],
  routeTableIds: [],
  securityGroupIds: ['sg-web'],
  nicIds: [],
  addresses: [],
  privateNames: true,
  hasPolicy: false,
  ...over,
})

export const aZone = (over: Partial<NetworkObjectOf<'dns-zone'>> = {}): NetworkObjectOf<'dns-zone'> => ({
  kind: 'dns-zone',
  id: 'Z1',
  name: 'example.test',
  private: true,
  vpcIds: ['vpc-1'],
  ...over,
})

/** Two subnets in two zones, moved from 10.0.0.0/16 to 10.9.0.0/16, with a VM in each. */
export const serving = (
  objects: readonly NetworkObject[],
  more: Parameters<typeof translate>[0] = {},
): ReturnType<typeof translate> =>
  translate({
    vms: [aHost('vm-1', 'subnet-1', ['10.0.0.10']), aHost('vm-2', 'subnet-2', ['10.0.1.10'])],
    ...more,
    network: {
      subnets: [
        aSubnet('subnet-1', '10.0.0.0/24', { zone: 'a', routeTableId: 'rtb-1' }),
        aSubnet('subnet-2', '10.0.1.0/24', { zone: 'b', routeTableId: 'rtb-1' }),
      ],
      routeTables: [aTable('rtb-1')],
      routes: [aRoute('r-1', '0.0.0.0/0', 'nat-gateway')],
      securityGroups: [aGroup('sg-web')],
      objects,
      ...more.network,
    },
  })

/** With a way to the internet. */
export const openRoutes = { routes: [aRoute('r-1', '0.0.0.0/0', 'internet-gateway')] }

export const atSubnets = (...addresses: readonly string[]) => addresses.map(parseAddress)

/** What is left, as the plan says it. */
export const leftOf = ({ findings }: Result): readonly string[] =>
  findings.filter(({ code }) => code === 'network.not-built').map(({ message }) => message.replaceAll('"', ''))
