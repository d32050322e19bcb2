/** SDK clients for one subscription, each loaded when it is asked for, and the credential that they share. */
import type { ComputeManagementClient } from '@azure/arm-compute'
import type { DnsManagementClient } from '@azure/arm-dns'
import type { DnsResolverManagementClient } from '@azure/arm-dnsresolver'
import type { NetworkManagementClient } from '@azure/arm-network'
import type { PrivateDnsManagementClient } from '@azure/arm-privatedns'
import type { Pipeline } from '@azure/core-rest-pipeline'
import type { DefaultAzureCredential } from '@azure/identity'
import type { MetricsClient } from '@azure/monitor-query-metrics'
import { SourceError } from '../../errors.ts'
import type { AzureSettings } from '../../model/live-settings.ts'
import { openResourceManager, type ResourceManager } from './resource-manager.ts'
import { insistOnWholeAnswers } from './whole-answers.ts'

export type Credential = DefaultAzureCredential

export const showSubscription = (id: string): string => `azure/${id}`

/**
 * The SDK's own chain: environment, workload identity, managed identity, the tools that one has logged in with. It asks
 * the public cloud whether it knows the authority; that of another Azure Resource Manager it cannot know, so there the
 * user's AZURE_AUTHORITY_HOST counts as it is (DefaultAzureCredentialOptions, disableInstanceDiscovery). Throws
 * SourceError `source.unauthorised` when what the environment says of it makes no sense.
 */
export async function openCredential({ tenant, endpoint }: AzureSettings): Promise<Credential> {
  const { DefaultAzureCredential } = await import('@azure/identity')
  try {
    return new DefaultAzureCredential({
      ...(tenant === undefined ? {} : { tenantId: tenant }),
      disableInstanceDiscovery: endpoint !== undefined,
    })
  } catch (cause) {
    throw new SourceError('source.unauthorised', 'The credentials for Azure in the environment cannot be used.', {
      cause,
      suggestions: ['Check AZURE_TOKEN_CREDENTIALS and `tenant`; unset, the SDK tries all that it knows.'],
    })
  }
}

/** Azure Resource Manager says with Retry-After how long to wait, up to minutes; the rest is for lost connections. */
const retryOptions = { maxRetries: 4, retryDelayInMs: 500, maxRetryDelayInMs: 60_000 }

/** The public cloud's audience is not that of another cloud; older clients have another name for it. */
function optionsOf({ endpoint }: AzureSettings) {
  if (endpoint === undefined) return { retryOptions }
  const credentialScopes = [`${endpoint.replace(/\/$/, '')}/.default`]
  return { retryOptions, endpoint, credentialScopes, credentials: { scopes: credentialScopes } }
}

export interface Clients {
  readonly compute: ComputeManagementClient
  readonly network: NetworkManagementClient
  readonly names: PrivateDnsManagementClient
  readonly publicNames: DnsManagementClient
  readonly resolvers: DnsResolverManagementClient
  /** For whatever has no client. */
  readonly manager: ResourceManager
}

interface Login {
  readonly settings: AzureSettings
  readonly credential: Credential
}

/** For machines alone. */
export async function openCompute(
  { settings, credential }: Login,
  subscription: string,
): Promise<ComputeManagementClient> {
  const { ComputeManagementClient } = await import('@azure/arm-compute')
  return whole(new ComputeManagementClient(credential, subscription, optionsOf(settings)))
}

export async function openClients(login: Login, subscription: string): Promise<Clients> {
  const { settings, credential } = login
  const [network, names, publicNames, resolvers] = await Promise.all([
    import('@azure/arm-network'),
    import('@azure/arm-privatedns'),
    import('@azure/arm-dns'),
    import('@azure/arm-dnsresolver'),
  ])
  const options = optionsOf(settings)
  return {
    compute: await openCompute(login, subscription),
    network: whole(new network.NetworkManagementClient(credential, subscription, options)),
    names: whole(new names.PrivateDnsManagementClient(credential, subscription, options)),
    publicNames: whole(new publicNames.DnsManagementClient(credential, subscription, options)),
    resolvers: whole(new resolvers.DnsResolverManagementClient(credential, subscription, options)),
    manager: await openManager(login),
  }
}

const publicCloud = 'https://management.azure.com'

async function openManager({ settings, credential }: Login): Promise<ResourceManager> {
  const { bearerTokenAuthenticationPolicy, createPipelineFromOptions } = await import('@azure/core-rest-pipeline')
  const { endpoint = publicCloud, ...options } = { endpoint: settings.endpoint, ...optionsOf(settings) }
  const scopes = [`${endpoint.replace(/\/$/, '')}/.default`]
  const pipeline = createPipelineFromOptions(options)
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes }))
  return openResourceManager({ endpoint, ...whole({ pipeline }) })
}

/** The data plane of metrics has an endpoint in every region. */
export async function openMetrics({ settings, credential }: Login, region: string): Promise<MetricsClient> {
  const { MetricsClient } = await import('@azure/monitor-query-metrics')
  const { endpoint: _, ...options } = { endpoint: undefined, ...optionsOf(settings) }
  const endpoint = settings.metricsEndpoint ?? `https://${region}.metrics.monitor.azure.com`
  return whole(new MetricsClient(endpoint, credential, options))
}

function whole<Client extends { readonly pipeline: Pipeline }>(client: Client): Client {
  insistOnWholeAnswers(client.pipeline)
  return client
}
