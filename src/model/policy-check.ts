/** What a schema cannot say of a file of policies: that facts are there, and that what is asked of them makes sense. */
import { nearest } from './nearest.ts'
import { factTests, type Bound, type Condition, type FactTests, type Policy, type PolicyFile } from './policy.ts'
import type { FactType, PolicyFact } from './policy-fact.ts'
import { givenFault, valueFault } from './policy-values.ts'
import { builtNouns, policyFacts, type PolicyNoun } from './policy-facts.ts'

export interface PolicyFault {
  /** Of the setting in the file. */
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly suggestion?: string | null
}

type Path = readonly PropertyKey[]

/** Conditions in one another, at most. */
const MOST_DEPTH = 20

const testsOfType: Readonly<Record<FactType, ReadonlySet<keyof FactTests>>> = {
  text: new Set(['is', 'isNot', 'in', 'notIn', 'matches', 'exists']),
  number: new Set(['is', 'isNot', 'in', 'notIn', 'atLeast', 'atMost', 'exists']),
  boolean: new Set(['is', 'isNot', 'exists']),
  list: new Set(['has', 'exists']),
  block: new Set(['within', 'exists']),
  ports: new Set(['has', 'exists']),
}

/** `known`: ids of policies that tests may speak of, beside those of the file. */
export function policyFaults(file: PolicyFile, known: readonly string[] = []): readonly PolicyFault[] {
  return [
    ...sameIds(file.policies),
    ...file.policies.flatMap((policy, index) => policyFault(policy, ['policies', index])),
    ...testFaults(file, [...known, ...file.policies.map(({ id }) => id)]),
  ]
}

function sameIds(policies: readonly Policy[]): readonly PolicyFault[] {
  const seen = new Set<string>()
  return policies.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id)
      return []
    }
    return [{ path: ['policies', index, 'id'], message: `There are two policies with the id ${id}.` }]
  })
}

function policyFault(policy: Policy, path: Path): readonly PolicyFault[] {
  const { each, layer } = policy
  const early: readonly PolicyFault[] =
    layer === 'allocation' && builtNouns.has(each)
      ? [
          {
            path: [...path, 'layer'],
            message: `A policy of allocation cannot ask about ${each}: that is what is built, after places were chosen.`,
            suggestion: 'layer: deployment',
          },
        ]
      : []
  const ofList = (key: 'where' | 'must'): readonly PolicyFault[] =>
    policy[key].flatMap((condition, index) => conditionFaults(condition, each, [...path, key, index]))
  return [...early, ...ofList('where'), ...ofList('must')]
}

function conditionFaults(condition: Condition, each: PolicyNoun, path: Path): readonly PolicyFault[] {
  const kinds = (['fact', 'all', 'any', 'not'] as const).filter((key) => condition[key] !== undefined)
  const asked = factTests.filter((key) => condition[key] !== undefined)
  if (kinds.length !== 1)
    return [
      {
        path,
        message: `A condition has exactly one of fact, all, any and not; this one has ${kinds.join(', ') || 'none'}.`,
      },
    ]
  if (path.length > MOST_DEPTH * 2)
    return [{ path, message: `Conditions stand more than ${MOST_DEPTH} deep in one another.` }]
  if (condition.fact !== undefined) return factFaults({ ...condition, fact: condition.fact }, { each, path, asked })
  if (asked[0] !== undefined) return [{ path, message: `${asked[0]} needs a fact beside it.` }]
  return [
    ...(['all', 'any'] as const).flatMap((key) =>
      (condition[key] ?? []).flatMap((one, index) => conditionFaults(one, each, [...path, key, index])),
    ),
    ...(condition.not ? conditionFaults(condition.not, each, [...path, 'not']) : []),
  ]
}

interface Where {
  readonly each: PolicyNoun
  readonly path: Path
  readonly asked: readonly (keyof FactTests)[]
}

/** Null = there is no such fact. */
export function factOf(each: PolicyNoun, name: string): PolicyFact | null {
  const facts: Readonly<Record<string, PolicyFact>> = policyFacts[each]
  return Object.hasOwn(facts, name) ? (facts[name] ?? null) : null
}

