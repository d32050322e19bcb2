/** What invented answers of AWS become, kind by kind. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { formatAddress, type Address } from '../../../src/model/address.ts'
import { formatCidr, type Cidr } from '../../../src/model/cidr.ts'
import { networkObjectSchema, type NetworkObject, type NetworkObjectKind } from '../../../src/model/network-objects.ts'
import { addAnswer, createCollection, dumpOf } from '../../../src/sources/aws/answers.ts'
import { convertDump } from '../../../src/sources/aws/convert.ts'
import { createReport } from '../../../src/sources/report.ts'

function convert(...answers: readonly object[]) {
  const { report, findings } = createReport()
  const collection = createCollection('aws', report)
  for (const [index, answer] of answers.entries()) addAnswer(collection, { shown: `answer ${index}`, answer })
  const dump = dumpOf(collection)
  return { ...convertDump(dump, report), dump, findings: findings() }
}

/** As an artefact holds them: addresses and blocks are text. */
const texts = (objects: readonly NetworkObject[]) =>
  z.encode(z.array(networkObjectSchema), structuredClone(objects) as z.output<typeof networkObjectSchema>[])

const objectsOf = (answer: object, kind?: NetworkObjectKind) =>
  texts(convert(answer).network.objects.filter((object) => kind === undefined || object.kind === kind))

const tagged = (Value: string) => [{ Key: 'Name', Value }]
const addresses = (list: readonly Address[] | undefined) => list?.map(formatAddress)
const blocks = (list: readonly Cidr[] | undefined) => list?.map(formatCidr)

describe('network ACLs', () => {
  const entries = (Entries: readonly object[]) =>
    objectsOf({ NetworkAcls: [{ NetworkAclId: 'acl-1', VpcId: 'vpc-1', IsDefault: true, Entries }] }).flatMap(
      (object) => (object.kind === 'packet-filter' ? object.entries : []),
    )

  test('become stateless filters with their subnets, in the order that decides', () => {
    const [object] = objectsOf({
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          IsDefault: false,
          Associations: [{ SubnetId: 'subnet-2' }, { SubnetId: 'subnet-1' }],
          Entries: [
            {
              RuleNumber: 100,
              Egress: true,
              RuleAction: 'deny',
              Protocol: '17',
              CidrBlock: '10.0.0.0/8',
              PortRange: { From: 1024, To: 65_535 },
            },
            { RuleNumber: 200, Egress: false, RuleAction: 'allow', Protocol: '-1', Ipv6CidrBlock: '::/0' },
            {
              RuleNumber: 90,
              Egress: false,
              RuleAction: 'allow',
              Protocol: '6',
              CidrBlock: '192.0.2.0/24',
              PortRange: { From: 443, To: 443 },
            },
          ],
          Tags: tagged('dmz'),
        },
      ],
    })

    const open = { sourcePorts: [] }
    expect(object).toEqual({
      kind: 'packet-filter',
      id: 'acl-1',
      name: 'dmz',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      nicIds: [],
      stateful: false,
      isDefault: false,
      entries: [
        {
          ...open,
          name: '90',
          order: 90,
          direction: 'ingress',
          action: 'allow',
          protocol: 'tcp',
          ports: ['443'],
          sources: ['192.0.2.0/24'],
          destinations: [],
        },
        {
          ...open,
          name: '200',
          order: 200,
          direction: 'ingress',
          action: 'allow',
          protocol: 'any',
          ports: [],
          sources: ['::/0'],
          destinations: [],
        },
        {
          ...open,
          name: '100',
          order: 100,
          direction: 'egress',
          action: 'deny',
          protocol: 'udp',
          ports: ['1024-65535'],
          sources: [],
          destinations: ['10.0.0.0/8'],
        },
      ],
    })
  })

  test.each([
    [{ Type: 8, Code: 0 }, ['8/0']],
    [{ Type: 3, Code: -1 }, ['3/any']],
    [{ Type: -1, Code: -1 }, []],
  ])('write ICMP %o as type and code', (IcmpTypeCode, ports) => {
    const entry = {
      RuleNumber: 1,
      Egress: false,
      RuleAction: 'allow',
      Protocol: '1',
      CidrBlock: '0.0.0.0/0',
      IcmpTypeCode,
    }

    expect(entries([entry])).toMatchObject([{ protocol: 'icmp', ports }])
  })

  test('keep protocols without a name as numbers', () => {
    const entry = { RuleNumber: 1, Egress: false, RuleAction: 'allow', Protocol: '47', CidrBlock: '0.0.0.0/0' }

    expect(entries([entry])).toMatchObject([{ protocol: '47' }])
  })
})

