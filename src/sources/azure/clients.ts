/** SDK clients for one subscription, each loaded when it is asked for, and the credential that they share. */
import type { ComputeManagementClient } from '@azure/arm-compute'
import type { NetworkManagementClient } from '@azure/arm-network'
import type { PrivateDnsManagementClient } from '@azure/arm-privatedns'
import type { Pipeline } from '@azure/core-rest-pipeline'
import type { DefaultAzureCredential } from '@azure/identity'
import type { MetricsClient } from '@azure/monitor-query-metrics'
import { SourceError } from '../../errors.ts'
import type { AzureSettings } from '../../model/live-settings.ts'
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

const optionsOf = ({ endpoint }: AzureSettings) => ({
  retryOptions,
  // The public cloud's audience is not that of another cloud.
  ...(endpoint === undefined ? {} : { endpoint, credentials: { scopes: [`${endpoint.replace(/\/$/, '')}/.default`] } }),
})

export interface Clients {
  readonly compute: ComputeManagementClient
  readonly network: NetworkManagementClient
  readonly names: PrivateDnsManagementClient
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
  const [{ NetworkManagementClient }, { PrivateDnsManagementClient }] = await Promise.all([
    import('@azure/arm-network'),
    import('@azure/arm-privatedns'),
  ])
  const options = optionsOf(settings)
  return {
    compute: await openCompute(login, subscription),
    network: whole(new NetworkManagementClient(credential, subscription, options)),
    names: whole(new PrivateDnsManagementClient(credential, subscription, options)),
  }
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
