import { expect, test } from 'vitest'
import { skewLimitsOf } from '../../../src/core/replication/skew-limits.ts'
import { aDependency } from '../../builders.ts'

const groupOf = new Map([
  ['web', 'shop'],
  ['db', 'shop'],
])

test('what is stated inside a protection group allows no skew; traffic and other groups do not limit it', () => {
  const dependencies = [
    aDependency({ evidence: 'stated' }),
    aDependency({ evidence: 'flow', fromVmId: 'db', toVmId: 'web' }),
    aDependency({ evidence: 'stated', fromVmId: 'web', toVmId: 'mail' }),
  ]

  expect(skewLimitsOf(dependencies, { groupOf, stated: [] })).toEqual([
    { fromVmId: 'web', toVmId: 'db', allowedSkewSeconds: 0 },
  ])
})

test('what is set for an edge comes before the rule', () => {
  const dependencies = [aDependency({ evidence: 'stated' })]
  const stated = [
    { fromVmId: 'web', toVmId: 'db', allowedSkewSeconds: null },
    { fromVmId: 'web', toVmId: 'mail', allowedSkewSeconds: 30 },
  ]

  expect(skewLimitsOf(dependencies, { groupOf, stated })).toEqual([
    { fromVmId: 'web', toVmId: 'mail', allowedSkewSeconds: 30 },
  ])
})
