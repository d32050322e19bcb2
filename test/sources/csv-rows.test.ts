import { expect, test } from 'vitest'
import { readCsv } from '../../src/sources/csv-rows.ts'

test('rows keep the line they start on, past blank lines and line breaks in quotes', () => {
  const { rows } = readCsv('\uFEFFa,b\n\n"two\nlines",1\nlast,2\n', 'x.csv')

  expect(rows).toEqual([
    { cells: ['a', 'b'], line: 1 },
    { cells: ['two\nlines', '1'], line: 3 },
    { cells: ['last', '2'], line: 5 },
  ])
})

test.for([
  ['a,b\n', ','],
  ['"a,x";b;c\n', ';'],
  ['a\tb\n', '\t'],
  ['sep=;\na,b;c\n', ';'],
] as const)('the mark between the cells of %j is %j', ([text, delimiter]) => {
  expect(readCsv(text, 'x.csv').delimiter).toBe(delimiter)
})

test('a quote that never closes stops with the file and a line', () => {
  expect(() => readCsv('a,b\n"open,1\n', 'x.csv')).toThrow(expect.objectContaining({ code: 'source.file-damaged' }))
})
