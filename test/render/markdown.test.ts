import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inlineText } from '../../src/render/markdown.ts'

test.each([
  ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
  ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
  ['| a |', '\\| a \\|'],
  ['`code` **b** _i_ ~s~', '\\`code\\` \\*\\*b\\*\\* \\_i\\_ \\~s\\~'],
  ['$(rm -rf /)', '\\$(rm -rf /)'],
  ['two\nlines', 'two\\\\u\\{a\\}lines'],
  ['{{ it }} <%= 1 %>', '\\{\\{ it \\}\\} \\<%= 1 %\\>'],
  ['@team a@b.example', '@<!-- -->team a@<!-- -->b.example'],
  ['fixes #12', 'fixes \\#<!-- -->12'],
  ['https://a.example ftp://b', 'https\\://a.example ftp\\://b'],
  ['www.a.example _www.b.example', 'www\\.a.example \\_www\\.b.example'],
  ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
  ['- item', '\\- item'],
  ['1. item', '1\\. item'],
  ['10) item', '10\\) item'],
  ['    code', '&#32;   code'],
  ['10.0.0.0/16', '10.0.0.0/16'],
  ['-5', '-5'],
])('%j becomes %j', (text, expected) => {
  expect(inlineText(text)).toBe(expected.replaceAll('\\\\u\\{a\\}', String.raw`\\u\{a\}`))
})

test('nothing that begins markup is left without its backslash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const rest = inlineText(text)
        .replaceAll('<!-- -->', '')
        .replaceAll(/\\[\\`*_[\]<>|~#!{}$:.)+=-]/g, '')

      expect(rest).not.toMatch(/[\\`*_[\]<>|~!{}$\n\r]|:\/\/|www\.|&(?!amp;|#\d+;)/i)
    }),
  )
})