describe('addressing', () => {
  test('a DHCP option set is the name service of the VPCs that use it, without what AWS would say anyway', () => {
    const [own, plain] = objectsOf({
      Vpcs: [
        { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-1' },
        { VpcId: 'vpc-2', CidrBlock: '10.1.0.0/16', DhcpOptionsId: 'dopt-2' },
      ],
      DhcpOptions: [
        {
          DhcpOptionsId: 'dopt-1',
          DhcpConfigurations: [
            { Key: 'domain-name', Values: [{ Value: 'harbour.internal' }] },
            { Key: 'domain-name-servers', Values: [{ Value: '10.0.0.53' }, { Value: 'AmazonProvidedDNS' }] },
            { Key: 'ntp-servers', Values: [{ Value: '10.0.0.123' }] },
            { Key: 'netbios-name-servers', Values: [{ Value: '10.0.0.137' }] },
          ],
        },
        {
          DhcpOptionsId: 'dopt-2',
          DhcpConfigurations: [
            { Key: 'domain-name', Values: [{ Value: 'eu-west-1.compute.internal' }] },
            { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
          ],
        },
      ],
    })

    expect(own).toMatchObject({
      vpcIds: ['vpc-1'],
      domain: 'harbour.internal',
      nameServers: ['10.0.0.53'],
      timeServers: ['10.0.0.123'],
      netbiosServers: ['10.0.0.137'],
    })
    expect(plain).toMatchObject({ vpcIds: ['vpc-2'], domain: null, nameServers: [] })
  })

  test('an Elastic IP names who has it, the pool it was brought in by, and the name that leads back', () => {
    const objects = objectsOf(
      {
        Addresses: [
          {
            AllocationId: 'eipalloc-1',
            PublicIp: '203.0.113.1',
            PublicIpv4Pool: 'amazon',
            NetworkInterfaceId: 'eni-1',
            InstanceId: 'i-1',
          },
          {
            AllocationId: 'eipalloc-2',
            PublicIp: '203.0.113.2',
            PublicIpv4Pool: 'ipv4pool-ec2-1',
            Tags: tagged('mail'),
          },
          { AllocationId: 'eipalloc-2', PublicIp: '203.0.113.2', PtrRecord: 'mail.harbour.example.' },
          { AllocationId: 'eipalloc-3', PublicIp: '203.0.113.3', NetworkInterfaceId: 'eni-3' },
          { AllocationId: 'eipalloc-4', PublicIp: '203.0.113.4', NetworkInterfaceId: 'eni-4' },
        ],
        NatGateways: [{ NatGatewayId: 'nat-1', NatGatewayAddresses: [{ AllocationId: 'eipalloc-3' }] }],
        LoadBalancers: [
          { LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/mail/5', Type: 'network' },
        ],
        NetworkInterfaces: [
          { NetworkInterfaceId: 'eni-4', Description: 'ELB net/mail/5', InterfaceType: 'network_load_balancer' },
        ],
      },
      'public-address',
    )

    expect(objects).toMatchObject([
      {
        id: 'eipalloc-1',
        name: '203.0.113.1',
        address: '203.0.113.1',
        ownerId: 'eni-1',
        pool: null,
        reverseName: null,
      },
      { id: 'eipalloc-2', name: 'mail', ownerId: null, pool: 'ipv4pool-ec2-1', reverseName: 'mail.harbour.example' },
      { id: 'eipalloc-3', ownerId: 'nat-1' },
      { id: 'eipalloc-4', ownerId: 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/mail/5' },
    ])
  })

  test('a reservation holds a part of a subnet', () => {
    const reservation = {
      SubnetCidrReservationId: 'scr-1',
      SubnetId: 'subnet-1',
      Cidr: '10.0.1.240/28',
      Description: 'appliances',
    }

    expect(objectsOf({ SubnetIpv4CidrReservations: [reservation] })).toEqual([
      { kind: 'reservation', id: 'scr-1', name: 'appliances', subnetId: 'subnet-1', block: '10.0.1.240/28' },
    ])
  })

  test('prefix lists of the customer have entries, those of AWS a name only', () => {
    const objects = objectsOf({
      ManagedPrefixLists: [
        {
          PrefixListId: 'pl-1',
          PrefixListName: 'offices',
          OwnerId: '111122223333',
          MaxEntries: 40,
          Entries: [{ Cidr: '192.0.2.0/24' }],
        },
        { PrefixListId: 'pl-2', PrefixListName: 'com.amazonaws.eu-west-1.s3', OwnerId: 'AWS' },
      ],
    })

    expect(objects).toMatchObject([
      { id: 'pl-1', name: 'offices', managed: false, maxEntries: 40, blocks: ['192.0.2.0/24'] },
      { id: 'pl-2', name: 'com.amazonaws.eu-west-1.s3', managed: true, maxEntries: null, blocks: [] },
    ])
  })
})

describe('gateways', () => {
  test('say where they stand and what leads through them', () => {
    const objects = objectsOf(
      {
        CarrierGateways: [{ CarrierGatewayId: 'cagw-1', VpcId: 'vpc-1', State: 'available' }],
        EgressOnlyInternetGateways: [
          { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1', State: 'attached' }] },
        ],
        InternetGateways: [
          { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }], Tags: tagged('out') },
        ],
        NatGateways: [
          {
            NatGatewayId: 'nat-1',
            VpcId: 'vpc-1',
            SubnetId: 'subnet-1',
            State: 'available',
            ConnectivityType: 'public',
            NatGatewayAddresses: [
              { AllocationId: 'eipalloc-2', PrivateIp: '10.0.0.6', PublicIp: '203.0.113.6', IsPrimary: false },
              { AllocationId: 'eipalloc-1', PrivateIp: '10.0.0.5', PublicIp: '203.0.113.5', IsPrimary: true },
            ],
          },
          {
            NatGatewayId: 'nat-2',
            State: 'available',
            ConnectivityType: 'private',
            NatGatewayAddresses: [{ PrivateIp: '10.0.0.7' }],
          },
          { NatGatewayId: 'nat-gone', State: 'deleted' },
        ],
        TransitGateways: [
          {
            TransitGatewayId: 'tgw-1',
            Description: 'hub',
            State: 'available',
            Options: { AmazonSideAsn: 64_512, SecurityGroupReferencingSupport: 'enable' },
          },
        ],
        TransitGatewayVpcAttachments: [
          { TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayId: 'tgw-1', VpcId: 'vpc-1', State: 'available' },
          {
            TransitGatewayAttachmentId: 'tgw-attach-2',
            TransitGatewayId: 'tgw-foreign',
            VpcId: 'vpc-1',
            State: 'available',
          },
        ],
        VpnGateways: [
          {
            VpnGatewayId: 'vgw-1',
            State: 'available',
            AmazonSideAsn: 4_200_000_000,
            VpcAttachments: [
              { VpcId: 'vpc-1', State: 'attached' },
              { VpcId: 'vpc-old', State: 'detached' },
            ],
          },
        ],
      },
      'gateway',
    )

    const empty = { vpcIds: ['vpc-1'], subnetIds: [], addresses: [], publicAddresses: [], asn: null }
    expect(objects).toMatchObject([
      { ...empty, id: 'cagw-1', role: 'other' },
      { ...empty, id: 'eigw-1', role: 'egress-only' },
      { ...empty, id: 'igw-1', role: 'internet', name: 'out' },
      {
        id: 'nat-1',
        role: 'nat',
        subnetIds: ['subnet-1'],
        addresses: ['10.0.0.5', '10.0.0.6'],
        publicAddresses: ['203.0.113.5', '203.0.113.6'],
      },
      { id: 'nat-2', role: 'private-nat', addresses: ['10.0.0.7'], publicAddresses: [] },
      { ...empty, id: 'tgw-1', role: 'transit', name: 'hub', asn: 64_512, sharesSecurityGroups: true },
      { ...empty, id: 'tgw-foreign', role: 'transit' },
      { ...empty, id: 'vgw-1', role: 'vpn', asn: 4_200_000_000 },
    ])
  })

  test('of others have an address and a number, which may be written as text', () => {
    const gateway = { CustomerGatewayId: 'cgw-1', State: 'available', IpAddress: '198.51.100.7', BgpAsn: '65010' }

    expect(objectsOf({ CustomerGateways: [gateway] })).toMatchObject([
      { kind: 'remote-gateway', publicAddress: '198.51.100.7', asn: 65_010 },
    ])
  })
})

describe('connections', () => {
  const vpn = {
    VpnConnectionId: 'vpn-1',
    State: 'available',
    CustomerGatewayId: 'cgw-1',
    VpnGatewayId: 'vgw-1',
    CustomerGatewayConfiguration: '<vpn_connection><pre_shared_key>s3cret-one</pre_shared_key></vpn_connection>',
    PreSharedKeyArn: 'arn:aws:secretsmanager:eu-west-1:1:secret:s3cret-two',
    Routes: [
      { DestinationCidrBlock: '172.16.0.0/16', State: 'available' },
      { DestinationCidrBlock: '172.17.0.0/16', State: 'deleted' },
    ],
    Options: {
      StaticRoutesOnly: true,
      RemoteIpv4NetworkCidr: '0.0.0.0/0',
      TunnelOptions: [
        { OutsideIpAddress: '203.0.113.9', TunnelInsideCidr: '169.254.10.0/30', PreSharedKey: 's3cret-three' },
        { TunnelInsideCidr: '169.254.11.0/30', PreSharedKey: 's3cret-four' },
      ],
    },
  }
  const gateway = { VpnGatewayId: 'vgw-1', VpcAttachments: [{ VpcId: 'vpc-1', State: 'attached' }] }

  test('of a VPN know the networks behind them and inside the tunnels', () => {
    expect(objectsOf({ VpnConnections: [vpn], VpnGateways: [gateway] }, 'connection')).toEqual([
      {
        kind: 'connection',
        id: 'vpn-1',
        name: 'vpn-1',
        gatewayId: 'vgw-1',
        remoteId: 'cgw-1',
        vpcId: 'vpc-1',
        subnetIds: [],
        blocks: ['172.16.0.0/16'],
        insideBlocks: ['169.254.10.0/30', '169.254.11.0/30'],
        translations: [],
        dynamic: false,
      },
    ])
  })

  test('never hold a key: not in the site, not in a finding, not even in what was read', () => {
    const { network, vms, findings, dump } = convert({ VpnConnections: [vpn, { ...vpn, VpnConnectionId: 7 }] })

    const held = JSON.stringify([network, vms, findings, dump], (_, part: unknown) =>
      typeof part === 'bigint' ? String(part) : part,
    )
    expect(held).toContain('vpn-1')
    expect(findings.map(({ code }) => code)).toContain('site.row-unreadable')
    expect(held).not.toMatch(/s3cret|pre_shared/i)
  })

  test('through a transit gateway have the blocks that its tables send there', () => {
    const attachment = (TransitGatewayAttachmentId: string) => [{ TransitGatewayAttachmentId }]
    const objects = objectsOf(
      {
        VpnConnections: [{ ...vpn, VpnGatewayId: null, TransitGatewayId: 'tgw-1', Routes: [] }],
        TransitGatewayVpcAttachments: [
          {
            TransitGatewayAttachmentId: 'att-vpc',
            TransitGatewayId: 'tgw-1',
            VpcId: 'vpc-1',
            SubnetIds: ['subnet-1'],
            State: 'available',
          },
        ],
        TransitGatewayAttachments: [
          {
            TransitGatewayAttachmentId: 'att-vpc',
            TransitGatewayId: 'tgw-1',
            ResourceType: 'vpc',
            ResourceId: 'vpc-1',
            State: 'available',
          },
          {
            TransitGatewayAttachmentId: 'att-vpn',
            TransitGatewayId: 'tgw-1',
            ResourceType: 'vpn',
            ResourceId: 'vpn-1',
            State: 'available',
          },
          {
            TransitGatewayAttachmentId: 'att-dx',
            TransitGatewayId: 'tgw-1',
            ResourceType: 'direct-connect-gateway',
            ResourceId: 'dxgw-1',
            State: 'available',
          },
        ],
        TransitGatewayRouteTables: [
          {
            TransitGatewayRouteTableId: 'tgw-rtb-1',
            Routes: [
              {
                DestinationCidrBlock: '10.0.0.0/16',
                Type: 'propagated',
                State: 'active',
                TransitGatewayAttachments: attachment('att-vpc'),
              },
              {
                DestinationCidrBlock: '172.16.0.0/12',
                Type: 'static',
                State: 'active',
                TransitGatewayAttachments: attachment('att-vpn'),
              },
              {
                DestinationCidrBlock: '192.168.0.0/16',
                Type: 'static',
                State: 'active',
                TransitGatewayAttachments: attachment('att-dx'),
              },
              {
                DestinationCidrBlock: '203.0.113.0/24',
                Type: 'static',
                State: 'blackhole',
                TransitGatewayAttachments: attachment('att-dx'),
              },
            ],
          },
        ],
      },
      'connection',
    )

    expect(objects).toMatchObject([
      { id: 'att-dx', gatewayId: 'tgw-1', remoteId: 'dxgw-1', blocks: ['192.168.0.0/16'], dynamic: false },
      { id: 'att-vpc', vpcId: 'vpc-1', subnetIds: ['subnet-1'], blocks: ['10.0.0.0/16'], dynamic: true },
      { id: 'vpn-1', gatewayId: 'tgw-1', blocks: ['172.16.0.0/12'] },
    ])
  })

  test('that peer are seen from the end that is in the site', () => {
    const far = {
      VpcId: 'vpc-far',
      OwnerId: '444455556666',
      Region: 'eu-north-1',
      CidrBlock: '10.9.0.0/16',
      CidrBlockSet: [{ CidrBlock: '10.9.0.0/16' }, { CidrBlock: '10.8.0.0/16' }],
      PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true },
    }
    const objects = objectsOf(
      {
        Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
        VpcPeeringConnections: [
          {
            VpcPeeringConnectionId: 'pcx-1',
            Status: { Code: 'active' },
            RequesterVpcInfo: far,
            AccepterVpcInfo: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' },
          },
          { VpcPeeringConnectionId: 'pcx-gone', Status: { Code: 'deleted' } },
        ],
      },
      'peering',
    )

    expect(objects).toEqual([
      {
        kind: 'peering',
        id: 'pcx-1',
        name: 'pcx-1',
        vpcId: 'vpc-1',
        peerVpcId: 'vpc-far',
        peerRegion: 'eu-north-1',
        peerAccount: '444455556666',
        peerBlocks: ['10.8.0.0/16', '10.9.0.0/16'],
        resolvesNames: true,
        forwards: false,
        usesPeerGateway: false,
      },
    ])
  })
})

describe('endpoints', () => {
  test('have the addresses of their interfaces, and say whether a policy speaks of places', () => {
    const policy = (condition: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', Condition: condition }] })
    const { network } = convert({
      NetworkInterfaces: [
        { NetworkInterfaceId: 'eni-2', PrivateIpAddress: '10.0.2.9', InterfaceType: 'vpc_endpoint' },
        { NetworkInterfaceId: 'eni-1', PrivateIpAddress: '10.0.1.9', InterfaceType: 'vpc_endpoint' },
      ],
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcEndpointType: 'Interface',
          VpcId: 'vpc-1',
          ServiceName: 'com.amazonaws.eu-west-1.ssm',
          State: 'available',
          SubnetIds: ['subnet-1'],
          NetworkInterfaceIds: ['eni-2', 'eni-1'],
          Groups: [{ GroupId: 'sg-1' }],
          PrivateDnsEnabled: true,
          PolicyDocument: policy({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }),
        },
        {
          VpcEndpointId: 'vpce-2',
          VpcEndpointType: 'Gateway',
          VpcId: 'vpc-1',
          ServiceName: 'com.amazonaws.eu-west-1.s3',
          RouteTableIds: ['rtb-1'],
          PolicyDocument: policy({ Bool: { 'aws:SecureTransport': 'true' } }),
        },
        { VpcEndpointId: 'vpce-3', VpcEndpointType: 'GatewayLoadBalancer', VpcId: 'vpc-1', ServiceName: 'firewall' },
      ],
      ServiceConfigurations: [
        { ServiceId: 'vpce-svc-1', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1', ServiceState: 'Available' },
      ],
    })

    expect(texts(network.objects)).toMatchObject([
      {
        id: 'vpce-1',
        role: 'interface',
        nicIds: ['eni-1', 'eni-2'],
        addresses: ['10.0.1.9', '10.0.2.9'],
        securityGroupIds: ['sg-1'],
        privateNames: true,
        hasPolicy: true,
      },
      {
        id: 'vpce-1/policy',
        kind: 'service',
        type: 'VPC endpoint policy',
        vpcId: 'vpc-1',
        admits: { blocks: [], endpointIds: ['vpce-1'] },
        facts: { conditions: 'Allow StringEquals aws:SourceVpce' },
      },
      { id: 'vpce-2', role: 'gateway', routeTableIds: ['rtb-1'], hasPolicy: false },
      { id: 'vpce-3', role: 'load-balancer' },
      { id: 'vpce-svc-1', role: 'offered', vpcId: null },
    ])
  })
})

describe('load balancers', () => {
  const arn = (rest: string): string => `arn:aws:elasticloadbalancing:eu-west-1:1:${rest}`

  test('name every group that a listener or one of its rules forwards to', () => {
    const forward = (...names: readonly string[]) => ({
      Type: 'forward',
      ForwardConfig: { TargetGroups: names.map((name) => ({ TargetGroupArn: name, Weight: 1 })) },
    })
    const [object] = objectsOf({
      LoadBalancers: [
        {
          LoadBalancerArn: arn('loadbalancer/app/shop/1'),
          LoadBalancerName: 'shop',
          DNSName: 'shop.example',
          Scheme: 'internet-facing',
          Type: 'application',
          VpcId: 'vpc-1',
          SecurityGroups: ['sg-1'],
          AvailabilityZones: [{ SubnetId: 'subnet-2' }, { SubnetId: 'subnet-1' }],
        },
      ],
      BalancerAttributes: [
        {
          LoadBalancerArn: arn('loadbalancer/app/shop/1'),
          Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
        },
      ],
      Listeners: [
        {
          ListenerArn: arn('listener/app/shop/1/b'),
          LoadBalancerArn: arn('loadbalancer/app/shop/1'),
          Protocol: 'HTTPS',
          Port: 443,
          DefaultActions: [forward('g-1', 'g-2')],
        },
        {
          ListenerArn: arn('listener/app/shop/1/a'),
          Protocol: 'HTTP',
          Port: 80,
          DefaultActions: [{ Type: 'redirect' }],
        },
      ],
      Rules: [
        { RuleArn: arn('listener-rule/app/shop/1/b/r1'), Actions: [forward('g-3')] },
        { RuleArn: arn('listener-rule/app/shop/1/b/r2'), Actions: [{ Type: 'forward', TargetGroupArn: 'g-2' }] },
      ],
    })

    expect(object).toMatchObject({
      kind: 'load-balancer',
      id: arn('loadbalancer/app/shop/1'),
      name: 'shop',
      role: 'application',
      internal: false,
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupIds: ['sg-1'],
      addresses: [],
      dnsName: 'shop.example',
      crossZone: true,
      listeners: [
        { protocol: 'HTTP', port: 80, poolIds: [], conditional: true },
        { protocol: 'HTTPS', port: 443, poolIds: ['g-1', 'g-2', 'g-3'], conditional: true },
      ],
    })
  })

  test('that forward everything to one group say so', () => {
    const [object] = objectsOf({
      LoadBalancers: [
        { LoadBalancerArn: arn('loadbalancer/app/shop/1'), LoadBalancerName: 'shop', Type: 'application' },
      ],
      Listeners: [
        {
          ListenerArn: arn('listener/app/shop/1/b'),
          Protocol: 'HTTP',
          Port: 80,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: 'g-1' }],
        },
      ],
      Rules: [
        {
          RuleArn: arn('listener-rule/app/shop/1/b/r1'),
          IsDefault: true,
          Actions: [{ Type: 'forward', TargetGroupArn: 'g-1' }],
        },
      ],
    })

    expect(object).toMatchObject({ listeners: [{ protocol: 'HTTP', port: 80, poolIds: ['g-1'] }] })
    expect(JSON.stringify(object, (_, value: unknown) => (typeof value === 'bigint' ? 0 : value))).not.toContain(
      'conditional',
    )
  })

  test('of the network kind keep their addresses, stated or on their interfaces', () => {
    const [object] = objectsOf({
      LoadBalancers: [
        {
          LoadBalancerArn: arn('loadbalancer/net/mail/5'),
          LoadBalancerName: 'mail',
          Scheme: 'internal',
          Type: 'network',
          AvailabilityZones: [
            {
              SubnetId: 'subnet-1',
              LoadBalancerAddresses: [{ PrivateIPv4Address: '10.0.1.20', IpAddress: '203.0.113.20' }],
            },
          ],
        },
      ],
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-9',
          Description: 'ELB net/mail/5',
          InterfaceType: 'network_load_balancer',
          PrivateIpAddress: '10.0.2.20',
          Association: { PublicIp: '203.0.113.21' },
        },
        {
          NetworkInterfaceId: 'eni-8',
          Description: 'ELB net/mail/55',
          InterfaceType: 'network_load_balancer',
          PrivateIpAddress: '10.0.2.99',
        },
      ],
    })

    expect(object).toMatchObject({
      role: 'network',
      internal: true,
      addresses: ['10.0.1.20', '10.0.2.20'],
      publicAddresses: ['203.0.113.20', '203.0.113.21'],
    })
  })

  test('have targets by instance, address, function and balancer', () => {
    const group = (TargetType: string, Targets: readonly object[], over: object = {}) => ({
      TargetGroupArn: `g-${TargetType}`,
      TargetGroupName: TargetType,
      TargetType,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      Targets,
      ...over,
    })
    const health = {
      HealthCheckEnabled: true,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPort: '8080',
      HealthCheckPath: '/health',
    }
    const { network, findings } = convert({
      Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
      Reservations: [{ Instances: [{ InstanceId: 'i-1' }, { InstanceId: 'i-2' }] }],
      TargetGroups: [
        group('alb', [{ Id: 'arn:shop', Port: 80 }]),
        group(
          'instance',
          [
            { Id: 'i-2', Port: 80 },
            { Id: 'i-1', Port: 8080 },
            { Id: 'i-1', Port: 80 },
            { Id: 'i-gone', Port: 80 },
          ],
          health,
        ),
        group('ip', [{ Id: '10.0.0.9', Port: 443, AvailabilityZone: 'all' }]),
        group('lambda', [{ Id: 'arn:aws:lambda:eu-west-1:1:function:f' }], {
          Port: null,
          Protocol: null,
          VpcId: null,
        }),
      ],
    })

    const nobody = { vmId: null, nicId: null, address: null }
    expect(texts(network.objects)).toMatchObject([
      { id: 'g-alb', targets: [{ ...nobody, otherId: 'arn:shop', port: 80 }] },
      {
        id: 'g-instance',
        healthCheck: 'HTTP :8080/health',
        targets: [
          { vmId: 'i-1', port: 80 },
          { vmId: 'i-1', port: 8080 },
          { vmId: 'i-2', port: 80 },
          { vmId: 'i-gone', port: 80 },
        ],
      },
      { id: 'g-ip', targets: [{ ...nobody, address: '10.0.0.9', zone: 'all' }] },
      { id: 'g-lambda', port: null, targets: [{ ...nobody, otherId: 'arn:aws:lambda:eu-west-1:1:function:f' }] },
    ])
    expect(findings.filter(({ code }) => code === 'site.reference-missing')).toEqual([])
  })

  test('of the classic kind have a pool for every port of their instances', () => {
    const listener = (LoadBalancerPort: number, InstancePort: number) => ({
      Listener: { Protocol: 'TCP', LoadBalancerPort, InstancePort },
    })
    const objects = objectsOf({
      Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }],
      LoadBalancerDescriptions: [
        {
          LoadBalancerName: 'old',
          DNSName: 'old.eu-west-1.elb.example',
          Scheme: 'internal',
          VPCId: 'vpc-1',
          Subnets: ['subnet-1'],
          SecurityGroups: ['sg-1'],
          Instances: [{ InstanceId: 'i-1' }],
          HealthCheck: { Target: 'TCP:25' },
          ListenerDescriptions: [listener(465, 25), listener(25, 25), listener(143, 143)],
        },
      ],
    })

    const id = 'old.eu-west-1.elb.example'
    expect(objects).toMatchObject([
      {
        kind: 'load-balancer',
        id,
        name: 'old',
        role: 'classic',
        internal: true,
        listeners: [
          { port: 25, poolIds: [`${id}/targets/25`] },
          { port: 143 },
          { port: 465, poolIds: [`${id}/targets/25`] },
        ],
      },
      { kind: 'target-pool', id: `${id}/targets/143`, targets: [{ vmId: 'i-1', port: 143 }] },
      { kind: 'target-pool', id: `${id}/targets/25`, healthCheck: 'TCP:25' },
    ])
  })
})

