/** Why a condition does not hold for a subject, or cannot be told, in words. */
import { formatCidr } from '../../model/cidr.ts'
import { count, trim } from '../../model/quantity.ts'
import { factTests, type Bound, type Condition, type FactTests } from '../../model/policy.ts'
import { factOf } from '../../model/policy-check.ts'
import type { FactValue, PolicyFact } from '../../model/policy-fact.ts'
import type { PolicyNoun } from '../../model/policy-facts.ts'
import { boundOf, holds, testHolds, type ReadFact } from './holds.ts'

export interface Spoken {
  readonly each: PolicyNoun
  readonly read: ReadFact
}

/** Units that say what they count are left out, since the words of the fact say it. */
const silentUnits: ReadonlySet<string> = new Set([
  'share',
  'as the limit has it',
  'currency a month',
  'currency an hour',
  'addresses',
])

/** Names of users can be long. */
const MOST_TEXT = 100

function valueWords(value: FactValue, { unit }: Pick<PolicyFact, 'unit'> = {}): string {
  if (value === null) return 'not known'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return numberWords(value, unit)
  if (typeof value === 'string') return value === '' ? '""' : value.slice(0, MOST_TEXT)
  return objectWords(value)
}

function objectWords(value: Extract<FactValue, object>): string {
  if ('prefixLength' in value) return formatCidr(value)
  if ('from' in value) return value.from === value.to ? String(value.from) : `${value.from}–${value.to}`
  return value.length === 0 ? 'none' : value.join(', ').slice(0, MOST_TEXT)
}

function numberWords(value: number, unit: string | undefined): string {
  if (unit === 'share') return `${trim(value * 100, 1)}\u00a0%`
  return unit === undefined || silentUnits.has(unit) ? trim(value, 2) : `${trim(value, 2)}\u00a0${unit}`
}

/** Each test of a fact that decides, as "zones is 1, and not at least 2"; `wanted` is what should hold of the condition. */
export function why(condition: Condition, wanted: boolean, spoken: Spoken): readonly string[] {
  if (condition.not) return why(condition.not, !wanted, spoken)
  const parts = condition.all ?? condition.any
  if (parts) return whyParts(parts, { wanted, isAll: condition.all !== undefined, spoken })
  return factTests
    .filter((test) => condition[test] !== undefined)
    .filter(
      (test) => testHolds(test, { condition, value: spoken.read(condition.fact ?? ''), read: spoken.read }) === !wanted,
    )
    .map((test) => testWords(condition, test, { wanted, spoken }))
}

interface Parts {
  readonly wanted: boolean
  readonly isAll: boolean
  readonly spoken: Spoken
}

/** Where one would have been enough, all of them are to blame, as one sentence. */
function whyParts(parts: readonly Condition[], { wanted, isAll, spoken }: Parts): readonly string[] {
  const failing = parts.filter((part) => holds(part, spoken.read) === !wanted)
  const sentences = failing.map((part) => why(part, wanted, spoken))
  if (isAll === wanted) return sentences.flat()
  return [sentences.map((one) => one.join(' and ')).join(', and ')]
}

function testWords(
  condition: Condition,
  test: keyof FactTests,
  { wanted, spoken: { each, read } }: { readonly wanted: boolean; readonly spoken: Spoken },
): string {
  const name = condition.fact ?? ''
  const fact = factOf(each, name) ?? { type: 'text', words: name }
  const value = read(name)
  const is = `${fact.words}: ${valueWords(value, fact)}`
  const asked = askedWords(condition, test, { fact, read })
  if (asked === null) return is
  return `${is}; ${wanted ? '' : 'not '}${asked} asked`
}

type Ask = (condition: Condition, text: (value: FactValue) => string) => string | null

const asks: Readonly<Record<Exclude<keyof FactTests, 'atLeast' | 'atMost'>, Ask>> = {
  is: ({ is = '' }, text) => (typeof is === 'boolean' ? null : text(is)),
  isNot: ({ isNot = '' }, text) => (typeof isNot === 'boolean' ? null : `another one than ${text(isNot)}`),
  in: (condition, text) => `one of ${(condition.in ?? []).map(text).join(', ')}`,
  notIn: ({ notIn = [] }, text) => `none of ${notIn.map(text).join(', ')}`,
  matches: ({ matches = '' }) => `a match of ${matches.slice(0, MOST_TEXT)}`,
  within: ({ within = '' }) => `a block in ${within}`,
  has: ({ has = '' }, text) => `one of ${(Array.isArray(has) ? has : [has]).map(text).join(', ')}`,
  exists: ({ exists }) => (exists === true ? 'something known' : 'nothing'),
}

function askedWords(
  condition: Condition,
  test: keyof FactTests,
  { fact, read }: { readonly fact: PolicyFact; readonly read: ReadFact },
): string | null {
  const text = (value: FactValue): string =>
    fact.type === 'ports' && typeof value === 'number' ? String(value) : valueWords(value, fact)
  if (test !== 'atLeast' && test !== 'atMost') return asks[test](condition, text)
  const bound: Bound | undefined = condition[test]
  return `at ${test === 'atLeast' ? 'least' : 'most'} ${text(boundOf(bound, read))}`
}

/** The facts that would have to be known, in the order of the conditions, each once. */
export function missingFacts(conditions: readonly Condition[], read: ReadFact): readonly string[] {
  const names = conditions
    .filter((condition) => holds(condition, read) === null)
    .flatMap((condition) => {
      const parts = condition.all ?? condition.any ?? (condition.not ? [condition.not] : null)
      if (parts) return missingFacts(parts, read)
      const bounds = [condition.atLeast, condition.atMost].map((bound) => (typeof bound === 'object' ? bound.fact : ''))
      return [condition.fact ?? '', ...bounds].filter((name) => name !== '' && read(name) === null)
    })
  return [...new Set(names)]
}

/** "a, b and 3 more". */
export function listWords(names: readonly string[], most = 5): string {
  const rest = names.length - most
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${count(rest, 'other')}` : names.join(', ')
}
