/** Answers of AWS, recognised by their top-level keys and merged: from files or from the API, the shape is the same. */
import type { z } from 'zod'
import type { SourceId } from '../../model/source-id.ts'
import type { Report } from '../report.ts'
import * as balancers from './schema-balancers.ts'
import * as gateways from './schema-gateways.ts'
import * as firewalls from './schema-firewalls.ts'
import * as groups from './schema-groups.ts'
import * as lines from './schema-lines.ts'
import * as other from './schema-other.ts'
import { policyAnswer, policySchema } from './policy-answers.ts'
import * as resolvers from './schema-resolvers.ts'
import * as webFilters from './schema-web-filters.ts'
import * as schema from './schema.ts'
import { instanceUserDataSchema, userDataAnswer, withTemplateLiterals, type FindLiterals } from './user-data.ts'

/** One thing as it was sent, and where it stood. */
export interface Item<Value> {
  readonly value: Value
  readonly place: string
}

/** Top-level key of the answer -> what one entry is. */
const kinds = {
  Reservations: schema.instanceSchema,
  InstanceUserData: instanceUserDataSchema,
  Volumes: schema.volumeSchema,
  InstanceTypes: schema.instanceTypeSchema,
  NetworkInterfaces: schema.nicSchema,
  Vpcs: schema.vpcSchema,
  Subnets: schema.subnetSchema,
  SecurityGroups: schema.groupSchema,
  SecurityGroupRules: schema.ruleSchema,
  RouteTables: schema.routeTableSchema,
  ResourceRecordSets: schema.recordSchema,
  ManagedPrefixLists: schema.prefixListSchema,
  PrefixLists: schema.prefixListSchema,
  Addresses: other.elasticAddressSchema,
  DBInstances: other.databaseSchema,
  DhcpOptions: other.dhcpOptionsSchema,
  HealthChecks: other.healthCheckSchema,
  HostedZones: other.hostedZoneSchema,
  LaunchTemplateVersions: other.templateVersionSchema,
  NetworkAcls: other.networkAclSchema,
  PublicIpv4Pools: other.addressPoolSchema,
  SubnetIpv4CidrReservations: other.reservationSchema,
  SubnetIpv6CidrReservations: other.reservationSchema,
  VpcAttributes: other.vpcAttributesSchema,
  ZoneVpcs: other.zoneVpcsSchema,
  CarrierGateways: gateways.carrierGatewaySchema,
  CustomerGateways: gateways.customerGatewaySchema,
  EgressOnlyInternetGateways: gateways.egressOnlyGatewaySchema,
  InternetGateways: gateways.internetGatewaySchema,
  NatGateways: gateways.natGatewaySchema,
  ServiceConfigurations: gateways.offeredServiceSchema,
  TransitGatewayAttachments: gateways.transitAttachmentSchema,
  TransitGatewayRouteTables: gateways.transitTableSchema,
  TransitGatewayVpcAttachments: gateways.vpcAttachmentSchema,
  TransitGateways: gateways.transitGatewaySchema,
  VpcEndpoints: gateways.endpointSchema,
  VpcPeeringConnections: gateways.peeringSchema,
  VpnConnections: gateways.vpnConnectionSchema,
  VpnGateways: gateways.vpnGatewaySchema,
  BalancerAttributes: balancers.balancerAttributesSchema,
  Listeners: balancers.listenerSchema,
  LoadBalancerDescriptions: balancers.classicBalancerSchema,
  LoadBalancers: balancers.balancerSchema,
  Rules: balancers.listenerRuleSchema,
  TargetGroups: balancers.targetGroupSchema,
  FirewallDomainLists: resolvers.domainListSchema,
  FirewallRuleGroupAssociations: resolvers.nameFilterAssociationSchema,
  FirewallRuleGroups: resolvers.nameFilterSchema,
  FirewallRules: resolvers.nameFilterRuleSchema,
  ResolverEndpoints: resolvers.resolverEndpointSchema,
  ResolverEndpointAddresses: resolvers.resolverAddressesSchema,
  ResolverRuleAssociations: resolvers.resolverRuleAssociationSchema,
  ResolverRules: resolvers.resolverRuleSchema,
  directConnectGatewayAssociations: lines.lineAssociationSchema,
  directConnectGateways: lines.lineGatewaySchema,
  virtualInterfaces: lines.virtualInterfaceSchema,
  AutoScalingGroups: groups.scalingGroupSchema,
  LaunchConfigurations: groups.launchConfigurationSchema,
  NamedPolicies: policySchema,
  NetworkFirewallPolicies: firewalls.firewallPolicySchema,
  NetworkFirewallRuleGroups: firewalls.firewallRuleGroupSchema,
  NetworkFirewalls: firewalls.firewallSchema,
  WafGuarded: webFilters.guardedSchema,
  WafIpSets: webFilters.ipSetSchema,
  WafRuleGroups: webFilters.webRuleGroupSchema,
  WafWebAcls: webFilters.webAclSchema,
} as const satisfies Record<string, z.ZodType>

