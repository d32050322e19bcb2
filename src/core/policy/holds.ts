/** Does a condition hold for one subject? */
import { contains, readCidr, type Cidr } from '../../model/cidr.ts'
import { glob } from '../../model/glob.ts'
import { factTests, type Bound, type Condition, type FactTests } from '../../model/policy.ts'
import type { FactValue, PortRange } from '../../model/policy-fact.ts'
import { every, not, some, type Truth } from './three-valued.ts'

/** A fact of the subject by its name; null = not known, or there is none. */
export type ReadFact = (name: string) => FactValue

export function holds(condition: Condition, read: ReadFact): Truth {
  if (condition.all) return allHold(condition.all, read)
  if (condition.any) return some(lazily(condition.any, read))
  if (condition.not) return not(holds(condition.not, read))
  return factHolds(condition, read)
}

export const allHold = (conditions: readonly Condition[], read: ReadFact): Truth => every(lazily(conditions, read))

function* lazily(conditions: readonly Condition[], read: ReadFact): Iterable<Truth> {
  for (const condition of conditions) yield holds(condition, read)
}

/** A loop, since this is asked of every fact of every VM. */
function factHolds(condition: Condition, read: ReadFact): Truth {
  const asked = { condition, value: read(condition.fact ?? ''), read }
  let found: Truth = true
  for (const test of factTests) {
    const one = condition[test] === undefined ? true : testHolds(test, asked)
    if (one === false) return false
    if (one === null) found = null
  }
  return found
}

interface Asked {
  readonly condition: FactTests
  readonly value: FactValue
  readonly read: ReadFact
}

type Test = (value: NonNullable<FactValue>, asked: Asked) => Truth

const tests: Readonly<Record<Exclude<keyof FactTests, 'exists'>, Test>> = {
  is: (value, { condition: { is } }) => value === is,
  isNot: (value, { condition: { isNot } }) => value !== isNot,
  in: (value, { condition }) => (condition.in ?? []).some((one) => one === value),
  notIn: (value, { condition: { notIn = [] } }) => !notIn.some((one) => one === value),
  atLeast: (value, { condition: { atLeast }, read }) => compared(value, boundOf(atLeast, read), (a, b) => a >= b),
  atMost: (value, { condition: { atMost }, read }) => compared(value, boundOf(atMost, read), (a, b) => a <= b),
  matches: (value, { condition: { matches = '' } }) => typeof value === 'string' && glob(matches, value),
  within: (value, { condition: { within = '' } }) => liesWithin(value, within),
  has: (value, { condition: { has = [] } }) => (Array.isArray(has) ? has : [has]).some((one) => hasOne(value, one)),
}

export function testHolds(test: keyof FactTests, asked: Asked): Truth {
  const { value, condition } = asked
  if (test === 'exists') return (value !== null) === condition.exists
  return value === null ? null : tests[test](value, asked)
}

/** Null where it is a fact that is not known. */
export function boundOf(bound: Bound | undefined, read: ReadFact): number | null {
  if (typeof bound === 'number') return bound
  const value = bound === undefined ? null : read(bound.fact)
  return typeof value === 'number' ? value : null
}

const compared = (value: FactValue, bound: number | null, holds: (a: number, b: number) => boolean): Truth =>
  typeof value !== 'number' || bound === null ? null : holds(value, bound)

const isBlock = (value: FactValue): value is Cidr =>
  typeof value === 'object' && value !== null && 'prefixLength' in value

const isRange = (value: FactValue): value is PortRange => typeof value === 'object' && value !== null && 'from' in value

function liesWithin(value: FactValue, text: string): Truth {
  const outer = readCidr(text)
  return outer.ok && isBlock(value) && contains(outer.value, value)
}

function hasOne(value: FactValue, one: unknown): boolean {
  if (typeof one === 'number') return value === 'all' || (isRange(value) && value.from <= one && one <= value.to)
  return typeof one === 'string' && Array.isArray(value) && value.some((each) => glob(one, String(each)))
}
