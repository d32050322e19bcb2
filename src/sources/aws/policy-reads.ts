/**
 * Policies that may go by networks: of queues and keys in each account and region, of buckets and IAM in each account.
 * What is taken of them is in policy-networks.ts.
 */
import type * as IdentitiesSdk from '@aws-sdk/client-iam'
import type { IAMClient } from '@aws-sdk/client-iam'
import type * as KeysSdk from '@aws-sdk/client-kms'
import type { KMSClient } from '@aws-sdk/client-kms'
import type * as BucketsSdk from '@aws-sdk/client-s3'
import type { S3Client } from '@aws-sdk/client-s3'
import type * as QueuesSdk from '@aws-sdk/client-sqs'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { AwsSettings } from '../../model/live-settings.ts'
import type { CallName } from './actions.ts'
import { openClient, type AwsPlace } from './clients.ts'
import { policyTypes } from './policy-answers.ts'
import { documentOf } from './policy-networks.ts'
import { unlessGone, type Listing, type Read } from './reads.ts'

/**
 * The most that SQS, KMS and IAM give (their API references); S3 gives more. Asked without it, SQS ends after the first
 * page without a word, and S3 does not say the regions of buckets.
 */
const aPage = 1000

export const regionPolicies = async (settings: AwsSettings, place: AwsPlace): Promise<readonly Listing[]> => [
  queuePolicies(await import('@aws-sdk/client-sqs'), await openClient('queues', settings, place)),
  keyPolicies(await import('@aws-sdk/client-kms'), await openClient('keys', settings, place)),
]

export async function accountPolicies(settings: AwsSettings, place: AwsPlace): Promise<readonly Listing[]> {
  const clients = new Map<string, Promise<S3Client>>()
  const clientIn = (region: string): Promise<S3Client> => {
    const client = clients.get(region) ?? openClient('buckets', settings, { ...place, region })
    clients.set(region, client)
    return client
  }
  return [
    bucketPolicies(await import('@aws-sdk/client-s3'), clientIn, place.region),
    identityPolicies(await import('@aws-sdk/client-iam'), await openClient('identities', settings, place)),
  ]
}

/** A queue without a policy has no such attribute. */
const queuePolicies = (sdk: typeof QueuesSdk, client: SQSClient): Listing => ({
  call: 'ListQueues',
  pages: async function* () {
    for await (const { QueueUrls = [] } of sdk.paginateListQueues({ client, pageSize: aPage }, {}))
      yield QueueUrls.map((QueueUrl) =>
        aboutOne(['GetQueueAttributes'], QueueUrl.replace(/^.*\//, ''), () =>
          client.send(new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'Policy'] })),
        ),
      )
  },
})

const keyPolicies = (sdk: typeof KeysSdk, client: KMSClient): Listing => ({
  call: 'ListKeys',
  pages: async function* () {
    for await (const { Keys = [] } of sdk.paginateListKeys({ client, pageSize: aPage }, {}))
      yield Keys.map(({ KeyId = '', KeyArn = KeyId }) =>
        aboutOne(['DescribeKey', 'GetKeyPolicy'], KeyId, async () => {
          const { KeyMetadata } = await client.send(new sdk.DescribeKeyCommand({ KeyId }))
          // Keys of AWS's own are AWS's to change, and one that waits for its end is of use to nobody.
          if (KeyMetadata?.KeyManager === 'AWS' || /^Pending.*Deletion$/.test(KeyMetadata?.KeyState ?? '')) return null
          const { Policy } = await client.send(new sdk.GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))
          return named({ Id: KeyArn, Name: KeyId, Type: policyTypes.key }, Policy)
        }),
      )
  },
})

type ClientIn = (region: string) => Promise<S3Client>

/** The list has the buckets of all regions; each is asked about where it is, since elsewhere S3 only says where that is. */
const bucketPolicies = (sdk: typeof BucketsSdk, clientIn: ClientIn, home: string): Listing => ({
  call: 'ListBuckets',
  pages: async function* () {
    const client = await clientIn(home)
    for await (const { Buckets = [] } of sdk.paginateListBuckets({ client, pageSize: aPage }, {}))
      yield Buckets.map(({ Name: Bucket = '', BucketRegion = home }) =>
        aboutOne(['GetBucketPolicy'], Bucket, async () => {
          const own = await clientIn(BucketRegion)
          const { Policy } = await own.send(new sdk.GetBucketPolicyCommand({ Bucket }))
          const Id = `arn:${partitionOf(BucketRegion)}:s3:::${Bucket}`
          return named({ Id, Name: Bucket, Type: policyTypes.bucket }, Policy)
        }),
      )
  },
})

/** Those of the account, in the version that is in force. */
const identityPolicies = (sdk: typeof IdentitiesSdk, client: IAMClient): Listing => ({
  call: 'ListPolicies',
  pages: async function* () {
    for await (const { Policies = [] } of sdk.paginateListPolicies({ client, pageSize: aPage }, { Scope: 'Local' }))
      yield Policies.map(({ Arn: PolicyArn = '', PolicyName = PolicyArn, DefaultVersionId: VersionId }) =>
        aboutOne(['GetPolicyVersion'], PolicyName, async () => {
          const { PolicyVersion } = await client.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId }))
          return named({ Id: PolicyArn, Name: PolicyName, Type: policyTypes.identity }, PolicyVersion?.Document)
        }),
      )
  },
})

const aboutOne = (calls: readonly CallName[], of: string, ask: () => Promise<object | null>): Read => ({
  calls,
  of,
  kinds: ['NamedPolicies'],
  pages: async function* () {
    const answer = await unlessGone(ask())
    if (answer) yield { shown: `${calls.at(-1) ?? ''} ${of}`, answer }
  },
})

interface Named {
  readonly Id: string
  readonly Name: string
  readonly Type: string
}

const named = (whose: Named, policy: string | undefined): object => ({
  NamedPolicies: [{ ...whose, Document: documentOf(policy) }],
})

/** AWS General Reference, "Amazon Resource Names": partitions, and the regions in each. */
const partitions: readonly (readonly [regions: RegExp, partition: string])[] = [
  [/^cn-/, 'aws-cn'],
  [/^us-gov-/, 'aws-us-gov'],
  [/^eusc-/, 'aws-eusc'],
  [/^us-iso-/, 'aws-iso'],
  [/^us-isob-/, 'aws-iso-b'],
  [/^eu-isoe-/, 'aws-iso-e'],
  [/^us-isof-/, 'aws-iso-f'],
]

/** The answer about a bucket does not have its ARN, by which dumps call it. */
const partitionOf = (region: string): string => partitions.find(([regions]) => regions.test(region))?.[1] ?? 'aws'
