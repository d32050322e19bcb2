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
  const slip = { component: 'm7i.larg', perHour: 1, source: 'x' }
  const elsewhere = { component: 'm7i.large', region: 'eu-west-2', perHour: 1, source: 'x' }
  const nothing = { match: { services: ['nothing-*'] }, percent: 5, reason: 'x' }

  test.each([
    [{ overrides: [slip] }, { message: 'no m7i.larg', suggestion: 'Did you mean m7i.large?', place: 'prices.yaml:4' }],
    [
      { overrides: [elsewhere] },
      { message: 'no region eu-west-2', suggestion: 'Did you mean eu-west-1?', place: 'prices.yaml:4' },
    ],
    [
      { discounts: [nothing] },
      { message: 'no nothing-*', suggestion: 'drplan catalogue list', place: 'prices.yaml:40' },
    ],
  ])('%j', (list, { message, suggestion, place }) => {
    const { findings, catalogue: priced } = apply(list)

    expect(priced).toEqual(catalogue)
    expect(findings).toMatchObject([
      {
        code: 'catalogue.price-unused',
        severity: 'warning',
        message: expect.stringContaining(message),
        suggestion: expect.stringContaining(suggestion),
        place,
      },
    ])
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

const names = ['*', 'm7i.*', '?7i.large', 't3.large', 'gp3', 'nothing']
const globs = fc.array(fc.constantFrom(...names), { minLength: 1 })
const discounts = fc.array(
  fc.record({
    match: fc.record(
      { components: globs, diskClasses: globs, services: globs, regions: fc.constant(['eu-west-*']) },
      { requiredKeys: [] },
    ),
    percent: fc.constantFrom(0, 1, 12.5, 99),
    reason: fc.constant('x'),
  }),
)
const overrides = fc.array(
  fc.record({ component: fc.constantFrom(...names), perHour: fc.constant(3), source: fc.constant('y') }),
)

type Discounts = typeof discounts extends fc.Arbitrary<infer Value> ? Value : never
type Overrides = typeof overrides extends fc.Arbitrary<infer Value> ? Value : never

const rowsOf = ({ components, diskClasses, services }: typeof catalogue) => [
  ...components.flatMap(({ id, prices }) => prices.map((row) => ({ list: 'components' as const, id, row }))),
  ...diskClasses.flatMap(({ id, prices }) => prices.map((row) => ({ list: 'diskClasses' as const, id, row }))),
  ...services.map((row) => ({ list: 'services' as const, id: row.id as string, row })),
]

/** Another way to the same: wildcards as regular expressions. */
const isLike = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text)

function isNamed({ list, id, row }: ReturnType<typeof rowsOf>[number], some: Discounts, own: Overrides): boolean {
  const isDiscounted = some.some(({ match, percent }) => {
    const { regions, ...kinds } = match
    const isOfAll = Object.keys(kinds).length === 0
    const isHere = regions === undefined || row.region.startsWith('eu-west-')
    return percent > 0 && isHere && (isOfAll || (kinds[list] ?? []).some((name) => isLike(name, id)))
  })
  return isDiscounted || (list === 'components' && own.some(({ component }) => isLike(component, id)))
}

test('a row that no row of the list names stays the very same, and every other one changes', () => {
  const before = rowsOf(catalogue)

  fc.assert(
    fc.property(discounts, overrides, (some, own) => {
      const after = rowsOf(apply({ discounts: some, overrides: own }).catalogue)

      expect(after.map(({ row }, index) => row !== before[index]?.row)).toEqual(
        before.map((row) => isNamed(row, some, own)),
      )
    }),
  )
})