describe('names', () => {
  test('are in zones with the VPCs that see them', () => {
    const objects = objectsOf({
      HostedZones: [
        { Id: '/hostedzone/Z1', Name: 'harbour.internal.', Config: { PrivateZone: true } },
        { Id: '/hostedzone/Z2', Name: 'harbour.example.', Config: { PrivateZone: false } },
      ],
      ZoneVpcs: [{ Id: '/hostedzone/Z1', VPCs: [{ VPCId: 'vpc-2' }, { VPCId: 'vpc-1' }] }],
    })

    expect(objects).toEqual([
      { kind: 'dns-zone', id: 'Z1', name: 'harbour.internal', private: true, vpcIds: ['vpc-1', 'vpc-2'] },
      { kind: 'dns-zone', id: 'Z2', name: 'harbour.example', private: false, vpcIds: [] },
    ])
  })

  test.each([
    [{ Failover: 'PRIMARY', SetIdentifier: 'a' }, 'failover PRIMARY'],
    [{ Weight: 0, SetIdentifier: 'a' }, 'weighted 0'],
    [{ Region: 'eu-west-1', SetIdentifier: 'a' }, 'latency eu-west-1'],
    [{ GeoLocation: { CountryCode: 'SE' }, SetIdentifier: 'a' }, 'geolocation'],
    [{ MultiValueAnswer: true, SetIdentifier: 'a' }, 'multivalue'],
    [{}, undefined],
  ])('say how one of several records is picked: %o', (policy, routing) => {
    const record = {
      Name: 'www.harbour.example.',
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '203.0.113.1' }],
      HostedZoneId: '/hostedzone/Z2',
    }

    const [read] = convert({ ResourceRecordSets: [{ ...record, ...policy }] }).network.dnsRecords

    expect(read).toMatchObject({ zoneId: 'Z2' })
    expect(read?.routing).toBe(routing)
  })

  test('are forwarded by resolver endpoints, known by their interfaces', () => {
    const nic = (number: number, id: string) => ({
      NetworkInterfaceId: `eni-${number}`,
      VpcId: 'vpc-1',
      SubnetId: `subnet-${number}`,
      PrivateIpAddress: `10.0.${number}.53`,
      Description: `Route 53 Resolver: ${id}:rni-${number}`,
      RequesterManaged: true,
    })

    expect(
      objectsOf({ NetworkInterfaces: [nic(2, 'rslvr-in-0a1'), nic(1, 'rslvr-in-0a1'), nic(3, 'rslvr-out-0b2')] }),
    ).toMatchObject([
      {
        kind: 'resolver',
        id: 'rslvr-in-0a1',
        direction: 'inbound',
        subnetIds: ['subnet-1', 'subnet-2'],
        addresses: ['10.0.1.53', '10.0.2.53'],
      },
      { kind: 'resolver', id: 'rslvr-out-0b2', direction: 'outbound' },
    ])
  })
})

