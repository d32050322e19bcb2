import { describe, expect, test } from 'vitest'
import { demandTable } from '../../../src/cli/screens/forecast-demand.ts'
import { seriesTable, seriesTotals, type Demands } from '../../../src/cli/screens/forecast-table.ts'
import type { ForecastSummary } from '../../../src/model/forecast.ts'
import { aDemand, aNeed } from '../../builders.ts'
import { aForecast } from '../../builders-forecast.ts'

const summary = (over: Partial<ForecastSummary>): ForecastSummary => {
  const { point: _point, quantiles: _quantiles, scores: _scores, ...rest } = aForecast(over)
  return rest
}
const high = { level: 'high' as const, coverage: 1, historyDays: 35, missing: [] }
const names = new Map([
  ['vm-1', 'web-1'],
  ['vm-2', 'db-1'],
])
const aSite = (over: Partial<Demands> = {}): Demands => ({
  demands: [
    aDemand({
      vmId: 'vm-1',
      vcpus: aNeed(4.1, { expected: 3.5, allocated: 8, basis: 'forecast', growth: 0.4 }),
      memoryGiB: aNeed(20, { expected: 18, allocated: 32, basis: 'forecast', growth: 0 }),
      confidence: high,
    }),
    aDemand({ vmId: 'vm-2' }),
  ],
  forecasts: [
    summary({ vmId: 'vm-1', metric: 'memory', mae: 2 ** 29, mase: 1.2, model: 'theta', family: 'trend' }),
    summary({ vmId: 'vm-1', metric: 'cpu' }),
    summary({ vmId: 'vm-2', metric: 'gpu', model: null, family: null, mae: null, mase: null }),
  ],
  findings: [],
  ...over,
})
const screen = { names, width: 100, all: false }

describe('the table of series', () => {
  test('is by name, then metric, with amounts in the units that people size in', () => {
    expect(seriesTable(aSite(), screen)).toEqual([
      '  VM     metric  family    model                 MASE        MAE       P95  confidence',
      '  db-1   gpu     –         too short to compare     –          –         –  none',
      '  web-1  cpu     seasonal  day-profile           0.50  0.25 vCPU  3.5 vCPU  high',
      '  web-1  memory  trend     theta                 1.20    0.5 GiB    18 GiB  high',
    ])
  })

  test.each([
    [84, 'VM     metric  family    model                 MASE       P95  confidence'],
    [70, 'VM     metric  model                 MASE       P95  confidence'],
    [60, 'VM     metric  model                 MASE       P95'],
    [46, 'VM     metric  MASE       P95'],
  ])('at %d cells has the columns "%s"', (width, head) => {
    expect(seriesTable(aSite(), { ...screen, width })[0]).toBe(`  ${head}`)
  })

  test('counts what does not fit, and shows it when asked', () => {
    const many = Array.from({ length: 23 }, (_, place) => summary({ vmId: `vm-${place}` }))
    const site = aSite({ forecasts: many })

    expect(seriesTable(site, screen)).toHaveLength(22)
    expect(seriesTable(site, screen).at(-1)).toBe('  … 3 more: --all')
    expect(seriesTable(site, { ...screen, all: true })).toHaveLength(24)
  })

  test('shows names of VMs harmless, and two of one name beside one another', () => {
    const hostile = new Map([
      ['vm-1', '\u001B[2Jx'],
      ['vm-2', '\u001B[2Jx'],
    ])

    const lines = seriesTable(aSite(), { ...screen, names: hostile })

    expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(1, 3))).toEqual([
      [String.raw`\u{1b}[2Jx`, 'cpu'],
      [String.raw`\u{1b}[2Jx`, 'memory'],
      [String.raw`\u{1b}[2Jx`, 'gpu'],
    ])
  })

  test('totals are of all series, shown or not, with what the columns mean', () => {
    const lines = seriesTotals(aSite(), 100)

    expect(lines.slice(0, 3).map((line) => line.trim())).toEqual([
      'Series        3 of 2 VMs',
      'First ranked  1 seasonal, 1 trend, 1 untested',
      'Error         median MASE 0.50                  1 series at 1 or above',
    ])
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain('P95: what the next 28 d stay below')
  })

  test('a site without samples says so', () => {
    expect(seriesTable(aSite({ forecasts: [] }), screen)).toEqual(['  No series.'])
    expect(seriesTotals(aSite({ forecasts: [] }), 100)).toEqual([])
  })
})

describe('the table of demands', () => {
  test('has a column of growth where there is any, and the total last', () => {
    expect(demandTable(aSite(), screen)).toEqual([
      '  VM     vCPU now  needed  GiB now  needed  disk GiB  growth in it  basis       confidence',
      '  db-1          2       2        8       8        50                allocation  none',
      '  web-1         8     4.1       32      20        50  +0.4 vCPU     forecast    high',
      '  total        10     6.1       40      28       100',
    ])
  })

  test('has none where nothing grows', () => {
    const [line] = demandTable(aSite({ demands: [aDemand({ vmId: 'vm-2' })] }), screen)

    expect(line).toBe('  VM    vCPU now  needed  GiB now  needed  disk GiB  basis       confidence')
  })

  test('drops growth, then disks, then what is there now', () => {
    const heads = [76, 66, 46].map((width) => demandTable(aSite(), { ...screen, width })[0]?.trim())

    expect(heads).toEqual([
      'VM     vCPU now  needed  GiB now  needed  disk GiB  basis       confidence',
      'VM     vCPU now  needed  GiB now  needed  basis       confidence',
      'VM     needed  needed  basis       confidence',
    ])
  })

  test('says nothing of a need that nobody knows', () => {
    const unknown = aDemand({ vmId: 'vm-2', vcpus: aNeed(0, { allocated: null }) })

    expect(demandTable(aSite({ demands: [unknown] }), screen)[1]).toBe(
      '  db-1         –       –        8       8        50  allocation  none',
    )
  })

  test('the total is of the VMs that are not shown, too', () => {
    const demands = Array.from({ length: 25 }, (_, place) => aDemand({ vmId: `vm-${place}` }))

    const lines = demandTable(aSite({ demands }), screen)

    expect(lines.slice(-2)).toEqual([
      '  total        50      50      200     200     1,250',
      '  … 5 more, in the total: --all',
    ])
  })
})
