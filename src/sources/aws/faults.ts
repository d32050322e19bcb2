/** What goes wrong with AWS, told apart by who can do something about it. */
import { SourceError, type ErrorCode } from '../../errors.ts'
import type { AwsSettings } from '../../model/live-settings.ts'
import { actions, userDataActions, type CallName } from './actions.ts'
import { catalogueActions, type CatalogueCall } from './catalogue/actions.ts'
import { policyActions } from './policy-actions.ts'

/** By the source, or by refreshing the catalogue. */
type AnyCall = CallName | CatalogueCall

const anyActions: Readonly<Record<AnyCall, string>> = {
  ...actions,
  ...userDataActions,
  ...policyActions,
  ...catalogueActions,
}

/**
 * `denied`: the credentials are good, and do not allow this one call. `not-enabled`: the account has never taken the
 * service. `refused`: AWS, or what stands in for it, does
 * not take the request for a reason of its own.
 */
type FaultKind = 'unauthorised' | 'denied' | 'not-enabled' | 'throttled' | 'refused' | 'unreachable'

export interface Fault {
  readonly kind: FaultKind
  /** What AWS, or the network, said. */
  readonly said: string
  readonly cause: unknown
}

/** Error codes of the EC2 API ("Error codes for the Amazon EC2 API") and of the common errors of the other services. */
const names: readonly (readonly [FaultKind, RegExp])[] = [
  ['denied', /^(UnauthorizedOperation|AccessDenied(Exception)?|NotAuthorized)$/],
  ['not-enabled', /^(OptInRequired|SubscriptionRequired(Exception)?|WAFSubscriptionNotFoundException)$/],
  [
    'unauthorised',
    /^(CredentialsProviderError|TokenProviderError|Expired\w*|RequestExpired|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient(Exception)?|AuthFailure|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|InvalidIdentityToken|MissingAuthenticationToken\w*|Blocked|PendingVerification)$/,
  ],
  [
    'throttled',
    /^(Throttl\w*|RequestLimitExceeded|TooManyRequests\w*|RequestThrottled\w*|PriorRequestNotComplete|SlowDown|BandwidthLimitExceeded|LimitExceeded\w*|ProvisionedThroughputExceeded\w*)$/,
  ],
]

/** Have the credentials run out, so that nothing will be answered any more? */
export const hasEnded = ({ kind, said }: Fault): boolean =>
  kind === 'unauthorised' && /^(Expired|RequestExpired|CredentialsProviderError|TokenProviderError)/.test(said)

/** Rethrows what the SDK did not throw: our own mistakes are not the outside's. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error) || isOwnMistake(error)) throw error
  const said = `${error.name}: ${sayOf(error)}`
  const kind =
    names.find(([, pattern]) => pattern.test(error.name))?.[0] ?? (isRefusal(error) ? 'refused' : 'unreachable')
  // A role that may not be assumed closes the whole account, not one call.
  return { kind: kind === 'denied' && concernsRole(said) ? 'unauthorised' : kind, said, cause: error }
}

const concernsRole = (said: string): boolean => said.includes('sts:AssumeRole')

/**
 * Without the encoded explanation of a denial, which is long, readable to nobody and another one every time. An error
 * of several addresses has no message, only a code.
 */
const sayOf = (error: Error): string =>
  (error.message || ('code' in error ? String(error.code) : ''))
    .replace(/\s*Encoded authorization failure message:.*/s, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300)

/** The status of the answer, where there was one: 3xx, 4xx, or 501 of an emulator that does not know the call. */
function isRefusal(error: Error): boolean {
  const { httpStatusCode = 0 } = ('$metadata' in error ? error.$metadata : {}) as { httpStatusCode?: number }
  return (httpStatusCode >= 300 && httpStatusCode < 500) || httpStatusCode === 501
}

const isOwnMistake = (error: Error): boolean =>
  /^(TypeError|ReferenceError|RangeError|BugError)$/.test(error.name) && !('$response' in error || '$metadata' in error)

const codes = {
  unauthorised: 'source.unauthorised',
  denied: 'source.unauthorised',
  'not-enabled': 'source.unauthorised',
  throttled: 'source.throttled',
  refused: 'source.unreachable',
  unreachable: 'source.unreachable',
} as const satisfies Record<FaultKind, ErrorCode>

/** How each is mended; `calls` are those that failed. */
export function mend({ kind, said }: Fault, settings: AwsSettings, calls: readonly AnyCall[]): string {
  if (kind === 'denied') return `Allow ${calls.map((call) => anyActions[call]).join(', ')} to the role or user.`
  if (kind === 'not-enabled')
    return 'Enable the service for the account, if it should have it; else there is nothing to read.'
  if (kind === 'throttled') return 'Run it again when other tools ask AWS less, or read fewer regions at a time.'
  if (kind === 'refused') return 'The message says why; an emulator may not know the call.'
  if (kind === 'unreachable')
    return settings.endpoint === undefined
      ? 'Check the network, the proxy and the names of the regions, and run it again.'
      : `Check that ${settings.endpoint} answers, and run it again.`
  if (concernsRole(said)) return 'Allow sts:AssumeRole on the role, and let the role trust whoever assumes it.'
  return settings.profile === undefined
    ? 'Log in again (aws sso login, or new AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), or name a profile.'
    : `Log in again: aws sso login --profile ${settings.profile}`
}

/** No account and region could be read. */
export function sourceErrorOf(
  fault: Fault,
  settings: AwsSettings,
  { where, calls = ['DescribeInstances'] }: { readonly where: string; readonly calls?: readonly AnyCall[] },
): SourceError {
  return new SourceError(codes[fault.kind], `AWS could not be read (${where}). ${fault.said}`, {
    cause: fault.cause,
    suggestions: [mend(fault, settings, calls)],
  })
}