export type Kind = keyof typeof kinds
type AwsSourceId = Extract<SourceId, 'aws' | 'aws-describe'>
export type Dump = { readonly [Name in Kind]: readonly Item<z.infer<(typeof kinds)[Name]>>[] } & {
  /** Which kinds were asked for at all, even if empty. */
  readonly present: ReadonlySet<Kind>
  readonly source: AwsSourceId
}
const kindNames = Object.keys(kinds) as Kind[]

/** What was read so far; grows with every answer. */
export interface Collection {
  readonly items: Record<Kind, Item<unknown>[]>
  readonly present: Set<Kind>
  readonly source: AwsSourceId
  readonly report: Report
  /** For user data; absent when it is not to be looked at. */
  readonly findLiterals?: FindLiterals | undefined
}

export const createCollection = (source: AwsSourceId, report: Report, findLiterals?: FindLiterals): Collection => ({
  items: Object.fromEntries(kindNames.map((kind) => [kind, [] as Item<unknown>[]])) as Collection['items'],
  present: new Set<Kind>(),
  source,
  report,
  findLiterals,
})

export const dumpOf = ({ items, present, source }: Collection): Dump => ({
  ...(items as Omit<Dump, 'present' | 'source'>),
  present,
  source,
})

/** One answer, or one page of it, and how to name it in findings. */
export interface NamedAnswer {
  readonly shown: string
  readonly answer: unknown
}

/** Adds what the answer holds; returns how many kinds that were. */
export function addAnswer(collection: Collection, { shown, answer: sent }: NamedAnswer): number {
  if (!isObject(sent)) return 0
  const answer = withoutUserData(asLists(sent, shown, collection), collection)
  const found = kindNames.filter((kind) => Array.isArray(answer[kind]))
  for (const kind of found) {
    collection.present.add(kind)
    // Not push(...items): an answer may have more entries than a call may have arguments.
    for (const item of readItems({ kind, answer, shown, collection })) collection.items[kind].push(item)
  }
  return found.length
}

/** Answers about one thing as those about many: they have no list, and the whole of them is one entry, or one key. */
function asLists(answer: Answer, shown: string, collection: Collection): Answer {
  if (isObject(answer['Firewall'])) return { NetworkFirewalls: [answer] }
  if (isObject(answer['FirewallPolicyResponse'])) return { NetworkFirewallPolicies: [answer] }
  if (isObject(answer['RuleGroupResponse'])) return { NetworkFirewallRuleGroups: [answer] }
  if (isObject(answer['RuleGroup'])) return { WafRuleGroups: [answer['RuleGroup']] }
  if (isObject(answer['IPSet'])) return { WafIpSets: [answer['IPSet']] }
  if (isObject(answer['WebACL'])) return { WafWebAcls: [answer] }
  return userDataAnswer(answer, collection) ?? policyAnswer(answer, shown) ?? answer
}

function withoutUserData(answer: Answer, collection: Collection): Answer {
  const { LaunchTemplateVersions: versions } = answer
  if (!Array.isArray(versions)) return answer
  return { ...answer, LaunchTemplateVersions: withTemplateLiterals(versions, collection) }
}

type Answer = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Answer => typeof value === 'object' && value !== null

interface Reading {
  readonly kind: Kind
  readonly answer: Answer
  readonly shown: string
  readonly collection: Collection
}

/** Entries that do not have the shape of their kind are reported and left out; the others stay. */
function readItems({ kind, answer, shown, collection }: Reading): readonly Item<unknown>[] {
  return entriesOf(kind, answer, shown).flatMap(({ value, place }) => {
    const parsed = kinds[kind].safeParse(value)
    if (parsed.success) return [{ value: parsed.data, place }]
    const why = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    collection.report('site.row-unreadable', {
      subject: place,
      message: `The entry is not what AWS sends: ${why}. It is left out.`,
      suggestion:
        collection.source === 'aws'
          ? 'Run it again; if the entry stays so, this drplan does not know this kind of answer.'
          : 'Dump it again with the AWS CLI, without --query.',
      place,
    })
    return []
  })
}

function entriesOf(kind: Kind, answer: Answer, shown: string): readonly Item<unknown>[] {
  const entries = answer[kind] as readonly unknown[]
  const at = entries.map((value, index) => ({ value, place: `${shown}#${kind}[${index}]` }))
  if (kind !== 'Reservations') return at
  return at.flatMap(({ value, place }) => {
    const instances: unknown = isObject(value) ? value['Instances'] : undefined
    return (Array.isArray(instances) ? instances : []).map((instance: unknown, index) => ({
      value: instance,
      place: `${place}.Instances[${index}]`,
    }))
  })
}
