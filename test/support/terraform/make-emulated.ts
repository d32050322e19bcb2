/**
 * Makes what terraform has planned in an emulator of AWS, call by call through the SDK, where there is no real provider to
 * do it. It works from applied resources of the stand-in, whose ids it replaces by those that the emulator gives.
 */
import * as ec2 from '@aws-sdk/client-ec2'
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

interface Making {
  readonly compute: ec2.EC2Client
  /** What the emulator calls a thing that terraform's state calls so. */
  readonly idOf: (made: PlanValue | undefined) => string | undefined
  readonly templates: ReadonlyMap<string, Values>
}

/** Of one resource; what it answers are the ids by the attribute of the state that holds them. */
type Maker = (values: Values, making: Making) => Promise<Readonly<Record<string, string | undefined>>>

const text = (value: PlanValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined)
const texts = (value: PlanValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
const number = (value: PlanValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined)
const none = {}

/** The name that people see, and drplan reads. */
const tags = (ResourceType: ec2.ResourceType, values: Values): { TagSpecifications: ec2.TagSpecification[] } => {
  const own = isRecord(values['tags']) ? Object.entries(values['tags']) : []
  return { TagSpecifications: [{ ResourceType, Tags: own.map(([Key, Value]) => ({ Key, Value: text(Value) })) }] }
}

const permission = (values: Values, { idOf }: Making): ec2.IpPermission => ({
  IpProtocol: text(values['ip_protocol']),
  FromPort: number(values['from_port']),
  ToPort: number(values['to_port']),
  ...(values['cidr_ipv4'] && {
    IpRanges: [{ CidrIp: text(values['cidr_ipv4']), Description: text(values['description']) }],
  }),
  ...(values['cidr_ipv6'] && { Ipv6Ranges: [{ CidrIpv6: text(values['cidr_ipv6']) }] }),
  ...(values['prefix_list_id'] && { PrefixListIds: [{ PrefixListId: idOf(values['prefix_list_id']) }] }),
  ...(values['referenced_security_group_id'] && {
    UserIdGroupPairs: [{ GroupId: idOf(values['referenced_security_group_id']) }],
  }),
})

const gatewayOf = (values: Values, { idOf }: Making) => ({
  ...(values['gateway_id'] && { GatewayId: idOf(values['gateway_id']) }),
  ...(values['nat_gateway_id'] && { NatGatewayId: idOf(values['nat_gateway_id']) }),
  ...(values['vpc_peering_connection_id'] && { VpcPeeringConnectionId: idOf(values['vpc_peering_connection_id']) }),
  ...(values['network_interface_id'] && { NetworkInterfaceId: idOf(values['network_interface_id']) }),
})

const entryNumber = (value: PlanValue | undefined): number | undefined => number(value) ?? undefined

/** In the order that they are made in: what others name comes first. */
const makers: Readonly<Record<string, Maker>> = {
  aws_vpc: async (values, { compute }) => {
    const { Vpc } = await compute.send(
      new ec2.CreateVpcCommand({ CidrBlock: text(values['cidr_block']), ...tags('vpc', values) }),
    )
    return { id: Vpc?.VpcId }
  },
  aws_vpc_ipv4_cidr_block_association: async (values, { compute, idOf }) => {
    await compute.send(
      new ec2.AssociateVpcCidrBlockCommand({ VpcId: idOf(values['vpc_id']), CidrBlock: text(values['cidr_block']) }),
    )
    return none
  },
  aws_subnet: async (values, { compute, idOf }) => {
    const { Subnet } = await compute.send(
      new ec2.CreateSubnetCommand({
        VpcId: idOf(values['vpc_id']),
        CidrBlock: text(values['cidr_block']),
        AvailabilityZone: text(values['availability_zone']),
        ...tags('subnet', values),
      }),
    )
    return { id: Subnet?.SubnetId }
  },
  aws_internet_gateway: async (values, { compute, idOf }) => {
    const { InternetGateway } = await compute.send(
      new ec2.CreateInternetGatewayCommand(tags('internet-gateway', values)),
    )
    const InternetGatewayId = InternetGateway?.InternetGatewayId
    await compute.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId: idOf(values['vpc_id']) }))
    return { id: InternetGatewayId }
  },
  aws_eip: async (_, { compute }) => {
    const { AllocationId } = await compute.send(new ec2.AllocateAddressCommand({ Domain: 'vpc' }))
    return { id: AllocationId }
  },
  aws_nat_gateway: async (values, { compute, idOf }) => {
    const { NatGateway } = await compute.send(
      new ec2.CreateNatGatewayCommand({
        SubnetId: idOf(values['subnet_id']),
        AllocationId: idOf(values['allocation_id']),
        ...tags('natgateway', values),
      }),
    )
    return { id: NatGateway?.NatGatewayId }
  },
  aws_vpc_peering_connection: async (values, { compute, idOf }) => {
    const { VpcPeeringConnection } = await compute.send(
      new ec2.CreateVpcPeeringConnectionCommand({
        VpcId: idOf(values['vpc_id']),
        PeerVpcId: idOf(values['peer_vpc_id']),
        ...tags('vpc-peering-connection', values),
      }),
    )
    const VpcPeeringConnectionId = VpcPeeringConnection?.VpcPeeringConnectionId
    await compute.send(new ec2.AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }))
    return { id: VpcPeeringConnectionId }
  },
  aws_route_table: async (values, { compute, idOf }) => {
    const { RouteTable } = await compute.send(
      new ec2.CreateRouteTableCommand({ VpcId: idOf(values['vpc_id']), ...tags('route-table', values) }),
    )
    return { id: RouteTable?.RouteTableId }
  },
  aws_route_table_association: async (values, { compute, idOf }) => {
    await compute.send(
      new ec2.AssociateRouteTableCommand({
        RouteTableId: idOf(values['route_table_id']),
        SubnetId: idOf(values['subnet_id']),
      }),
    )
    return none
  },
  aws_ec2_managed_prefix_list: async (values, { compute }) => {
    const entries = Array.isArray(values['entry']) ? values['entry'].filter(isRecord) : []
    const { PrefixList } = await compute.send(
      new ec2.CreateManagedPrefixListCommand({
        PrefixListName: text(values['name']),
        AddressFamily: text(values['address_family']),
        MaxEntries: number(values['max_entries']),
        Entries: entries.map(({ cidr }) => ({ Cidr: text(cidr) })),
      }),
    )
    return { id: PrefixList?.PrefixListId }
  },
  aws_security_group: async (values, making) => {
    const { compute, idOf } = making
    const { GroupId } = await compute.send(
      new ec2.CreateSecurityGroupCommand({
        GroupName: text(values['name']),
        Description: text(values['description']),
        VpcId: idOf(values['vpc_id']),
        ...tags('security-group', values),
      }),
    )
    // As the provider does: a new group lets everything out until that is taken away.
    const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
    await compute.send(new ec2.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything }))
    return { id: GroupId }
  },
  aws_vpc_security_group_ingress_rule: async (values, making) => {
    const GroupId = making.idOf(values['security_group_id'])
    const IpPermissions = [permission(values, making)]
    await making.compute.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    return none
  },
  aws_vpc_security_group_egress_rule: async (values, making) => {
    const GroupId = making.idOf(values['security_group_id'])
    const IpPermissions = [permission(values, making)]
    await making.compute.send(new ec2.AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }))
    return none
  },
  aws_network_acl: async (values, { compute, idOf }) => {
    const { NetworkAcl } = await compute.send(
      new ec2.CreateNetworkAclCommand({ VpcId: idOf(values['vpc_id']), ...tags('network-acl', values) }),
    )
    return { id: NetworkAcl?.NetworkAclId }
  },
  aws_network_acl_rule: async (values, { compute, idOf }) => {
    const [From, To] = [entryNumber(values['from_port']), entryNumber(values['to_port'])]
    const [Type, Code] = [entryNumber(values['icmp_type']), entryNumber(values['icmp_code'])]
    await compute.send(
      new ec2.CreateNetworkAclEntryCommand({
        NetworkAclId: idOf(values['network_acl_id']),
        RuleNumber: number(values['rule_number']),
        Egress: values['egress'] === true,
        RuleAction: values['rule_action'] === 'allow' ? 'allow' : 'deny',
        Protocol: text(values['protocol']),
        CidrBlock: text(values['cidr_block']),
        Ipv6CidrBlock: text(values['ipv6_cidr_block']),
        ...(From !== undefined && { PortRange: { From, To } }),
        ...(Type !== undefined && { IcmpTypeCode: { Type, Code } }),
      }),
    )
    return none
  },
  aws_network_acl_association: async (values, { compute, idOf }) => {
    const SubnetId = idOf(values['subnet_id'])
    const { NetworkAcls = [] } = await compute.send(
      new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: 'association.subnet-id', Values: [SubnetId ?? ''] }] }),
    )
    const own = NetworkAcls.flatMap(({ Associations = [] }) => Associations).find((each) => each.SubnetId === SubnetId)
    const AssociationId = own?.NetworkAclAssociationId
    const NetworkAclId = idOf(values['network_acl_id'])
    await compute.send(new ec2.ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }))
    return none
  },
  aws_vpc_endpoint: async (values, { compute, idOf }) => {
    const idsOf = (name: string): string[] => texts(values[name]).map((id) => idOf(id) ?? id)
    const { VpcEndpoint } = await compute.send(
      new ec2.CreateVpcEndpointCommand({
        VpcId: idOf(values['vpc_id']),
        ServiceName: text(values['service_name']),
        VpcEndpointType: text(values['vpc_endpoint_type']) as ec2.VpcEndpointType,
        RouteTableIds: idsOf('route_table_ids'),
        SubnetIds: idsOf('subnet_ids'),
        SecurityGroupIds: idsOf('security_group_ids'),
        PrivateDnsEnabled: values['private_dns_enabled'] === true,
        ...tags('vpc-endpoint', values),
      }),
    )
    return { id: VpcEndpoint?.VpcEndpointId }
  },
  aws_instance: async (values, making) => ({ ...(await makeInstance(values, making)) }),
  aws_network_interface: async (values, { compute, idOf }) => {
    const addresses = texts(values['private_ip_list'])
    const { NetworkInterface } = await compute.send(
      new ec2.CreateNetworkInterfaceCommand({
        SubnetId: idOf(values['subnet_id']),
        Groups: texts(values['security_groups']).map((id) => idOf(id) ?? id),
        PrivateIpAddresses: addresses.map((PrivateIpAddress, index) => ({ PrivateIpAddress, Primary: index === 0 })),
      }),
    )
    const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId
    if (values['source_dest_check'] === false) await letForward(compute, NetworkInterfaceId)
    return { id: NetworkInterfaceId }
  },
  aws_network_interface_attachment: async (values, { compute, idOf }) => {
    await compute.send(
      new ec2.AttachNetworkInterfaceCommand({
        InstanceId: idOf(values['instance_id']),
        NetworkInterfaceId: idOf(values['network_interface_id']),
        DeviceIndex: number(values['device_index']),
      }),
    )
    return none
  },
  aws_route: async (values, making) => {
    await making.compute.send(
      new ec2.CreateRouteCommand({
        RouteTableId: making.idOf(values['route_table_id']),
        DestinationCidrBlock: text(values['destination_cidr_block']),
        DestinationIpv6CidrBlock: text(values['destination_ipv6_cidr_block']),
        ...gatewayOf(values, making),
      }),
    )
    return none
  },
}

