/**
 * What `aws … describe-*` sends, as far as drplan uses it; every other key is left unread. Field by field from the
 * EC2, ELB, RDS and Route 53 API references. Lists that the CLI may leave out are empty.
 */
import { z } from 'zod'

export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
export const text = z.string().nullish()
export const number = z.number().nullish()
export const flag = z.boolean().nullish()
export const protocol = z.string().regex(/^(-1|tcp|udp|icmp|icmpv6|\d{1,2}|1\d\d|2[0-4]\d|25[0-5])$/i)
export const tags = list(z.object({ Key: z.string(), Value: z.string().nullish() }))

export const nicSchema = z.object({
  NetworkInterfaceId: z.string(),
  SubnetId: text,
  VpcId: text,
  MacAddress: text,
  Description: text,
  InterfaceType: text,
  RequesterId: text,
  RequesterManaged: flag,
  TagSet: tags,
  PrivateIpAddress: text,
  PrivateIpAddresses: list(z.object({ PrivateIpAddress: text, Primary: z.boolean().nullish() })),
  Ipv6Addresses: list(z.object({ Ipv6Address: text })),
  Ipv4Prefixes: list(z.object({ Ipv4Prefix: text })),
  Ipv6Prefixes: list(z.object({ Ipv6Prefix: text })),
  SourceDestCheck: z.boolean().nullish(),
  Groups: list(z.object({ GroupId: z.string() })),
  Association: z.object({ PublicIp: text }).nullish(),
  Attachment: z.object({ DeviceIndex: z.int().nonnegative().nullish(), InstanceId: text }).nullish(),
})
export type AwsNic = z.infer<typeof nicSchema>

export const instanceSchema = z.object({
  InstanceId: z.string().min(1),
  InstanceType: text,
  Monitoring: z.object({ State: text }).nullish(),
  State: z.object({ Name: text }).nullish(),
  /** Only of what is not on demand, such as `spot`. */
  InstanceLifecycle: text,
  Placement: z.object({ AvailabilityZone: text, HostId: text, GroupName: text, Tenancy: text }).nullish(),
  VpcId: text,
  SubnetId: text,
  PrivateIpAddress: text,
  PublicIpAddress: text,
  Architecture: text,
  Platform: text,
  PlatformDetails: text,
  BootMode: text,
  CurrentInstanceBootMode: text,
  RootDeviceName: text,
  CpuOptions: z.object({ CoreCount: number, ThreadsPerCore: number }).nullish(),
  SecurityGroups: list(z.object({ GroupId: z.string() })),
  NetworkInterfaces: list(nicSchema),
  BlockDeviceMappings: list(z.object({ DeviceName: text, Ebs: z.object({ VolumeId: z.string() }).nullish() })),
  KeyName: text,
  IamInstanceProfile: z.object({ Arn: text }).nullish(),
  Tags: tags,
})
export type AwsInstance = z.infer<typeof instanceSchema>

export const volumeSchema = z.object({
  VolumeId: z.string(),
  Size: z.number().positive(),
  VolumeType: text,
  Iops: number,
  Throughput: number,
  Attachments: list(z.object({ InstanceId: text, Device: text })),
  Tags: tags,
})
export type AwsVolume = z.infer<typeof volumeSchema>

export const instanceTypeSchema = z.object({
  InstanceType: z.string(),
  VCpuInfo: z.object({ DefaultVCpus: z.int().positive() }).nullish(),
  MemoryInfo: z.object({ SizeInMiB: z.number().positive() }).nullish(),
  InstanceStorageInfo: z
    .object({ Disks: list(z.object({ SizeInGB: z.number().positive(), Count: z.int().positive() })) })
    .nullish(),
  GpuInfo: z
    .object({
      Gpus: list(z.object({ Name: text, Count: number, MemoryInfo: z.object({ SizeInMiB: number }).nullish() })),
    })
    .nullish(),
  FpgaInfo: z
    .object({
      Fpgas: list(z.object({ Name: text, Count: number, MemoryInfo: z.object({ SizeInMiB: number }).nullish() })),
    })
    .nullish(),
  InferenceAcceleratorInfo: z
    .object({
      Accelerators: list(
        z.object({ Name: text, Count: number, MemoryInfo: z.object({ SizeInMiB: number }).nullish() }),
      ),
    })
    .nullish(),
})
export type AwsInstanceType = z.infer<typeof instanceTypeSchema>

