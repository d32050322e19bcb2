/** What is asked of Elastic Load Balancing, in each account and region, and of Route 53, in each account. */
import type * as BalancersModule from '@aws-sdk/client-elastic-load-balancing-v2'
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type * as NamesModule from '@aws-sdk/client-route-53'
import type { HostedZone, Route53Client, ListResourceRecordSetsCommandInput } from '@aws-sdk/client-route-53'
import type { NamedAnswer } from './answers.ts'
import { titled, type Read } from './reads.ts'

type BalancersSdk = typeof BalancersModule
type NamesSdk = typeof NamesModule

export const balancerReads = (sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): readonly Read[] => [
  {
    calls: ['DescribeLoadBalancers', 'DescribeListeners'],
    kinds: ['LoadBalancers', 'Listeners'],
    pages: () => titled('DescribeLoadBalancers', balancers(sdk, client)),
  },
  {
    calls: ['DescribeTargetGroups', 'DescribeTargetHealth'],
    kinds: ['TargetGroups'],
    pages: () => titled('DescribeTargetGroups', targetGroups(sdk, client)),
  },
]

async function* balancers(sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): AsyncGenerator<object> {
  for await (const page of sdk.paginateDescribeLoadBalancers({ client }, {})) {
    const Listeners: object[] = []
    for (const { LoadBalancerArn } of page.LoadBalancers ?? [])
      for await (const listeners of sdk.paginateDescribeListeners({ client }, { LoadBalancerArn }))
        Listeners.push(...(listeners.Listeners ?? []))
    yield { LoadBalancers: page.LoadBalancers, Listeners }
  }
}

/** Who is behind a group is known only as the health of its targets. */
async function* targetGroups(sdk: BalancersSdk, client: ElasticLoadBalancingV2Client): AsyncGenerator<object> {
  for await (const page of sdk.paginateDescribeTargetGroups({ client }, {})) {
    const TargetGroups: object[] = []
    for (const group of page.TargetGroups ?? []) {
      const { TargetGroupArn } = group
      const health = await client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn }))
      const Targets = (health.TargetHealthDescriptions ?? []).map(({ Target }) => ({ Id: Target?.Id }))
      TargetGroups.push({ ...group, Targets })
    }
    yield { TargetGroups }
  }
}

/** All zones, and the records of those that are private. */
export const namesRead = (sdk: NamesSdk, client: Route53Client): Read => ({
  calls: ['ListHostedZones', 'ListResourceRecordSets'],
  kinds: ['HostedZones', 'ResourceRecordSets'],
  pages: () => zones(sdk, client),
})

/** One answer a zone, named after it: the converter tells zones apart by where their records were read. */
async function* zones(sdk: NamesSdk, client: Route53Client): AsyncGenerator<NamedAnswer> {
  for await (const page of sdk.paginateListHostedZones({ client }, {})) {
    for (const zone of page.HostedZones ?? []) {
      const isPrivate = zone.Config?.PrivateZone === true
      const ResourceRecordSets = isPrivate ? await recordsOf(sdk, client, zone) : []
      yield { shown: `hosted zone ${zone.Id ?? ''}`, answer: { HostedZones: [zone], ResourceRecordSets } }
    }
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
