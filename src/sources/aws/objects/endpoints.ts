/** VPC endpoints, and the services that the account offers to the endpoints of others. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, idsOf, isLive, unique } from '../items.ts'
import type { AwsEndpoint } from '../schema-gateways.ts'
import { nameOf } from '../tags.ts'
import { addressTexts } from '../nics.ts'

type Endpoint = NetworkObjectOf<'endpoint'>

const roles: ReadonlyMap<string, Endpoint['role']> = new Map([
  ['Gateway', 'gateway'],
  ['GatewayLoadBalancer', 'load-balancer'],
])

export function readEndpoints(dump: Dump, report: Report): readonly Endpoint[] {
  const nics = new Map(dump.NetworkInterfaces.map((item) => [item.value.NetworkInterfaceId, item]))
  const addresses = ({ value, place }: Item<AwsEndpoint>): Endpoint['addresses'] =>
    addressesOf(
      idsOf(value.NetworkInterfaceIds).flatMap((id) => addressTexts(nics.get(id)?.value)),
      { place, report },
    )
  return [
    ...unique(dump.VpcEndpoints, ({ VpcEndpointId }) => VpcEndpointId)
      .filter(({ value }) => isLive(value.State))
      .map((item) => endpointOf(item.value, addresses(item))),
    ...offered(dump),
  ]
}

const endpointOf = (value: AwsEndpoint, addresses: Endpoint['addresses']): Endpoint => ({
  kind: 'endpoint',
  id: value.VpcEndpointId,
  name: nameOf(value.Tags, value.VpcEndpointId),
  role: roles.get(value.VpcEndpointType ?? '') ?? 'interface',
  service: value.ServiceName ?? 'unknown service',
  vpcId: value.VpcId ?? null,
  subnetIds: idsOf(value.SubnetIds),
  routeTableIds: idsOf(value.RouteTableIds),
  securityGroupIds: idsOf(value.Groups.map(({ GroupId }) => GroupId)),
  nicIds: idsOf(value.NetworkInterfaceIds),
  addresses,
  privateNames: value.PrivateDnsEnabled ?? null,
  hasPolicy: value.PolicyDocument.speaksOfPlaces,
})

const offered = (dump: Dump): readonly Endpoint[] =>
  unique(dump.ServiceConfigurations, ({ ServiceId }) => ServiceId)
    .filter(({ value }) => isLive(value.ServiceState))
    .map(({ value }) => ({
      kind: 'endpoint',
      id: value.ServiceId,
      name: nameOf(value.Tags, value.ServiceId),
      role: 'offered',
      service: value.ServiceName ?? value.ServiceId,
      vpcId: null,
      subnetIds: [],
      routeTableIds: [],
      securityGroupIds: [],
      nicIds: [],
      addresses: [],
      privateNames: Boolean(value.PrivateDnsName),
      hasPolicy: false,
    }))
