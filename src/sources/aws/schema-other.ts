/**
 * What AWS sends of addresses, names and packet filters, and of what is no VM: only what identifies them and what the
 * nouns hold. Field by field from the EC2, RDS and Route 53 API references.
 */
import { z } from 'zod'
import { flag, list, number, protocol, tags, text } from './schema.ts'
import { templateLiteralsSchema } from './user-data.ts'

export const elasticAddressSchema = z.object({
  AllocationId: text,
  PublicIp: text,
  InstanceId: text,
  NetworkInterfaceId: text,
  PublicIpv4Pool: text,
  /** Of describe-addresses-attribute, whose answer has the same key. */
  PtrRecord: text,
  Tags: tags,
})
export type AwsElasticAddress = z.infer<typeof elasticAddressSchema>

export const dhcpOptionsSchema = z.object({
  DhcpOptionsId: z.string(),
  DhcpConfigurations: list(z.object({ Key: text, Values: list(z.object({ Value: text })) })),
  Tags: tags,
})
export type AwsDhcpOptions = z.infer<typeof dhcpOptionsSchema>

/** Made of two answers of describe-vpc-attribute by the live source. */
export const vpcAttributesSchema = z.object({
  VpcId: z.string(),
  EnableDnsSupport: z.object({ Value: flag }).nullish(),
  EnableDnsHostnames: z.object({ Value: flag }).nullish(),
})

export const hostedZoneSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  Config: z.object({ PrivateZone: flag }).nullish(),
})

/** Put together by the live source: the VPCs of a private zone are an answer of its own. */
export const zoneVpcsSchema = z.object({ Id: z.string(), VPCs: list(z.object({ VPCId: text })) })

export const healthCheckSchema = z.object({
  Id: z.string(),
  HealthCheckConfig: z
    .object({
      IPAddress: text,
      FullyQualifiedDomainName: text,
      Port: z.int().min(0).max(65_535).nullish(),
      Type: text,
      ResourcePath: text,
    })
    .nullish(),
})

export const networkAclSchema = z.object({
  NetworkAclId: z.string(),
  VpcId: text,
  IsDefault: flag,
  Associations: list(z.object({ SubnetId: text })),
  Entries: list(
    z.object({
      CidrBlock: text,
      Ipv6CidrBlock: text,
      Egress: z.boolean(),
      Protocol: protocol,
      RuleAction: z.enum(['allow', 'deny']),
      RuleNumber: z.int(),
      PortRange: z.object({ From: number, To: number }).nullish(),
      IcmpTypeCode: z.object({ Type: number, Code: number }).nullish(),
    }),
  ),
  Tags: tags,
})
export type AwsNetworkAcl = z.infer<typeof networkAclSchema>

export const reservationSchema = z.object({
  SubnetCidrReservationId: z.string(),
  SubnetId: z.string(),
  Cidr: z.string(),
  Description: text,
})

/** The user name of the administrator is in the answer too; it is left there. */
export const databaseSchema = z.object({
  DBInstanceIdentifier: text,
  DBInstanceArn: text,
  DBInstanceClass: text,
  Engine: text,
  EngineVersion: text,
  MultiAZ: flag,
  AllocatedStorage: number,
  Endpoint: z.object({ Address: text, Port: z.int().min(0).max(65_535).nullish() }).nullish(),
  DBSubnetGroup: z.object({ VpcId: text, Subnets: list(z.object({ SubnetIdentifier: text })) }).nullish(),
  VpcSecurityGroups: list(z.object({ VpcSecurityGroupId: text })),
})
export type AwsDatabase = z.infer<typeof databaseSchema>

/** Of the user's own addresses; ranges, not blocks. */
export const addressPoolSchema = z.object({
  PoolId: z.string().min(1),
  PoolAddressRanges: list(z.object({ FirstAddress: text, LastAddress: text })),
  Tags: tags,
})

/**
 * What machines run at their start (UserData), which may hold secrets, is in the answer too, and so are keys, images and
 * disks; all of that is left there, but for the addresses in it where these are asked for (user-data.ts).
 */
export const templateVersionSchema = z.object({
  /** Addresses in its user data, put here while it was read. */
  Literals: templateLiteralsSchema,
  LaunchTemplateId: z.string().min(1),
  LaunchTemplateName: text,
  VersionNumber: z.int().positive(),
  DefaultVersion: flag,
  LaunchTemplateData: z
    .object({
      SecurityGroupIds: list(z.string()),
      /** Names. */
      SecurityGroups: list(z.string()),
      NetworkInterfaces: list(
        z.object({
          DeviceIndex: z.int().nonnegative().nullish(),
          NetworkInterfaceId: text,
          SubnetId: text,
          Groups: list(z.string()),
          AssociatePublicIpAddress: flag,
          PrivateIpAddress: text,
          PrivateIpAddresses: list(z.object({ PrivateIpAddress: text, Primary: flag })),
          Ipv6Addresses: list(z.object({ Ipv6Address: text })),
        }),
      ),
    })
    .nullish(),
})
export type AwsTemplateVersion = z.infer<typeof templateVersionSchema>
