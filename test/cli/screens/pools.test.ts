import { expect, test } from 'vitest'
import { poolTable } from '../../../src/cli/screens/pools.ts'

const pool = {
  name: 'web',
  componentId: 's.medium',
  slots: 2,
  failures: 1,
  members: ['a', 'b', 'c', 'd'],
  running: 0,
  worst: { domains: [{ kind: 'host' as const, name: 'h1' }], hit: 2 },
  heldPerMonth: 146,
  aloneEachPerMonth: 292,
}

test('a pool is shown with what it saves, and one without a component with no price', () => {
  const impossible = { ...pool, name: 'mixed', componentId: null, heldPerMonth: null }

  const lines = poolTable({ pools: [pool, impossible], currency: 'USD' }, 100)

  expect(lines.slice(0, 3)).toEqual([
    '  shared pool  VMs  slots  needed  component  USD/month  one each   saved',
    '  web            4      2       2  s.medium      146.00    292.00  146.00',
    '  mixed          4      2       2  none               –    292.00       –',
  ])
  expect(lines.slice(3).join('').replaceAll(/\s+/g, ' ')).toContain(
    'When the whole primary site fails, all of them are hit.',
  )
})

test('nothing is said of pools where there are none', () => {
  expect(poolTable({ currency: 'USD' }, 80)).toEqual([])
})