/** What the stand-in made up was left to the platform. */
const addressesOf = (values: Values): ec2.PrivateIpAddressSpecification[] =>
  [text(values['private_ip']) ?? '', ...texts(values['secondary_private_ips'])]
    .filter((address) => /^[\d.]+$/.test(address))
    .map((PrivateIpAddress, index) => ({ PrivateIpAddress, Primary: index === 0 }))

const blocksIn = (value: PlanValue | undefined): readonly Values[] =>
  Array.isArray(value) ? value.filter(isRecord) : []

/** Of the server itself the disk to boot from, of its template the others; without types that the emulator loses the IOPS of. */
function disksOf(values: Values, templates: Making['templates']): ec2.BlockDeviceMapping[] {
  const [used] = blocksIn(values['launch_template'])
  const mappings = blocksIn(templates.get(text(used?.['id']) ?? '')?.['block_device_mappings'])
  const disks = [
    ...blocksIn(values['root_block_device']).map((own) => ({ device: '/dev/sda1', own })),
    ...mappings.flatMap(({ device_name: device, ebs }) => blocksIn(ebs).map((own) => ({ device: text(device), own }))),
  ]
  return disks
    .filter(({ own }) => !text(own['volume_type'])?.startsWith('io'))
    .map(({ device, own }) => ({
      DeviceName: device,
      Ebs: { VolumeType: text(own['volume_type']) as ec2.VolumeType, VolumeSize: number(own['volume_size']) },
    }))
}

