/**
 * What policies of IAM say about actions, by themselves: an explicit deny before an allow, and nothing without an allow
 * ("Policy evaluation logic", IAM user guide). Boundaries, policies of the organization and of the resources are not known
 * here. Conditions, and statements about some resources only, cannot be told from a document.
 */
import { z } from 'zod'
import type { DecidedAction, PermissionDecision } from '../../model/needed-action.ts'
import { matchesAction } from '../action-pattern.ts'

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())

const statementSchema = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
})
type Statement = z.infer<typeof statementSchema>

const documentSchema = z.looseObject({
  Statement: z.union([statementSchema, z.array(statementSchema)]).transform((value) => [value].flat()),
})

/** Null: it is neither a policy, nor what the CLI answers with one in it, nor a list of these or of actions. */
export function decideByPolicies(actions: readonly string[], document: unknown): readonly DecidedAction[] | null {
  const statements = statementsOf(document)
  return statements && actions.map((action) => ({ action, ...decide(action, statements) }))
}

function statementsOf(document: unknown): readonly Statement[] | null {
  if (Array.isArray(document)) {
    if (document.length > 0 && document.every((each) => typeof each === 'string'))
      return [{ Effect: 'Allow', Action: document, Resource: ['*'] }]
    const all = document.map(statementsOf)
    return document.length > 0 && all.every((each) => each !== null) ? all.flat() : null
  }
  const inner = innerOf(document)
  if (inner !== undefined) return statementsOf(inner)
  const parsed = documentSchema.safeParse(document)
  return parsed.success ? parsed.data.Statement : null
}

/** `get-policy-version`, `get-role-policy`, and the document in its own text, as the API has it. */
function innerOf(document: unknown): unknown {
  if (typeof document === 'string') return parsed(document)
  if (typeof document !== 'object' || document === null) return undefined
  if ('PolicyVersion' in document) return document.PolicyVersion
  if ('Document' in document) return document.Document
  return 'PolicyDocument' in document ? document.PolicyDocument : undefined
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text)
    return typeof value === 'string' ? undefined : value
  } catch {
    return undefined
  }
}

interface Decided {
  readonly decision: PermissionDecision
  readonly reason: string | null
}

function decide(action: string, statements: readonly Statement[]): Decided {
  const matching = statements.filter((statement) => speaksOf(statement, action))
  const denying = matching.filter(({ Effect }) => Effect === 'Deny')
  const allowing = matching.filter(({ Effect }) => Effect === 'Allow')
  if (denying.some(isWhole)) return { decision: 'denied', reason: 'a statement denies it' }
  if (denying.length > 0) return { decision: 'unknown', reason: `a statement denies it ${limitOf(denying)}` }
  if (allowing.some(isWhole)) return { decision: 'allowed', reason: null }
  return allowing.length > 0
    ? { decision: 'unknown', reason: `statements allow it ${limitOf(allowing)}` }
    : { decision: 'not-allowed', reason: null }
}

const speaksOf = ({ Action, NotAction }: Statement, action: string): boolean =>
  Action ? matchesAction(Action, action) : NotAction !== undefined && !matchesAction(NotAction, action)

const isWhole = (statement: Statement): boolean => !hasCondition(statement) && isOfAll(statement)
const hasCondition = ({ Condition = {} }: Statement): boolean => Object.keys(Condition).length > 0
const isOfAll = ({ Resource, NotResource }: Statement): boolean => !NotResource && (Resource?.includes('*') ?? false)

const limitOf = (statements: readonly Statement[]): string =>
  statements.some(hasCondition) ? 'on conditions' : 'for some resources only'
