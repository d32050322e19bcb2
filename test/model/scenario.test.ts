import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { configSchema } from '../../src/model/config.ts'
import {
  changedSettings,
  laidOver,
  mergeSettings,
  notOfScenarios,
  scenarioSchema,
  settingsOf,
} from '../../src/model/scenario.ts'

/** Whatever YAML can say. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, 1, 'x', ''),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), tie('value')),
  ),
})).value
const settings = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), anything)

describe('merging settings', () => {
  test('nothing changes nothing', () => {
    fc.assert(
      fc.property(settings, (base) => {
        expect(mergeSettings(base, {})).toEqual(base)
      }),
    )
  })

  test('twice is once', () => {
    fc.assert(
      fc.property(settings, settings, (base, over) => {
        const once = mergeSettings(base, over)

        expect(mergeSettings(once, over)).toEqual(once)
      }),
    )
  })

  test('keeps what is not stated, key by key, at every depth', () => {
    expect(mergeSettings({ a: { b: { c: 1, d: 2 } }, e: 3 }, { a: { b: { c: 9 } } })).toEqual({
      a: { b: { c: 9, d: 2 } },
      e: 3,
    })
  })

  test('replaces lists, and everything that is no object', () => {
    fc.assert(
      fc.property(anything, fc.oneof(fc.array(anything), fc.constantFrom(null, 1, 'x', false)), (before, after) => {
        expect(mergeSettings({ a: before }, { a: after })).toEqual({ a: after })
      }),
    )
  })

  test('touches neither of both', () => {
    fc.assert(
      fc.property(settings, settings, (base, over) => {
        const before = structuredClone([base, over])

        mergeSettings(base, over)

        expect([base, over]).toEqual(before)
      }),
    )
  })
})

describe('a scenario', () => {
  const config = { target: { platform: 'aws', region: 'r', prices: 'p.yaml' }, mapping: { quotas: { a: 1, b: 2 } } }

  test('sets nothing but the parts that scenarios are about', () => {
    const scenario = { schema: 'drplan/scenario@1', name: 'x', demand: { quantile: 0.9 }, sources: [], constructor: 1 }

    expect(settingsOf(scenario)).toEqual({ demand: { quantile: 0.9 } })
  })

  test('takes own prices and a quota away by null', () => {
    expect(laidOver(config, { target: { prices: null }, mapping: { quotas: { a: null } } })).toEqual({
      target: { platform: 'aws', region: 'r' },
      mapping: { quotas: { b: 2 } },
    })
  })

  test('keeps null where that is a value', () => {
    expect(laidOver(config, { mapping: { budgetPerMonth: null } })).toMatchObject({ mapping: { budgetPerMonth: null } })
  })

  test('every key of drplan.yaml is either a setting of scenarios or refused with a reason', () => {
    const known = new Set([...Object.keys(scenarioSchema.shape), ...Object.keys(notOfScenarios)])

    expect(Object.keys(configSchema.shape).filter((key) => !known.has(key))).toEqual([])
    expect(notOfScenarios['network']).toContain('one and the same site')
  })

  test('states what it states, and no default', () => {
    const scenario = {
      schema: 'drplan/scenario@1',
      demand: { quantile: 0.9 },
      mapping: {},
      recovery: { bootMinutes: 3 },
    }

    expect(scenarioSchema.parse(scenario)).toEqual(scenario)
  })
})

describe('what a scenario changes', () => {
  const before = { demand: { quantile: 0.95, horizonDays: 28 }, tiers: [{ id: '0' }], target: {} }

  test('is listed by setting, with both values; a list is one setting', () => {
    const after = { demand: { quantile: 0.9, horizonDays: 28 }, tiers: [{ id: '1' }], target: { prices: 'p.yaml' } }

    expect(changedSettings(after, before, after)).toEqual([
      { setting: 'demand.quantile', before: 0.95, after: 0.9 },
      { setting: 'tiers', before: [{ id: '0' }], after: [{ id: '1' }] },
      { setting: 'target.prices', before: null, after: 'p.yaml' },
    ])
  })

  test('is nothing where it states what is already so', () => {
    expect(changedSettings({ demand: { quantile: 0.95 } }, before, before)).toEqual([])
  })
})
