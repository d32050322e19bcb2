import { expect, test } from 'vitest'
import { literalsScreen } from '../../../src/cli/screens/literals.ts'
import type { LiteralTranslation } from '../../../src/model/address-literal.ts'
import { parseCidr } from '../../../src/model/cidr.ts'

const literal = (over: Partial<LiteralTranslation> = {}): LiteralTranslation => ({
  place: 'a.conf',
  vmId: null,
  line: 3,
  column: 7,
  inner: null,
  layers: [],
  kind: 'dotted',
  text: '10.0.5.17',
  block: parseCidr('10.0.5.17/32'),
  means: '"db-1"',
  outcome: 'replace',
  becomes: '10.64.5.17',
  reason: null,
  ...over,
})

test('nothing is shown when nothing was looked through, and one line when nothing changes', () => {
  expect(literalsScreen(undefined, 80)).toEqual([])
  expect(literalsScreen([literal({ outcome: 'kept', becomes: null })], 80)).toEqual([
    'Hard-coded addresses: 0\u00a0plain replacements, 0 by hand, 1 stays as it is.',
    '',
  ])
})

test('packed text has the place where it begins and the place inside of it', () => {
  const lines = literalsScreen(
    [literal({ inner: { line: 2, column: 1 }, outcome: 'by-hand', reason: 'ipv6', becomes: null })],
    200,
  )

  expect(lines.join('\n')).toMatch(
    /a\.conf:3:7>2:1 +10\.0\.5\.17 +– +by hand: the recovery site is assigned other IPv6/,
  )
})

test('names are made harmless, and what is more than a screen holds is counted', () => {
  const many = Array.from({ length: 25 }, () => literal({ place: '\u001B[31mred' }))

  const text = literalsScreen(many, 120).join('\n')

  expect(text).not.toContain('\u001B[31mred')
  expect(text).toContain('… and 5 more; drplan translate --json has all of them.')
})
