/** What invented answers of the services around EC2 become, where the emulator has no such thing. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { networkObjectSchema, type NetworkObject } from '../../../src/model/network-objects.ts'
import { addAnswer, createCollection, dumpOf } from '../../../src/sources/aws/answers.ts'
import { convertDump } from '../../../src/sources/aws/convert.ts'
import { awsDescribeSource } from '../../../src/sources/aws/describe.ts'
import { createReport } from '../../../src/sources/report.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

function convert(...answers: readonly object[]) {
  const { report, findings } = createReport()
  const collection = createCollection('aws', report)
  for (const [index, answer] of answers.entries()) addAnswer(collection, { shown: `answer ${index}`, answer })
  const dump = dumpOf(collection)
  return { objects: texts(convertDump(dump, report).network.objects), dump, findings: findings() }
}

const texts = (objects: readonly NetworkObject[]) =>
  z.encode(z.array(networkObjectSchema), structuredClone(objects) as z.output<typeof networkObjectSchema>[])

const instances = (...ids: readonly string[]) => ({
  Reservations: [
    {
      Instances: ids.map((InstanceId) => ({
        InstanceId,
        State: { Name: 'running' },
        SecurityGroups: [{ GroupId: 'sg-of-vm' }],
        NetworkInterfaces: [
          { NetworkInterfaceId: `eni-${InstanceId}`, SubnetId: 'subnet-1', Groups: [{ GroupId: 'sg-of-vm' }] },
        ],
        Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web' }],
      })),
    },
  ],
})

const group = (over: object) => ({
  AutoScalingGroups: [
    {
      AutoScalingGroupName: 'web',
      AutoScalingGroupARN: 'arn:group/web',
      MinSize: 1,
      MaxSize: 4,
      DesiredCapacity: 2,
      VPCZoneIdentifier: 'subnet-2,subnet-1',
      Instances: [{ InstanceId: 'i-1' }, { InstanceId: 'i-gone' }],
      ...over,
    },
  ],
})

const template = (VersionNumber: number, SecurityGroupIds: readonly string[]) => ({
  LaunchTemplateId: 'lt-1',
  LaunchTemplateName: 'web',
  VersionNumber,
  DefaultVersion: VersionNumber === 1,
  LaunchTemplateData: { SecurityGroupIds },
})

const templates = {
  LaunchTemplateVersions: [template(1, ['sg-1']), template(2, ['sg-2']), template(3, ['sg-3'])],
}

describe('Auto Scaling groups', () => {
  const servicesOf = (...answers: readonly object[]) =>
    convert(...answers).objects.filter((object) => object.kind === 'service')

  test('have the VMs that are there, and take the place of the group that tags alone would make', () => {
    const services = servicesOf(instances('i-1', 'i-2'), group({ TargetGroupARNs: ['arn:pool'] }))

    expect(services).toMatchObject([
      { id: 'Auto Scaling group/no VPC/web', vmIds: ['i-2'] },
      {
        id: 'arn:group/web',
        subnetIds: ['subnet-1', 'subnet-2'],
        vmIds: ['i-1'],
        securityGroupIds: ['sg-of-vm'],
        poolIds: ['arn:pool'],
        facts: { size: '1 to 4', wanted: '2' },
      },
    ])
  })

  test.each([
    ['$Default', 'sg-1'],
    ['$Latest', 'sg-3'],
    ['2', 'sg-2'],
    [undefined, 'sg-1'],
  ])('at version %s of a template have its security groups', (Version, expected) => {
    const [service] = servicesOf(templates, group({ LaunchTemplate: { LaunchTemplateId: 'lt-1', Version } }))

    expect(service).toMatchObject({ templateIds: ['lt-1'], securityGroupIds: [expected] })
  })

  test('of several kinds of machines have the groups of all their templates', () => {
    const LaunchTemplate = {
      LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '1' },
      Overrides: [
        { InstanceType: 'm5.large' },
        { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1', Version: '3' } },
      ],
    }

    const [service] = servicesOf(templates, group({ MixedInstancesPolicy: { LaunchTemplate } }))

    expect(service).toMatchObject({ templateIds: ['lt-1'], securityGroupIds: ['sg-1', 'sg-3'] })
  })

  test('of a launch configuration have its groups, and nothing of what it runs', () => {
    const configuration = { LaunchConfigurationName: 'old', SecurityGroups: ['sg-7'], UserData: 'must-not-be-seen' }

    const { objects, dump } = convert(
      { LaunchConfigurations: [configuration] },
      group({ LaunchConfigurationName: 'old' }),
    )

    expect(objects).toMatchObject([{ securityGroupIds: ['sg-7'], facts: { 'launch configuration': 'old' } }])
    expect(JSON.stringify(dump)).not.toContain('must-not-be-seen')
  })
})

describe('resolvers', () => {
  test('that a dump describes without addresses have those of their interfaces', () => {
    const { objects } = convert(
      { ResolverEndpoints: [{ Id: 'rslvr-in-0a1', Name: 'names', Direction: 'INBOUND', HostVPCId: 'vpc-1' }] },
      {
        NetworkInterfaces: [
          {
            NetworkInterfaceId: 'eni-1',
            SubnetId: 'subnet-1',
            VpcId: 'vpc-1',
            Description: 'Route 53 Resolver: rslvr-in-0a1:rni-1',
            PrivateIpAddress: '10.0.0.53',
          },
        ],
      },
    )

    expect(objects).toMatchObject([
      { kind: 'resolver', id: 'rslvr-in-0a1', name: 'names', subnetIds: ['subnet-1'], addresses: ['10.0.0.53'] },
    ])
  })

  test('forward to addresses of both families; rules that Resolver made by itself are no objects', () => {
    const { objects } = convert({
      ResolverRules: [
        { Id: 'rslvr-autodefined-rr-internet-resolver', DomainName: '.', RuleType: 'RECURSIVE' },
        {
          Id: 'rslvr-rr-1',
          DomainName: '.',
          RuleType: 'FORWARD',
          TargetIps: [{ Ip: '10.9.0.53' }, { Ipv6: '2001:db8::53', Port: 5353 }],
        },
        { Id: 'rslvr-rr-2', DomainName: 'inside.example.', RuleType: 'SYSTEM' },
      ],
    })

    expect(objects).toMatchObject([
      { id: 'rslvr-rr-1', domain: '.', forwardsTo: ['10.9.0.53:53', '[2001:db8::53]:5353'] },
      { id: 'rslvr-rr-2', domain: 'inside.example', forwardsTo: [] },
    ])
  })

  test('filter names by groups of others too, whose rules nobody shows', () => {
    const { objects } = convert({
      FirewallRuleGroupAssociations: [{ FirewallRuleGroupId: 'rslvr-frg-9', VpcId: 'vpc-1', Name: 'central' }],
    })

    expect(objects).toMatchObject([
      { kind: 'name-filter', id: 'rslvr-frg-9', name: 'central', vpcIds: ['vpc-1'], entries: [] },
    ])
  })
})

describe('private lines', () => {
  test('through a VPN gateway lead to its VPC; what was given up is no object', () => {
    const { objects, findings } = convert(
      {
        VpnGateways: [
          { VpnGatewayId: 'vgw-1', State: 'available', VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }] },
        ],
      },
      { directConnectGateways: [{ directConnectGatewayId: 'dxgw-1', amazonSideAsn: 64_512 }] },
      {
        directConnectGatewayAssociations: [
          {
            associationId: 'one',
            associationState: 'associated',
            directConnectGatewayId: 'dxgw-1',
            virtualGatewayId: 'vgw-1',
            allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.0.0/16' }, { cidr: 'no block' }],
          },
          { associationId: 'two', associationState: 'disassociated', directConnectGatewayId: 'dxgw-1' },
        ],
      },
      { virtualInterfaces: [{ virtualInterfaceId: 'dxvif-9', virtualInterfaceState: 'deleted' }] },
    )

    expect(objects.filter(({ kind }) => kind === 'connection')).toMatchObject([
      { id: 'one', gatewayId: 'dxgw-1', remoteId: 'vgw-1', vpcId: 'vpc-1', localBlocks: ['10.0.0.0/16'] },
    ])
    expect(objects.find(({ id }) => id === 'dxgw-1')).toMatchObject({ role: 'private-line', vpcIds: ['vpc-1'] })
    expect(findings.filter(({ code }) => code === 'site.value-invalid')).toHaveLength(1)
  })

  test('of the public kind have the prefixes of the customer, and both blocks of their sessions', () => {
    const { objects, dump } = convert({
      virtualInterfaces: [
        {
          virtualInterfaceId: 'dxvif-2',
          virtualInterfaceType: 'public',
          authKey: 'must-not-be-seen',
          customerRouterConfig: 'must-not-be-seen',
          amazonAddress: '198.51.100.1/31',
          customerAddress: '198.51.100.0/31',
          routeFilterPrefixes: [{ cidr: '203.0.113.0/24' }],
          bgpPeers: [
            { authKey: 'must-not-be-seen', amazonAddress: '2001:db8::1/125', customerAddress: '2001:db8::2/125' },
          ],
          tags: [{ key: 'Name', value: 'edge' }],
        },
      ],
    })

    expect(objects).toMatchObject([
      { name: 'edge', blocks: ['203.0.113.0/24'], insideBlocks: ['198.51.100.0/31', '2001:db8::/125'] },
    ])
    expect(JSON.stringify(dump)).not.toContain('must-not-be-seen')
  })
})

describe('Network Firewall', () => {
  const ruleGroup = (RulesSource: object, over: object = {}) => ({
    RuleGroupResponse: { RuleGroupArn: 'arn:rule-group/one', RuleGroupName: 'one', Type: 'STATEFUL', ...over },
    RuleGroup: { RulesSource },
  })
  const entriesOf = (answer: object) =>
    convert(answer).objects.flatMap((object) => (object.kind === 'packet-filter' ? object.entries : []))

  test('has stateless rules with protocols by number; those that hand on decide nothing', () => {
    const match = {
      Sources: [{ AddressDefinition: '10.0.0.0/8' }],
      Destinations: [{ AddressDefinition: '192.0.2.0/24' }],
      DestinationPorts: [
        { FromPort: 443, ToPort: 443 },
        { FromPort: 8000, ToPort: 8080 },
      ],
      Protocols: [6, 17],
    }
    const StatelessRules = [
      { Priority: 20, RuleDefinition: { Actions: ['aws:forward_to_sfe'], MatchAttributes: match } },
      { Priority: 10, RuleDefinition: { Actions: ['aws:pass', 'count'], MatchAttributes: match } },
      { Priority: 5, RuleDefinition: { Actions: ['aws:drop'], MatchAttributes: {} } },
    ]

    const entries = entriesOf(ruleGroup({ StatelessRulesAndCustomActions: { StatelessRules } }, { Type: 'STATELESS' }))

    expect(entries.map(({ order, action, protocol, ports }) => [order, action, protocol, ports.join()])).toEqual([
      [5, 'deny', 'any', ''],
      [10, 'allow', '6', '443,8000-8080'],
      [10, 'allow', '17', '443,8000-8080'],
    ])
  })

  test('has stateful rules, one for each direction of those of both; alerts decide nothing', () => {
    const header = { Protocol: 'IP', SourcePort: 'ANY', DestinationPort: 'ANY', Direction: 'ANY' }
    const StatefulRules = [
      { Action: 'ALERT', Header: { ...header, Source: 'ANY', Destination: 'ANY' }, RuleOptions: [] },
      { Action: 'REJECT', Header: { ...header, Source: '10.0.0.0/8', Destination: '$PEERS' }, RuleOptions: [] },
    ]

    expect(entriesOf(ruleGroup({ StatefulRules }))).toMatchObject([
      { order: 2, action: 'deny', protocol: 'any', sources: ['10.0.0.0/8'], destinations: ['$PEERS'], ports: [] },
      { order: 2, action: 'deny', protocol: 'any', sources: ['$PEERS'], destinations: ['10.0.0.0/8'], ports: [] },
    ])
  })

  test('has lists of names as destinations', () => {
    const RulesSourceList = { Targets: ['.good.example'], TargetTypes: ['TLS_SNI'], GeneratedRulesType: 'ALLOWLIST' }

    expect(entriesOf(ruleGroup({ RulesSourceList }))).toMatchObject([
      { action: 'allow', destinations: ['.good.example'] },
    ])
  })

  test('leads routes to the endpoints of its firewalls, and goes by sets of its own and of its groups', () => {
    const policy = { FirewallPolicyArn: 'arn:policy', FirewallPolicyName: 'edge' }
    const { objects } = convert(
      {
        Firewall: {
          FirewallArn: 'arn:fw',
          FirewallName: 'fw',
          FirewallPolicyArn: 'arn:policy',
          VpcId: 'vpc-1',
          SubnetMappings: [{ SubnetId: 'subnet-1' }],
        },
        FirewallStatus: {
          SyncStates: { 'eu-west-1a': { Attachment: { SubnetId: 'subnet-1', EndpointId: 'vpce-1' } } },
        },
      },
      {
        FirewallPolicyResponse: policy,
        FirewallPolicy: {
          StatefulRuleGroupReferences: [{ ResourceArn: 'arn:rule-group/one', Priority: 7 }],
          PolicyVariables: { RuleVariables: { HOME_NET: { Definition: ['2001:db8::1'] } } },
        },
      },
      {
        RuleGroupResponse: { RuleGroupArn: 'arn:rule-group/one' },
        RuleGroup: {
          RuleVariables: { IPSets: { PEERS: { Definition: ['192.0.2.0/24'] } } },
          ReferenceSets: { IPSetReferences: { OFFICES: { ReferenceArn: 'arn:aws:ec2:eu-west-1:1:prefix-list/pl-1' } } },
        },
      },
    )

    expect(objects.find(({ id }) => id === 'arn:fw')).toMatchObject({ role: 'firewall', endpointIds: ['vpce-1'] })
    expect(objects.find(({ id }) => id === 'arn:policy')).toMatchObject({
      subnetIds: ['subnet-1'],
      prefixListIds: ['arn:policy/HOME_NET', 'arn:rule-group/one/PEERS', 'pl-1'],
      facts: { 'stateful groups': '7 one' },
    })
    expect(objects.find(({ id }) => id === 'arn:policy/HOME_NET')).toMatchObject({ blocks: ['2001:db8::1/128'] })
    expect(objects.find(({ id }) => id === 'arn:rule-group/one')).toMatchObject({
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
    })
  })
})

test('a folder of answers of the AWS CLI gives the same objects', async () => {
  const path = await aFolder({
    'groups.json': JSON.stringify(group({})),
    'ip-set.json': JSON.stringify({ IPSet: { ARN: 'arn:ip-set', Name: 'offices', Addresses: ['192.0.2.0/24'] } }),
    'web-acl.json': JSON.stringify({
      WebACL: {
        ARN: 'arn:acl',
        Name: 'shop',
        Rules: [{ Statement: { IPSetReferenceStatement: { ARN: 'arn:ip-set' } } }],
      },
    }),
    'lines.json': JSON.stringify({ directConnectGateways: [{ directConnectGatewayId: 'dxgw-1' }] }),
  })

  const { network, findings } = (await awsDescribeSource.readSite?.(aRequest(path))) ?? {}

  expect(network?.objects.map(({ id }) => id)).toEqual(['arn:acl', 'arn:group/web', 'arn:ip-set', 'dxgw-1'])
  expect(network?.objects[0]).toMatchObject({ prefixListIds: ['arn:ip-set'] })
  expect(findings?.map(({ code }) => code)).not.toContain('site.file-unread')
})