async function makeInstance(values: Values, { compute, idOf, templates }: Making) {
  const { Instances = [] } = await compute.send(
    new ec2.RunInstancesCommand({
      MinCount: 1,
      MaxCount: 1,
      ImageId: text(values['ami']),
      InstanceType: text(values['instance_type']) as ec2._InstanceType,
      BlockDeviceMappings: disksOf(values, templates),
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          SubnetId: idOf(values['subnet_id']),
          Groups: texts(values['vpc_security_group_ids']).map((id) => idOf(id) ?? id),
          PrivateIpAddresses: addressesOf(values),
        },
      ],
      ...tags('instance', values),
    }),
  )
  const [instance] = Instances
  const card = instance?.NetworkInterfaces?.[0]?.NetworkInterfaceId
  if (values['source_dest_check'] === false) await letForward(compute, card)
  return { id: instance?.InstanceId, primary_network_interface_id: card }
}

const letForward = (compute: ec2.EC2Client, NetworkInterfaceId: string | undefined): Promise<unknown> =>
  compute.send(
    new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck: { Value: false } }),
  )

/** Kept by the platform: the emulator has it already. */
async function managedList(compute: ec2.EC2Client, name = ''): Promise<string> {
  const { PrefixLists = [] } = await compute.send(new ec2.DescribeManagedPrefixListsCommand({}))
  return PrefixLists.find(({ PrefixListName }) => PrefixListName === name)?.PrefixListId ?? name
}

