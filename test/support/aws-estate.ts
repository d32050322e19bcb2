/** Seeds an emulator with an estate that has every kind of object the live source reads, through the real SDK. */
import * as cw from '@aws-sdk/client-cloudwatch'
import * as ec2 from '@aws-sdk/client-ec2'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as r53 from '@aws-sdk/client-route-53'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'

export interface EstateOptions {
  readonly endpoint: string
  readonly region: string
  readonly instances: number
  /** Of another account. */
  readonly role?: string
}

interface Clients {
  readonly compute: ec2.EC2Client
  readonly balancers: elb.ElasticLoadBalancingV2Client
  readonly names: r53.Route53Client
  readonly metrics: cw.CloudWatchClient
}

const keys = { accessKeyId: 'testing', secretAccessKey: 'testing' }

export function openClients({ endpoint, region, role }: Omit<EstateOptions, 'instances'>): Clients {
  const credentials =
    role === undefined
      ? keys
      : fromTemporaryCredentials({
          masterCredentials: keys,
          params: { RoleArn: role, RoleSessionName: 'seed' },
          clientConfig: { endpoint, region },
        })
  const options = { endpoint, region, credentials }
  return {
    compute: new ec2.EC2Client(options),
    balancers: new elb.ElasticLoadBalancingV2Client(options),
    names: new r53.Route53Client(options),
    metrics: new cw.CloudWatchClient(options),
  }
}

interface Subnets {
  readonly vpcId: string
  readonly subnetIds: readonly string[]
}

interface Groups {
  readonly web: string
  readonly db: string
}

export interface Estate {
  readonly vpcs: readonly Subnets[]
  readonly groups: readonly Groups[]
  readonly instanceIds: readonly string[]
  readonly prefixListId: string
}

/** Three VPCs with two subnets each; the instances are spread over all of them. */
export async function seedEstate(options: EstateOptions): Promise<Estate> {
  const clients = openClients(options)
  const { compute } = clients
  const vpcs: Subnets[] = []
  for (let number = 0; number < 3; number++) vpcs.push(await seedVpc(compute, number))
  const prefixListId = await seedPrefixList(compute)
  const groups: Groups[] = []
  for (const { vpcId } of vpcs) groups.push(await seedGroups(compute, { vpcId, prefixListId }))
  await seedGateways(compute, vpcs, prefixListId)
  await seedConnections(compute, vpcs)
  await seedAddressing(compute, vpcs)
  const templateId = await seedTemplate(compute, vpcs[0]!.subnetIds[0]!, groups[0]!.web)
  const instanceIds = await seedInstances(compute, { vpcs, groups, templateId, total: options.instances })
  await seedVolume(compute, instanceIds[0]!)
  await seedBalancer(clients, { vpcs, groups, instanceIds })
  await seedNames(clients.names, vpcs[0]!.vpcId, options.region)
  return { vpcs, groups, instanceIds, prefixListId }
}

async function seedVpc(compute: ec2.EC2Client, number: number): Promise<Subnets> {
  const { Vpc } = await compute.send(
    new ec2.CreateVpcCommand({
      CidrBlock: `10.${number}.0.0/16`,
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: `vpc-${number}` }] }],
    }),
  )
  const vpcId = Vpc!.VpcId!
  if (number === 0)
    await compute.send(new ec2.AssociateVpcCidrBlockCommand({ VpcId: vpcId, CidrBlock: '100.64.0.0/20' }))
  const subnetIds: string[] = []
  // Left to itself the emulator chooses zones by chance, and load balancers want two.
  const { AvailabilityZones = [] } = await compute.send(new ec2.DescribeAvailabilityZonesCommand({}))
  for (const [index, part] of [0, 16].entries()) {
    const AvailabilityZone = AvailabilityZones[index]!.ZoneName
    const { Subnet } = await compute.send(
      new ec2.CreateSubnetCommand({ VpcId: vpcId, CidrBlock: `10.${number}.${part}.0/20`, AvailabilityZone }),
    )
    subnetIds.push(Subnet!.SubnetId!)
  }
  return { vpcId, subnetIds }
}

async function seedPrefixList(compute: ec2.EC2Client): Promise<string> {
  const { PrefixList } = await compute.send(
    new ec2.CreateManagedPrefixListCommand({
      PrefixListName: 'offices',
      AddressFamily: 'IPv4',
      MaxEntries: 10,
      Entries: [{ Cidr: '198.51.100.0/24' }, { Cidr: '192.0.2.0/25' }],
    }),
  )
  return PrefixList!.PrefixListId!
}

