import { expect, it } from 'vitest'
import { assertRegion } from '../../../src/core/mapping/region.ts'
import { InputError } from '../../../src/errors.ts'
import { aCatalogue } from './builders.ts'

const catalogue = aCatalogue({ regions: ['us-east-1', 'eu-west-1'] })

const errorOf = (region: string): InputError => {
  try {
    assertRegion(catalogue, region)
  } catch (error) {
    if (error instanceof InputError) return error
  }
  throw new Error('nothing was thrown')
}

it('accepts a region of the catalogue', () => {
  expect(() => assertRegion(catalogue, 'eu-west-1')).not.toThrow()
})

it('offers the nearest region for a slip of the pen', () => {
  const error = errorOf('us-esat-1')

  expect(error.code).toBe('config.region-unknown')
  expect(error.suggestions).toEqual(['Did you mean "us-east-1"?', 'Known regions: eu-west-1, us-east-1.'])
})

it('offers the list only when nothing is near', () => {
  expect(errorOf('the moon').suggestions).toEqual(['Known regions: eu-west-1, us-east-1.'])
})
