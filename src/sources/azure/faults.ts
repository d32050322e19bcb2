/** What goes wrong with Azure, told apart by who can do something about it. */
import { SourceError, type ErrorCode } from '../../errors.ts'
import type { AzureSettings } from '../../model/live-settings.ts'
import { actions, type CallName } from './actions.ts'

/**
 * `denied`: the credentials are good, and do not allow this one call. `refused`: Azure, or what stands in for it, does
 * not take the request for a reason of its own.
 */
type FaultKind = 'unauthorised' | 'denied' | 'throttled' | 'refused' | 'damaged' | 'unreachable'

export interface Fault {
  readonly kind: FaultKind
  /** What Azure, or the network, said. */
  readonly said: string
  readonly cause: unknown
}

/** Rethrows what the SDK did not throw: our own mistakes are not the outside's. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error) || /^(TypeError|ReferenceError|RangeError|BugError)$/.test(error.name)) throw error
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown }
  const kind = kindOf(error, typeof statusCode === 'number' ? statusCode : 0)
  return { kind, said: `${typeof code === 'string' ? code : error.name}: ${sayOf(error)}`, cause: error }
}

const byStatus: Readonly<Record<number, FaultKind>> = { 401: 'unauthorised', 403: 'denied', 429: 'throttled' }

/** A credential also fails when nobody is at the other end; of that MSAL says no more than that it found no endpoints. */
function kindOf(error: Error, status: number): FaultKind {
  if (error.name === 'AnswerDamaged') return 'damaged'
  if (/Authentication|CredentialUnavailable/.test(error.name))
    return /ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|network_error|endpoints_resolution_error/.test(error.message)
      ? 'unreachable'
      : 'unauthorised'
  return byStatus[status] ?? (status >= 400 && status < 500 ? 'refused' : 'unreachable')
}

/** An error of several addresses has no message, only a code. */
const sayOf = (error: Error): string => error.message.replaceAll(/\s+/g, ' ').slice(0, 300)

const codes = {
  unauthorised: 'source.unauthorised',
  denied: 'source.unauthorised',
  throttled: 'source.throttled',
  refused: 'source.unreachable',
  damaged: 'source.answer-damaged',
  unreachable: 'source.unreachable',
} as const satisfies Record<FaultKind, ErrorCode>

/** How each is mended; `calls` are those that failed. */
export function mend({ kind }: Fault, settings: AzureSettings, calls: readonly CallName[]): string {
  const { endpoint } = settings
  const where = endpoint ?? 'management.azure.com'
  const advice: Readonly<Record<FaultKind, string>> = {
    denied: `Allow ${[...new Set(calls.map((call) => actions[call]))].join(', ')} in a role on the subscription; README.md links one with all that is asked.`,
    throttled: 'Run it again when other tools ask Azure less.',
    refused:
      'The message says why. A provider that is not registered has nothing to read; else check the ids of `subscriptions`: az account list --query "[].id"',
    damaged: `Check which proxy or portal answers for ${where}, and run it again.`,
    unreachable: `Check that ${where} and the directory that gives out tokens answer, also through the proxy, and run it again.`,
    unauthorised:
      settings.tenant === undefined
        ? 'Log in again (az login, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET), or name a `tenant`.'
        : `Log in again: az login --tenant ${settings.tenant}`,
  }
  return advice[kind]
}

/** No subscription could be read. */
export function sourceErrorOf(fault: Fault, settings: AzureSettings, where: string): SourceError {
  return new SourceError(codes[fault.kind], `Azure could not be read (${where}). ${fault.said}`, {
    cause: fault.cause,
    suggestions: [mend(fault, settings, ['VirtualMachines_ListAll'])],
  })
}
