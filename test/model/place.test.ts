import { expect, test } from 'vitest'
import { placeParts } from '../../src/model/place.ts'

test.each([
  ['site.csv', 'site.csv', null, null],
  ['site.csv:12', 'site.csv', 12, null],
  ['C:\\site.csv:12', 'C:\\site.csv', 12, null],
  ['site.csv:0', 'site.csv:0', null, null],
  ['site.csv:99999999999', 'site.csv:99999999999', null, null],
  ['list.xlsx#vInfo!A7', 'list.xlsx', null, 'vInfo'],
  ['list.xlsx#a!b!A7', 'list.xlsx', null, 'a!b'],
  ['#12', '#12', null, null],
  ['', '', null, null],
])('%j is of the file %j, line %j, sheet %j', (place, ...parts) => {
  expect(Object.values(placeParts(place))).toEqual(parts)
})
