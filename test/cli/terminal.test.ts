import { expect, test } from 'vitest'
import { hasUnicode, inAscii } from '../../src/cli/terminal.ts'

test.each([
  ['a UTF-8 locale', { LANG: 'en_GB.UTF-8' }, 'linux', true],
  ['a locale of old', { LANG: 'C' }, 'linux', false],
  ['no locale', {}, 'linux', false],
  ['the first of three that is set', { LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, 'linux', false],
  ['an empty one, which is none', { LC_ALL: '', LC_CTYPE: 'UTF-8' }, 'darwin', true],
  ['a terminal that can do nothing', { LANG: 'en_GB.UTF-8', TERM: 'dumb' }, 'linux', false],
  ['Windows Terminal', { WT_SESSION: 'x' }, 'win32', true],
  ['an old console of Windows', {}, 'win32', false],
] as const)('%s', (...[, environment, platform, expected]) => {
  expect(hasUnicode(environment, platform)).toBe(expected)
})

test('marks become letters cell for cell, names stay', () => {
  expect(inAscii('日本…  –  −5\u00a0%')).toBe('日本~  -  -5 %')
})
