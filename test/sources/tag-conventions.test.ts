import { describe, expect, test } from 'vitest'
import { isConventionKey, nounsFromTags } from '../../src/sources/tag-conventions.ts'

describe('tags', () => {
  test.for([
    [{ 'drplan-tier': 'Tier 2' }, '2'],
    [{ 'drplan:tier': 'gold' }, 'gold'],
    [{ Tier: '1' }, '1'],
    [{ tier: 'web' }, null],
    [{ tier: '3', 'drplan-tier': '0' }, '0'],
    [{ 'DR Tier': ' ' }, null],
    [{}, null],
  ] as const)('%j state the tier %s', ([tags, tier]) => {
    expect(nounsFromTags(tags).tier).toBe(tier)
  })

  test('state application, protection group and dependencies under any spelling of their keys', () => {
    const nouns = nounsFromTags({
      'Application Name': 'shop',
      Protection_Group: 'pg',
      'depends-on': 'db + cache; queue, db',
    })

    expect(nouns).toEqual({
      tier: null,
      application: 'shop',
      protectionGroup: 'pg',
      dependsOn: ['db', 'cache', 'queue'],
    })
  })

  test('named like what every object has state nothing', () => {
    expect(nounsFromTags({ constructor: 'x', toString: 'y' })).toEqual({
      tier: null,
      application: null,
      protectionGroup: null,
      dependsOn: [],
    })
    expect(isConventionKey('__proto__')).toBe(false)
  })
})
