/** SDK clients for one account and region, each loaded when it is asked for. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { DirectConnectClient } from '@aws-sdk/client-direct-connect'
import type { EC2Client } from '@aws-sdk/client-ec2'
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { KMSClient } from '@aws-sdk/client-kms'
import type { NetworkFirewallClient } from '@aws-sdk/client-network-firewall'
import type { PricingClient } from '@aws-sdk/client-pricing'
import type { Route53Client } from '@aws-sdk/client-route-53'
import type { Route53ResolverClient } from '@aws-sdk/client-route53resolver'
import type { S3Client } from '@aws-sdk/client-s3'
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { WAFV2Client } from '@aws-sdk/client-wafv2'
import type { fromIni } from '@aws-sdk/credential-providers'
import type { AwsSettings } from '../../model/live-settings.ts'
import { insistOnWholeAnswers } from './whole-answers.ts'

/** One account in one region: every question to AWS goes to one of these. */
export interface AwsPlace {
  /** The name of the account in the settings; null = the account of the credentials at hand. */
  readonly account: string | null
  readonly roles: readonly string[]
  readonly region: string
}

/** Every account in every region, in the order of the settings. */
export function placesOf({ accounts, regions }: AwsSettings): readonly AwsPlace[] {
  const named = accounts.length > 0 ? accounts : [{ name: null, roles: [] }]
  return named.flatMap(({ name, roles }) => [...new Set(regions)].map((region) => ({ account: name, roles, region })))
}

export const showPlace = ({ account, region }: AwsPlace): string => ['aws', account, region].filter(Boolean).join('/')

/** Attempts at one request, the first included; AWS_MAX_ATTEMPTS, which all tools of AWS know, overrides it. */
const maxAttempts = 8

const attempts = (): number => {
  const wanted = Number(process.env['AWS_MAX_ATTEMPTS'])
  return Number.isInteger(wanted) && wanted > 0 ? wanted : maxAttempts
}

type Credentials = ReturnType<typeof fromIni>

interface ClientOptions {
  readonly region: string
  readonly endpoint?: string
  readonly maxAttempts: number
  /** Slows down on its own when AWS throttles. */
  readonly retryMode: 'adaptive'
  readonly requestHandler: {
    readonly connectionTimeout: number
    readonly requestTimeout: number
    readonly throwOnRequestTimeout: true
  }
}

const optionsOf = ({ endpoint }: AwsSettings, region: string): ClientOptions => ({
  region,
  ...(endpoint === undefined ? {} : { endpoint }),
  maxAttempts: attempts(),
  retryMode: 'adaptive',
  requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
})

/** The profile, else the SDK's default chain, and from there one role after the other. */
async function credentialsOf(settings: AwsSettings, { roles, region }: AwsPlace): Promise<Credentials | undefined> {
  const { fromIni, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  const clientConfig = optionsOf(settings, region)
  const start = settings.profile === undefined ? undefined : fromIni({ profile: settings.profile, clientConfig })
  return roles.reduce<Credentials | undefined>(
    (masterCredentials, RoleArn) =>
      fromTemporaryCredentials({
        ...(masterCredentials === undefined ? {} : { masterCredentials }),
        params: { RoleArn, RoleSessionName: 'drplan' },
        clientConfig,
      }),
    start,
  )
}

export interface Clients {
  readonly ec2: EC2Client
  readonly balancers: ElasticLoadBalancingV2Client
  readonly names: Route53Client
  readonly metrics: CloudWatchClient
  readonly resolvers: Route53ResolverClient
  readonly lines: DirectConnectClient
  readonly groups: AutoScalingClient
  readonly firewalls: NetworkFirewallClient
  readonly webFilters: WAFV2Client
  readonly prices: PricingClient
  readonly quotas: ServiceQuotasClient
  readonly buckets: S3Client
  readonly queues: SQSClient
  readonly keys: KMSClient
  readonly identities: IAMClient
}

/** Loads the SDK of one service only. */
export async function openClient<Name extends keyof Clients>(
  name: Name,
  settings: AwsSettings,
  place: AwsPlace,
): Promise<Clients[Name]> {
  const credentials = await credentialsOf(settings, place)
  const options = { ...optionsOf(settings, place.region), ...(credentials === undefined ? {} : { credentials }) }
  const client = await constructors[name](options)
  // JSON cannot be parsed unless it is whole. The clients of all services have the same stack; only the types of their
  // inputs differ.
  if (speaksXml.has(name)) insistOnWholeAnswers(client.middlewareStack as EC2Client['middlewareStack'])
  return client
}

const speaksXml: ReadonlySet<keyof Clients> = new Set([
  'ec2',
  'balancers',
  'names',
  'groups',
  'buckets',
  'identities',
] as const)

type Options = ClientOptions & { readonly credentials?: Credentials }

const constructors: { readonly [Name in keyof Clients]: (options: Options) => Promise<Clients[Name]> } = {
  ec2: async (options) => new (await import('@aws-sdk/client-ec2')).EC2Client(options),
  balancers: async (options) =>
    new (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2Client(options),
  names: async (options) => new (await import('@aws-sdk/client-route-53')).Route53Client(options),
  metrics: async (options) => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(options),
  resolvers: async (options) => new (await import('@aws-sdk/client-route53resolver')).Route53ResolverClient(options),
  lines: async (options) => new (await import('@aws-sdk/client-direct-connect')).DirectConnectClient(options),
  groups: async (options) => new (await import('@aws-sdk/client-auto-scaling')).AutoScalingClient(options),
  firewalls: async (options) => new (await import('@aws-sdk/client-network-firewall')).NetworkFirewallClient(options),
  webFilters: async (options) => new (await import('@aws-sdk/client-wafv2')).WAFV2Client(options),
  prices: async (options) => new (await import('@aws-sdk/client-pricing')).PricingClient(options),
  quotas: async (options) => new (await import('@aws-sdk/client-service-quotas')).ServiceQuotasClient(options),
  // What stands in for AWS has no name for each bucket.
  buckets: async (options) =>
    new (await import('@aws-sdk/client-s3')).S3Client({ ...options, forcePathStyle: options.endpoint !== undefined }),
  // The URL of a queue is what somebody answered: nothing signed is sent where it says.
  queues: async (options) =>
    new (await import('@aws-sdk/client-sqs')).SQSClient({ ...options, useQueueUrlAsEndpoint: false }),
  keys: async (options) => new (await import('@aws-sdk/client-kms')).KMSClient(options),
  identities: async (options) => new (await import('@aws-sdk/client-iam')).IAMClient(options),
}