export const vpcSchema = z.object({
  VpcId: z.string(),
  CidrBlock: text,
  InstanceTenancy: text,
  DhcpOptionsId: text,
  CidrBlockAssociationSet: list(z.object({ CidrBlock: text, CidrBlockState: z.object({ State: text }).nullish() })),
  Ipv6CidrBlockAssociationSet: list(
    z.object({ Ipv6CidrBlock: text, Ipv6CidrBlockState: z.object({ State: text }).nullish() }),
  ),
  Tags: tags,
})
export type AwsVpc = z.infer<typeof vpcSchema>

export const subnetSchema = z.object({
  SubnetId: z.string(),
  VpcId: z.string(),
  CidrBlock: text,
  Ipv6CidrBlockAssociationSet: list(
    z.object({ Ipv6CidrBlock: text, Ipv6CidrBlockState: z.object({ State: text }).nullish() }),
  ),
  AvailabilityZone: text,
  AvailabilityZoneId: text,
  MapPublicIpOnLaunch: flag,
  EnableDns64: flag,
  PrivateDnsNameOptionsOnLaunch: z.object({ HostnameType: text }).nullish(),
  Tags: tags,
})
export type AwsSubnet = z.infer<typeof subnetSchema>

const permissionSchema = z.object({
  IpProtocol: protocol,
  FromPort: number,
  ToPort: number,
  IpRanges: list(z.object({ CidrIp: z.string(), Description: text })),
  Ipv6Ranges: list(z.object({ CidrIpv6: z.string(), Description: text })),
  PrefixListIds: list(z.object({ PrefixListId: z.string(), Description: text })),
  UserIdGroupPairs: list(z.object({ GroupId: text, GroupName: text, Description: text })),
})
export type AwsPermission = z.infer<typeof permissionSchema>

export const groupSchema = z.object({
  GroupId: z.string(),
  GroupName: text,
  VpcId: text,
  Description: text,
  IpPermissions: list(permissionSchema),
  IpPermissionsEgress: list(permissionSchema),
})
export type AwsGroup = z.infer<typeof groupSchema>

export const ruleSchema = z.object({
  SecurityGroupRuleId: z.string(),
  GroupId: z.string(),
  IsEgress: z.boolean(),
  IpProtocol: protocol,
  FromPort: number,
  ToPort: number,
  CidrIpv4: text,
  CidrIpv6: text,
  PrefixListId: text,
  ReferencedGroupInfo: z.object({ GroupId: text }).nullish(),
  Description: text,
})
export type AwsRule = z.infer<typeof ruleSchema>

const routeSchema = z.object({
  DestinationCidrBlock: text,
  DestinationIpv6CidrBlock: text,
  DestinationPrefixListId: text,
  GatewayId: text,
  NatGatewayId: text,
  TransitGatewayId: text,
  VpcPeeringConnectionId: text,
  EgressOnlyInternetGatewayId: text,
  NetworkInterfaceId: text,
  LocalGatewayId: text,
  CarrierGatewayId: text,
  CoreNetworkArn: text,
  Origin: text,
  State: text,
})
export type AwsRoute = z.infer<typeof routeSchema>

export const routeTableSchema = z.object({
  RouteTableId: z.string(),
  VpcId: z.string(),
  Associations: list(z.object({ Main: flag, SubnetId: text, GatewayId: text })),
  PropagatingVgws: list(z.object({ GatewayId: text })),
  Routes: list(routeSchema),
  Tags: tags,
})
export type AwsRouteTable = z.infer<typeof routeTableSchema>

/** `HostedZoneId` is put in by the live source: an answer does not say whose it is. */
export const recordSchema = z.object({
  HostedZoneId: text,
  Name: z.string(),
  Type: z.string(),
  SetIdentifier: text,
  Weight: number,
  Region: text,
  Failover: text,
  MultiValueAnswer: flag,
  GeoLocation: z.unknown().optional(),
  TTL: number,
  ResourceRecords: list(z.object({ Value: z.string() })),
  AliasTarget: z.object({ DNSName: z.string() }).nullish(),
})
export type AwsRecord = z.infer<typeof recordSchema>

/** `Entries` are put in by the live source, from an answer of their own; AWS-managed lists are owned by `AWS`. */
export const prefixListSchema = z.object({
  PrefixListId: z.string(),
  PrefixListName: text,
  OwnerId: text,
  MaxEntries: z.int().nonnegative().nullish(),
  Entries: z.array(z.object({ Cidr: z.string(), Description: text })).optional(),
})
