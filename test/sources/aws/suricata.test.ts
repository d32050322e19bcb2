import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partsOf, readSuricata } from '../../../src/sources/aws/suricata.ts'

describe('rules for Suricata', () => {
  test('are read by their heads, over several lines, with brackets and spaces in them', () => {
    const rules = readSuricata(
      [
        '# pass ip any any -> any any (sid:1;)',
        'drop tcp $HOME_NET any -> [192.0.2.0/24, !192.0.2.7] 445 (msg:"a -> b"; sid:2;)',
        'alert tls any any <> $EXTERNAL_NET \\',
        '  443 (sid:3;)',
        'not a rule',
      ].join('\n'),
    )

    expect(rules.map(({ Action, Header }) => [Action, ...Object.values(Header)])).toEqual([
      ['drop', 'tcp', '$HOME_NET', 'any', '->', '[192.0.2.0/24, !192.0.2.7]', '445'],
      ['alert', 'tls', 'any', 'any', '<>', '$EXTERNAL_NET', '443'],
    ])
  })

  test('hold nothing of what stands in the options', () => {
    const [rule] = readSuricata('drop tcp any any -> any any (content:"must-not-be-seen"; sid:1;)')

    expect(JSON.stringify(rule)).not.toContain('must-not-be-seen')
  })

  test('give every part of a head back as it was written, whatever the options hold', () => {
    const word = fc.stringMatching(/^[a-z0-9$!.:/]{1,12}$/)
    const list = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `[${words.join(', ')}]`)
    const end = fc.oneof(word, list)
    const head = fc.tuple(word, word, end, end, fc.constantFrom('->', '<>'), end, end)
    const options = fc.string().filter((text) => !/[\r\n\\]/.test(text))

    fc.assert(
      fc.property(head, options, (parts, rest) => {
        const [rule] = readSuricata(`${parts.join(' ')} (${rest})`)
        expect([rule?.Action, ...Object.values(rule?.Header ?? {})]).toEqual(parts)
      }),
    )
  })
})

test.each([
  ['any', []],
  ['[any]', []],
  ['$HOME_NET', ['$HOME_NET']],
  ['!10.0.0.0/8', ['!10.0.0.0/8']],
  ['[10.0.0.0/8, ![10.1.0.0/16, 10.2.0.0/16]]', ['10.0.0.0/8', '![10.1.0.0/16, 10.2.0.0/16]']],
])('%s is made of %o', (text, parts) => {
  expect(partsOf(text)).toEqual(parts)
})
