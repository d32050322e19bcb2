import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellLine, shellWord } from '../../src/render/shell.ts'

/** What a program is given, one argument a line of hex. */
const received = (line: string, env: Record<string, string> = {}): readonly string[] => {
  const script = `show() { for one in "$@"; do printf '%s' "$one" | od -An -v -tx1 | tr -d ' \\n'; echo; done; }\nshow ${line}`
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', ...env },
  })
  expect(stderr).toBe('')
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((hex) => Buffer.from(hex, 'hex').toString('utf8'))
}

// A shell cannot hand over a NUL, and half of a surrogate pair is no text.
const word = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('$', '`', "'", '"', '\\', '\n', '!', '(', '\u202e', ' ') }),
  )
  .filter((text) => !text.includes('\0') && text.isWellFormed())

test('whatever an argument holds, a shell hands it over as it is', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
      expect(received(words.map(shellWord).join(' '))).toEqual(words)
    }),
    { numRuns: 60 },
  )
})

test('a command stays on one line and shows what is hidden', () => {
  expect(shellWord('a\nb\u202ec')).toBe(String.raw`$'a\U0000000ab\U0000202ec'`)
})

test('a value of the day stands where it belongs, and is not split', () => {
  const line = shellLine({
    argv: ['--source-servers', { before: 'sourceServerID=', parameter: 'web' }],
    outputTo: null,
    call: null,
  })

  expect(received(line, { web: 's-1 2' })).toEqual(['--source-servers', 'sourceServerID=s-1 2'])
})

test('what a program says goes where the step says', () => {
  expect(shellLine({ argv: ['terraform', 'output'], outputTo: 'a b.json', call: null })).toBe(
    "terraform output > 'a b.json'",
  )
})