async function seedGroups(
  compute: ec2.EC2Client,
  { vpcId, prefixListId }: { vpcId: string; prefixListId: string },
): Promise<Groups> {
  const create = async (GroupName: string): Promise<string> =>
    (await compute.send(new ec2.CreateSecurityGroupCommand({ GroupName, Description: GroupName, VpcId: vpcId })))
      .GroupId!
  const [web, db] = [await create('web'), await create('db')]
  const allow = (GroupId: string, IpPermissions: ec2.IpPermission[]): Promise<unknown> =>
    compute.send(new ec2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
  const tcp = (port: number, peer: Omit<ec2.IpPermission, 'IpProtocol'>): ec2.IpPermission => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...peer,
  })
  await allow(web, [
    tcp(443, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] }),
    tcp(22, { PrefixListIds: [{ PrefixListId: prefixListId }] }),
    tcp(9100, { UserIdGroupPairs: [{ GroupId: db }] }),
  ])
  await allow(db, [
    tcp(5432, { UserIdGroupPairs: [{ GroupId: web }] }),
    { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: db }] },
  ])
  return { web, db }
}

/** An internet gateway for every VPC, a NAT gateway and an egress-only one in the first, and the routes to them. */
async function seedGateways(compute: ec2.EC2Client, vpcs: readonly Subnets[], prefixListId: string): Promise<void> {
  for (const { vpcId, subnetIds } of vpcs) {
    const { InternetGateway } = await compute.send(new ec2.CreateInternetGatewayCommand({}))
    const GatewayId = InternetGateway!.InternetGatewayId!
    await compute.send(new ec2.AttachInternetGatewayCommand({ VpcId: vpcId, InternetGatewayId: GatewayId }))
    const { RouteTable } = await compute.send(new ec2.CreateRouteTableCommand({ VpcId: vpcId }))
    const RouteTableId = RouteTable!.RouteTableId!
    await compute.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId: subnetIds[0]! }))
    await compute.send(new ec2.CreateRouteCommand({ RouteTableId, GatewayId, DestinationCidrBlock: '0.0.0.0/0' }))
    await compute.send(new ec2.CreateRouteCommand({ RouteTableId, GatewayId, DestinationPrefixListId: prefixListId }))
  }
  const { AllocationId } = await compute.send(new ec2.AllocateAddressCommand({ Domain: 'vpc' }))
  const { NatGateway } = await compute.send(
    new ec2.CreateNatGatewayCommand({ SubnetId: vpcs[0]!.subnetIds[0]!, AllocationId }),
  )
  const { RouteTable } = await compute.send(new ec2.CreateRouteTableCommand({ VpcId: vpcs[0]!.vpcId }))
  const RouteTableId = RouteTable!.RouteTableId!
  await compute.send(new ec2.AssociateRouteTableCommand({ RouteTableId, SubnetId: vpcs[0]!.subnetIds[1]! }))
  const NatGatewayId = NatGateway!.NatGatewayId!
  await compute.send(new ec2.CreateRouteCommand({ RouteTableId, NatGatewayId, DestinationCidrBlock: '0.0.0.0/0' }))
  await compute.send(new ec2.CreateEgressOnlyInternetGatewayCommand({ VpcId: vpcs[0]!.vpcId }))
}

async function seedConnections(compute: ec2.EC2Client, [first, second]: readonly Subnets[]): Promise<void> {
  const { VpcPeeringConnection } = await compute.send(
    new ec2.CreateVpcPeeringConnectionCommand({ VpcId: first!.vpcId, PeerVpcId: second!.vpcId }),
  )
  const { VpcPeeringConnectionId } = VpcPeeringConnection!
  await compute.send(new ec2.AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }))
  const { TransitGateway } = await compute.send(new ec2.CreateTransitGatewayCommand({}))
  const { TransitGatewayId } = TransitGateway!
  await compute.send(
    new ec2.CreateTransitGatewayVpcAttachmentCommand({
      TransitGatewayId,
      VpcId: first!.vpcId,
      SubnetIds: [first!.subnetIds[0]!],
    }),
  )
  const { VpnGateway } = await compute.send(new ec2.CreateVpnGatewayCommand({ Type: 'ipsec.1' }))
  const { VpnGatewayId } = VpnGateway!
  await compute.send(new ec2.AttachVpnGatewayCommand({ VpcId: first!.vpcId, VpnGatewayId: VpnGatewayId! }))
  const { CustomerGateway } = await compute.send(
    new ec2.CreateCustomerGatewayCommand({ Type: 'ipsec.1', PublicIp: '203.0.113.5', BgpAsn: 65_010 }),
  )
  const { CustomerGatewayId } = CustomerGateway!
  await compute.send(new ec2.CreateVpnConnectionCommand({ Type: 'ipsec.1', CustomerGatewayId, VpnGatewayId }))
  await compute.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: second!.vpcId,
      ServiceName: 'com.amazonaws.eu-west-1.s3',
      VpcEndpointType: 'Gateway',
    }),
  )
  await compute.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: second!.vpcId,
      ServiceName: 'com.amazonaws.eu-west-1.ssm',
      VpcEndpointType: 'Interface',
      SubnetIds: [second!.subnetIds[0]!],
      PolicyDocument: JSON.stringify({
        Statement: [{ Effect: 'Allow', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }],
      }),
    }),
  )
  await seedTransitRoute(compute, TransitGatewayId!)
  await compute.send(new ec2.CreateCarrierGatewayCommand({ VpcId: second!.vpcId }))
}

