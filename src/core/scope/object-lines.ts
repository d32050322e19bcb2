/** What each kind of network object is called when the plan leaves it out, and what a person must do about it. */
import type { FindingCode } from '../../model/finding-codes.ts'
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'

/** One thing that is left out, of a sort that shares a finding with others. */
export interface Leftover {
  readonly noun: string
  readonly plural?: string
  readonly code: Extract<FindingCode, 'site.not-planned' | 'site.not-a-vm'>
  readonly advice: string
  /** As a person knows it. */
  readonly label: string
  readonly id: string
}

type Line = Pick<Leftover, 'noun' | 'advice'> & Partial<Pick<Leftover, 'code' | 'plural'>>

export const leftover = (object: { readonly id: string }, line: Line, label: string = object.id): Leftover => ({
  code: 'site.not-planned',
  ...line,
  label,
  id: object.id,
})

type GatewayRole = NetworkObjectOf<'gateway'>['role']

export const gatewayLines: Readonly<Record<GatewayRole, Line>> = {
  internet: {
    noun: 'internet gateway',
    code: 'site.not-a-vm',
    advice: 'No route leads through them, so the plan has none in their place.',
  },
  nat: {
    noun: 'NAT gateway',
    code: 'site.not-a-vm',
    advice: 'No route leads through them, so the plan has none in their place.',
  },
  'egress-only': {
    noun: 'egress-only internet gateway',
    advice: 'Create one for each recovery VPC with IPv6.',
  },
  'private-nat': {
    noun: 'private NAT gateway',
    advice:
      'Build them at the recovery site: a NAT gateway of the plan leads to the internet, not to private networks.',
  },
  vpn: {
    noun: 'VPN gateway',
    advice:
      'Say under network.gateways in drplan.yaml what stands for it at the recovery site, or build that VPN before a failover; tell the other end its blocks.',
  },
  'private-line': {
    noun: 'gateway of a private line',
    plural: 'gateways of private lines',
    advice: 'Order the line of the recovery site long before a failover, and tell the other end its blocks.',
  },
  transit: {
    noun: 'transit gateway',
    advice:
      'Name one of the recovery region under network.gateways in drplan.yaml, and let it know the blocks of the recovery site.',
  },
  firewall: { noun: 'firewall', advice: 'Build it at the recovery site, with rules for the addresses there.' },
  application: {
    noun: 'application gateway',
    advice: 'Build it at the recovery site, with the listeners and certificates it needs.',
  },
  bastion: { noun: 'bastion', advice: 'Build one at the recovery site: somebody must be able to log in there.' },
  'route-server': {
    noun: 'route server',
    advice: 'Build it at the recovery site, and peer it with the appliances there.',
  },
  other: { noun: 'other gateway', advice: 'Decide whether recovered VMs need this path, and build it before the day.' },
}

export const connectionLines = {
  vpn: {
    noun: 'VPN connection',
    advice: 'Set up the tunnels of the recovery site with the other ends before a failover.',
  },
  attachment: {
    noun: 'transit gateway attachment',
    advice: 'Attach the recovery VPCs to a transit gateway of the recovery region and let it propagate their blocks.',
  },
  line: {
    noun: 'connection over a private line',
    plural: 'connections over private lines',
    advice:
      'Order those of the recovery site long before a failover, and let them announce its blocks in place of the prefixes here.',
  },
  other: {
    noun: 'connection',
    advice: 'Connect the recovery site with whoever must still reach it, before a failover.',
  },
} as const satisfies Record<string, Line>

