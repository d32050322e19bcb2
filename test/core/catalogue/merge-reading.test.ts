import { expect, test } from 'vitest'
import { mergeReading } from '../../../src/core/catalogue/merge-reading.ts'
import { newestOf } from '../../../src/core/catalogue/newest.ts'
import type { CatalogueReading, ReadComponent, RegionReading } from '../../../src/model/catalogue-reading.ts'
import { catalogueSchema } from '../../../src/model/dr-component.ts'
import { componentOf, perHourOf, smallCatalogue } from '../../support/small-catalogue.ts'

const base = smallCatalogue()
const allIds = base.components.map(({ id }) => id)
const today = '2026-11-21'

const aRegion = (over: Partial<RegionReading> = {}): RegionReading => ({
  region: 'eu-west-1',
  offered: allIds,
  prices: allIds.map((componentId) => ({ componentId, perHour: 0.5, windowsPerHour: null })),
  refused: [],
  ...over,
})

const aReading = (over: Partial<CatalogueReading> = {}): CatalogueReading => ({
  what: 'a price list',
  regions: [aRegion()],
  components: [],
  findings: [],
  ...over,
})

/** A component that the catalogue lacks, like one that it has. */
const aNewOne = (over: Partial<ReadComponent> = {}): ReadComponent => ({
  id: 'm9i.large',
  family: 'm9i',
  current: true,
  specialPurpose: null,
  capacity: { ...componentOf(base, 'm7i.large').capacity, scorePerVcpu: null },
  missing: [],
  ...over,
})

test('prices that were read are of today and no estimates; other regions stay as they were', () => {
  const { catalogue, changes, findings } = mergeReading(base, aReading(), today)

  expect(catalogueSchema.safeParse(catalogue).success).toBe(true)
  for (const one of catalogue.components) {
    const [central, west] = ['eu-central-1', 'eu-west-1'].map((region) =>
      one.prices.find((row) => row.region === region),
    )
    expect(central).toEqual(componentOf(base, one.id).prices.find(({ region }) => region === 'eu-central-1'))
    expect(west).toMatchObject({ perHour: 0.5, asOf: today, estimated: false })
  }
  expect(changes).toMatchObject({ pricesRead: allIds.length, vanished: [], leftOut: [], componentsChanged: [] })
  expect(findings).toEqual([])
  expect(catalogue.sources.at(-1)).toEqual({ id: 'refreshed', what: 'a price list: eu-west-1', asOf: today })
})

test('the same reading again changes nothing', () => {
  const once = mergeReading(base, aReading(), today).catalogue

  expect(mergeReading(once, aReading(), today).catalogue).toEqual(once)
})

test('the catalogue is as old as its oldest price', () => {
  expect(mergeReading(base, aReading(), today).catalogue.asOf).toBe('2024-07-18')
})

test('what has vanished is kept with its old price, and said by region', () => {
  const { catalogue, changes, findings } = mergeReading(
    base,
    aReading({ regions: [aRegion({ offered: allIds.slice(1), prices: aRegion().prices!.slice(2) })] }),
    today,
  )

  expect(changes.vanished).toEqual([{ region: 'eu-west-1', ids: allIds.slice(0, 2) }])
  expect(findings).toMatchObject([{ code: 'catalogue.row-vanished', affected: allIds.slice(0, 2) }])
  expect(perHourOf(catalogue, allIds[0]!, 'eu-west-1')).toBe(perHourOf(base, allIds[0]!, 'eu-west-1'))
})

test('a region that could not be read is as it was, and nothing in it has vanished', () => {
  const { catalogue, findings } = mergeReading(
    base,
    aReading({ regions: [aRegion({ offered: null, prices: null })] }),
    today,
  )

  expect(catalogue.components).toEqual(base.components)
  expect(findings).toEqual([])
})

test('a price that was refused has not vanished', () => {
  const [refused = ''] = allIds
  const region = aRegion({ prices: aRegion().prices!.slice(1), refused: [refused] })

  expect(mergeReading(base, aReading({ regions: [region] }), today).changes.vanished).toEqual([])
})

test('a new component is added when all is known of it, a price among it', () => {
  const priced = aRegion({
    prices: [...aRegion().prices!, { componentId: 'M9I.Large', perHour: 0.2, windowsPerHour: 0.1 }],
  })
  const { catalogue, changes } = mergeReading(base, aReading({ regions: [priced], components: [aNewOne()] }), today)

  expect(changes.componentsAdded).toEqual(['m9i.large'])
  expect(componentOf(catalogue, 'm9i.large')).toMatchObject({
    family: 'm9i',
    prices: [{ region: 'eu-west-1', perHour: 0.2, asOf: today }],
  })
  expect(catalogue.components.map(({ id }) => id)).toEqual([...allIds, 'm9i.large'].sort())
  expect(catalogueSchema.safeParse(catalogue).success).toBe(true)
})

test.each([
  ['without a price', aNewOne(), 'no price in the regions that were read'],
  ['without a fact that the vendor does not say', aNewOne({ missing: ['sustained share'] }), 'no sustained share'],
  [
    'without its memory',
    aNewOne({ capacity: { ...aNewOne().capacity, memoryGiB: null } }),
    'no usable capacity.memoryGiB',
  ],
  [
    'with a fact that cannot be',
    aNewOne({ capacity: { ...aNewOne().capacity, vcpus: 1.5 } }),
    'no usable capacity.vcpus',
  ],
])('a new component %s is left out, and why is said', (_, component, why) => {
  const { catalogue, changes, findings } = mergeReading(base, aReading({ components: [component] }), today)

  expect(catalogue.components.map(({ id }) => id)).toEqual(allIds)
  expect(changes.leftOut).toEqual([{ id: 'm9i.large', why }])
  expect(findings).toMatchObject([{ code: 'catalogue.row-left-out', subject: why, affected: ['m9i.large'] }])
})

test('facts that the vendor says replace those that were known, the rest stays', () => {
  const old = componentOf(base, 't3.large')
  const read = aNewOne({
    id: 't3.large',
    family: 't3',
    current: false,
    capacity: { maxDisks: 40, burstableBaseline: null, scorePerVcpu: undefined },
  })

  const { catalogue, changes } = mergeReading(base, aReading({ components: [read] }), today)

  expect(changes.componentsChanged).toEqual(['t3.large'])
  expect(componentOf(catalogue, 't3.large')).toMatchObject({
    current: false,
    capacity: { ...old.capacity, maxDisks: 40 },
  })
})

test('accelerators that are there keep the names that machines are matched with', () => {
  const read = aNewOne({
    id: 'g4dn.xlarge',
    capacity: { accelerators: [{ kind: 'gpu', model: 'another name', count: 1, memoryGiB: 15 }] },
  })

  const { catalogue } = mergeReading(base, aReading({ components: [read] }), today)

  expect(componentOf(catalogue, 'g4dn.xlarge')).toMatchObject({ capacity: componentOf(base, 'g4dn.xlarge').capacity })
})

test('of two catalogues every price is the newer one', () => {
  const refreshed = mergeReading(base, aReading(), today).catalogue
  const later = {
    ...base,
    components: base.components.map((one) => ({
      ...one,
      prices: one.prices.map((row) => (row.region === 'eu-west-1' ? { ...row, perHour: 9, asOf: '2027-01-01' } : row)),
    })),
  }

  expect(perHourOf(newestOf(base, refreshed), 'm7i.large', 'eu-west-1')).toBe(0.5)
  expect(perHourOf(newestOf(later, refreshed), 'm7i.large', 'eu-west-1')).toBe(9)
  expect(newestOf(base, base)).toEqual(base)
})
