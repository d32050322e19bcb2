import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawDots, rangesOf } from '../../src/cli/braille.ts'

const shown = (...drawing: Parameters<typeof drawDots>): readonly string[] =>
  drawDots(...drawing).map((line) => line.map((cell) => cell || ' ').join(''))

describe('drawDots', () => {
  test('counts dot rows from the bottom, four to a row of text, two columns to a cell', () => {
    expect(
      shown(
        [
          [0, 0],
          [1, 2],
          [4, 7],
          [0, 7],
        ],
        2,
      ),
    ).toEqual([' ⣿', '⡰⢸'])
  })

  test('leaves out the dots that are not filled, and columns without a range', () => {
    expect(shown([[0, 3], null, [0, 3]], 1, (_, row) => row % 2 === 0)).toEqual(['⡂⡂'])
  })

  test('what lies above the last row is not drawn', () => {
    expect(shown([[3, 9]], 1)).toEqual(['⠁'])
  })
})

describe('rangesOf', () => {
  const identity = (value: number): number => value

  test('many values on a column are their lowest and highest', () => {
    expect(rangesOf(Float64Array.of(1, 5, 2, 3), 2, identity)).toEqual([
      [1, 5],
      [2, 3],
    ])
  })

  test('a value is as wide as it has to be', () => {
    expect(rangesOf(Float64Array.of(1, 1), 4, identity)).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ])
  })

  test('a steep line has no hole, up or down', () => {
    expect(rangesOf(Float64Array.of(0, 6, 1), 3, identity)).toEqual([
      [0, 0],
      [1, 6],
      [1, 5],
    ])
  })

  test('a missing value breaks the line and is not bridged', () => {
    expect(rangesOf(Float64Array.of(0, Number.NaN, 6), 3, identity)).toEqual([[0, 0], null, [6, 6]])
  })

  test('the highest value is always drawn', () => {
    const values = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 60 })

    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (some, columns) => {
        const tops = rangesOf(Float64Array.from(some), columns, identity).map((range) => range?.[1] ?? 0)

        expect(Math.max(...tops)).toBe(Math.max(...some))
      }),
    )
  })
})
