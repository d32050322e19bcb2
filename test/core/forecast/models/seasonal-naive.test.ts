import { expect, it } from 'vitest'
import { seasonalNaive } from '../../../../src/core/forecast/models/seasonal-naive.ts'

it('repeats the last day for as long as asked', () => {
  const fitted = seasonalNaive.fit(Float64Array.of(9, 9, 9, 1, 2, 3), 3)

  expect(fitted.predict(7)).toEqual(Float64Array.of(1, 2, 3, 1, 2, 3, 1))
})