/** A static route through the attachment: what is behind it is known by that only. */
async function seedTransitRoute(compute: ec2.EC2Client, TransitGatewayId: string): Promise<void> {
  const Filters = [{ Name: 'transit-gateway-id', Values: [TransitGatewayId] }]
  const { TransitGatewayAttachments } = await compute.send(
    new ec2.DescribeTransitGatewayAttachmentsCommand({ Filters }),
  )
  const { TransitGatewayRouteTable } = await compute.send(
    new ec2.CreateTransitGatewayRouteTableCommand({ TransitGatewayId }),
  )
  await compute.send(
    new ec2.CreateTransitGatewayRouteCommand({
      TransitGatewayRouteTableId: TransitGatewayRouteTable!.TransitGatewayRouteTableId!,
      TransitGatewayAttachmentId: TransitGatewayAttachments![0]!.TransitGatewayAttachmentId!,
      DestinationCidrBlock: '172.16.0.0/12',
    }),
  )
}

/** A network ACL that closes something, an own set of DHCP options, an address that nobody uses. */
async function seedAddressing(compute: ec2.EC2Client, [first]: readonly Subnets[]): Promise<void> {
  const { NetworkAcl } = await compute.send(new ec2.CreateNetworkAclCommand({ VpcId: first!.vpcId }))
  const { NetworkAclId } = NetworkAcl!
  await compute.send(
    new ec2.CreateNetworkAclEntryCommand({
      NetworkAclId,
      RuleNumber: 90,
      Protocol: '6',
      RuleAction: 'deny',
      Egress: false,
      CidrBlock: '203.0.113.0/24',
      PortRange: { From: 22, To: 22 },
    }),
  )
  const { DhcpOptions } = await compute.send(
    new ec2.CreateDhcpOptionsCommand({ DhcpConfigurations: [{ Key: 'domain-name-servers', Values: ['10.0.0.53'] }] }),
  )
  const { DhcpOptionsId } = DhcpOptions!
  await compute.send(new ec2.AssociateDhcpOptionsCommand({ VpcId: first!.vpcId, DhcpOptionsId }))
  await compute.send(new ec2.AllocateAddressCommand({ Domain: 'vpc' }))
  await compute.send(
    new ec2.CreateSubnetCidrReservationCommand({
      SubnetId: first!.subnetIds[1]!,
      Cidr: '10.0.31.240/28',
      ReservationType: 'explicit',
      Description: 'appliances',
    }),
  )
}

/** Two versions, of which the first stays the default one; what their machines run is nobody's business. */
async function seedTemplate(compute: ec2.EC2Client, SubnetId: string, group: string): Promise<string> {
  const LaunchTemplateData: ec2.RequestLaunchTemplateData = {
    UserData: Buffer.from('password must-not-be-seen').toString('base64'),
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Groups: [group], AssociatePublicIpAddress: true }],
  }
  const { LaunchTemplate } = await compute.send(
    new ec2.CreateLaunchTemplateCommand({ LaunchTemplateName: 'web', LaunchTemplateData }),
  )
  const LaunchTemplateId = LaunchTemplate!.LaunchTemplateId!
  for (let version = 2; version <= 3; version++)
    await compute.send(new ec2.CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData }))
  return LaunchTemplateId
}

interface Placing {
  readonly vpcs: readonly Subnets[]
  readonly groups: readonly Groups[]
  /** The instances of the first group come from it. */
  readonly templateId: string
  readonly total: number
}

const types = ['m5.large', 'r5.xlarge', 'g4dn.xlarge'] as const

