import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText, ruleDescription, tagValue } from '../../../src/targets/aws/text.ts'

const anyText = fc.string({ unit: 'binary' })

test('a tag value is always one that every AWS service takes', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(tagValue(text)).toMatch(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u)
    }),
  )
})

test('a rule description is always one that EC2 takes', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(ruleDescription(text)).toMatch(/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/)
    }),
  )
})

test.each([
  ['shop-web 01', 'shop-web 01'],
  ['Zürich büro', 'Zürich büro'],
  ['a\nb\tc', 'a b c'],
  ['safe\u202Etxt.exe', 'safetxt.exe'],
  ['ledger 🧾 main', 'ledger _ main'],
  // oxlint-disable-next-line no-template-curly-in-string
  ['${file("/etc/passwd")}', '_file_/etc/passwd_'],
])('keeps a tag readable: %j becomes %j', (text, expected) => {
  expect(tagValue(text)).toBe(expected)
})

test('shortens by characters, so that none is cut in half', () => {
  expect(tagValue('𝒳'.repeat(300))).toBe('𝒳'.repeat(256))
})

test('leaves plain text alone, but for what Terraform would change itself', () => {
  expect(plainText('e\u0301 \uD800')).toBe('é \uFFFD')
})