describe('services of AWS', () => {
  const nic = (number: number, Description: string, over: object = {}) => ({
    NetworkInterfaceId: `eni-${number}`,
    VpcId: 'vpc-1',
    SubnetId: `subnet-${number}`,
    PrivateIpAddress: `10.0.${number}.9`,
    Groups: [{ GroupId: 'sg-1' }],
    Description,
    RequesterManaged: true,
    ...over,
  })

  test.each([
    ['EFS mount target for fs-0a1b2c (fsmt-0d)', 'EFS file system', 'fs-0a1b2c'],
    ['AWS Lambda VPC ENI-orders-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f', 'Lambda function', 'orders'],
    ['ElastiCache baskets-0001-001', 'ElastiCache node', 'baskets-0001-001'],
    ['RDSNetworkInterface', 'RDS database', 'RDS database'],
    ['RedshiftNetworkInterface', 'Redshift cluster', 'Redshift cluster'],
    ['AWS created network interface for directory d-0123456789', 'domain controller', 'd-0123456789'],
    ['Amazon EKS harbour', 'EKS control plane', 'harbour'],
    ['arn:aws:ecs:eu-west-1:111122223333:attachment/0a1b', 'ECS task', '0a1b'],
  ])('are known by the interface "%s"', (description, type, name) => {
    expect(objectsOf({ NetworkInterfaces: [nic(1, description)] })).toMatchObject([
      {
        kind: 'service',
        type,
        name,
        vpcId: 'vpc-1',
        subnetIds: ['subnet-1'],
        securityGroupIds: ['sg-1'],
        addresses: ['10.0.1.9'],
        facts: { description },
      },
    ])
  })

  test('with several interfaces are one, and one that nobody knows keeps who asked for it', () => {
    const objects = objectsOf({
      NetworkInterfaces: [
        nic(2, 'EFS mount target for fs-1 (fsmt-2)'),
        nic(1, 'EFS mount target for fs-1 (fsmt-1)'),
        nic(3, 'something new', { RequesterId: 'amazon-novelty' }),
        nic(4, 'my own, for later', { RequesterManaged: false }),
        nic(5, 'Interface for NAT Gateway nat-1', { InterfaceType: 'nat_gateway' }),
      ],
    })

    expect(objects).toMatchObject([
      { type: 'EFS file system', subnetIds: ['subnet-1', 'subnet-2'], addresses: ['10.0.1.9', '10.0.2.9'] },
      { type: 'amazon-novelty interface', name: 'something new' },
    ])
  })

  test('that are databases have their subnets, port and size, and no user name', () => {
    const objects = objectsOf({
      DBInstances: [
        {
          DBInstanceIdentifier: 'ledger',
          DBInstanceArn: 'arn:aws:rds:eu-west-1:1:db:ledger',
          DBInstanceClass: 'db.r6g.large',
          Engine: 'postgres',
          EngineVersion: '16.3',
          MultiAZ: true,
          AllocatedStorage: 100,
          MasterUsername: 'never-shown',
          Endpoint: { Address: 'ledger.example', Port: 5432 },
          DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [{ SubnetIdentifier: 'subnet-1' }] },
          VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }],
        },
      ],
    })

    expect(objects).toMatchObject([
      {
        type: 'RDS database',
        name: 'ledger',
        dnsName: 'ledger.example',
        port: 5432,
        subnetIds: ['subnet-1'],
        securityGroupIds: ['sg-1'],
        facts: { engine: 'postgres 16.3', size: 'db.r6g.large', storage: '100 GiB', zones: 'several' },
      },
    ])
    expect(JSON.stringify(objects)).not.toContain('never-shown')
  })

  test('that are databases have the addresses of their interfaces, where only one of them can be meant', () => {
    const database = (name: string, group: string) => ({
      DBInstanceIdentifier: name,
      DBSubnetGroup: { VpcId: 'vpc-1', Subnets: [] },
      VpcSecurityGroups: [{ VpcSecurityGroupId: group }],
    })
    const objects = objectsOf({
      DBInstances: [database('ledger', 'sg-1'), database('orders', 'sg-2'), database('stock', 'sg-2')],
      NetworkInterfaces: [
        nic(1, 'RDSNetworkInterface'),
        nic(2, 'RDSNetworkInterface', { Groups: [{ GroupId: 'sg-2' }] }),
      ],
    })

    expect(objects).toMatchObject([
      { name: 'RDS database', addresses: ['10.0.2.9'] },
      { name: 'ledger', addresses: ['10.0.1.9'] },
      { name: 'orders', addresses: [] },
      { name: 'stock', addresses: [] },
    ])
  })

  test('that group instances are known by the tags of AWS', () => {
    const instance = (InstanceId: string, tags: Readonly<Record<string, string>>) => ({
      InstanceId,
      VpcId: 'vpc-1',
      NetworkInterfaces: [{ NetworkInterfaceId: `eni-${InstanceId}`, SubnetId: 'subnet-1' }],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })
    const objects = objectsOf({
      Reservations: [
        {
          Instances: [
            instance('i-2', { 'aws:autoscaling:groupName': 'web', 'aws:cloudformation:stack-name': 'shop' }),
            instance('i-1', { 'aws:autoscaling:groupName': 'web' }),
            instance('i-3', { 'eks:cluster-name': 'harbour', 'aws:eks:cluster-name': 'harbour' }),
          ],
        },
      ],
    })

    expect(objects).toMatchObject([
      { type: 'Auto Scaling group', name: 'web', vmIds: ['i-1', 'i-2'], subnetIds: ['subnet-1'] },
      { type: 'CloudFormation stack', name: 'shop', vmIds: ['i-2'] },
      { type: 'EKS cluster', name: 'harbour', vmIds: ['i-3'] },
    ])
  })
})

