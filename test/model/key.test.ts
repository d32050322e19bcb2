import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stableKey } from '../../src/model/key.ts'
import { hostileNames } from '../builders-plan.ts'

const anyName = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...hostileNames))

describe('a stable key', () => {
  it('has lower-case letters, digits and single hyphens, starts with a letter, and is never long', () => {
    fc.assert(
      fc.property(anyName, anyName, (name, id) => {
        const key = stableKey(name, id)

        expect(key).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/)
        expect(key.length).toBeLessThanOrEqual(48)
        expect(stableKey(name, id)).toBe(key)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['shop-web', 'shop-web', 'shop-web'],
    ['Über Café', 'x', /^u-ber-cafe-[0-9a-z]{7}$|^uber-cafe-[0-9a-z]{7}$/],
    ['9to5', 'i-1', /^x-9to5-[0-9a-z]{7}$/],
    ['', 'i-1', /^x-[0-9a-z]{7}$/],
    ['🧾', 'i-1', /^x-[0-9a-z]{7}$/],
    [`9${'a'.repeat(36)}-b`, 'i-1', /^x-9a{36}-[0-9a-z]{7}$/],
  ])('makes %j with id %j safe', (name, id, key) => {
    expect(stableKey(name, id)).toMatch(key)
  })

  it('tells 100,000 VMs of one name apart', () => {
    const keys = new Set(Array.from({ length: 100_000 }, (_, index) => stableKey('web', `vm-${index}`)))

    expect(keys.size).toBe(100_000)
  })

  it('does not change when another thing is added', () => {
    const alone = stableKey('web', 'i-1')

    stableKey('web', 'i-2')

    expect(stableKey('web', 'i-1')).toBe(alone)
  })
})
