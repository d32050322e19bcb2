import { expect, test } from 'vitest'
import { readItem } from '../../../../src/sources/azure/catalogue/retail-items.ts'
import { anItem } from '../../../support/price-lists.ts'

const asked = { region: 'westeurope', today: '2026-11-21' }

test('the plain price of an hour is read, of Linux and of Windows', () => {
  expect(readItem(anItem(), asked)).toMatchObject({
    kind: 'price',
    id: 'Standard_D2s_v5',
    isWindows: false,
    perHour: 0.12,
  })
  expect(readItem(anItem({ productName: 'Virtual Machines Dsv5 Series Windows' }), asked)).toMatchObject({
    kind: 'price',
    isWindows: true,
  })
})

test.each([
  ['Spot', { meterName: 'D2s v5 Spot', skuName: 'D2s v5 Spot' }],
  ['Low Priority', { meterName: 'D2s v5 Low Priority', skuName: 'D2s v5 Low Priority' }],
  ['development', { type: 'DevTestConsumption' }],
  ['a reservation', { type: 'Reservation', reservationTerm: '1 Year', retailPrice: 600 }],
  ['cloud services', { productName: 'Dsv5 Series CloudServices' }],
  ['a dedicated host', { productName: 'Dsv5 Series Dedicated Host' }],
  ['an expired meter', { meterName: 'D2s v5 Expired' }],
  ['a meter that is not charged there', { isPrimaryMeterRegion: false }],
  ['a larger quantity', { tierMinimumUnits: 100 }],
  ['another region', { armRegionName: 'northeurope' }],
  ['something without a size', { armSkuName: '' }],
  ['a day that is still to come', { effectiveStartDate: '2027-01-01T00:00:00Z' }],
  ['a day that is over', { effectiveEndDate: '2026-01-01T00:00:00Z' }],
])('the price of %s is another one', (_, over) => {
  expect(readItem(anItem(over), asked)).toEqual({ kind: 'other' })
})

test.each([
  ['zero', { retailPrice: 0 }, 'not above zero'],
  ['below zero', { retailPrice: -1 }, 'not above zero'],
  ['by another unit', { unitOfMeasure: '1 GB/Month' }, 'by "1 GB/Month"'],
  ['in another currency', { currencyCode: 'EUR' }, 'in EUR'],
])('a price that is %s is refused', (_, over, why) => {
  expect(readItem(anItem(over), asked)).toMatchObject({
    kind: 'refused',
    id: 'Standard_D2s_v5',
    why: expect.stringContaining(why),
  })
})

test.each([null, 'text', {}, anItem({ retailPrice: '0.12' })])('%j is no entry', (sent) => {
  expect(readItem(sent, asked)).toMatchObject({ kind: 'refused', id: 'an entry' })
})
