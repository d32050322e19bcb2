import { describe, expect, it } from 'vitest'
import { nearest } from '../../src/model/nearest.ts'

describe('the nearest name', () => {
  it.each([
    ['tire', 'tier'],
    ['Tier', 'tier'],
    ['regoin', 'region'],
    ['networks', 'network'],
    ['eu-wset-1', 'eu-west-1'],
  ])('finds what %s was meant to be', (text, meant) => {
    expect(nearest(text, ['eu-west-1', 'network', 'region', 'tier'])).toBe(meant)
  })

  it.each(['x', '', 'capacity', 'zz'])('does not guess what %j was meant to be', (text) => {
    expect(nearest(text, ['eu-west-1', 'tier', 'a', 'cd'])).toBeNull()
  })

  it('takes the first of equally near ones', () => {
    expect(nearest('tiers', ['tierx', 'tiery'])).toBe('tierx')
  })

  it('gives up at once on a text much longer than any name', () => {
    expect(nearest('a'.repeat(1_000_000), ['a'.repeat(10)])).toBeNull()
  })
})