async function seedInstances(
  compute: ec2.EC2Client,
  { vpcs, groups, templateId, total }: Placing,
): Promise<readonly string[]> {
  const { Images } = await compute.send(new ec2.DescribeImagesCommand({ Owners: ['amazon'] }))
  const ImageId = Images!.find(({ Architecture, Platform }) => Architecture === 'x86_64' && !Platform)!.ImageId!
  const places = vpcs.flatMap(({ subnetIds }, vpc) =>
    subnetIds.map((SubnetId, part) => ({
      SubnetId,
      group: part === 0 ? groups[vpc]!.web : groups[vpc]!.db,
      vpc,
      part,
    })),
  )
  const ids: string[] = []
  for (const [index, { SubnetId, group, vpc, part }] of places.entries()) {
    const count = Math.floor((total * (index + 1)) / places.length) - Math.floor((total * index) / places.length)
    const { Instances = [] } = await compute.send(
      new ec2.RunInstancesCommand({
        ImageId,
        InstanceType: types[vpc]!,
        MinCount: count,
        MaxCount: count,
        SubnetId,
        SecurityGroupIds: [group],
        Monitoring: { Enabled: vpc === 1 },
        ...(index === 0 && { LaunchTemplate: { LaunchTemplateId: templateId } }),
        TagSpecifications: [
          {
            ResourceType: 'instance',
            Tags: [
              { Key: 'Name', Value: `${part === 0 ? 'web' : 'db'}-${vpc}` },
              { Key: 'application', Value: `app-${vpc}` },
            ],
          },
        ],
      }),
    )
    ids.push(...Instances.map(({ InstanceId }) => InstanceId!))
  }
  return ids
}

async function seedVolume(compute: ec2.EC2Client, InstanceId: string): Promise<void> {
  const { Reservations } = await compute.send(new ec2.DescribeInstancesCommand({ InstanceIds: [InstanceId] }))
  const { AvailabilityZone } = Reservations![0]!.Instances![0]!.Placement!
  const { VolumeId } = await compute.send(
    new ec2.CreateVolumeCommand({ AvailabilityZone, Size: 500, VolumeType: 'gp3', Iops: 6000, Throughput: 250 }),
  )
  await compute.send(new ec2.AttachVolumeCommand({ InstanceId, VolumeId, Device: '/dev/sdf' }))
}

async function seedBalancer(
  { balancers }: Clients,
  { vpcs, groups, instanceIds }: Pick<Estate, 'vpcs' | 'groups' | 'instanceIds'>,
): Promise<void> {
  const { LoadBalancers } = await balancers.send(
    new elb.CreateLoadBalancerCommand({
      Name: 'shop',
      Subnets: [...vpcs[0]!.subnetIds],
      SecurityGroups: [groups[0]!.web],
    }),
  )
  const { TargetGroups } = await balancers.send(
    new elb.CreateTargetGroupCommand({ Name: 'shop-web', Protocol: 'HTTP', Port: 80, VpcId: vpcs[0]!.vpcId }),
  )
  const { TargetGroupArn } = TargetGroups![0]!
  await balancers.send(
    new elb.RegisterTargetsCommand({ TargetGroupArn, Targets: instanceIds.slice(0, 2).map((Id) => ({ Id })) }),
  )
  const { Listeners } = await balancers.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  )
  await seedAddressTargets(balancers, {
    VpcId: vpcs[0]!.vpcId,
    ListenerArn: Listeners![0]!.ListenerArn,
    other: TargetGroupArn,
  })
  await seedNetworkBalancer(balancers, vpcs[0]!, instanceIds.slice(2, 3))
}

/** A group of targets by address, reached by a rule for some paths only. */
async function seedAddressTargets(
  balancers: elb.ElasticLoadBalancingV2Client,
  { VpcId, ListenerArn, other }: { VpcId: string; ListenerArn: string | undefined; other: string | undefined },
): Promise<void> {
  const { TargetGroups } = await balancers.send(
    new elb.CreateTargetGroupCommand({ Name: 'shop-files', Protocol: 'HTTP', Port: 8080, VpcId, TargetType: 'ip' }),
  )
  const { TargetGroupArn } = TargetGroups![0]!
  await balancers.send(new elb.RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.0.4.4', Port: 8080 }] }))
  await balancers.send(
    new elb.CreateRuleCommand({
      ListenerArn,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/files/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn }],
    }),
  )
  for (const rule of moreRules(TargetGroupArn, other))
    await balancers.send(new elb.CreateRuleCommand({ ListenerArn, ...rule }))
}

