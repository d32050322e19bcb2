import { expect, test } from 'vitest'
import { createProgressLine } from '../../src/cli/progress-line.ts'

/** A line on a terminal of `columns` cells, with a clock that the test sets. */
function aLine(columns = 80) {
  const written: string[] = []
  const clock = { ms: 0 }
  const line = createProgressLine(
    { step: 'backtest', units: 'series' },
    { columns, write: (text: string) => written.push(text.replaceAll('\r\u001B[K', '')) },
    () => clock.ms,
  )
  return { written, clock, line }
}

test('a line says how much is done, and from two seconds on how long the rest takes', () => {
  const { written, clock, line } = aLine()

  for (const [ms, done] of [
    [500, 10],
    [4000, 1000],
  ] as const) {
    clock.ms = ms
    line.show(done, 2500)
  }

  expect(written).toEqual(['  backtest     10 of 2,500 series', '  backtest     1,000 of 2,500 series, 6 s left'])
})

test('is not drawn for what is over soon, nor more than ten times a second, and is removed at the end', () => {
  const { written, clock, line } = aLine()

  for (clock.ms = 0; clock.ms < 1300; clock.ms += 10) line.show(1, 2)
  line.end()
  line.end()

  expect(written).toHaveLength(11)
  expect(written.at(-1)).toBe('')
})

test('is never wider than the terminal', () => {
  const { written, clock, line } = aLine(20)

  clock.ms = 1000
  line.show(1000, 2500)

  expect(written[0]).toHaveLength(19)
})

test('is silent where nobody watches', () => {
  const line = createProgressLine({ step: 'backtest', units: 'series' }, null, () => 1e6)

  line.show(1, 2)

  expect(() => line.end()).not.toThrow()
})
