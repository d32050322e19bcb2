import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { every, not, some, type Truth } from '../../../src/core/policy/three-valued.ts'

const truths: readonly Truth[] = [false, null, true]
const truth = fc.constantFrom(...truths)
/** Kleene's order: false, not known, true; `and` is the smaller, `or` the larger one. */
const rank = (value: Truth): number => truths.indexOf(value)

describe('the logic is Kleene’s', () => {
  test.each(truths.flatMap((a) => truths.map((b) => [a, b] as const)))('%s with %s', (a, b) => {
    expect(every([a, b])).toBe(truths[Math.min(rank(a), rank(b))])
    expect(some([a, b])).toBe(truths[Math.max(rank(a), rank(b))])
  })

  test('not turns it round, and leaves what is not known', () => {
    expect(truths.map(not)).toEqual([true, null, false])
  })

  test('of nothing, all hold and none does', () => {
    expect([every([]), some([])]).toEqual([true, false])
  })

  test('what becomes known later never changes what was decided', () => {
    fc.assert(
      fc.property(fc.array(truth), fc.array(fc.boolean(), { minLength: 20 }), (values, later) => {
        const known = values.map((value, index) => value ?? later[index % later.length] ?? false)

        for (const connect of [every, some]) {
          const before = connect(values)
          expect(before === null || before === connect(known)).toBe(true)
        }
      }),
    )
  })
})
