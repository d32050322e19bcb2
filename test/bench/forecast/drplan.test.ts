import { expect, test } from 'vitest'
import { carryOver, type Case } from '../../../bench/forecast/cases.ts'
import { drplan, drplanDemand } from '../../../bench/forecast/drplan.ts'

/** The hour of the day, and what follows in the same way. */
function aCase(missing: readonly [number, number]): Case {
  const hours = Float64Array.from({ length: 336 + 48 }, (_, hour) => hour % 24)
  const past = hours.slice(0, 336).fill(Number.NaN, ...missing)
  return { name: '1', tag: 'rolling', past, filled: carryOver(past), actual: hours.slice(336), change: 1 }
}

test('what is said begins at the cut, also where the last samples before it are missing', () => {
  const one = aCase([331, 336])

  const said = drplan('best').say(one, 48)

  expect(said?.point).toHaveLength(48)
  expect([...(said?.point ?? [])].map(Math.round)).toEqual([...one.actual])
  expect(said?.quantiles.get(0.95)).toHaveLength(48)
})

test('a demand is one figure for all hours, and none is made of less than a day', () => {
  const said = drplanDemand.say(aCase([0, 0]), 48)
  const unsaid = drplanDemand.say(aCase([0, 320]), 48)

  expect(new Set(said?.quantiles.get(0.95)).size).toBe(1)
  expect(unsaid).toBeNull()
})
