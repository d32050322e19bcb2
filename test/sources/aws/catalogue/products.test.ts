import { expect, test } from 'vitest'
import { readProduct } from '../../../../src/sources/aws/catalogue/products.ts'
import { aProduct } from '../../../support/price-lists.ts'

const asked = { region: 'eu-west-1', today: '2026-11-21' }

test('the plain price of an hour is read, of Linux and of Windows', () => {
  expect(readProduct(aProduct(), asked)).toEqual({ kind: 'price', id: 'm7i.large', isWindows: false, perHour: 0.1122 })
  expect(readProduct(aProduct({ system: 'Windows', usd: '0.2' }), asked)).toMatchObject({
    isWindows: true,
    perHour: 0.2,
  })
})

test.each([
  ['dedicated hosts', { attributes: { tenancy: 'Dedicated' } }],
  ['other software', { attributes: { preInstalledSw: 'SQL Std' } }],
  ['capacity that is reserved and not used', { attributes: { capacitystatus: 'UnusedCapacityReservation' } }],
  ['own licences', { system: 'Windows', attributes: { licenseModel: 'Bring your own license' } }],
  ['capacity blocks', { attributes: { marketoption: 'CapacityBlock' } }],
  ['other systems', { system: 'RHEL' }],
  ['another region', { region: 'us-east-1' }],
  ['a day that is still to come', { effectiveDate: '2027-01-01T00:00:00Z' }],
])('the price of %s is another one', (_, over) => {
  expect(readProduct(aProduct(over), asked)).toEqual({ kind: 'other' })
})

test.each([
  ['zero', { usd: '0.0000000000' }, 'not above zero'],
  ['no number', { usd: 'free' }, 'not above zero'],
  ['by another unit', { unit: 'Quantity' }, 'by the "Quantity"'],
  ['in another currency', { currency: 'CNY' }, 'not in USD'],
])('a price that is %s is refused', (_, over, why) => {
  expect(readProduct(aProduct(over), asked)).toMatchObject({
    kind: 'refused',
    id: 'm7i.large',
    why: expect.stringContaining(why),
  })
})

test.each(['{', '[]', '{"product":{}}'])('%s is no entry', (text) => {
  expect(readProduct(text, asked)).toMatchObject({ kind: 'refused', id: 'an entry' })
})
