import { expect, test } from 'vitest'
import { satisfies } from '../../../src/core/plan/version-constraint.ts'

test.each([
  ['1.9.0', '>= 1.9', true],
  ['1.10.2', '>= 1.9', true],
  ['1.8.9', '>= 1.9', false],
  ['6.20.0', '~> 6.19', true],
  ['6.18.0', '~> 6.19', false],
  ['7.0.0', '~> 6.19', false],
  ['6.19.3', '~> 6.19.1', true],
  ['6.20.0', '~> 6.19.1', false],
  ['6.0.0', '~> 6.0', true],
  ['4.5.0', '>= 4.0, < 5.0', true],
  ['5.0.0', '>= 4.0, < 5.0', false],
  ['4.5.0', '!= 4.5.0', false],
  ['4.5.0', '4.5.0', true],
  ['4.5.1', '= 4.5.0', false],
  ['2.0.0-rc1', '>= 1.9', false],
  ['2.0.0-rc1', '2.0.0-rc1', true],
  ['1.9.0', 'latest', null],
  ['newest', '>= 1.9', null],
] as const)('%s for %s: %s', (version, constraint, verdict) => {
  expect(satisfies(version, constraint)).toBe(verdict)
})
