/** The services around EC2 in an estate: what the emulator knows is seeded, what it does not know is answered here. */
import * as scaling from '@aws-sdk/client-auto-scaling'
import * as firewalls from '@aws-sdk/client-network-firewall'
import * as resolver from '@aws-sdk/client-route53resolver'
import * as waf from '@aws-sdk/client-wafv2'
import type { Estate } from './aws-estate.ts'
import type { Answer, Asked } from './aws-server.ts'
import { serviceQuotas } from './service-quotas.ts'

interface Options {
  readonly endpoint: string
  readonly region: string
}

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' }

export async function seedServices(options: Options, estate: Estate): Promise<void> {
  const all = { ...options, credentials }
  await seedResolver(new resolver.Route53ResolverClient(all), estate)
  await seedGroups(new scaling.AutoScalingClient(all), estate)
  await seedFirewall(new firewalls.NetworkFirewallClient(all), estate)
  await seedWebFilters(new waf.WAFV2Client(all))
}

async function seedResolver(client: resolver.Route53ResolverClient, { vpcs, groups }: Estate): Promise<void> {
  const subnetIds = vpcs[0]!.subnetIds
  const create = (Direction: resolver.ResolverEndpointDirection, host: number) =>
    client.send(
      new resolver.CreateResolverEndpointCommand({
        CreatorRequestId: Direction,
        Name: `names-${Direction.toLowerCase()}`,
        Direction,
        SecurityGroupIds: [groups[0]!.web],
        IpAddresses: subnetIds.map((SubnetId, part) => ({ SubnetId, Ip: `10.0.${part * 16}.${host}` })),
      }),
    )
  await create('INBOUND', 53)
  const { ResolverEndpoint } = await create('OUTBOUND', 54)
  const { ResolverRule } = await client.send(
    new resolver.CreateResolverRuleCommand({
      CreatorRequestId: 'rule',
      Name: 'office',
      RuleType: 'FORWARD',
      DomainName: 'office.example',
      TargetIps: [{ Ip: '192.168.0.53', Port: 53 }],
      ResolverEndpointId: ResolverEndpoint!.Id!,
    }),
  )
  await client.send(
    new resolver.AssociateResolverRuleCommand({ ResolverRuleId: ResolverRule!.Id, VPCId: vpcs[0]!.vpcId }),
  )
}

/** It stays with the second version of its template, which is neither the default nor the latest one. */
async function seedGroups(client: scaling.AutoScalingClient, { vpcs, instanceIds }: Estate): Promise<void> {
  await client.send(
    new scaling.CreateAutoScalingGroupCommand({
      AutoScalingGroupName: 'web',
      MinSize: 0,
      MaxSize: 10,
      DesiredCapacity: 0,
      LaunchTemplate: { LaunchTemplateName: 'web', Version: '2' },
      VPCZoneIdentifier: vpcs[0]!.subnetIds.join(','),
    }),
  )
  const InstanceIds = instanceIds.slice(0, 2)
  await client.send(new scaling.AttachInstancesCommand({ AutoScalingGroupName: 'web', InstanceIds }))
}

export const policyArn = 'arn:aws:network-firewall:eu-west-1:123456789012:firewall-policy/edge'
const groupArn = 'arn:aws:network-firewall:eu-west-1:123456789012:stateful-rulegroup/edge'

const seedFirewall = (client: firewalls.NetworkFirewallClient, { vpcs }: Estate): Promise<unknown> =>
  client.send(
    new firewalls.CreateFirewallCommand({
      FirewallName: 'edge',
      FirewallPolicyArn: policyArn,
      VpcId: vpcs[0]!.vpcId,
      SubnetMappings: [{ SubnetId: vpcs[0]!.subnetIds[0] }],
    }),
  )

const visible = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'none' }

async function seedWebFilters(client: waf.WAFV2Client): Promise<void> {
  const ipSet = async (Name: string, Addresses: string[]): Promise<string> => {
    const question = { Name, Addresses, Scope: 'REGIONAL', IPAddressVersion: 'IPV4' } as const
    return (await client.send(new waf.CreateIPSetCommand(question))).Summary!.ARN!
  }
  const offices = await ipSet('allowed', ['198.51.100.0/24', '192.0.2.7/32'])
  const partners = await ipSet('partners', ['203.0.113.0/24'])
  const rule = (Name: string, Statement: waf.Statement, over: object): waf.Rule => ({
    Name,
    Priority: 1,
    Statement,
    VisibilityConfig: visible,
    ...over,
  })
  const { Summary } = await client.send(
    new waf.CreateRuleGroupCommand({
      Name: 'partners',
      Scope: 'REGIONAL',
      Capacity: 5,
      VisibilityConfig: visible,
      Rules: [rule('partners', { IPSetReferenceStatement: { ARN: partners } }, { Action: { Allow: {} } })],
    }),
  )
  const secret = { SearchString: Buffer.from('must-not-be-seen'), FieldToMatch: { SingleHeader: { Name: 'x-origin' } } }
  const isSecret: waf.Statement = {
    ByteMatchStatement: {
      ...secret,
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      PositionalConstraint: 'EXACTLY',
    },
  }
  await client.send(
    new waf.CreateWebACLCommand({
      Name: 'shop',
      Scope: 'REGIONAL',
      DefaultAction: { Block: {} },
      VisibilityConfig: visible,
      Rules: [
        rule(
          'offices',
          { AndStatement: { Statements: [isSecret, { IPSetReferenceStatement: { ARN: offices } }] } },
          { Action: { Allow: {} } },
        ),
        rule('partners', { RuleGroupReferenceStatement: { ARN: Summary!.ARN } }, { OverrideAction: { None: {} } }),
      ],
    }),
  )
}