describe('details', () => {
  test('of VPCs, subnets, tables, interfaces and instances are kept where AWS states them', () => {
    const { network, vms } = convert({
      Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', InstanceTenancy: 'dedicated' }],
      VpcAttributes: [{ VpcId: 'vpc-1', EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: false } }],
      Subnets: [
        {
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          CidrBlock: '10.0.1.0/24',
          AvailabilityZoneId: 'euw1-az1',
          MapPublicIpOnLaunch: true,
          EnableDns64: false,
          PrivateDnsNameOptionsOnLaunch: { HostnameType: 'resource-name' },
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State: 'associated' } },
          ],
        },
        { SubnetId: 'subnet-2', VpcId: 'vpc-1', CidrBlock: '10.0.2.0/24' },
      ],
      RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Associations: [{ GatewayId: 'igw-1' }], Routes: [] }],
      Reservations: [
        {
          Instances: [
            {
              InstanceId: 'i-1',
              KeyName: 'ops',
              IamInstanceProfile: { Arn: 'arn:aws:iam::1:instance-profile/web' },
              NetworkInterfaces: [
                {
                  NetworkInterfaceId: 'eni-1',
                  SubnetId: 'subnet-1',
                  SourceDestCheck: false,
                  Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/28' }],
                  Attachment: { DeviceIndex: 1 },
                },
              ],
            },
          ],
        },
      ],
    })

    expect(network.vpcs).toMatchObject([{ dedicated: true, resolvesNames: true, namesHosts: false }])
    expect(network.subnets[0]).toMatchObject({
      zoneId: 'euw1-az1',
      givesPublicAddresses: true,
      translatesNames: false,
      hostNames: 'resource',
    })
    expect(blocks(network.subnets[0]?.moreBlocks)).toEqual(['2001:db8::/64'])
    expect(Object.keys(network.subnets[1] ?? {})).not.toContain('zoneId')
    expect(network.routeTables).toMatchObject([{ gatewayIds: ['igw-1'] }])
    expect(vms[0]).toMatchObject({
      keyName: 'ops',
      platformRole: 'arn:aws:iam::1:instance-profile/web',
      nics: [{ forwards: true, deviceIndex: 1 }],
    })
    expect(blocks(vms[0]?.nics[0]?.prefixes)).toEqual(['10.0.1.16/28'])
  })

  test('that are no address or block are said and left out, the object stays', () => {
    const { network, findings } = convert({
      NatGateways: [{ NatGatewayId: 'nat-1', NatGatewayAddresses: [{ PrivateIp: '10.0.0.999' }] }],
      DhcpOptions: [
        { DhcpOptionsId: 'dopt-1', DhcpConfigurations: [{ Key: 'ntp-servers', Values: [{ Value: 'time.example' }] }] },
      ],
    })

    expect(network.objects.map(({ id }) => id)).toEqual(['dopt-1', 'nat-1'])
    expect(addresses(network.objects.flatMap((object) => ('addresses' in object ? object.addresses : [])))).toEqual([])
    expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['site.value-invalid', '10.0.0.999'],
      ['site.value-invalid', 'time.example'],
    ])
  })
})