function unknownFact(each: PolicyNoun, name: string, path: Path): PolicyFault {
  const near = nearest(name, Object.keys(policyFacts[each]))
  return {
    path,
    message: `${each} has no fact ${name.slice(0, 60)}.`,
    suggestion: near ? `Did you mean ${near}?` : 'drplan policy facts   lists them.',
  }
}

function factFaults(
  condition: Condition & { readonly fact: string },
  { each, path, asked }: Where,
): readonly PolicyFault[] {
  const fact = factOf(each, condition.fact)
  if (fact === null) return [unknownFact(each, condition.fact, [...path, 'fact'])]
  if (asked.length === 0)
    return [
      {
        path,
        message: `Nothing is asked of ${condition.fact}.`,
        suggestion: `It may be asked: ${[...testsOfType[fact.type]].join(', ')}.`,
      },
    ]
  return asked.flatMap((key) => testFault(condition, key, { fact, each, path: [...path, key] }))
}

function testFault(
  condition: Condition & { readonly fact: string },
  key: keyof FactTests,
  { fact, each, path }: { readonly fact: PolicyFact; readonly each: PolicyNoun; readonly path: Path },
): readonly PolicyFault[] {
  const may = testsOfType[fact.type]
  if (!may.has(key))
    return [
      {
        path,
        message: `${key} cannot be asked of ${condition.fact}, which is of type ${fact.type}.`,
        suggestion: `It may be asked: ${[...may].join(', ')}.`,
      },
    ]
  if (key === 'atLeast' || key === 'atMost') return boundFaults(condition[key], each, path)
  const values = operandsOf(condition[key])
  if (key === 'exists' || key === 'matches') return []
  return values.flatMap((value) => {
    const fault = valueFault(fact, value, key)
    return fault === null ? [] : [{ path, ...fault }]
  })
}

function boundFaults(bound: Bound | undefined, each: PolicyNoun, path: Path): readonly PolicyFault[] {
  if (typeof bound !== 'object') return []
  const other = factOf(each, bound.fact)
  if (other === null) return [unknownFact(each, bound.fact, [...path, 'fact'])]
  return other.type === 'number'
    ? []
    : [{ path: [...path, 'fact'], message: `${bound.fact} is no number, but of type ${other.type}.` }]
}

const operandsOf = (value: FactTests[keyof FactTests]): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value]

function testFaults({ tests }: PolicyFile, known: readonly string[]): readonly PolicyFault[] {
  const ids = new Set(known)
  return tests.flatMap(({ given, expect }, index) => {
    const path = ['tests', index]
    const named = Object.entries(expect).flatMap(([outcome, policies]) =>
      (policies ?? []).map((id, at) => ({ id, path: [...path, 'expect', outcome, at] })),
    )
    return [
      ...given.flatMap(({ each, facts }, at) =>
        Object.entries(facts).flatMap(([name, value]) =>
          givenFaults({ each, name, value, path: [...path, 'given', at, 'facts', name] }),
        ),
      ),
      ...(named.length === 0 ? [{ path: [...path, 'expect'], message: 'The test expects nothing.' }] : []),
      ...named.filter(({ id }) => !ids.has(id)).map(({ id, path }) => unknownPolicy(id, path, known)),
      ...named
        .filter(({ id }, at) => named.findIndex((one) => one.id === id) < at)
        .map(({ id, path }) => ({ path, message: `Two outcomes are expected of ${id}.` })),
    ]
  })
}

function givenFaults({
  each,
  name,
  value,
  path,
}: {
  readonly each: PolicyNoun
  readonly name: string
  readonly value: unknown
  readonly path: Path
}): readonly PolicyFault[] {
  const fact = factOf(each, name)
  if (fact === null) return [unknownFact(each, name, path)]
  const fault = givenFault(fact, value)
  return fault === null ? [] : [{ path, ...fault }]
}

function unknownPolicy(id: string, path: Path, known: readonly string[]): PolicyFault {
  const near = nearest(id, known)
  return { path, message: `There is no policy ${id} here.`, suggestion: near ? `Did you mean ${near}?` : null }
}