export interface Emulated {
  /** By the id that the emulator gave, the key of the thing in its root. */
  readonly keys: ReadonlyMap<string, string>
  /** By the id that the stand-in gave. */
  readonly ids: ReadonlyMap<string, string>
}

const emulatedNothing: Emulated = { keys: new Map(), ids: new Map() }

/** After what stands there `before`. Throws what the emulator refuses, with the address of the resource. */
export async function makeEmulated(
  resources: readonly PlanResource[],
  compute: ec2.EC2Client,
  before = emulatedNothing,
): Promise<Emulated> {
  const ids = new Map(before.ids)
  const keys = new Map(before.keys)
  const templates = new Map(
    resources.flatMap(({ type, values }) =>
      type === 'aws_launch_template' ? [[text(values['id']) ?? '', values] as const] : [],
    ),
  )
  const idOf = (made: PlanValue | undefined): string | undefined =>
    typeof made === 'string' ? ids.get(made) : undefined
  const note = (before: PlanValue | undefined, id: string | undefined, key: string): void => {
    if (id === undefined || typeof before !== 'string') return
    ids.set(before, id)
    keys.set(id, key)
  }
  for (const { values, index } of resources.filter(isManagedList))
    note(values['id'], await managedList(compute, text(values['name'])), index ?? '')
  for (const [type, make] of Object.entries(makers))
    for (const { values, index, address } of resources.filter(
      (each) => each.type === type && each.mode === 'managed',
    )) {
      const made = await make(values, { compute, idOf, templates }).catch((error: unknown) => {
        throw new Error(`${address}: ${String(error)}`, { cause: error })
      })
      note(values['id'], made['id'], index ?? '')
      note(values['primary_network_interface_id'], made['primary_network_interface_id'], `${index}/0`)
    }
  return { keys, ids }
}

const isManagedList = ({ type, mode }: PlanResource): boolean =>
  mode === 'data' && type === 'aws_ec2_managed_prefix_list'
