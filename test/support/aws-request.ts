/** Requests to the live source, and the credentials in the environment that it needs; both for one test. */
import { vi } from 'vitest'
import { awsSettingsSchema } from '../../src/model/live-settings.ts'
import type { SourceRequest } from '../../src/model/source.ts'
import { aRequest } from './source-folder.ts'

/** Few attempts, so that a test of a failure does not wait for eight of them. */
export function withCredentials(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing')
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_MAX_ATTEMPTS', '4')
  vi.stubEnv('AWS_PROFILE', undefined)
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
}

interface Settings {
  readonly endpoint: string
  readonly regions?: readonly string[]
  readonly accounts?: readonly { readonly name: string; readonly roles: readonly string[] }[]
  readonly historyDays?: number
  readonly profile?: string
  readonly policies?: boolean
}

export const anAwsRequest = (
  { regions = ['eu-west-1'], ...settings }: Settings,
  over: Partial<SourceRequest> = {},
): SourceRequest =>
  aRequest('', {
    shownPath: 'aws',
    live: awsSettingsSchema.parse({ kind: 'aws', regions, ...settings }),
    ...over,
  })
