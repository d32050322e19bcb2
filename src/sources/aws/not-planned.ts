/** What of the network the nouns cannot hold: counted and named, so that nobody takes the plan for the whole of it. */
import { counted, listed, type Report } from '../report.ts'
import type { Dump } from './answers.ts'
import type { AwsDhcpOptions, AwsNetworkAcl } from './schema-other.ts'

interface Leftover {
  readonly noun: string
  readonly ids: readonly string[]
  /** What a person must do about it. */
  readonly advice: string
}

export function reportNotPlanned(dump: Dump, report: Report): void {
  for (const { noun, ids, advice } of [...gateways(dump), ...addressing(dump), ...balancing(dump)]) {
    const names = [...new Set(ids)].toSorted()
    if (names.length === 0) continue
    report('site.not-planned', {
      subject: `${noun}s`,
      message: `${counted(names.length, noun)} not carried into the plan: ${listed(names)}.`,
      suggestion: advice,
      affected: names,
    })
  }
}

const isLive = (state: string | null | undefined): boolean =>
  !/^(deleted|deleting|failed|rejected|expired)$/i.test(state ?? '')

const gateways = (dump: Dump): readonly Leftover[] => [
  {
    noun: 'VPC peering connection',
    ids: dump.VpcPeeringConnections.filter(({ value }) => isLive(value.Status?.Code)).map(
      ({ value }) => value.VpcPeeringConnectionId,
    ),
    advice: 'Peer the recovery VPCs with whoever must still reach them; routes through a peering are reported apart.',
  },
  {
    noun: 'transit gateway attachment',
    ids: dump.TransitGatewayVpcAttachments.filter(({ value }) => isLive(value.State)).map(
      ({ value }) => value.TransitGatewayAttachmentId,
    ),
    advice: 'Attach the recovery VPCs to a transit gateway of the recovery region and let it propagate their blocks.',
  },
  {
    noun: 'VPN gateway',
    ids: dump.VpnGateways.filter(({ value }) => isLive(value.State)).map(({ value }) => value.VpnGatewayId),
    advice: 'Build the VPN of the recovery site before a failover, and tell the other end its blocks.',
  },
  {
    noun: 'VPN connection',
    ids: dump.VpnConnections.filter(({ value }) => isLive(value.State)).map(({ value }) => value.VpnConnectionId),
    advice: 'Set up the tunnels of the recovery site with the other ends before a failover.',
  },
  {
    noun: 'customer gateway',
    ids: dump.CustomerGateways.filter(({ value }) => isLive(value.State)).map(({ value }) => value.CustomerGatewayId),
    advice: 'Create the same customer gateways in the recovery region.',
  },
  {
    noun: 'egress-only internet gateway',
    ids: dump.EgressOnlyInternetGateways.map(({ value }) => value.EgressOnlyInternetGatewayId),
    advice: 'Create one for each recovery VPC with IPv6.',
  },
  {
    noun: 'VPC endpoint',
    ids: dump.VpcEndpoints.filter(({ value }) => isLive(value.State)).map(
      ({ value }) => `${value.VpcEndpointId} (${value.ServiceName ?? 'unknown service'})`,
    ),
    advice: 'Create the endpoints of the same services, whose names carry the region, in the recovery VPCs.',
  },
]

const addressing = (dump: Dump): readonly Leftover[] => [
  {
    noun: 'restricting network ACL',
    ids: dump.NetworkAcls.filter(({ value }) => !isOpen(value)).map(({ value }) => value.NetworkAclId),
    advice: 'The plan carries security groups only, so the recovery site is more open: rebuild these ACLs there.',
  },
  {
    noun: 'DHCP option set',
    ids: dump.DhcpOptions.filter(({ value }) => isCustom(value)).map(({ value }) => value.DhcpOptionsId),
    advice: 'Create them in the recovery region, with the addresses that name and time servers have there.',
  },
  {
    noun: 'Elastic IP',
    ids: dump.Addresses.map(({ value, place }) => value.PublicIp ?? value.AllocationId ?? place),
    advice: 'Recovered VMs have other public addresses: change public DNS and the allow-lists of others.',
  },
  {
    noun: 'prefix-delegated interface',
    ids: dump.NetworkInterfaces.filter(
      ({ value }) => value.Ipv4Prefixes.length > 0 || value.Ipv6Prefixes.length > 0,
    ).map(({ value }) => value.NetworkInterfaceId),
    advice: 'Delegate prefixes of the recovery subnets to the recovered interfaces.',
  },
  {
    noun: 'forwarding interface',
    ids: dump.NetworkInterfaces.filter(({ value }) => value.SourceDestCheck === false && isOwn(value)).map(
      ({ value }) => value.NetworkInterfaceId,
    ),
    advice: 'Switch the source/destination check of the recovered interfaces off: they forward for others.',
  },
]

/** NAT gateways and load balancers forward too, and are reported as what they are. */
const isOwn = (nic: { InterfaceType?: string | null | undefined }): boolean =>
  (nic.InterfaceType ?? 'interface') === 'interface'

const balancing = (dump: Dump): readonly Leftover[] => [
  {
    noun: 'listener',
    ids: dump.Listeners.map(
      ({ value }) => `${balancerOf(value.ListenerArn)} ${value.Protocol ?? '?'} ${value.Port ?? '?'}`,
    ),
    advice: 'Create the load balancers of the recovery site with these listeners and the certificates they need.',
  },
  {
    noun: 'target group',
    ids: dump.TargetGroups.map(({ value }) => {
      const kind = value.TargetType ?? 'instance'
      return `${value.TargetGroupName ?? value.TargetGroupArn} (${kind}): ${counted(value.Targets.length, 'target')}`
    }),
    advice: 'Register the recovered VMs; targets by address are other addresses at the recovery site.',
  },
  {
    noun: 'public hosted zone',
    ids: dump.HostedZones.filter(({ value }) => value.Config?.PrivateZone !== true).map(({ value }) => value.Name),
    advice: 'Change the records of public names by hand, or let a health check of Route 53 fail them over.',
  },
]

/** arn:…:listener/app/NAME/ID/ID */
const balancerOf = (arn: string): string => arn.split('/')[2] ?? arn

/** Amazon VPC User Guide, "Network ACLs": the lowest rule number that matches decides. */
function isOpen({ Entries }: AwsNetworkAcl): boolean {
  return [true, false].every((egress) => {
    const [first] = Entries.filter((entry) => entry.Egress === egress && entry.CidrBlock).toSorted(
      (a, b) => a.RuleNumber - b.RuleNumber,
    )
    return first?.RuleAction === 'allow' && first.Protocol === '-1' && first.CidrBlock === '0.0.0.0/0'
  })
}

/** Other than the set that every region has by default. */
const isCustom = ({ DhcpConfigurations }: AwsDhcpOptions): boolean =>
  DhcpConfigurations.some(({ Key, Values }) => {
    if (Key === 'domain-name-servers') return Values.some(({ Value }) => Value !== 'AmazonProvidedDNS')
    if (Key === 'domain-name')
      return Values.some(({ Value }) => !/^(ec2\.internal|.+\.compute\.internal)$/.test(Value ?? ''))
    return Values.length > 0
  })
