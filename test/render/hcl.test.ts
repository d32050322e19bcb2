/** What is written must be what HashiCorp's own parser reads, and what its formatter would write. */
import { format } from '@cdktn/hcl-tools'
import { parse } from '@cdktn/hcl2json'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HclBlock, HclValue } from '../../src/model/hcl.ts'
import { quoted, renderHcl } from '../../src/render/hcl.ts'

const file = (blocks: readonly HclBlock[]) => renderHcl({ path: 'x.tf', comment: 'Written by a test.', blocks })

const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,12}$/)

/** Without maps in lists: nothing of ours writes them. */
const value = fc.letrec<{ value: HclValue; leaf: HclValue; map: HclValue }>((tie) => ({
  leaf: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean()),
  map: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }).map((map) => ({ map })),
  value: fc.oneof({ depthSize: 'small' }, tie('leaf'), fc.array(tie('leaf'), { maxLength: 3 }), tie('map')),
})).value

/** As hcl2json gives it back: text with its template marks doubled again, lists and maps as they are. */
function expected(from: HclValue): unknown {
  if (typeof from === 'string') return from.toWellFormed().normalize('NFC')
  if (typeof from !== 'object') return from
  if (Array.isArray(from)) return from.map((each: HclValue) => expected(each))
  if ('expression' in from) return from
  return Object.fromEntries(
    Object.entries((from as { map: Record<string, HclValue> }).map).map(([key, inner]) => [key, expected(inner)]),
  )
}

const unescaped = (read: unknown): unknown =>
  JSON.parse(JSON.stringify(read), (_, each: unknown) =>
    typeof each === 'string' ? each.replaceAll(/([$%])\1(?=\{)/g, '$1').normalize('NFC') : each,
  ) as unknown

test('whatever text it is given, the parser reads that text and nothing more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
      async (attributes) => {
        const text = file([{ type: 'import', labels: ['label'], attributes }])

        const read = (await parse('x.tf', text)) as { import: { label: [object] } }

        const wanted = Object.fromEntries(Object.entries(attributes).map(([key, each]) => [key, expected(each)]))
        expect(unescaped(read.import.label[0])).toEqual(wanted)
      },
    ),
    { numRuns: 200 },
  )
})

test('the formatter has nothing to change', async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 6, noNullPrototype: true }), async (attributes) => {
      const inner: HclBlock = { type: 'backend', labels: ['s3'], attributes }
      const text = file([{ type: 'terraform', labels: [], attributes, blocks: [inner] }])

      expect(await format(text)).toBe(text)
    }),
    { numRuns: 200 },
  )
})

test.each([
  // oxlint-disable-next-line no-template-curly-in-string
  ['${file("/etc/passwd")}', '"$${file(\\"/etc/passwd\\")}"'],
  ['%{for x in y}', '"%%{for x in y}"'],
  ['$${', '"$$${"'],
  ['a\\"b', '"a\\\\\\"b"'],
  ['a\nb\u0000\u2028', '"a\\nb\\u0000\\u2028"'],
])('writes %o so that nothing is expanded', (text, written) => {
  expect(quoted(text)).toBe(written)
})

test('refuses a name that would have to be quoted', () => {
  expect(() => file([{ type: 'moved', labels: [], attributes: { 'a b': 1 } }])).toThrow('no HCL identifier')
})
