/**
 * Every call that the live source makes, by the name of the SDK's operation, with the IAM action that allows it
 * (Service Authorization Reference). All of them read. A reader names its calls from this table, so a call that
 * is not in it does not compile; the test against an emulator proves that no other is sent.
 */
import { policyActions } from './policy-actions.ts'

export const actions = {
  AssumeRole: 'sts:AssumeRole',
  DescribeAddresses: 'ec2:DescribeAddresses',
  DescribeAddressesAttribute: 'ec2:DescribeAddressesAttribute',
  DescribeAutoScalingGroups: 'autoscaling:DescribeAutoScalingGroups',
  DescribeCarrierGateways: 'ec2:DescribeCarrierGateways',
  DescribeCustomerGateways: 'ec2:DescribeCustomerGateways',
  DescribeDhcpOptions: 'ec2:DescribeDhcpOptions',
  DescribeDirectConnectGatewayAssociations: 'directconnect:DescribeDirectConnectGatewayAssociations',
  DescribeDirectConnectGateways: 'directconnect:DescribeDirectConnectGateways',
  DescribeEgressOnlyInternetGateways: 'ec2:DescribeEgressOnlyInternetGateways',
  DescribeFirewall: 'network-firewall:DescribeFirewall',
  DescribeFirewallPolicy: 'network-firewall:DescribeFirewallPolicy',
  DescribeInstanceTypes: 'ec2:DescribeInstanceTypes',
  DescribeInstances: 'ec2:DescribeInstances',
  DescribeInternetGateways: 'ec2:DescribeInternetGateways',
  DescribeLaunchConfigurations: 'autoscaling:DescribeLaunchConfigurations',
  DescribeLaunchTemplateVersions: 'ec2:DescribeLaunchTemplateVersions',
  DescribeListeners: 'elasticloadbalancing:DescribeListeners',
  DescribeLoadBalancerAttributes: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
  DescribeLoadBalancers: 'elasticloadbalancing:DescribeLoadBalancers',
  DescribeManagedPrefixLists: 'ec2:DescribeManagedPrefixLists',
  DescribeNatGateways: 'ec2:DescribeNatGateways',
  DescribeNetworkAcls: 'ec2:DescribeNetworkAcls',
  DescribeNetworkInterfaces: 'ec2:DescribeNetworkInterfaces',
  DescribePublicIpv4Pools: 'ec2:DescribePublicIpv4Pools',
  DescribeRouteTables: 'ec2:DescribeRouteTables',
  DescribeRuleGroup: 'network-firewall:DescribeRuleGroup',
  DescribeRules: 'elasticloadbalancing:DescribeRules',
  DescribeSecurityGroupRules: 'ec2:DescribeSecurityGroupRules',
  DescribeSecurityGroups: 'ec2:DescribeSecurityGroups',
  DescribeSubnets: 'ec2:DescribeSubnets',
  DescribeTargetGroups: 'elasticloadbalancing:DescribeTargetGroups',
  DescribeTargetHealth: 'elasticloadbalancing:DescribeTargetHealth',
  DescribeTransitGatewayAttachments: 'ec2:DescribeTransitGatewayAttachments',
  DescribeTransitGatewayRouteTables: 'ec2:DescribeTransitGatewayRouteTables',
  DescribeTransitGatewayVpcAttachments: 'ec2:DescribeTransitGatewayVpcAttachments',
  DescribeTransitGateways: 'ec2:DescribeTransitGateways',
  DescribeVirtualInterfaces: 'directconnect:DescribeVirtualInterfaces',
  DescribeVolumes: 'ec2:DescribeVolumes',
  DescribeVpcAttribute: 'ec2:DescribeVpcAttribute',
  DescribeVpcEndpointServiceConfigurations: 'ec2:DescribeVpcEndpointServiceConfigurations',
  DescribeVpcEndpoints: 'ec2:DescribeVpcEndpoints',
  DescribeVpcPeeringConnections: 'ec2:DescribeVpcPeeringConnections',
  DescribeVpcs: 'ec2:DescribeVpcs',
  DescribeVpnConnections: 'ec2:DescribeVpnConnections',
  DescribeVpnGateways: 'ec2:DescribeVpnGateways',
  GetHostedZone: 'route53:GetHostedZone',
  GetIPSet: 'wafv2:GetIPSet',
  GetManagedPrefixListEntries: 'ec2:GetManagedPrefixListEntries',
  GetMetricData: 'cloudwatch:GetMetricData',
  GetRuleGroup: 'wafv2:GetRuleGroup',
  GetSubnetCidrReservations: 'ec2:GetSubnetCidrReservations',
  GetWebACL: 'wafv2:GetWebACL',
  ListFirewallDomainLists: 'route53resolver:ListFirewallDomainLists',
  ListFirewallDomains: 'route53resolver:ListFirewallDomains',
  ListFirewallPolicies: 'network-firewall:ListFirewallPolicies',
  ListFirewallRuleGroupAssociations: 'route53resolver:ListFirewallRuleGroupAssociations',
  ListFirewallRuleGroups: 'route53resolver:ListFirewallRuleGroups',
  ListFirewallRules: 'route53resolver:ListFirewallRules',
  ListFirewalls: 'network-firewall:ListFirewalls',
  ListHealthChecks: 'route53:ListHealthChecks',
  ListHostedZones: 'route53:ListHostedZones',
  ListIPSets: 'wafv2:ListIPSets',
  ListMetrics: 'cloudwatch:ListMetrics',
  ListResolverEndpointIpAddresses: 'route53resolver:ListResolverEndpointIpAddresses',
  ListResolverEndpoints: 'route53resolver:ListResolverEndpoints',
  ListResolverRuleAssociations: 'route53resolver:ListResolverRuleAssociations',
  ListResolverRules: 'route53resolver:ListResolverRules',
  ListResourceRecordSets: 'route53:ListResourceRecordSets',
  ListResourcesForWebACL: 'wafv2:ListResourcesForWebACL',
  ListRuleGroups: 'network-firewall:ListRuleGroups',
  ListServiceQuotas: 'servicequotas:ListServiceQuotas',
  ListWebACLs: 'wafv2:ListWebACLs',
  SearchTransitGatewayRoutes: 'ec2:SearchTransitGatewayRoutes',
} as const satisfies Record<string, `${string}:${string}`>

