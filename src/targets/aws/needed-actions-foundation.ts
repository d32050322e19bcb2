/**
 * Actions of IAM that Terraform needs for what stands all the time. Of every type: what the provider calls to create, read,
 * change, tag and delete it (terraform-provider-aws 6, its sources as known 2026-11), with the dependent actions of the
 * Service Authorization Reference. No asterisks: an action that is not here is not needed.
 */
import type { ResourceNeed } from '../needed-actions.ts'
import { standingNeeds } from './needed-actions-standing.ts'
import { ec2, groupActions, of, routeActions, row } from './needed-actions-words.ts'

const iamRole = of(
  'iam',
  'CreateRole DeleteRole GetRole ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies PassRole TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription',
)
const inlinePolicy = of('iam', 'DeleteRolePolicy GetRolePolicy PutRolePolicy')
const attachment = of('iam', 'AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies')
/** Every plan with Terraform has a vault, a key, roles, alarms and what it is told by. */
const ofEveryPlan: readonly ResourceNeed[] = [
  row('aws_availability_zones', ['subnets'], ['ec2:DescribeAvailabilityZones']),
  row(
    'aws_kms_key',
    [],
    of(
      'kms',
      'CreateKey DescribeKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription',
    ),
  ),
  row('aws_kms_alias', [], of('kms', 'CreateAlias DeleteAlias ListAliases UpdateAlias')),
  row(
    'aws_ebs_encryption_by_default',
    [],
    of('ec2', 'DisableEbsEncryptionByDefault EnableEbsEncryptionByDefault GetEbsEncryptionByDefault'),
  ),
  row(
    'aws_ebs_default_kms_key',
    [],
    [...of('ec2', 'GetEbsDefaultKmsKeyId ModifyEbsDefaultKmsKeyId ResetEbsDefaultKmsKeyId'), 'kms:DescribeKey'],
  ),
  row(
    'aws_backup_vault',
    [],
    [
      ...of('backup', 'CreateBackupVault DeleteBackupVault DescribeBackupVault ListTags TagResource UntagResource'),
      'backup-storage:MountCapsule',
      ...of('kms', 'CreateGrant DescribeKey RetireGrant Decrypt GenerateDataKey'),
    ],
  ),
  row('aws_iam_role', [], iamRole),
  row('aws_iam_role_policy', [], inlinePolicy),
  row('aws_iam_role_policy_attachment', [], attachment),
  row(
    'aws_iam_instance_profile',
    [],
    of(
      'iam',
      'AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile PassRole RemoveRoleFromInstanceProfile TagInstanceProfile UntagInstanceProfile',
    ),
  ),
  row(
    'aws_sns_topic',
    [],
    [
      ...of(
        'sns',
        'CreateTopic DeleteTopic GetTopicAttributes ListTagsForResource SetTopicAttributes TagResource UntagResource',
      ),
      ...of('kms', 'Decrypt GenerateDataKey'),
    ],
  ),
  row('aws_sns_topic_policy', [], of('sns', 'GetTopicAttributes SetTopicAttributes')),
  row(
    'aws_sns_topic_subscription',
    [],
    of('sns', 'GetSubscriptionAttributes SetSubscriptionAttributes Subscribe Unsubscribe'),
  ),
  row(
    'aws_cloudwatch_event_rule',
    [],
    of('events', 'DeleteRule DescribeRule ListTagsForResource PutRule TagResource UntagResource'),
  ),
  row('aws_cloudwatch_event_target', [], of('events', 'ListTargetsByRule PutTargets RemoveTargets')),
]

const ofNetworks: readonly ResourceNeed[] = [
  row(
    'aws_vpc',
    ['vpcs'],
    ec2(
      'CreateVpc DeleteVpc DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups DescribeVpcAttribute DescribeVpcs ModifyVpcAttribute',
    ),
  ),
  row(
    'aws_vpc_ipv4_cidr_block_association',
    ['vpcs'],
    of('ec2', 'AssociateVpcCidrBlock DescribeVpcs DisassociateVpcCidrBlock'),
  ),
  row('aws_default_security_group', ['vpcs'], groupActions),
  row(
    'aws_subnet',
    ['subnets'],
    ec2('CreateSubnet DeleteSubnet DescribeNetworkInterfaces DescribeSubnets ModifySubnetAttribute'),
  ),
  row('aws_route_table', ['route_tables'], ec2('CreateRouteTable DeleteRouteTable DescribeRouteTables')),
  row(
    'aws_route_table_association',
    ['subnets'],
    of('ec2', 'AssociateRouteTable DescribeRouteTables DisassociateRouteTable ReplaceRouteTableAssociation'),
  ),
  row(
    'aws_internet_gateway',
    ['vpcs'],
    ec2(
      'AttachInternetGateway CreateInternetGateway DeleteInternetGateway DescribeInternetGateways DetachInternetGateway',
    ),
  ),
  row('aws_eip', ['nat_gateways'], ec2('AllocateAddress DescribeAddresses DescribeAddressesAttribute ReleaseAddress')),
  row('aws_nat_gateway', ['nat_gateways'], ec2('CreateNatGateway DeleteNatGateway DescribeNatGateways')),
  row(
    'aws_vpc_peering_connection',
    ['peerings'],
    ec2(
      'AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection DescribeVpcPeeringConnections ModifyVpcPeeringConnectionOptions',
    ),
  ),
  row('aws_route', ['routes', 'appliance_routes', 'gateway_routes'], routeActions),
  row(
    'aws_cloudwatch_log_group',
    ['vpcs'],
    [
      ...of(
        'logs',
        'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DescribeLogGroups ListTagsForResource PutRetentionPolicy TagResource UntagResource',
      ),
      'logs:AssociateKmsKey',
      'kms:DescribeKey',
    ],
  ),
  row(
    'aws_flow_log',
    ['vpcs'],
    [
      ...ec2('CreateFlowLogs DeleteFlowLogs DescribeFlowLogs'),
      ...of('logs', 'CreateLogDelivery DeleteLogDelivery'),
      'iam:PassRole',
    ],
  ),
  row('aws_network_acl', ['network_acls'], ec2('CreateNetworkAcl DeleteNetworkAcl DescribeNetworkAcls')),
  row(
    'aws_network_acl_rule',
    ['network_acl_entries'],
    of('ec2', 'CreateNetworkAclEntry DeleteNetworkAclEntry DescribeNetworkAcls'),
  ),
  row('aws_network_acl_association', ['network_acls'], of('ec2', 'DescribeNetworkAcls ReplaceNetworkAclAssociation')),
  row('aws_security_group', ['security_groups', 'replication', 'restore_test', 'replicated_servers'], groupActions),
  ...(['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'] as const).map((type) =>
    row(type, ['security_rules', 'replication'], [...groupActions, 'ec2:ModifySecurityGroupRules']),
  ),
]

export const foundationNeeds: readonly ResourceNeed[] = [...ofEveryPlan, ...ofNetworks, ...standingNeeds]
