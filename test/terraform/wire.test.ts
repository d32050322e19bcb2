/** The encodings that the stand-in provider speaks. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack, UNKNOWN, type Value } from '../support/terraform/msgpack.ts'
import { bytesField, decode, intField, message, textField } from '../support/terraform/protobuf.ts'

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, UNKNOWN),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
  ),
}))

test('what is packed as MessagePack is unpacked as the same value', () => {
  fc.assert(
    fc.property(value, (sample) => {
      expect(unpack(pack(sample))).toEqual(sample)
    }),
  )
})

test.each([
  ['a small number', [0x07], 7],
  ['a small negative number', [0xff], -1],
  ['a byte', [0xcc, 0xc8], 200],
  ['two bytes', [0xcd, 0x01, 0x00], 256],
  ['a short list', [0x92, 0x01, 0xc0], [1, null]],
  ['a short map', [0x81, 0xa1, 0x61, 0xc3], { a: true }],
  ['an unknown value with a refinement', [0xc7, 0x02, 0x0c, 0x81, 0x01], UNKNOWN],
] as const)('reads %s in the short form that Terraform writes', (_, bytes, expected) => {
  expect(unpack(Buffer.from(bytes))).toEqual(expected)
})

test('a message keeps its fields apart, long ones too', () => {
  const long = 'x'.repeat(70_000)

  const fields = decode(message(intField(1, 300), textField(2, long), bytesField(15, 'end')))

  expect(fields.get(2)?.toString()).toBe(long)
  expect(fields.get(15)?.toString()).toBe('end')
  expect(fields.has(1)).toBe(false)
})