/** Calls that are made only where the settings ask for them: user data may hold secrets, so it has a policy of its own. */
export const userDataActions = {
  DescribeInstanceAttribute: 'ec2:DescribeInstanceAttribute',
} as const satisfies Record<string, `${string}:${string}`>

export type CallName = keyof typeof actions | keyof typeof userDataActions | keyof typeof policyActions

/** The IAM action of a call. */
export const actionOf = (call: CallName): string => ({ ...actions, ...userDataActions, ...policyActions })[call]

interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

/**
 * The least privilege that reading needs. The describe actions of EC2, and the other lists, know no resources, hence
 * the asterisk. With `roles`, the policy also allows to assume these: attach it to whoever starts the chain.
 */
export function iamPolicy(roles: readonly string[] = []): Policy {
  const { AssumeRole, ...reading } = actions
  const read: PolicyStatement = {
    Sid: 'DrplanReads',
    Effect: 'Allow',
    Action: Object.values(reading).toSorted(),
    Resource: '*',
  }
  const assume: PolicyStatement = {
    Sid: 'DrplanAssumesRoles',
    Effect: 'Allow',
    Action: [AssumeRole],
    Resource: [...new Set(roles)].toSorted(),
  }
  return { Version: '2012-10-17', Statement: roles.length === 0 ? [read] : [read, assume] }
}

/** What `userData: true` needs besides. */
export const userDataPolicy: Policy = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'DrplanReadsUserData', Effect: 'Allow', Action: Object.values(userDataActions).toSorted(), Resource: '*' },
  ],
}

/** What `policies: true` needs besides. */
export const policiesPolicy: Policy = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'DrplanReadsPolicies', Effect: 'Allow', Action: Object.values(policyActions).toSorted(), Resource: '*' },
  ],
}

/** What `check.permissions.principal` needs besides. */
export const permissionsPolicy: Policy = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'DrplanSimulates', Effect: 'Allow', Action: ['iam:SimulatePrincipalPolicy'], Resource: '*' }],
}
