import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyPrices } from '../../../src/core/catalogue/apply-prices.ts'
import { priceListSchema, type PriceList } from '../../../src/model/price-list.ts'
import { componentOf, perHourOf, smallCatalogue } from '../../support/small-catalogue.ts'

const catalogue = smallCatalogue()

const aList = (over: object): PriceList =>
  priceListSchema.parse({ schema: 'drplan/prices@1', asOf: '2026-10-01', ...over })

const placeOf = (rows: string, index: number): string => `prices.yaml:${rows === 'overrides' ? 4 + index : 40 + index}`
const apply = (over: object) => applyPrices(catalogue, aList(over), placeOf)

const listedAt = perHourOf(catalogue, 'm7i.large', 'eu-west-1')!

describe('overrides', () => {
  test('the first that matches wins, and the price is of its day and no estimate', () => {
    const { catalogue: priced, findings } = apply({
      overrides: [
        { component: 'm7i.large', region: 'eu-west-1', perHour: 0.05, source: 'quote 12' },
        { component: 'm7i.*', perHour: 0.07, source: 'contract' },
      ],
    })

    expect(findings).toEqual([])
    expect(perHourOf(priced, 'm7i.large', 'eu-west-1')).toBe(0.05)
    expect(perHourOf(priced, 'm7i.large', 'eu-central-1')).toBe(0.07)
    expect(perHourOf(priced, 'm7i.xlarge', 'eu-west-1')).toBe(0.07)
    expect(componentOf(priced, 'm7i.large').prices).toMatchObject([
      { asOf: '2026-10-01', estimated: false },
      { asOf: '2026-10-01', estimated: false },
    ])
  })

  test('of a disk class only what is stated changes; the row is then as old as the rest of it', () => {
    const { catalogue: priced } = apply({ overrides: [{ diskClass: 'gp3', perIopsMonth: 0.001, source: 'quote' }] })

    const [before] = catalogue.diskClasses[0]!.prices
    expect(priced.diskClasses[0]!.prices[0]).toEqual({ ...before, perIopsMonth: 0.001 })
  })

  test('a service takes the source along', () => {
    const { catalogue: priced } = apply({
      overrides: [{ service: 'backup-*', price: 0, free: true, source: 'bundle' }],
    })

    const backups = priced.services.filter(({ id }) => id === 'backup-gib-month')
    expect(backups).toHaveLength(2)
    expect(
      backups.every(({ price, source, asOf }) => price === 0 && source === 'bundle' && asOf === '2026-10-01'),
    ).toBe(true)
  })
})

describe('discounts', () => {
  test('all that match multiply, after the override', () => {
    const { catalogue: priced, changes } = apply({
      overrides: [{ component: 'm7i.large', region: 'eu-west-1', perHour: 0.1, source: 'quote' }],
      discounts: [
        { match: { components: ['m7i.*'] }, percent: 30, reason: 'savings plan' },
        { match: {}, percent: 10, reason: 'enterprise discount' },
      ],
    })

    expect(perHourOf(priced, 'm7i.large', 'eu-west-1')).toBe(0.063)
    expect(perHourOf(priced, 't3.large', 'eu-west-1')).toBe(
      Number((perHourOf(catalogue, 't3.large', 'eu-west-1')! * 0.9).toFixed(10)),
    )
    expect(changes.find(({ id, region }) => id === 'm7i.large' && region === 'eu-west-1')).toEqual({
      kind: 'component',
      id: 'm7i.large',
      region: 'eu-west-1',
      listed: expect.objectContaining({ perHour: listedAt }),
      counts: expect.objectContaining({ perHour: 0.063 }),
      override: 'quote',
      discounts: [
        { percent: 30, reason: 'savings plan' },
        { percent: 10, reason: 'enterprise discount' },
      ],
    })
  })

  test('are of the kinds and regions that they name; the day of a price stays', () => {
    const { catalogue: priced } = apply({
      discounts: [{ match: { diskClasses: ['gp*'], regions: ['eu-west-*'] }, percent: 50, reason: 'contract' }],
    })

    expect(priced.components).toBe(catalogue.components)
    expect(priced.services).toBe(catalogue.services)
    const [central, west] = priced.diskClasses[0]!.prices
    expect(central).toBe(catalogue.diskClasses[0]!.prices[0])
    expect(west).toMatchObject({ perGiBMonth: 0.044, asOf: '2024-07-18' })
  })

  test('of 0 percent change nothing at all', () => {
    const { catalogue: priced, changes, findings } = apply({ discounts: [{ match: {}, percent: 0, reason: 'none' }] })

    expect(priced).toEqual(catalogue)
    expect([changes, findings]).toEqual([[], []])
  })

  test('never make a price zero', () => {
    const { catalogue: priced } = apply({ discounts: [{ match: {}, percent: 99.999999999, reason: 'nearly free' }] })

    expect(perHourOf(priced, 'm7i.large', 'eu-west-1')).toBeGreaterThan(0)
  })
})