/** One of each condition and action; the identity provider's secret must not get out. */
const moreRules = (
  TargetGroupArn: string | undefined,
  other: string | undefined,
): readonly Pick<elb.CreateRuleCommandInput & { Priority: number }, 'Priority' | 'Conditions' | 'Actions'>[] => [
  {
    Priority: 30,
    Conditions: [
      { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/16', '203.0.113.0/24'] } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['PUT'] } },
    ],
    Actions: [
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '403', ContentType: 'text/plain', MessageBody: 'no' },
      },
    ],
  },
  {
    Priority: 20,
    Conditions: [
      { Field: 'host-header', HostHeaderConfig: { Values: ['shop.example'] } },
      { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Group', Values: ['a*'] } },
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'lang', Value: 'en' }] } },
    ],
    Actions: [
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn, Weight: 90 },
            { TargetGroupArn: other, Weight: 10 },
          ],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 },
        },
      },
    ],
  },
  {
    Priority: 40,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/old'] } }],
    Actions: [
      {
        Type: 'redirect',
        RedirectConfig: { Protocol: 'HTTPS', Port: '443', Host: '#{host}', Path: '/new', StatusCode: 'HTTP_301' },
      },
    ],
  },
  {
    Priority: 50,
    Conditions: [{ Field: 'path-pattern', Values: ['/admin/*'] }],
    Actions: [
      {
        Type: 'authenticate-oidc',
        Order: 1,
        AuthenticateOidcConfig: {
          Issuer: 'https://login.example',
          AuthorizationEndpoint: 'https://login.example/authorise',
          TokenEndpoint: 'https://login.example/token',
          UserInfoEndpoint: 'https://login.example/who',
          ClientId: 'shop',
          ClientSecret: 'must-not-be-seen',
        },
      },
      { Type: 'forward', Order: 2, TargetGroupArn },
    ],
  },
]

/** All of it goes to one group. */
async function seedNetworkBalancer(
  balancers: elb.ElasticLoadBalancingV2Client,
  vpc: Subnets,
  instanceIds: readonly string[],
): Promise<void> {
  const { LoadBalancers } = await balancers.send(
    new elb.CreateLoadBalancerCommand({
      Name: 'ledger',
      Type: 'network',
      Scheme: 'internal',
      Subnets: [...vpc.subnetIds],
    }),
  )
  const { TargetGroups } = await balancers.send(
    new elb.CreateTargetGroupCommand({ Name: 'ledger-db', Protocol: 'TCP', Port: 5432, VpcId: vpc.vpcId }),
  )
  const { TargetGroupArn } = TargetGroups![0]!
  await balancers.send(new elb.RegisterTargetsCommand({ TargetGroupArn, Targets: instanceIds.map((Id) => ({ Id })) }))
  await balancers.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Protocol: 'TCP',
      Port: 5432,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  )
  await balancers.send(
    new elb.ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    }),
  )
}

async function seedNames(names: r53.Route53Client, VPCId: string, VPCRegion: string): Promise<void> {
  const { HostedZone } = await names.send(
    new r53.CreateHostedZoneCommand({
      Name: 'harbour.internal',
      CallerReference: 'private',
      HostedZoneConfig: { PrivateZone: true },
      VPC: { VPCId, VPCRegion: VPCRegion as r53.VPCRegion },
    }),
  )
  const Changes = Array.from({ length: 120 }, (_, index): r53.Change => {
    const ResourceRecords = [{ Value: `10.0.1.${index}` }]
    return {
      Action: 'CREATE',
      ResourceRecordSet: { Name: `host-${index}.harbour.internal`, Type: 'A', TTL: 60, ResourceRecords },
    }
  })
  await names.send(new r53.ChangeResourceRecordSetsCommand({ HostedZoneId: HostedZone!.Id, ChangeBatch: { Changes } }))
  await names.send(new r53.CreateHostedZoneCommand({ Name: 'harbour.example', CallerReference: 'public' }))
  await names.send(
    new r53.CreateHealthCheckCommand({
      CallerReference: 'check',
      HealthCheckConfig: { Type: 'HTTPS', IPAddress: '203.0.113.80', Port: 443, ResourcePath: '/health' },
    }),
  )
}

export interface MetricSeed {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  /** Value by epoch milliseconds. */
  readonly values: readonly (readonly [number, number])[]
}

export async function seedMetrics(client: cw.CloudWatchClient, seeds: readonly MetricSeed[]): Promise<void> {
  for (const { namespace, name, dimensions, values } of seeds) {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
    const MetricData = values.map(([ms, Value]) => ({
      MetricName: name,
      Dimensions,
      Timestamp: new Date(ms),
      Value,
    }))
    await client.send(new cw.PutMetricDataCommand({ Namespace: namespace, MetricData }))
  }
}
