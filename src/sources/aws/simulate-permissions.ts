/**
 * Asks IAM what a role or user may do (SimulatePrincipalPolicy, which changes nothing). IAM weighs policies, boundaries and
 * what the organization allows; it is asked about all resources, so what is allowed for some is said to be unknown.
 */
import type * as IamSdk from '@aws-sdk/client-iam'
import type { EvaluationResult, IAMClient } from '@aws-sdk/client-iam'
import type { AwsSettings } from '../../model/live-settings.ts'
import type { DecidedAction, PermissionQuestion } from '../../model/needed-action.ts'
import { openClient, placesOf } from './clients.ts'

/** Actions of one call: a request of the query protocol has to stay short. */
const LOT = 100
/** Pages of one lot: an endpoint that says that there is more for ever is not followed. */
const MOST_PAGES = 100

/** Decisions in the order of the question. Never throws: what cannot be asked is unknown, with the name of the refusal. */
export async function simulatePermissions(
  settings: AwsSettings,
  { principal, actions }: PermissionQuestion,
): Promise<readonly DecidedAction[]> {
  const found = new Map<string, DecidedAction>()
  const lots = Array.from({ length: Math.ceil(actions.length / LOT) }, (_, lot) =>
    actions.slice(lot * LOT, (lot + 1) * LOT),
  )
  try {
    const sdk = await import('@aws-sdk/client-iam')
    const [place = { account: null, roles: [], region: 'us-east-1' }] = placesOf(settings)
    const client = await openClient('identities', settings, place)
    for (const lot of lots)
      for (const one of await askLot(sdk, client, { principal, actions: lot })) found.set(one.action, one)
  } catch (error) {
    const reason = `IAM was not to be asked: ${nameOf(error)}`
    return actions.map((action) => found.get(action) ?? { action, decision: 'unknown', reason })
  }
  return actions.map((action) => found.get(action) ?? { action, decision: 'unknown', reason: 'IAM said nothing of it' })
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'no answer')

async function askLot(
  sdk: typeof IamSdk,
  client: IAMClient,
  { principal, actions }: PermissionQuestion,
): Promise<readonly DecidedAction[]> {
  const results: EvaluationResult[] = []
  let Marker: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(
      new sdk.SimulatePrincipalPolicyCommand({
        PolicySourceArn: principal,
        ActionNames: [...actions],
        ...(Marker === undefined ? {} : { Marker }),
      }),
    )
    results.push(...(answer.EvaluationResults ?? []))
    Marker = answer.IsTruncated === true ? answer.Marker : undefined
    if (Marker === undefined) break
  }
  return results.map(decided)
}

function decided(result: EvaluationResult): DecidedAction {
  const { EvalActionName: action = '', EvalDecision, MissingContextValues = [] } = result
  if (EvalDecision === 'allowed') return { action, decision: 'allowed', reason: null }
  if (MissingContextValues.length > 0) return { action, decision: 'unknown', reason: 'it depends on conditions' }
  if (EvalDecision === 'explicitDeny') return { action, decision: 'denied', reason: refusedBy(result) }
  return { action, decision: 'not-allowed', reason: refusedBy(result) }
}

function refusedBy({
  OrganizationsDecisionDetail,
  PermissionsBoundaryDecisionDetail,
  EvalDecision,
}: EvaluationResult): string | null {
  if (OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'a policy of the organization refuses it'
  if (PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false)
    return 'the permissions boundary refuses it'
  return EvalDecision === 'explicitDeny' ? 'a statement denies it' : null
}
