import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { cut, facts, harmless, paragraph, table, type Column } from '../../src/cli/text.ts'

const widthOf = (text: string): number => stringWidth(stripVTControlCharacters(text))

describe('harmless', () => {
  test.each([
    ['\u001B[31mred\u001B[0m', '\\u{1b}[31mred\\u{1b}[0m'],
    ['\u001B]8;;http://x\u0007link', '\\u{1b}]8;;http://x\\u{7}link'],
    ['a\u009B2Jb', 'a\\u{9b}2Jb'],
    ['two\nlines\r\t', 'two\\u{a}lines\\u{d}\\u{9}'],
    ['invoice\u202Etxt.exe', 'invoice\\u{202e}txt.exe'],
    ['right\u200Fto-left\u2066', 'right\\u{200f}to-left\\u{2066}'],
    ['line\u2028paragraph\u2029', 'line\\u{2028}paragraph\\u{2029}'],
    ['日本 é', '日本 é'],
  ])('%j is shown as %j', (name, shown) => {
    expect(harmless(name)).toBe(shown)
  })

  test('no control or direction character is ever left', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(harmless(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

describe('cut', () => {
  test.each([
    ['plain', 'storefront-web-1', 8, 'storefr…'],
    ['two cells a character', '日本語サーバ', 8, '日本語…'],
    ['an emoji of several code points', '👩‍👩‍👧‍👦family', 4, '👩‍👩‍👧‍👦f…'],
    ['marks that combine', 'e\u0301e\u0301e\u0301e\u0301', 3, 'e\u0301e\u0301…'],
    ['what fits', 'web', 3, 'web'],
  ])('%s', (...[, text, width, expected]) => {
    expect(cut(text, width)).toBe(expected)
  })

  test('styled text keeps all of its escapes, so that no colour runs on', () => {
    expect(cut('\u001B[1mstorefront-web-1\u001B[22m', 8)).toBe('\u001B[1mstorefr…\u001B[22m')
  })
})

describe('table', () => {
  const columns: readonly Column[] = [
    { head: 'VM' },
    { head: 'because', drop: 3 },
    { head: 'memory', right: true, drop: 1 },
    { head: 'strategy', drop: 2 },
    { head: 'USD', right: true },
  ]
  const row = ['n'.repeat(30), 'b'.repeat(20), '16', 'pilot-light', '12.50']

  test.each([
    [100, ['VM', 'because', 'memory', 'strategy', 'USD']],
    [70, ['VM', 'memory', 'strategy', 'USD']],
    [50, ['VM', 'memory', 'USD']],
    [42, ['VM', 'USD']],
  ])('%i cells wide, columns go in their order', (width, heads) => {
    const [head = ''] = table(columns, [row], width)

    expect(stripVTControlCharacters(head).trim().split(/ +/)).toEqual(heads)
  })

  test('a name is cut; numbers never are', () => {
    const heads: readonly Column[] = [
      { head: 'VM', cut: true },
      { head: 'USD', right: true },
    ]

    expect(table(heads, [['n'.repeat(30), '12.50']], 30)[1]).toBe(`  ${'n'.repeat(20)}…  12.50`)
  })

  test('a short name is not made wider to be cut', () => {
    const heads: readonly Column[] = [{ head: 'id', cut: true }, { head: 'value' }]

    expect(table(heads, [['a', '123456789']], 10)[1]).toBe('  a   123456789')
  })

  test('no line is wider than asked, as long as a name of eight cells and the numbers have room', () => {
    const heads: readonly Column[] = [
      { head: 'VM', cut: true },
      { head: 'because', drop: 3, cut: true },
      { head: 'memory', right: true, drop: 1 },
      { head: 'strategy', drop: 2 },
      { head: 'USD', right: true },
    ]
    const cells = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(9999), fc.string(), fc.nat(99_999))
    fc.assert(
      fc.property(fc.array(cells), fc.integer({ min: 20, max: 120 }), (rows, width) => {
        const shown = rows.map((one) => one.map((value) => harmless(String(value))))

        for (const line of table(heads, shown, width)) expect(widthOf(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})

test('paragraphs fit, whatever their words are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.integer({ min: 12, max: 100 }), (words, width) => {
      const lines = paragraph(harmless(words.join(' ')), width)

      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
    }),
  )
})

test('a number is not parted from its unit', () => {
  expect(paragraph('back after 51\u00a0min', 16)).toEqual(['  back after', '  51 min'])
})

test('a note that does not fit goes on below itself', () => {
  expect(facts([['On the day', '202 USD', 'a note of many words that is too long']], 46)).toEqual([
    '  On the day  202 USD   a note of many words',
    '                        that is too long',
  ])
})
