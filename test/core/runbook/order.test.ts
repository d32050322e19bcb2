import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstUnawaited, reduced } from '../../../src/core/runbook/order.ts'
import type { RunbookStep } from '../../../src/model/runbook.ts'
import { aRunStep } from '../../builders-run.ts'
import { waitsFor } from '../../support/waits-for.ts'

/** Steps that wait for some of those before them. */
const someSteps = fc
  .array(fc.array(fc.nat(30), { maxLength: 6 }), { maxLength: 25 })
  .map((rows) =>
    rows.map((row, index): RunbookStep =>
      aRunStep({ id: `step-${index}`, after: row.filter((one) => one < index).map((one) => `step-${one}`) }),
    ),
  )

describe('the order of steps', () => {
  test('says the same with fewer words: nobody waits for more, for less, or for what is waited for already', () => {
    fc.assert(
      fc.property(someSteps, (steps) => {
        const fewer = reduced(steps)

        expect(waitsFor(fewer)).toEqual(waitsFor(steps))
        const waits = waitsFor(steps)
        for (const { after } of fewer)
          expect(after.filter((id) => after.some((other) => waits.get(other)?.has(id)))).toEqual([])
      }),
    )
  })

  test('finds the first end that does not wait for all that is needed', () => {
    fc.assert(
      fc.property(someSteps, fc.func(fc.boolean()), fc.func(fc.boolean()), (steps, isEnd, isNeeded) => {
        const ends = new Set(steps.filter(({ id }) => isEnd(id)))
        const needed = steps.filter(({ id }) => isNeeded(id))
        const waits = waitsFor(steps)

        const found = firstUnawaited(steps, { ends, needed })

        const late = steps.filter((step) => ends.has(step) && needed.some(({ id }) => !waits.get(step.id)?.has(id)))
        expect(found?.end.id).toBe(late[0]?.id)
      }),
    )
  })

  test.each([
    [
      'waits for one that comes later',
      [aRunStep({ id: 'a', after: ['b'] }), aRunStep({ id: 'b', after: [] })],
      'a waits for b',
    ],
    ['waits for itself', [aRunStep({ id: 'a', after: ['a'] })], 'a waits for a'],
    ['has the id of another', [aRunStep({ id: 'a', after: [] }), aRunStep({ id: 'a', after: [] })], 'are called a'],
  ])('is refused where a step %s', (_what, steps, message) => {
    expect(() => reduced(steps)).toThrow(message)
  })
})