/** Of the kinds whose objects are all left out. */
export const plainLines = {
  'remote-gateway': {
    noun: 'customer gateway',
    advice: 'Create the same customer gateways in the recovery region.',
  },
  peering: {
    noun: 'VPC peering connection',
    advice: 'Peer the recovery VPCs with whoever must still reach them; routes through a peering are reported apart.',
  },
  'packet-filter': {
    noun: 'restricting packet filter',
    advice:
      'The plan carries the filters of subnets that it knows: rebuild these lists there if a subnet is to be behind them.',
  },
  reservation: {
    noun: 'reservation in a subnet',
    plural: 'reservations in subnets',
    advice: 'Reserve the same part of the recovery subnets, so that nothing else takes the addresses.',
  },
  'public-address': {
    noun: 'public address',
    plural: 'public addresses',
    advice: 'Recovered VMs have other public addresses: change public DNS and the allow-lists of others.',
  },
  'name-service': {
    noun: 'name service',
    advice: 'Set them in the recovery region, with the addresses that name and time servers have there.',
  },
  resolver: {
    noun: 'DNS resolver',
    advice: 'Build them at the recovery site, and tell those who forward to them their addresses there.',
  },
  'name-filter': {
    noun: 'DNS firewall',
    advice: 'Make them in the recovery region with the same lists of names, and tie them to the recovery VPCs.',
  },
  'dns-zone': {
    noun: 'public DNS zone',
    advice: 'Change the records of public names by hand, or let health checks of the zone fail them over.',
  },
  template: {
    noun: 'launch template',
    advice:
      'Make them in the recovery region, with the subnets and security groups there, for whatever starts VMs from them.',
  },
} as const satisfies Partial<Record<NetworkObject['kind'], Line>>

export const forwardedNamesLine: Line = {
  noun: 'DNS forwarding rule',
  advice: 'Make them for the recovery VPCs, with the addresses that the name servers have then.',
}

/** Of prefix lists that services of the platform go by. */
export const serviceListLine: Line = {
  noun: 'address list of a firewall',
  plural: 'address lists of firewalls',
  advice: 'Make them at the recovery site, with the addresses there in place of those that move.',
}

export const firstFilterLine: Line = {
  noun: 'rule list above security groups',
  plural: 'rule lists above security groups',
  advice:
    'What they deny or always allow holds whatever security groups say: build them again, or work them into the security groups of the recovery site.',
}

/** Of listeners that leave the front's address in what they pass on. */
export const keptAddressLine: Line = {
  noun: 'listener with direct server return',
  plural: 'listeners with direct server return',
  advice:
    "Their targets hold the front's address themselves, which is another one at the recovery site: change it in the guests.",
}

/** The platform's word for a service is all that its objects have in common. */
export function serviceLine(type: string, hasVms: boolean): Line {
  if (type.endsWith('policy')) return { noun: type, plural: type.replace(/y$/, 'ies'), ...policyLine }
  return {
    noun: type,
    code: 'site.not-a-vm',
    advice: hasVms
      ? 'The plan has their VMs one by one; build what starts and replaces them again at the recovery site.'
      : 'Plan them with what the platform has for them, such as replicas or backups in the recovery region.',
  }
}

const policyLine = {
  code: 'site.not-a-vm',
  advice: 'Have the same at the recovery site, with the networks and addresses of that site.',
} as const

/** Of services that let in, or keep out, networks and addresses by name. */
export const admissionLine: Line = {
  noun: 'service with a firewall of its own',
  plural: 'services with firewalls of their own',
  advice:
    'They let in, or keep out, networks and addresses of the primary site: name those of the recovery site too, before a failover.',
}

export const prefixLine: Line = {
  noun: 'prefix-delegated interface',
  advice: 'Delegate prefixes of the recovery subnets to the recovered interfaces.',
}

export const borrowedLine: Line = {
  noun: 'interface without a way out of its own',
  plural: 'interfaces without a way out of their own',
  advice:
    'Their platform lends them an address to reach the internet, and the recovery site lends none: give their recovery subnets a NAT gateway or another way out, if they need the internet.',
}

export const encryptionLine: Line = {
  noun: 'network that insists on encryption',
  plural: 'networks that insist on encryption',
  advice:
    'Traffic between recovered VMs may travel unencrypted: choose machine types that encrypt it, or encrypt it in the guests.',
}
