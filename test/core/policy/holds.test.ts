import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds } from '../../../src/core/policy/holds.ts'
import { judge } from '../../../src/core/policy/judge.ts'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { Condition } from '../../../src/model/policy.ts'
import type { FactValue } from '../../../src/model/policy-fact.ts'
import { aCondition, reading, someFacts } from './builders.ts'

describe('a test of a fact', () => {
  test.each<[Condition, FactValue, boolean | null]>([
    [{ is: 'hot-standby' }, 'hot-standby', true],
    [{ is: 'hot-standby' }, 'Hot-standby', false],
    [{ is: false }, false, true],
    [{ is: 0 }, 0, true],
    [{ isNot: 'a' }, 'b', true],
    [{ isNot: 'a' }, null, null],
    [{ in: ['a', 'b'] }, 'b', true],
    [{ notIn: ['a', 'b'] }, 'b', false],
    [{ notIn: ['a'] }, null, null],
    [{ atLeast: 2 }, 2, true],
    [{ atLeast: 2 }, 1.99, false],
    [{ atMost: 2 }, 2, true],
    [{ atLeast: 1, atMost: 2 }, 3, false],
    [{ atLeast: 1, atMost: 2 }, null, null],
    [{ atMost: { fact: 'other' } }, 5, true],
    [{ atMost: { fact: 'missing' } }, 5, null],
    [{ matches: 'web-*' }, 'WEB-1', true],
    [{ matches: 'web-?' }, 'web-12', false],
    [{ within: '10.0.0.0/8' }, parseCidr('10.4.0.0/16'), true],
    [{ within: '10.4.0.0/16' }, parseCidr('10.0.0.0/8'), false],
    [{ within: '2001:db8::/32' }, parseCidr('10.0.0.0/8'), false],
    [{ has: 'DNS' }, ['web', 'DNS'], true],
    [{ has: ['env=prod*', 'x'] }, ['env=production'], true],
    [{ has: 'DNS' }, [], false],
    [{ has: 'DNS' }, null, null],
    [{ has: [22, 3389] }, { from: 20, to: 25 }, true],
    [{ has: 22 }, { from: 23, to: 25 }, false],
    [{ has: 22 }, 'all', true],
    [{ exists: true }, null, false],
    [{ exists: false }, null, true],
    [{ exists: true }, [], true],
    [{ exists: true, is: 'a' }, null, false],
  ])('has its value: case %#', (asked, value, outcome) => {
    const read = reading({ own: value, other: 7 })

    expect(holds({ fact: 'own', ...asked }, read)).toBe(outcome)
  })
})

describe('conditions', () => {
  test('two negations are none', () => {
    fc.assert(
      fc.property(aCondition, someFacts, (condition, facts) => {
        const read = reading(facts)

        expect(holds({ not: { not: condition } }, read)).toBe(holds(condition, read))
      }),
    )
  })

  test('not all is any not, and not any is all not (De Morgan)', () => {
    fc.assert(
      fc.property(fc.array(aCondition, { minLength: 1, maxLength: 3 }), someFacts, (parts, facts) => {
        const read = reading(facts)
        const negated = parts.map((not) => ({ not }))

        expect(holds({ not: { all: parts } }, read)).toBe(holds({ any: negated }, read))
        expect(holds({ not: { any: parts } }, read)).toBe(holds({ all: negated }, read))
      }),
    )
  })
})

describe('a policy', () => {
  const worth = { unmatched: 0, passed: 0, undecided: 1, broken: 2 } as const

  test('never finds less when something is added to must', () => {
    fc.assert(
      fc.property(fc.tuple(aCondition, aCondition, aCondition), someFacts, ([where, one, more], facts) => {
        const read = reading(facts)
        const before = judge({ where: [where], must: [one] }, read)
        const after = judge({ where: [where], must: [one, more] }, read)

        expect(worth[after]).toBeGreaterThanOrEqual(worth[before])
      }),
    )
  })

  test('never finds more when something is added to where', () => {
    fc.assert(
      fc.property(fc.tuple(aCondition, aCondition, aCondition), someFacts, ([where, more, must], facts) => {
        const read = reading(facts)
        const before = judge({ where: [where], must: [must] }, read)
        const after = judge({ where: [where, more], must: [must] }, read)

        expect(worth[after]).toBeLessThanOrEqual(worth[before])
      }),
    )
  })

  test.each([
    { facts: { tierRank: 0, zones: 1 }, outcome: 'broken' },
    { facts: { tierRank: 0, zones: 2 }, outcome: 'passed' },
    { facts: { tierRank: 3, zones: 1 }, outcome: 'unmatched' },
    { facts: { tierRank: 0 }, outcome: 'undecided' },
    { facts: { zones: 1 }, outcome: 'undecided' },
    { facts: { zones: 2 }, outcome: 'passed' },
    { facts: { tierRank: 3 }, outcome: 'unmatched' },
  ])('with $facts is $outcome', ({ facts, outcome }) => {
    const policy = { where: [{ fact: 'tierRank', is: 0 }], must: [{ fact: 'zones', atLeast: 2 }] }

    expect(judge(policy, reading(facts))).toBe(outcome)
  })
})
