/**
 * Policies as people write them (drplan/policy@1): declarative conditions on facts of a plan, in two layers, with tests in
 * the same file. Nothing of a policy is code, and no text of it is interpreted.
 */
import { z } from 'zod'
import { severities, type Severity } from './finding-codes.ts'
import type { Immutable } from './immutable.ts'
import { policyNouns } from './policy-facts.ts'

/** In the order of evaluation: what place a VM gets, then what is built for it. */
export const policyLayers = ['allocation', 'deployment'] as const
type PolicyLayer = (typeof policyLayers)[number]

const single = z.union([z.string(), z.number(), z.boolean()])

/** A figure, or another fact of the same subject. */
const bound = z.union([z.number(), z.strictObject({ fact: z.string().min(1) })])
export type Bound = Immutable<z.infer<typeof bound>>

/** What is asked of one fact; several of them all have to hold. By the key in a condition. */
const testShape = {
  is: single.optional(),
  isNot: single.optional(),
  in: z.array(single).min(1).optional(),
  notIn: z.array(single).min(1).optional(),
  atLeast: bound.optional(),
  atMost: bound.optional(),
  /** `*` is any text, `?` one character; case does not matter. */
  matches: z.string().min(1).optional(),
  /** The block lies in this one. */
  within: z.string().min(1).optional(),
  /** A list has one of these (`*` and `?` as above); a range of ports has one of these. */
  has: z.union([single, z.array(single).min(1)]).optional(),
  /** Is the fact known, or is there one? The only question that is never undecided. */
  exists: z.boolean().optional(),
}
const testsSchema = z.strictObject(testShape)
export type FactTests = Immutable<z.infer<typeof testsSchema>>
export const factTests = Object.keys(testShape) as readonly (keyof FactTests)[]

/** Exactly one of `fact` (with tests), `all`, `any` and `not`; policy-check.ts says where it is otherwise. */
export interface Condition extends FactTests {
  readonly fact?: string | undefined
  readonly all?: readonly Condition[] | undefined
  readonly any?: readonly Condition[] | undefined
  readonly not?: Condition | undefined
}

const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.strictObject({
    fact: z.string().min(1).optional(),
    ...testShape,
    all: z.array(conditionSchema).min(1).optional(),
    any: z.array(conditionSchema).min(1).optional(),
    not: conditionSchema.optional(),
  }),
)

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
const policyIdSchema = z.string().max(80).regex(kebab, 'lower-case words with hyphens, 80 characters at most')

const policySchema = z.strictObject({
  id: policyIdSchema,
  layer: z.enum(policyLayers),
  /** One sentence: what has to hold. */
  title: z.string().min(1).max(300),
  severity: z.enum(severities),
  each: z.enum(policyNouns),
  /** Which of them are meant; all have to hold. Without it, all of them. */
  where: z.array(conditionSchema).default([]),
  /** What has to hold of those; all of it. */
  must: z.array(conditionSchema).min(1),
  fix: z.string().min(1).max(1000).nullable().default(null),
  /** The standard or document that it rests on, with its date. */
  source: z.string().min(1).max(500).nullable().default(null),
})
export type Policy = Immutable<z.infer<typeof policySchema>>

const givenValue = z.union([single, z.array(single)])

/** One subject of a test: facts that are not given are not known. */
const givenSchema = z.strictObject({
  each: z.enum(policyNouns),
  facts: z.record(z.string(), givenValue),
})
export type GivenSubject = Immutable<z.infer<typeof givenSchema>>

/**
 * Of a policy over all subjects that a test gives. `broken`: one breaks it. `undecided`: none does, and of one it cannot be
 * told. `passed`: it chose some, and all keep to it. `unmatched`: it chose none.
 */
export const policyOutcomes = ['broken', 'undecided', 'passed', 'unmatched'] as const
export type PolicyOutcome = (typeof policyOutcomes)[number]

const expected = z.array(policyIdSchema).min(1).optional()
const policyTestSchema = z.strictObject({
  name: z.string().min(1).max(300),
  given: z.array(givenSchema).default([]),
  expect: z.strictObject({ broken: expected, undecided: expected, passed: expected, unmatched: expected }),
})
export type PolicyTest = Immutable<z.infer<typeof policyTestSchema>>

export const policyFileSchema = z.strictObject({
  schema: z.literal('drplan/policy@1'),
  policies: z.array(policySchema).default([]),
  tests: z.array(policyTestSchema).default([]),
})
export type PolicyFile = Immutable<z.infer<typeof policyFileSchema>>

/** A policy, and whose it is. */
export interface LoadedPolicy extends Policy {
  readonly origin: 'built-in' | 'own'
  /** As `file:line`. */
  readonly place: string
}

/** `undecided`: a fact is missing that it needs. `unmatched`: it chose nothing, so it says nothing. */
export interface PolicyFinding {
  readonly policyId: string
  readonly severity: Severity
  readonly layer: PolicyLayer
  readonly outcome: Exclude<PolicyOutcome, 'passed'>
  readonly subject: string
  readonly message: string
  readonly fix: string | null
  /** Ids of VMs, sorted. */
  readonly affected: readonly string[]
  readonly source: string | null
  /** Of the policy, as `file:line`. */
  readonly place: string
}

/** How many subjects a policy chose, and what came of them. */
export interface PolicyTally {
  readonly policyId: string
  readonly passed: number
  readonly broken: number
  readonly undecided: number
}

export interface PolicyTestResult {
  readonly file: string
  /** Of the test in its file, as `file:line`. */
  readonly place: string
  readonly name: string
  readonly passed: boolean
  /** Every expectation that was not met, and why: the words of the finding that came instead, where there is one. */
  readonly faults: readonly {
    readonly policyId: string
    readonly expected: PolicyOutcome
    readonly got: PolicyOutcome
    readonly why: readonly string[]
  }[]
}
