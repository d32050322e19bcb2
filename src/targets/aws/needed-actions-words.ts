/** Actions of IAM in short, and those that several types of resources need. */
import type { ResourceNeed } from '../needed-actions.ts'

export const of = (service: string, names: string): readonly string[] =>
  names.split(' ').map((name) => `${service}:${name}`)
export const ec2 = (names: string): readonly string[] => of('ec2', `${names} CreateTags DeleteTags DescribeTags`)
const elb = (names: string): readonly string[] => of('elasticloadbalancing', `${names} AddTags DescribeTags RemoveTags`)
const zones = of('route53', 'ChangeResourceRecordSets GetChange GetHostedZone ListResourceRecordSets')

export const groupActions = ec2(
  'AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateSecurityGroup DeleteSecurityGroup DescribeNetworkInterfaces DescribeSecurityGroupRules DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress',
)
export const routeActions = of('ec2', 'CreateRoute DeleteRoute DescribeRouteTables ReplaceRoute')
export const attachmentActions = of('elasticloadbalancing', 'DeregisterTargets DescribeTargetHealth RegisterTargets')
export const balancerActions = {
  aws_lb: [
    ...elb(
      'CreateLoadBalancer DeleteLoadBalancer DescribeCapacityReservation DescribeLoadBalancerAttributes DescribeLoadBalancers ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets',
    ),
    ...of(
      'ec2',
      'DescribeAccountAttributes DescribeAddresses DescribeInternetGateways DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs',
    ),
    'iam:CreateServiceLinkedRole',
  ],
  aws_lb_listener: elb(
    'CreateListener DeleteListener DescribeListenerAttributes DescribeListeners ModifyListener ModifyListenerAttributes',
  ),
  aws_lb_listener_rule: elb('CreateRule DeleteRule DescribeRules ModifyRule SetRulePriorities'),
  aws_lb_target_group: elb(
    'CreateTargetGroup DeleteTargetGroup DescribeTargetGroupAttributes DescribeTargetGroups ModifyTargetGroup ModifyTargetGroupAttributes',
  ),
} as const
export const recordActions = {
  aws_route53_health_check: of(
    'route53',
    'ChangeTagsForResource CreateHealthCheck DeleteHealthCheck GetHealthCheck ListTagsForResource UpdateHealthCheck',
  ),
  aws_route53_record: [...zones, 'route53:ListHostedZones'],
  aws_route53_zone: [
    ...zones,
    ...of(
      'route53',
      'AssociateVPCWithHostedZone ChangeTagsForResource CreateHostedZone DeleteHostedZone DisassociateVPCFromHostedZone GetDNSSEC ListTagsForResource UpdateHostedZoneComment',
    ),
    'ec2:DescribeVpcs',
  ],
} as const

export const row = (type: string, when: readonly string[], actions: readonly string[]): ResourceNeed => ({
  type,
  root: 'foundation',
  when,
  actions,
})
