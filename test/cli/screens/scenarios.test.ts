import { describe, expect, test } from 'vitest'
import { scenarioScreen } from '../../../src/cli/screens/scenarios.ts'
import type { ScenarioOutcome } from '../../../src/model/scenario-comparison.ts'
import { aDifference, anOutcome } from '../../builders-scenario.ts'

const first = anOutcome()
const other = (name: string, perYear: number, over: Partial<ScenarioOutcome> = {}): ScenarioOutcome =>
  anOutcome({
    name,
    file: `what-if/${name}.yaml`,
    settings: [{ setting: 'demand.quantile', before: 0.95, after: 0.9 }],
    cost: { ...first.cost, perYear: first.cost.perYear + perYear },
    difference: { standbyPerMonth: perYear / 12, recoveredPerDay: 0, perYear, share: perYear / first.cost.perYear },
    ...over,
  })
const show = (scenarios: readonly ScenarioOutcome[], width = 80, all = false): string =>
  scenarioScreen({ site: 's', scenarios: [first, ...scenarios] }, { width, all }).join('\n')
const heads = (screen: string): readonly string[] => screen.split('\n').filter((line) => /^ +as planned /.test(line))
const fewer = { ...first.vms, keeping: 20 }

describe('the lead', () => {
  test('names the cheapest that gives nothing up, and what a cheaper one gives up', () => {
    const screen = show([other('dear', 10), other('fair', -100), other('poor', -900, { vms: fewer })], 100)

    expect(screen.replaceAll(/\s+/g, ' ')).toContain(
      'fair costs least without giving a promise up: 1,481,429 USD a year, 100 USD (0 %) less than planned. poor costs 900 USD (0 %) less than planned, but keeps 20 of 23 promises.',
    )
  })

  test.each([
    [
      'a mapping that is impossible',
      { solution: { ...first.solution, status: 'infeasible', gap: null } },
      'no mapping',
    ],
    ['weaker promises', { vms: { ...first.vms, promisedLess: 3 } }, 'promises less to 3 VMs'],
    ['VMs without a component', { vms: { ...first.vms, unmapped: 1 } }, 'leaves 1 VM without a component'],
    [
      'VMs that cannot run there',
      { vms: { ...first.vms, compatibility: { ...first.vms.compatibility, 'not-ready': 2 } } },
      '2 VMs cannot run there as they are',
    ],
  ] as const)('never recommends %s', (_, over, words) => {
    const screen = show([other('x', -500, over)]).replaceAll(/\s+/g, ' ')

    expect(screen).toContain('No scenario costs less without giving a promise up')
    expect(screen).toContain(words)
  })
})

describe('the table', () => {
  test('has three scenarios beside drplan.yaml within 80 cells, with whole numbers', () => {
    const lines = show([other('one', 1), other('two', -2), other('three', 3)]).split('\n')

    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(heads(lines.join('\n'))).toEqual([
      '                            as planned           one           two         three',
    ])
    expect(lines).toContain('  standing by, USD/month    123,456.79    123,456.79    123,456.79    123,456.79')
    expect(lines.find((line) => line.startsWith('  region'))).toMatch(/north-centr…/)
  })

  test.each([
    [80, 3],
    [100, 2],
    [60, 8],
    [40, 8],
  ])('stacks eight scenarios in blocks of even size, each with drplan.yaml, in %i cells', (width, blocks) => {
    const eight = Array.from({ length: 8 }, (_, index) => other(`s${index}`, index))

    const screen = show(eight, width)

    expect(heads(screen)).toHaveLength(blocks)
    expect(screen.split('\n').filter((line) => line.length > Math.max(width, 52))).toEqual([])
    for (const { name } of eight) expect(heads(screen).join(' ')).toContain(` ${name}`)
  })

  test('shows strategies that some scenario uses, and money without one currency by its own', () => {
    const euro = other('euro', 0, { cost: { ...first.cost, currency: 'EUR' }, difference: null })

    const screen = show([euro])

    expect(screen).toMatch(/^ {2}pilot-light +20 +20$/m)
    expect(screen).not.toContain('hot-standby')
    expect(screen).toMatch(/^ {2}money in +USD +EUR$/m)
    expect(screen).toContain('priced in several currencies')
    expect(screen).toMatch(/^ {2}difference, money +– +–$/m)
  })
})

describe('what a scenario changes', () => {
  test('is its settings in a line each, never a whole list', () => {
    const settings = [
      { setting: 'tiers', before: [{ id: '0' }, { id: '1' }], after: [{ id: '0' }, { id: 'x' }] },
      { setting: 'mapping.burstableTiers', before: [], after: ['4'] },
      { setting: 'target.prices', before: null, after: 'own.yaml' },
      { setting: 'mapping.keep', before: { plan: 'a', worthPerMonth: 5 }, after: null },
    ]

    const screen = show([other('one', 1, { settings })])

    expect(screen).toMatch(/^ {2}tiers +2 entries +2 entries, 1 of them changed$/m)
    expect(screen).toMatch(/^ {2}mapping.burstableTiers +0 entries +1 entry$/m)
    expect(screen).toMatch(/^ {2}target.prices +none +own.yaml$/m)
    expect(screen).toMatch(/^ {2}mapping.keep +stated +none$/m)
  })

  test('is said where it is nothing', () => {
    expect(show([other('one', 0, { settings: [] })])).toContain('changes nothing')
    expect(show([other('one', 0)])).toContain('Every VM comes back as planned, at the same price.')
  })

  test('is the ten VMs whose cost differs most, the rest counted, and all of them when asked', () => {
    const vmDifferences = Array.from({ length: 12 }, (_, index) =>
      aDifference({ vmId: `v${index}`, name: `v${index}` }),
    )

    const some = show([other('one', 1, { vmDifferences })])
    const all = show([other('one', 1, { vmDifferences })], 80, true)

    expect(some).toContain('12 of 24 VMs come back otherwise.')
    expect(some).toContain('… 2 more')
    expect(some.split('\n').filter((line) => line.includes('m7i.large, warm  no component'))).toHaveLength(10)
    expect(all).not.toContain('more')
  })

  test('tells a price from another component', () => {
    const { before } = aDifference()
    const repriced = aDifference({ after: { ...before, standbyPerMonth: 12 }, isOther: false, perYear: 24 })

    const screen = show([other('one', 1, { vmDifferences: [repriced, aDifference({ name: 'gone' })] })])

    expect(screen).toContain('1 of 24 VMs comes back otherwise, 1 as planned at another price.')
    expect(screen).toMatch(/^ {2}vm-1 +m7i.large, warm +the same +\+24\.00$/m)
  })
})

test('no name reaches the terminal as a command', () => {
  const hostile = '\u001B[2Jx\u202E'
  const scenario = other(hostile, -1, {
    file: hostile,
    settings: [{ setting: `mapping.quotas.${hostile}`, before: hostile, after: [hostile] }],
    target: { id: 'here', region: hostile, catalogueAsOf: '2026-01-01' },
    vmDifferences: [aDifference({ name: hostile, before: { ...aDifference().before, componentId: hostile } })],
  })

  const screen = show([scenario])

  expect(screen).not.toContain('\u001B[2J')
  expect(screen).not.toContain('\u202E')
  expect(screen).toContain('\\u{1b}[2Jx')
})