describe('rows that match nothing are named, with their line', () => {
  test.each([
    [
      'a slip in a component',
      { overrides: [{ component: 'm7i.larg', perHour: 1, source: 'x' }] },
      'no m7i.larg',
      'Did you mean m7i.large?',
      'prices.yaml:4',
    ],
    [
      'a slip in a region',
      { overrides: [{ component: 'm7i.large', region: 'eu-west-2', perHour: 1, source: 'x' }] },
      'no region eu-west-2',
      'Did you mean eu-west-1?',
      'prices.yaml:4',
    ],
    [
      'a discount',
      { discounts: [{ match: { services: ['nothing-*'] }, percent: 5, reason: 'x' }] },
      'no nothing-*',
      null,
      'prices.yaml:40',
    ],
  ])('%s', (_, list, why, suggestion, place) => {
    const { findings, catalogue: priced } = apply(list)

    expect(priced).toEqual(catalogue)
    expect(findings).toMatchObject([
      { code: 'catalogue.price-unused', severity: 'warning', message: expect.stringContaining(why), place },
    ])
    if (suggestion !== null) expect(findings[0]!.suggestion).toBe(suggestion)
  })

  test('also when an earlier row decides all that it names', () => {
    const { findings } = apply({
      overrides: [
        { component: '*', perHour: 1, source: 'all' },
        { component: 'm7i.large', perHour: 2, source: 'too late' },
      ],
    })

    expect(findings).toMatchObject([
      { place: 'prices.yaml:5', message: expect.stringContaining('an earlier row decides it') },
    ])
  })
})

const globOf = fc.constantFrom('*', 'm7i.*', '?7i.large', 't3.large', 'gp3', 'nothing')
const discounts = fc.array(
  fc.record({
    match: fc.record(
      {
        components: fc.array(globOf, { minLength: 1 }),
        diskClasses: fc.array(globOf, { minLength: 1 }),
        regions: fc.constant(['eu-west-1']),
      },
      { requiredKeys: [] },
    ),
    percent: fc.double({ min: 0, max: 99, noNaN: true }),
    reason: fc.constant('x'),
  }),
)

test('no list touches a row that none of its own rows names', () => {
  fc.assert(
    fc.property(
      discounts,
      fc.array(fc.record({ component: globOf, perHour: fc.constant(3), source: fc.constant('y') })),
      (some, overrides) => {
        const { catalogue: priced, changes } = apply({ discounts: some, overrides })

        const touched = new Set(changes.map(({ id, region }) => `${id} ${region}`))
        for (const [index, component] of priced.components.entries())
          for (const [at, row] of component.prices.entries())
            expect(row === catalogue.components[index]!.prices[at]).toBe(!touched.has(`${component.id} ${row.region}`))
        expect(priced.services).toEqual(
          some.some(({ match }) => match.components === undefined && match.diskClasses === undefined)
            ? expect.anything()
            : catalogue.services,
        )
      },
    ),
  )
})
