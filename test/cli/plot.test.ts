import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawPlot, type Plot, type PlotPaint } from '../../src/cli/plot.ts'

const plain = (text: string): string => text
const noPaint: PlotPaint = { history: plain, course: plain, band: plain, axis: plain, line: plain }

const hours = (count: number, valueAt: (hour: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, hour) => valueAt(hour))
const office = (hour: number): number => (hour % 24 >= 8 && hour % 24 < 18 ? 6 : 2)

const aPlot = (over: Partial<Plot> = {}): Plot => ({
  history: hours(96, office),
  course: hours(48, office),
  lower: hours(48, (hour) => office(hour) - 1.5),
  upper: hours(48, (hour) => office(hour) + 2),
  startMs: Date.parse('2026-11-16T00:00:00Z'),
  stepSeconds: 3600,
  lines: [],
  ...over,
})

test('history, course and band stand beside one another, over days', () => {
  expect(drawPlot(aPlot(), { width: 46, rows: 8 }, noPaint)).toEqual([
    '  8 ┤                           ┆  ⡪⡪⡪   ⠨⡪⡪⡂',
    '    ┤                           ┆  ⡪⡪⡪   ⠨⡪⡪⡂',
    '  6 ┤  ⡏⠉⠉⡇   ⡏⠉⢹   ⢸⠉⠉⢹   ⢸⠉⠉⡇ ┆  ⡏⠉⢹   ⢸⠉⠉⡇',
    '  4 ┤  ⡇  ⡇   ⡇ ⢸   ⢸  ⢸   ⢸  ⡇ ┆⡀⡀⡇⠪⢸⡀⡀⡀⢸⠪⠪⡇⡀',
    '    ┤  ⡇  ⡇   ⡇ ⢸   ⢸  ⢸   ⢸  ⡇ ┆⡪⡪⡇ ⢸⡪⡪⡪⢸  ⡇⡪',
    '  2 ┤⣀⣀⡇  ⣇⣀⣀⣀⠇ ⢸⣀⣀⣀⣸  ⢸⣀⣀⣀⡸  ⣇⣀┆⣀⣀⡇ ⢸⣀⣀⣀⣸  ⣇⣀',
    '    ┤                           ┆⡪⡪⡂ ⠨⡪⡪⡪⡪  ⡪⡪',
    '  0 ┴                           ┆⠊⠊⠂ ⠈⠊⠊⠊⠊  ⠊⠊',
    '     11-12        11-14          11-16',
  ])
})

test('levels are named at the right where there is room', () => {
  const lines = [
    { value: 10, label: 'allocated 10', kind: 'dashed' as const },
    { value: 9.8, label: 'needed 9.8', kind: 'ahead' as const },
  ]

  expect(drawPlot(aPlot({ lines }), { width: 76, rows: 6 }, noPaint)).toEqual([
    '  10 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┆─────────────────── allocated 10',
    '     ┤                                     ┆   ⡢⡢⡢⡢⡂    ⠠⡢⡢⡢⡢   needed 9.8',
    '   5 ┤   ⡖⠒⠒⢲     ⡖⠒⠒⠒⡆    ⢰⠒⠒⠒⡆    ⢰⠒⠒⠒⢲  ┆   ⡖⠒⠒⠒⡆    ⢰⠒⠒⠒⢲',
    '     ┤   ⡇  ⢸     ⡇   ⡇    ⢸   ⡇    ⢸   ⢸  ┆⡠⡠⡠⡇⠊⠊⠊⡇⡠⡠⡠⡠⢸⠊⠊⠊⢸⡠⡠',
    '     ┤⠤⠤⠤⠇  ⠸⠤⠤⠤⠤⠤⠇   ⠧⠤⠤⠤⠤⠼   ⠧⠤⠤⠤⠤⠼   ⠸⠤⠤┆⠤⠤⠤⠇   ⠧⠤⠤⠤⠤⠼   ⠸⠤⠤',
    '   0 ┴                                     ┆⠪⠪⠪⠂   ⠪⠪⠪⠪⠪⠪   ⠨⠪⠪',
    '      11-12    11-13    11-14    11-15      11-16    11-17',
  ])
})

test('missing hours are a hole in the line', () => {
  const history = hours(96, (hour) => (hour >= 24 && hour < 48 ? Number.NaN : 4))

  expect(drawPlot(aPlot({ history }), { width: 30, rows: 3 }, noPaint)).toEqual([
    '  6 ┤                ┆ ⣀⣀⡂ ⣀⣀⡂',
    '  4 ┤⠒⠒⠒⠒    ⠒⠒⠒⠒⠒⠒⠒⠒┆⡢⡇⠊⡇⡢⡇⠊⡇',
    '  0 ┴                ┆⠉⠁ ⠉⠉⠁ ⠉',
    '     11-12   11-14    11-16',
  ])
})

test('each part has its own paint, neighbours of one paint together', () => {
  const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`
  const paint = { history: tag('h'), course: tag('c'), band: tag('b'), axis: tag('a'), line: tag('l') }
  const plot = aPlot({
    history: hours(24, () => 1),
    course: hours(24, () => 1),
    upper: hours(24, () => 4),
    lower: hours(24, () => 0),
  })

  expect(drawPlot(plot, { width: 16, rows: 2 }, paint)).toEqual([
    ' <a> 2 ┤</a>     <a>┆</a><b>⡪⡪⡪⡪⡪</b>',
    ' <a> 0 ┴</a><h>⠒⠒⠒⠒⠒</h><a>┆</a><c>⠒⠒⠒⠒⠒</c>',
    '<a>           11-16</a>',
  ])
})

test('no line is wider than asked for', () => {
  const amounts = fc.array(fc.oneof(fc.constant(Number.NaN), fc.double({ min: 0, max: 1e9, noNaN: true })), {
    minLength: 0,
    maxLength: 400,
  })
  const line = { value: 5, label: 'allocated 5', kind: 'dashed' as const }

  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 40, max: 100 }), (some, ahead, width) => {
      const course = hours(ahead, office)
      const plot = aPlot({ history: Float64Array.from(some), course, lower: course, upper: course, lines: [line] })

      const drawn = drawPlot(plot, { width, rows: 6 }, noPaint)

      expect(drawn.filter((one) => stringWidth(stripVTControlCharacters(one)) > width)).toEqual([])
    }),
  )
})
