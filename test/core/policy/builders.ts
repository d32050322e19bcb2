/** Policies and conditions for tests; a test states only what it is about. */
import * as fc from 'fast-check'
import type { ReadFact } from '../../../src/core/policy/holds.ts'
import type { Condition, LoadedPolicy } from '../../../src/model/policy.ts'
import type { FactValue } from '../../../src/model/policy-fact.ts'

export const aPolicy = (over: Partial<LoadedPolicy> = {}): LoadedPolicy => ({
  id: 'two-zones',
  layer: 'allocation',
  title: 'An application stands in two zones.',
  severity: 'error',
  each: 'application',
  where: [],
  must: [{ fact: 'zones', atLeast: 2 }],
  fix: null,
  source: null,
  origin: 'own',
  place: 'policies.yaml:4',
  ...over,
})

export const reading =
  (facts: Readonly<Record<string, FactValue>>): ReadFact =>
  (name) =>
    facts[name] ?? null

const names = ['vms', 'zones', 'tierRank'] as const

/** Of numbers of applications that are known or not. */
export const someFacts = fc.record(
  Object.fromEntries(names.map((name) => [name, fc.option(fc.integer({ min: 0, max: 4 }), { nil: null })])),
)

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact: fc.constantFrom(...names), atLeast: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ fact: fc.constantFrom(...names), is: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ fact: fc.constantFrom(...names), exists: fc.boolean() }),
  fc.record({ fact: fc.constantFrom(...names), atMost: fc.record({ fact: fc.constantFrom(...names) }) }),
)

export const aCondition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ),
})).tree
