/** Requests to the live source, and the credentials in the environment that the SDK's chain finds; both for one test. */
import { vi } from 'vitest'
import { azureSettingsSchema } from '../../src/model/live-settings.ts'
import type { SourceRequest } from '../../src/model/source.ts'
import { aRequest } from './source-folder.ts'
import { subscriptionId } from './azure-estate.ts'

/** A secret of an application that the directory of the stand-in knows. */
export function withAzureCredentials(authority: string): void {
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'EnvironmentCredential')
  vi.stubEnv('AZURE_AUTHORITY_HOST', authority)
  vi.stubEnv('AZURE_TENANT_ID', '77777777-0000-4000-8000-000000000001')
  vi.stubEnv('AZURE_CLIENT_ID', '77777777-0000-4000-8000-000000000002')
  vi.stubEnv('AZURE_CLIENT_SECRET', 'not-a-secret')
  vi.stubEnv('AZURE_CLIENT_CERTIFICATE_PATH', undefined)
}

interface Settings {
  readonly endpoint: string
  readonly subscriptions?: readonly string[]
  readonly regions?: readonly string[]
  readonly resourceGroups?: readonly string[]
  readonly tenant?: string
  readonly historyDays?: number
}

export const anAzureRequest = (
  { subscriptions = [subscriptionId], ...settings }: Settings,
  over: Partial<SourceRequest> = {},
): SourceRequest =>
  aRequest('', {
    shownPath: 'azure',
    live: azureSettingsSchema.parse({
      kind: 'azure',
      subscriptions,
      metricsEndpoint: settings.endpoint,
      ...settings,
    }),
    ...over,
  })
