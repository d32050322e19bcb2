/** What whoever carries out the plan on AWS has to be allowed, by the Terraform and the runbooks of this plan. */
import type { NeededAction } from '../../model/needed-action.ts'
import type { Plan } from '../../model/plan.ts'
import type { Runbook, RunbookCommand } from '../../model/runbook.ts'
import { collectNeeds, type NeedTables, type ResourceNeed } from '../needed-actions.ts'
import { foundationNeeds } from './needed-actions-foundation.ts'
import {
  attachmentActions,
  balancerActions,
  groupActions,
  of,
  recordActions,
  routeActions,
} from './needed-actions-words.ts'
import { awsTerraformRoots } from './terraform.ts'

/** Without tags: these are in each row. */
const ec2 = (names: string): readonly string[] => of('ec2', names)

/** An instance with encrypted disks: whoever launches it lends the key. */
const serverActions: Readonly<Record<string, readonly string[]>> = {
  aws_ami: ec2('DescribeImages'),
  aws_launch_template: ec2(
    'CreateLaunchTemplate CreateLaunchTemplateVersion CreateTags DeleteLaunchTemplate DeleteLaunchTemplateVersions DeleteTags DescribeLaunchTemplateVersions DescribeLaunchTemplates ModifyLaunchTemplate',
  ),
  aws_instance: [
    ...ec2(
      'AttachVolume CreateTags CreateVolume DeleteTags DeleteVolume DescribeIamInstanceProfileAssociations DescribeInstanceAttribute DescribeInstanceCreditSpecifications DescribeInstanceStatus DescribeInstanceTypes DescribeInstances DescribeLaunchTemplates DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeTags DescribeVolumes DescribeVpcs ModifyInstanceAttribute ModifyInstanceMetadataOptions ModifyVolume MonitorInstances RunInstances StartInstances StopInstances TerminateInstances UnmonitorInstances',
    ),
    'iam:GetInstanceProfile',
    'iam:PassRole',
    ...['CreateGrant', 'Decrypt', 'DescribeKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'].map(
      (name) => `kms:${name}`,
    ),
  ],
  aws_network_interface: ec2(
    'AssignPrivateIpAddresses CreateNetworkInterface CreateTags DeleteNetworkInterface DeleteTags DescribeNetworkInterfaces ModifyNetworkInterfaceAttribute UnassignPrivateIpAddresses',
  ),
  aws_network_interface_attachment: ec2(
    'AttachNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface ModifyNetworkInterfaceAttribute',
  ),
}

/** Of modules that both roots have: for servers that stand, and for those that are made on the day. */
const shared = (root: ResourceNeed['root']): readonly ResourceNeed[] => [
  ...Object.entries(serverActions).map(([type, actions]) => ({ type, root, when: ['servers'], actions })),
  ...Object.entries(balancerActions).map(([type, actions]) => ({
    type,
    root,
    when: [balancerVariables[type] ?? 'balancers'],
    actions,
  })),
  { type: 'aws_lb_target_group_attachment', root, when: ['pool_targets'], actions: attachmentActions },
  {
    type: 'aws_lb_hosted_zone_id',
    root,
    when: [],
    actions: [],
  },
  ...Object.entries(recordActions).map(([type, actions]) => ({
    type,
    root,
    when: recordVariables(type, root),
    actions,
  })),
]

/** Private names are of the day only. */
const recordVariables = (type: string, root: ResourceNeed['root']): readonly string[] =>
  root === 'foundation' || type === 'aws_route53_health_check'
    ? ['failover_records']
    : ['failover_records', 'private_records', 'private_zones']

const balancerVariables: Readonly<Record<string, string>> = {
  aws_lb_listener: 'listeners',
  aws_lb_listener_rule: 'listener_rules',
  aws_lb_target_group: 'target_pools',
}

const recoveryNeeds: readonly ResourceNeed[] = [
  {
    type: 'aws_network_interface',
    root: 'recovery',
    when: ['replicated_servers'],
    actions: ec2('DescribeNetworkInterfaces'),
  },
  { type: 'aws_security_group', root: 'recovery', when: ['servers', 'replicated_servers'], actions: groupActions },
  { type: 'aws_route', root: 'recovery', when: ['appliance_routes'], actions: routeActions },
]

/** Names of services in the CLI that IAM has another prefix for. */
const prefixes: Readonly<Record<string, string>> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  s3api: 's3',
  'service-quotas': 'servicequotas',
}

/** What a call needs besides itself: it works with the rights of whoever makes it (Service Authorization Reference, drs). */
const dependent: Readonly<Record<string, readonly string[]>> = {
  'drs:StartRecovery': [
    ...['CreateRecoveryInstanceForDrs', 'ListTagsForResource'].map((name) => `drs:${name}`),
    ...ec2(
      'AttachVolume AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateLaunchTemplate CreateLaunchTemplateVersion CreateSnapshot CreateTags CreateVolume DeleteLaunchTemplateVersions DeleteSnapshot DeleteVolume DescribeAccountAttributes DescribeAvailabilityZones DescribeImages DescribeInstanceAttribute DescribeInstanceStatus DescribeInstanceTypes DescribeInstances DescribeLaunchTemplateVersions DescribeLaunchTemplates DescribeSecurityGroups DescribeSnapshots DescribeSubnets DescribeVolumes DetachVolume ModifyInstanceAttribute ModifyLaunchTemplate RevokeSecurityGroupEgress RunInstances StartInstances StopInstances TerminateInstances',
    ),
    'iam:PassRole',
  ],
  'drs:TerminateRecoveryInstances': ec2('DeleteVolume DescribeInstances DescribeVolumes TerminateInstances'),
  'drs:UpdateLaunchConfiguration': ec2(
    'CreateLaunchTemplate CreateLaunchTemplateVersion DescribeInstances DescribeLaunchTemplateVersions DescribeLaunchTemplates ModifyLaunchTemplate',
  ),
}

function actionsOfCommand({ call }: RunbookCommand): readonly string[] {
  if (call === null) return []
  const [service = '', operation = ''] = call.split(':')
  return [`${prefixes[service] ?? service}:${operation}`, ...(dependent[call] ?? [])]
}

export const awsNeedTables: NeedTables = {
  resources: [...foundationNeeds, ...shared('foundation'), ...recoveryNeeds, ...shared('recovery')],
  always: ['ec2:DescribeAccountAttributes', 'sts:GetCallerIdentity'],
  actionsOfCommand,
}

export const awsNeededActions = (plan: Plan, runbooks: readonly Runbook[]): readonly NeededAction[] =>
  collectNeeds({ roots: awsTerraformRoots(plan), runbooks }, awsNeedTables)