test('names are hostile: they stay what they are, and nothing in them is a pattern, a path or a key', () => {
  const hostile = '__proto__"\u001B[31m${7*7}</script>/../\u202E(a+)+$'
  const { network } = convert({
    NetworkInterfaces: [
      { NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', Description: `ElastiCache ${hostile}`, RequesterManaged: true },
    ],
    InternetGateways: [{ InternetGatewayId: '__proto__', Tags: tagged(hostile) }],
    DBInstances: [{ DBInstanceIdentifier: hostile }],
    Reservations: [
      { Instances: [{ InstanceId: 'i-1', Tags: [{ Key: 'aws:autoscaling:groupName', Value: hostile }] }] },
    ],
    LoadBalancers: [{ LoadBalancerArn: `${hostile} balancer`, Type: 'constructor' }],
    VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcEndpointType: 'constructor' }],
    TargetGroups: [{ TargetGroupArn: 'constructor', TargetType: 'toString', Targets: [{ Id: hostile }] }],
  })

  expect(network.objects.filter(({ kind }) => kind === 'service').map(({ name }) => name)).toEqual([
    hostile,
    hostile,
    hostile,
  ])
  expect(network.objects.find(({ id }) => id === '__proto__')).toMatchObject({ name: hostile, role: 'internet' })
  expect(network.objects.find(({ kind }) => kind === 'load-balancer')).toMatchObject({ role: 'application' })
  expect(texts(network.objects)).toHaveLength(7)
  expect({}).not.toHaveProperty('role')
})

test('the same objects come of answers in any order', () => {
  const answer = {
    NatGateways: [{ NatGatewayId: 'nat-1' }, { NatGatewayId: 'nat-2' }],
    Addresses: [
      { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.1' },
      { AllocationId: 'eipalloc-1', PtrRecord: 'a.example.' },
    ],
    TargetGroups: [
      {
        TargetGroupArn: 'g-1',
        Targets: [
          { Id: 'i-1', Port: 80 },
          { Id: 'i-1', Port: 9 },
        ],
      },
    ],
  }
  const turned = Object.fromEntries(Object.entries(answer).map(([key, list]) => [key, list.toReversed()]))

  expect(objectsOf(turned)).toEqual(objectsOf(answer))
})
