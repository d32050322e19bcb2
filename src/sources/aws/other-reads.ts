/** What is asked of Elastic Load Balancing, in each account and region, and of Route 53, in each account. */
import type * as BalancersModule from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ElasticLoadBalancingV2Client, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2'
import type * as NamesModule from '@aws-sdk/client-route-53'
import type { HostedZone, Route53Client, ListResourceRecordSetsCommandInput } from '@aws-sdk/client-route-53'
import type { NamedAnswer } from './answers.ts'
import { readOf, titled, type Read } from './reads.ts'

type BalancersSdk = typeof BalancersModule
type NamesSdk = typeof NamesModule

/** Each adds what it has before it asks further: a call that is not allowed takes nothing away from the others. */
export const balancerReads = (sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): readonly Read[] => [
  {
    calls: ['DescribeLoadBalancers', 'DescribeListeners', 'DescribeRules'],
    kinds: ['LoadBalancers', 'Listeners', 'Rules'],
    pages: () => titled('DescribeLoadBalancers', balancers(sdk, client)),
  },
  {
    calls: ['DescribeLoadBalancers', 'DescribeLoadBalancerAttributes'],
    kinds: ['BalancerAttributes'],
    pages: () => titled('DescribeLoadBalancerAttributes', attributes(sdk, client)),
  },
  {
    calls: ['DescribeTargetGroups', 'DescribeTargetHealth'],
    kinds: ['TargetGroups'],
    pages: () => titled('DescribeTargetGroups', targetGroups(sdk, client)),
  },
]

async function* balancers(sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): AsyncGenerator<object> {
  for await (const page of sdk.paginateDescribeLoadBalancers({ client }, {})) {
    yield { LoadBalancers: page.LoadBalancers }
    for (const balancer of page.LoadBalancers ?? []) yield* listeners(sdk, client, balancer)
  }
}

/** Only an application load balancer has rules besides the one that a listener states itself. */
async function* listeners(
  sdk: BalancersSdk,
  client: ElasticLoadBalancingV2Client,
  { LoadBalancerArn, Type }: LoadBalancer,
): AsyncGenerator<object> {
  for await (const { Listeners = [] } of sdk.paginateDescribeListeners({ client }, { LoadBalancerArn })) {
    yield { Listeners }
    if (Type !== 'application') continue
    for (const { ListenerArn } of Listeners) yield* sdk.paginateDescribeRules({ client }, { ListenerArn })
  }
}

async function* attributes(sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): AsyncGenerator<object> {
  for await (const { LoadBalancers = [] } of sdk.paginateDescribeLoadBalancers({ client }, {}))
    for (const { LoadBalancerArn } of LoadBalancers) {
      const { Attributes } = await client.send(new sdk.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }))
      yield { BalancerAttributes: [{ LoadBalancerArn, Attributes }] }
    }
}

/** Who is behind a group is known only as the health of its targets. */
async function* targetGroups(sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): AsyncGenerator<object> {
  for await (const page of sdk.paginateDescribeTargetGroups({ client }, {})) {
    const TargetGroups: object[] = []
    for (const group of page.TargetGroups ?? []) {
      const { TargetGroupArn } = group
      const health = await client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn }))
      const Targets = (health.TargetHealthDescriptions ?? []).map(({ Target }) => Target)
      TargetGroups.push({ ...group, Targets })
    }
    yield { TargetGroups }
  }
}

/** All zones with their records, the VPCs of those that are private, and the health checks. */
export const namesReads = (sdk: NamesSdk, client: Route53Client): readonly Read[] => [
  readOf('ListHostedZones', 'HostedZones', () => sdk.paginateListHostedZones({ client }, {})),
  {
    calls: ['ListHostedZones', 'ListResourceRecordSets'],
    kinds: ['ResourceRecordSets'],
    pages: () => zoneRecords(sdk, client),
  },
  {
    calls: ['ListHostedZones', 'GetHostedZone'],
    kinds: ['ZoneVpcs'],
    pages: () => titled('GetHostedZone', zoneVpcs(sdk, client)),
  },
  readOf('ListHealthChecks', 'HealthChecks', () => sdk.paginateListHealthChecks({ client }, {})),
]

/** One answer a zone, named after it: the converter tells zones apart by where their records were read. */
async function* zoneRecords(sdk: NamesSdk, client: Route53Client): AsyncGenerator<NamedAnswer> {
  for await (const page of sdk.paginateListHostedZones({ client }, {})) {
    for (const zone of page.HostedZones ?? []) {
      const records = await recordsOf(sdk, client, zone)
      const ResourceRecordSets = records.map((record) => ({ ...record, HostedZoneId: zone.Id }))
      yield { shown: `hosted zone ${zone.Id ?? ''}`, answer: { ResourceRecordSets } }
    }
  }
}

async function* zoneVpcs(sdk: NamesSdk, client: Route53Client): AsyncGenerator<object> {
  for await (const { HostedZones = [] } of sdk.paginateListHostedZones({ client }, {}))
    for (const { Id, Config } of HostedZones) {
      if (Config?.PrivateZone !== true) continue
      const { VPCs } = await client.send(new sdk.GetHostedZoneCommand({ Id }))
      yield { ZoneVpcs: [{ Id, VPCs }] }
    }
}

/** Route 53 API Reference, ListResourceRecordSets: the next page starts at a name, a type and a set identifier. */
async function recordsOf(sdk: NamesSdk, client: Route53Client, { Id }: HostedZone): Promise<readonly object[]> {
  const records: object[] = []
  let input: ListResourceRecordSetsCommandInput | null = { HostedZoneId: Id }
  while (input) {
    const page: Awaited<ReturnType<typeof send>> = await send(sdk, client, input)
    records.push(...(page.ResourceRecordSets ?? []))
    input = page.IsTruncated
      ? {
          HostedZoneId: Id,
          StartRecordName: page.NextRecordName,
          StartRecordType: page.NextRecordType,
          StartRecordIdentifier: page.NextRecordIdentifier,
        }
      : null
  }
  return records
}

const send = (sdk: NamesSdk, client: Route53Client, input: ListResourceRecordSetsCommandInput) =>
  client.send(new sdk.ListResourceRecordSetsCommand(input))