export const balancerArn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/1'

const secretKey = 'key-must-not-be-seen'

/** Answers of the shapes of the API references; of lists that have them, on two pages. */
const contents = ({ vpcs }: Estate): Readonly<Record<string, (body: string) => object>> => ({
  DescribeDirectConnectGateways: (body) => ({
    directConnectGateways: [
      {
        directConnectGatewayId: body.includes('nextToken') ? 'dxgw-2' : 'dxgw-1',
        directConnectGatewayName: 'office line',
        amazonSideAsn: 64_600,
        directConnectGatewayState: 'available',
      },
    ],
    ...(body.includes('nextToken') ? {} : { nextToken: 'page-2' }),
  }),
  DescribeDirectConnectGatewayAssociations: (body) => ({
    directConnectGatewayAssociations: body.includes('dxgw-1')
      ? [
          {
            associationId: 'line-association-1',
            associationState: 'associated',
            directConnectGatewayId: 'dxgw-1',
            associatedGateway: { id: 'tgw-elsewhere', type: 'transitGateway', region: 'eu-west-1' },
            allowedPrefixesToDirectConnectGateway: [{ cidr: '10.1.0.0/16' }, { cidr: '10.0.0.0/16' }],
          },
        ]
      : [],
  }),
  DescribeVirtualInterfaces: () => ({
    virtualInterfaces: [
      {
        virtualInterfaceId: 'dxvif-1',
        virtualInterfaceName: 'office',
        virtualInterfaceType: 'transit',
        virtualInterfaceState: 'available',
        connectionId: 'dxcon-1',
        location: 'EqAM3',
        vlan: 101,
        asn: 65_020,
        amazonAddress: '169.254.9.1/30',
        customerAddress: '169.254.9.2/30',
        authKey: secretKey,
        customerRouterConfig: `<bgp_auth_key>${secretKey}</bgp_auth_key>`,
        directConnectGatewayId: 'dxgw-1',
        routeFilterPrefixes: [],
        bgpPeers: [{ bgpPeerId: 'dxpeer-1', asn: 65_020, authKey: secretKey, amazonAddress: '169.254.9.1/30' }],
        tags: [],
      },
    ],
  }),
  ListFirewallRuleGroups: () => ({ FirewallRuleGroups: [{ Id: 'rslvr-frg-1', Name: 'names' }] }),
  ListFirewallRules: (body) => ({
    FirewallRules: [
      {
        FirewallRuleGroupId: 'rslvr-frg-1',
        FirewallDomainListId: body.includes('NextToken') ? 'rslvr-fdl-2' : 'rslvr-fdl-1',
        Name: body.includes('NextToken') ? 'known bad' : 'own bad',
        Priority: body.includes('NextToken') ? 200 : 100,
        Action: 'BLOCK',
        BlockResponse: 'NXDOMAIN',
      },
    ],
    ...(body.includes('NextToken') ? {} : { NextToken: 'page-2' }),
  }),
  ListFirewallDomainLists: () => ({
    FirewallDomainLists: [
      { Id: 'rslvr-fdl-1', Name: 'own' },
      { Id: 'rslvr-fdl-2', Name: 'AWSManagedDomainsMalwareDomainList', ManagedOwnerName: 'Route 53 Resolver' },
    ],
  }),
  ListFirewallDomains: () => ({ Domains: ['*.bad.example.', 'worse.example.'] }),
  ListFirewallRuleGroupAssociations: () => ({
    FirewallRuleGroupAssociations: [
      { Id: 'rslvr-frgassoc-1', FirewallRuleGroupId: 'rslvr-frg-1', VpcId: vpcs[0]!.vpcId, Status: 'COMPLETE' },
    ],
  }),
  ListFirewallPolicies: () => ({ FirewallPolicies: [{ Name: 'edge', Arn: policyArn }] }),
  DescribeFirewallPolicy: () => ({
    FirewallPolicyResponse: { FirewallPolicyArn: policyArn, FirewallPolicyName: 'edge' },
    FirewallPolicy: {
      StatefulRuleGroupReferences: [{ ResourceArn: groupArn }],
      StatelessDefaultActions: ['aws:forward_to_sfe'],
      StatelessFragmentDefaultActions: ['aws:drop'],
    },
  }),
  ListRuleGroups: () => ({ RuleGroups: [{ Name: 'edge', Arn: groupArn }] }),
  DescribeRuleGroup: () => ({
    RuleGroupResponse: { RuleGroupArn: groupArn, RuleGroupName: 'edge', Type: 'STATEFUL' },
    RuleGroup: {
      RuleVariables: { IPSets: { HOME_NET: { Definition: ['10.0.0.0/16', '100.64.0.5'] } } },
      RulesSource: {
        RulesString: `drop tcp $HOME_NET any -> [192.0.2.0/24, 203.0.113.9] 445 (msg:"${secretKey}"; sid:1;)`,
      },
    },
  }),
  ListResourcesForWebACL: () => ({ ResourceArns: [balancerArn] }),
})

/** Null for what the emulator knows, and before there is an estate. */
export function serviceAnswers(asked: Asked, estate: Estate | undefined): Answer | null {
  const { operation, body } = asked
  const content = estate && contents(estate)[operation]
  return content ? { type: 'application/x-amz-json-1.1', body: JSON.stringify(content(body)) } : serviceQuotas(asked)
}
