import { describe, expect, it } from 'vitest'
import { headline } from '../../src/model/headline.ts'
import type { ApplicationPromise, Verdict } from '../../src/model/plan.ts'

const promisesOf = (verdicts: Partial<Record<Verdict, number>>): readonly ApplicationPromise[] =>
  (Object.entries(verdicts) as [Verdict, number][]).flatMap(([verdict, many]) =>
    Array.from({ length: many }, () => ({
      application: 'shop',
      tierId: '1',
      vmIds: [],
      promised: { rtoMinutes: 30, rpoMinutes: 5 },
      achieved: null,
      verdict,
      because: '',
    })),
  )

describe('the headline', () => {
  it.each([
    [{}, 'There is nothing to recover.'],
    [{ kept: 1 }, 'The one promise is kept.'],
    [{ kept: 1200 }, 'All 1,200 promises are kept.'],
    [{ broken: 1, kept: 8 }, '1 promise is broken, 8 are kept.'],
    [
      { broken: 2, undecided: 1, kept: 1, none: 1 },
      '2 promises are broken, 1 cannot be decided, 1 is kept, 1 application has no promise.',
    ],
    [{ undecided: 2, kept: 1 }, '2 promises cannot be decided, 1 is kept.'],
    [{ kept: 8, none: 2 }, '8 promises are kept, 2 applications have no promise.'],
    [{ none: 3 }, '3 applications have no promise.'],
  ])('of %j is "%s"', (verdicts, sentence) => {
    expect(headline(promisesOf(verdicts)).replaceAll('\u00a0', ' ')).toBe(sentence)
  })
})
