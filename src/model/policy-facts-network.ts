/** The facts of what is built at the recovery site, for policies. */
import { hopKinds } from './network.ts'
import {
  amountFact,
  blockFact,
  countFact,
  flagFact,
  listFact,
  portsFact,
  textFact,
  type PolicyFact,
} from './policy-fact.ts'
import { ownerFacts } from './policy-facts-vm.ts'

export const diskFacts = {
  name: textFact('name'),
  vm: textFact('VM'),
  ...ownerFacts,
  class: textFact('class'),
  solidState: flagFact('is solid state', { needs: 'catalogue' }),
  currentGeneration: flagFact('class is of a current generation', { needs: 'catalogue' }),
  sizeGiB: amountFact('size', 'GiB'),
  iops: amountFact('IOPS asked for', 'operations a second', { missing: 'it has what its class brings' }),
  boot: flagFact('is the one that the VM boots from'),
  /** By what drplan's Terraform makes, which encrypts every disk; test/core/policy holds it to the templates. */
  encrypted: flagFact('is encrypted at rest'),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const limitFacts = {
  name: textFact('name'),
  id: textFact('code or name of the limit'),
  needed: amountFact('amount needed', 'as the limit has it'),
  most: amountFact('amount that there is', 'as the limit has it', { missing: 'nobody has said, or it has no end' }),
  initially: amountFact('amount that a new account has', 'as the limit has it', { missing: 'not known, or no quota' }),
  stated: flagFact('somebody has said how much there is'),
  share: amountFact('share that is needed', 'share', { missing: 'nobody has said how much there is' }),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const subnetFacts = {
  name: textFact('name'),
  vpc: textFact('name of the VPC'),
  block: blockFact('block'),
  zone: countFact('zone (from 0)'),
  public: flagFact('leads to the internet without a gateway for addresses'),
  vms: countFact('number of VMs with a card in it'),
  addresses: amountFact('addresses of the block', 'addresses'),
  usedShare: amountFact('share of its addresses that planned cards take', 'share'),
  guarded: flagFact('packet filters guard it'),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const ruleFacts = {
  name: textFact('name'),
  group: textFact('name of the security group'),
  direction: textFact('direction', { values: ['ingress', 'egress'] }),
  protocol: textFact('protocol (a name or an IANA number)'),
  ports: portsFact('ports', { missing: 'its protocol has none' }),
  portCount: countFact('number of ports', { missing: 'its protocol has none' }),
  peerKind: textFact('kind of peer', { values: ['cidr', 'group', 'prefix-list'] }),
  peer: textFact('peer'),
  block: blockFact('block of the peer', { missing: 'its peer is no block' }),
  openToWorld: flagFact('is open to all addresses, or half of them', { missing: 'the blocks of a list are not known' }),
  openAtPrimary: flagFact('is open to all addresses at the primary site', {
    needs: 'site',
    missing: 'the site has no such rule, or its peer is a list',
  }),
  description: textFact('description'),
  vms: countFact('number of VMs that it holds for'),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const routeFacts = {
  name: textFact('name'),
  table: textFact('name of the table'),
  destination: blockFact('destination'),
  default: flagFact('leads all addresses of a family'),
  hop: textFact('hop', { values: [...hopKinds, 'appliance'] }),
  learned: flagFact('is learned'),
  subnets: countFact('number of subnets that use the table'),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const recordFacts = {
  name: textFact('name'),
  zone: textFact('zone'),
  type: textFact('type'),
  ttlMinutes: amountFact('time to live', 'min', { missing: 'no source states it' }),
  redirected: flagFact('leads elsewhere after the failover'),
  applications: listFact('applications that it leads to'),
  rtoPromisedMinutes: amountFact('shortest promised RTO of what it leads to', 'min', {
    missing: 'it leads to no planned VM, or nothing is promised',
  }),
} as const satisfies Readonly<Record<string, PolicyFact>>

export const balancerFacts = {
  name: textFact('name'),
  role: textFact('role', { values: ['application', 'network'] }),
  internal: flagFact('is internal'),
  zones: countFact('number of zones', { missing: 'it stands in no planned subnet' }),
  listeners: countFact('number of listeners'),
  protocols: listFact('protocols that it passes on to VMs', {
    values: ['http', 'https', 'tcp', 'tls', 'udp', 'tcp-udp'],
  }),
  targets: countFact('number of VMs behind it'),
  unprobedPools: countFact('number of pools without a health check'),
} as const satisfies Readonly<Record<string, PolicyFact>>
