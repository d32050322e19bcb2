/** Actions of IAM that Terraform needs for gateways, lists, backups, replication and reserves (needed-actions-foundation.ts). */
import type { ResourceNeed } from '../needed-actions.ts'
import { ec2, of, row } from './needed-actions-words.ts'

const ofGateways: readonly ResourceNeed[] = [
  row(
    'aws_ec2_managed_prefix_list',
    ['prefix_lists', 'managed_prefix_lists'],
    ec2(
      'CreateManagedPrefixList DeleteManagedPrefixList DescribeManagedPrefixLists GetManagedPrefixListEntries ModifyManagedPrefixList',
    ),
  ),
  row('aws_vpn_gateway', ['vpn_gateways'], ec2('CreateVpnGateway DeleteVpnGateway DescribeVpnGateways')),
  row(
    'aws_vpn_gateway_attachment',
    ['vpn_gateways'],
    of('ec2', 'AttachVpnGateway DescribeVpnGateways DetachVpnGateway'),
  ),
  row(
    'aws_vpn_gateway_route_propagation',
    ['vpn_gateways'],
    of('ec2', 'DescribeRouteTables DisableVgwRoutePropagation EnableVgwRoutePropagation'),
  ),
  row(
    'aws_customer_gateway',
    ['customer_gateways'],
    ec2('CreateCustomerGateway DeleteCustomerGateway DescribeCustomerGateways'),
  ),
  row(
    'aws_vpn_connection',
    ['vpn_connections'],
    ec2(
      'CreateVpnConnection DeleteVpnConnection DescribeTransitGatewayAttachments DescribeVpnConnections ModifyVpnConnection ModifyVpnConnectionOptions ModifyVpnTunnelOptions',
    ),
  ),
  row(
    'aws_vpn_connection_route',
    ['vpn_connections'],
    of('ec2', 'CreateVpnConnectionRoute DeleteVpnConnectionRoute DescribeVpnConnections'),
  ),
  row(
    'aws_ec2_transit_gateway_vpc_attachment',
    ['transit_attachments'],
    ec2(
      'CreateTransitGatewayVpcAttachment DeleteTransitGatewayVpcAttachment DescribeTransitGatewayVpcAttachments DescribeTransitGateways GetTransitGatewayAttachmentPropagations GetTransitGatewayRouteTableAssociations ModifyTransitGatewayVpcAttachment',
    ),
  ),
  row(
    'aws_vpc_endpoint',
    ['endpoints'],
    ec2(
      'CreateVpcEndpoint DeleteVpcEndpoints DescribeNetworkInterfaces DescribePrefixLists DescribeSecurityGroups DescribeSubnets DescribeVpcEndpointServices DescribeVpcEndpoints DescribeVpcs ModifyVpcEndpoint',
    ),
  ),
  row(
    'aws_ec2_subnet_cidr_reservation',
    ['reserved_addresses'],
    of('ec2', 'CreateSubnetCidrReservation DeleteSubnetCidrReservation GetSubnetCidrReservations'),
  ),
]

const ofProtection: readonly ResourceNeed[] = [
  row('aws_ec2_tag', ['primary_machines'], of('ec2', 'CreateTags DeleteTags DescribeTags')),
  row(
    'aws_backup_plan',
    ['backup_plans'],
    of('backup', 'CreateBackupPlan DeleteBackupPlan GetBackupPlan ListTags TagResource UntagResource UpdateBackupPlan'),
  ),
  row(
    'aws_backup_selection',
    ['backup_plans'],
    [...of('backup', 'CreateBackupSelection DeleteBackupSelection GetBackupSelection'), 'iam:PassRole'],
  ),
  row(
    'aws_backup_restore_testing_plan',
    ['restore_test'],
    of(
      'backup',
      'CreateRestoreTestingPlan DeleteRestoreTestingPlan GetRestoreTestingPlan ListTags TagResource UntagResource UpdateRestoreTestingPlan',
    ),
  ),
  row(
    'aws_backup_restore_testing_selection',
    ['restore_test'],
    [
      ...of(
        'backup',
        'CreateRestoreTestingSelection DeleteRestoreTestingSelection GetRestoreTestingSelection UpdateRestoreTestingSelection',
      ),
      'iam:PassRole',
    ],
  ),
  row(
    'aws_drs_replication_configuration_template',
    ['replication'],
    [
      ...of(
        'drs',
        'CreateReplicationConfigurationTemplate DeleteReplicationConfigurationTemplate DescribeReplicationConfigurationTemplates ListTagsForResource TagResource UntagResource UpdateReplicationConfigurationTemplate',
      ),
      ...of('ec2', 'DescribeSecurityGroups DescribeSubnets GetEbsDefaultKmsKeyId GetEbsEncryptionByDefault'),
      ...of('kms', 'CreateGrant DescribeKey'),
    ],
  ),
  row(
    'aws_cloudwatch_metric_alarm',
    ['replication_promises'],
    of('cloudwatch', 'DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource'),
  ),
  row(
    'aws_ec2_capacity_reservation',
    ['capacity'],
    ec2('CancelCapacityReservation CreateCapacityReservation DescribeCapacityReservations ModifyCapacityReservation'),
  ),
  row(
    'aws_arcregionswitch_plan',
    ['region_switch'],
    [
      ...of(
        'arc-region-switch',
        'CreatePlan DeletePlan GetPlan ListTagsForResource TagResource UntagResource UpdatePlan',
      ),
      'iam:PassRole',
    ],
  ),
]

export const standingNeeds: readonly ResourceNeed[] = [...ofGateways, ...ofProtection]
