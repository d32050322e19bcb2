import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findInBytes } from '../../../src/core/literals/unwrap.ts'
import { findSecrets } from '../../../src/core/literals/secrets.ts'
import { secretParts, type SecretMark } from '../../../src/model/secret-mark.ts'
import { heldOut } from '../../support/secret-held-out.ts'
import { aCorpusText, planted, randomFrom, traps, type CorpusText } from '../../support/secret-corpus.ts'

const marksIn = (text: string): readonly SecretMark[] => findInBytes(Buffer.from(text))!.secrets
const said = (text: string): readonly string[] => marksIn(text).map(({ kind, line }) => `${kind} ${line}`)

test('every planted form is found with its kind, and no trap is, each alone', () => {
  const random = randomFrom(7)
  const missed = planted.flatMap(({ line, kind, value }) => {
    const text = line.replace(/\{\}/, () => value(random))
    return findSecrets(text).some((found) => found.kind === kind) ? [] : [`${kind}: ${text}`]
  })
  const wrong = traps.map((trap) => trap(random)).filter((text) => findSecrets(text).length > 0)

  expect(missed).toEqual([])
  expect(wrong).toEqual([])
})

test('of the seeded corpus, precision and recall are at least 0.95 by line and kind', () => {
  const random = randomFrom(20_261_122)
  const counts = { planted: 0, found: 0, right: 0 }
  for (let text = 0; text < 400; text += 1) count(aCorpusText(random), counts)

  const precision = counts.right / counts.found
  const recall = counts.right / counts.planted

  expect(counts.planted).toBeGreaterThan(3000)
  expect({ precision: precision >= 0.95, recall: recall >= 0.95 }).toEqual({ precision: true, recall: true })
})

function count({ text, expected }: CorpusText, counts: { planted: number; found: number; right: number }): void {
  const wanted = expected.map(({ kind, line }) => `${kind} ${line}`)
  const found = said(text)
  const right = found.filter((one) => wanted.includes(one))
  counts.planted += wanted.length
  counts.found += found.length
  counts.right += right.length
}

test('of lines that were written after the rules, and that no rule was changed for, fewer are told right', () => {
  const found = heldOut.filter(({ line }) => findSecrets(line).length > 0)
  const right = found.filter(({ isSecret }) => isSecret)

  expect([heldOut.length, found.length, right.length]).toEqual([40, 14, 12])
})

test('no six characters of a planted secret are in what is kept or said', () => {
  fc.assert(
    fc.property(fc.nat(), fc.boolean(), (seed, isPacked) => {
      const { text, expected } = aCorpusText(randomFrom(seed))
      const found = findInBytes(isPacked ? gzipSync(text) : Buffer.from(text))!
      const own = findInBytes(Buffer.from(text))!
      const kept = [found, own].map(
        (each) =>
          JSON.stringify(each, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) +
          JSON.stringify(secretParts(each.secrets, 'The file')),
      )

      const secretOf = (value: string): string => value.replace(/^(?:[a-z]+_(?:pat_|live_)?|[a-z]+-|hvs\.)/, '')
      const detected = expected.filter(({ kind, line }) =>
        own.secrets.some((mark) => mark.kind === kind && mark.line === line),
      )
      for (const value of detected.map((each) => secretOf(each.value)))
        for (let at = 0; at + 6 <= value.length; at += 1)
          for (const text of kept) expect(text).not.toContain(value.slice(at, at + 6))
    }),
    { numRuns: 60 },
  )
})

describe('where it is', () => {
  test('is the line of the text as it is stored, and the one inside of what is packed', () => {
    const inner = 'a: 1\npassword: Zq8mWk2vTb71\n'
    const text = `#cloud-config\nwrite_files:\n  - content: ${gzipSync(inner).toString('base64')}\n`

    const marks = marksIn(text)

    expect(marks).toEqual([{ kind: 'password', line: 3, innerLine: 2 }])
    expect(secretParts(marks, 'Its user data').message).toContain('password on line 3 (line 2 of what is packed there)')
  })

  test('is said once for what is a token and the value of a setting, by what says most', () => {
    const random = randomFrom(3)
    const github = planted.find(({ line }) => line.startsWith('GITHUB_TOKEN'))!

    expect(said(github.line.replace('{}', github.value(random)))).toEqual(['github-token 1'])
  })

  test('keeps a password that reads as an address out of the addresses', () => {
    const { literals, secrets } = findInBytes(Buffer.from('http://app:10.0.5.17@db 10.0.5.18'))!

    expect([literals.map(({ text }) => text), secrets.length]).toEqual([['10.0.5.18'], 1])
  })
})

test('time grows with the length of the text only', () => {
  const parts = [
    'password',
    'password=',
    'secret: "',
    '-----BEGIN PRIVATE KEY-----\n',
    'eyJaaaaaaaaaaaa.',
    'a://b:',
    'curl -u ',
    'mysql ',
    'chpasswd:\n',
  ]
  for (const part of parts) {
    const text = part.repeat(Math.floor(400_000 / part.length))
    const started = performance.now()

    findSecrets(text)

    expect([part, performance.now() - started < 4000]).toEqual([part, true])
  }
})
