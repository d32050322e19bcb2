/**
 * Where a request goes that a listener takes: what it is told by, and what is done with it. Of one and the same form at
 * both sites, but for what a plan does not make.
 */
import { z } from 'zod'
import { cidrSchema } from './cidr.ts'
import type { Immutable } from './immutable.ts'

/** Texts with `*` and `?`, of which one must fit; and regular expressions, absent where there are none. */
const texts = { values: z.array(z.string()), expressions: z.array(z.string()).optional() }

const writableConditions = [
  z.strictObject({ kind: z.literal('host'), ...texts }),
  z.strictObject({ kind: z.literal('path'), ...texts }),
  z.strictObject({ kind: z.literal('header'), name: z.string(), ...texts }),
  z.strictObject({ kind: z.literal('method'), values: z.array(z.string()) }),
  /** A null key: any. */
  z.strictObject({
    kind: z.literal('query'),
    pairs: z.array(z.strictObject({ key: z.string().nullable(), value: z.string() })),
  }),
  z.strictObject({ kind: z.literal('source'), blocks: z.array(cidrSchema) }),
] as const

/** One that a balancer of a plan can ask. */
const writableConditionSchema = z.discriminatedUnion('kind', writableConditions)
export type WritableCondition = Immutable<z.infer<typeof writableConditionSchema>>

const conditionSchema = z.discriminatedUnion('kind', [
  ...writableConditions,
  /** The platform's word for one that nobody here knows. */
  z.strictObject({ kind: z.literal('other'), type: z.string() }),
])

/** Null: as in the request. Texts may quote it, as in `/new/#{path}`; `#{protocol}`, `#{host}`, `#{port}` and `#{query}` too. */
const redirectFields = {
  host: z.string().nullable(),
  path: z.string().nullable(),
  query: z.string().nullable(),
  status: z.union([z.literal(301), z.literal(302)]),
}

const answerSchema = z.strictObject({
  kind: z.literal('answer'),
  status: z.int().min(200).max(599),
  contentType: z.string().nullable(),
  body: z.string().nullable(),
})

const weight = z.int().nonnegative()
const stickySeconds = z.int().positive().nullable()

const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('forward'),
    /** Shares of the requests, in the proportion of their weights. */
    shares: z.array(z.strictObject({ poolId: z.string(), weight: weight.nullable() })),
    /** How long a client stays with the pool that it got; null where it does not. */
    stickySeconds,
  }),
  z.strictObject({
    kind: z.literal('redirect'),
    protocol: z.string().nullable(),
    port: z.string().nullable(),
    ...redirectFields,
    status: z.int(),
  }),
  answerSchema.extend({ status: z.int() }),
  /** Asks who sends a request before the next action. How, and with which secrets, is never read. */
  z.strictObject({ kind: z.literal('authenticate'), type: z.string() }),
  z.strictObject({ kind: z.literal('other'), type: z.string() }),
])
export type ListenerAction = Immutable<z.infer<typeof actionSchema>>

const ruleSchema = z.strictObject({
  id: z.string(),
  /** The lowest that fits decides. */
  order: z.int(),
  /** All must fit. */
  conditions: z.array(conditionSchema),
  /** One after the other; only the last one ends it. */
  actions: z.array(actionSchema),
  /** Changes what it passes on; absent when it does not. */
  rewrites: z.boolean().optional(),
})
export type ListenerRule = Immutable<z.infer<typeof ruleSchema>>
export type ListenerCondition = ListenerRule['conditions'][number]

/** Of a listener: each absent when the source does not say. */
export const requestFields = {
  /** What is done with requests that no rule takes. */
  actions: z.array(actionSchema).optional(),
  /** By order, and of one order by id. */
  rules: z.array(ruleSchema).optional(),
  /** What it shows to clients, as far as the source names it. */
  certificateIds: z.array(z.string()).optional(),
  /** Clients show certificates too. */
  asksClients: z.boolean().optional(),
}

const madeActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('forward'),
    pools: z.array(z.strictObject({ poolKey: z.string(), weight })).min(1),
    stickySeconds,
  }),
  z.strictObject({
    kind: z.literal('redirect'),
    protocol: z.enum(['http', 'https']).nullable(),
    port: z.int().min(1).max(65_535).nullable(),
    ...redirectFields,
  }),
  answerSchema,
  /** What the primary site does is left for people; until then nobody gets through, and no later rule takes the request. */
  z.strictObject({ kind: z.literal('refuse') }),
])
/** What a listener of the recovery site does with a request. */
export type MadeAction = Immutable<z.infer<typeof madeActionSchema>>

/** Of a translated listener: each absent when there is none. */
export const madeRequestFields = {
  /** What is done with requests that no rule takes, where it is not one pool for all. */
  action: madeActionSchema.optional(),
  /** In their order; `order` is the number of the primary site, and those that were one rule there share it. */
  rules: z
    .array(
      z.strictObject({
        key: z.string(),
        from: z.string(),
        order: z.int(),
        conditions: z.array(writableConditionSchema),
        action: madeActionSchema,
      }),
    )
    .optional(),
}

/** What is done with requests that no rule takes. */
export const lastAction = (listener: {
  readonly poolKey?: string | undefined
  readonly action?: MadeAction | undefined
}): MadeAction => {
  if (listener.action) return listener.action
  const { poolKey } = listener
  return poolKey === undefined
    ? { kind: 'refuse' }
    : { kind: 'forward', pools: [{ poolKey, weight: 1 }], stickySeconds: null }
}

/** Every pool that a listener, or a rule of it, forwards to; each once, in their order. */
export function poolKeysOf(
  listener: Parameters<typeof lastAction>[0] & {
    readonly rules?: readonly { readonly action: MadeAction }[] | undefined
  },
): readonly string[] {
  const actions = [lastAction(listener), ...(listener.rules ?? []).map(({ action }) => action)]
  const keys = actions.flatMap((action) =>
    (action.kind === 'forward' ? action.pools : []).map(({ poolKey }) => poolKey),
  )
  return [...new Set(keys)]
}

/** Of a balancer that passes packets on, whose listeners have one pool each and no rules. */
export const onePoolKeyOf = (listener: { readonly poolKey?: string | undefined }): string => listener.poolKey ?? ''
