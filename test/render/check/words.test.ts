import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { uriOf } from '../../../src/render/check/sarif-results.ts'
import { locationOf } from '../../../src/render/check/location.ts'
import { bytesOf, clip, plain, within } from '../../../src/render/check/words.ts'
import { textElement } from '../../../src/render/check/xml.ts'
import { aReported } from '../../support/check-reports.ts'

/** Every UTF-16 unit, also halves of pairs. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
)

test('a plain text is bounded, well formed, on one line, and stays when it is made plain again', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, most) => {
      const made = plain(text, most)

      expect(made.length).toBeLessThanOrEqual(most)
      expect(made.isWellFormed()).toBe(true)
      expect(made).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u)
      expect(plain(made, most)).toBe(made)
    }),
  )
})

test('a text is cut with an ellipsis, between characters', () => {
  expect(clip('harbour', 7)).toBe('harbour')
  expect(clip('harbour', 4)).toBe('har…')
  expect(clip('a😀b', 3)).toBe('a…')
})

test('commands of runners are broken wherever they stand', () => {
  expect(plain('a ##[group]b ##VSO[task.complete]c ## d', 100)).toBe(
    String.raw`a #\u{23}[group]b #\u{23}VSO[task.complete]c ## d`,
  )
})

test('XML of any text is well formed and gives the visible text back', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: 'text',
    trimValues: false,
    parseTagValue: false,
  })
  fc.assert(
    fc.property(anyText, (text) => {
      const xml = textElement('failure', { message: text }, [text])

      expect(XMLValidator.validate(xml)).toBe(true)
      expect(parser.parse(xml)).toEqual({ failure: { message: plain(text, 4000), text: `\n${plain(text, 4000)}\n` } })
    }),
  )
})

test('any place is a path inside of the repository, and its URI has no scheme, query or fragment', () => {
  const somePlace = fc.oneof(
    anyText,
    fc.tuple(anyText, fc.nat()).map(([text, line]) => `../${text}.csv:${line}`),
  )
  fc.assert(
    fc.property(somePlace, (place) => {
      const { path, line } = locationOf(aReported({ place }), 'sites/a/drplan.yaml')

      expect(path).not.toMatch(/^\/|^$|(^|\/)\.{1,2}(\/|$)|\/\/|\\/)
      expect(line).toBeGreaterThan(0)
      expect(uriOf(path)).toMatch(/^[\w.!~*'()/%-]+$/)
      expect(new URL(uriOf(path), 'https://root.example/').host).toBe('root.example')
    }),
  )
})

test('as many texts are kept as fit, in number and in bytes', () => {
  const texts = ['aa', 'é', 'b', 'c']

  expect(within(texts, { most: 9, bytes: 99 })).toEqual(texts)
  expect(within(texts, { most: 3, bytes: 99 })).toEqual(['aa', 'é', 'b'])
  expect(within(texts, { most: 9, bytes: 4 })).toEqual(['aa', 'é'])
  expect(within(texts, { most: 9, bytes: 3 })).toEqual(['aa'])
  expect(bytesOf('é')).toBe(2)
})
