import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { componentTable, diskTable, regionTable, serviceTable } from '../../src/cli/screens/catalogue-list.ts'
import { catalogueHead, catalogueNotes } from '../../src/cli/screens/catalogue-parts.ts'
import { refreshScreen } from '../../src/cli/screens/catalogue-refresh.ts'
import { componentScreen, diskClassScreen } from '../../src/cli/screens/catalogue-show.ts'
import { dataStatusScreen, vmDataScreen } from '../../src/cli/screens/data-status.ts'
import { errorScreen } from '../../src/cli/screens/error.ts'
import { findingBlocks, findingLines } from '../../src/cli/screens/findings.ts'
import { demandTable } from '../../src/cli/screens/forecast-demand.ts'
import { seriesTable, seriesTotals } from '../../src/cli/screens/forecast-table.ts'
import { vmForecastScreen } from '../../src/cli/screens/forecast-vm.ts'
import { whatIfLines } from '../../src/cli/screens/forecast-what-if.ts'
import { mapTable } from '../../src/cli/screens/map-table.ts'
import { planSummary } from '../../src/cli/screens/plan-summary.ts'
import { vmRelationsScreen } from '../../src/cli/screens/vm-relations.ts'
import { translationScreen } from '../../src/cli/screens/translation.ts'
import { BugError, InputError } from '../../src/errors.ts'
import type { DataStatus, Relation, VmStatus } from '../../src/model/vm-status.ts'
import { createFinding } from '../../src/model/finding.ts'
import { aSeries, aVmForecast } from '../builders-forecast.ts'
import { aPlan } from '../builders-plan.ts'
import { loadTarget } from '../../src/targets/index.ts'

const hostile = `\u001B[2J\u202E${'long name '.repeat(20)}${'x'.repeat(200)}\nnext`
const names = new Map(aPlan().vms.map(({ vmId }) => [vmId, hostile]))
const finding = createFinding('plan.vm-unplaced', {
  subject: hostile,
  message: hostile,
  suggestion: hostile,
  affected: [hostile, hostile],
})
const plan = {
  ...aPlan(),
  promises: [
    {
      application: hostile,
      tierId: '0',
      vmIds: [],
      promised: { rtoMinutes: 5, rpoMinutes: 5 },
      achieved: { rtoMinutes: 1234.5, rpoMinutes: 0.5 },
      verdict: 'broken' as const,
      because: hostile,
    },
  ],
  findings: [finding],
}
const files = { plan: 'out/plan.json', report: 'out/a.md', terraform: 'out/terraform', runbook: 'out/b.md' }
const aRelation: Relation = {
  vmId: 'vm-2',
  name: hostile,
  evidence: 'flow',
  protocol: 'tcp',
  port: 5432,
  observed: { records: 1_234_567, bytes: null, first: null, last: null },
  confidence: 'likely',
  why: hostile,
}
const aMeasuredVm = (over: Partial<VmStatus> = {}): VmStatus => ({
  vmId: 'vm-1',
  name: hostile,
  confidence: { level: 'medium', coverage: 0.8, historyDays: 16, missing: ['12 more days of cpu history for high'] },
  nextLevel: 'high',
  collectUntil: '2026-02-02T00:00:00.000Z',
  series: [
    {
      metric: 'disk-written-bytes',
      first: '2026-01-05T00:00:00.000Z',
      last: '2026-01-20T23:55:00.000Z',
      samples: 1_234_567,
      expectedHours: 384,
      coverage: 0.7999,
      longestGap: { hours: 26, from: '2026-01-07T12:00:00.000Z' },
      silentHours: 30,
    },
  ],
  application: hostile,
  accelerators: [{ kind: 'gpu', model: hostile, count: 2, memoryGiB: 16 }],
  acceleratorUse: [{ metric: 'gpu', unit: 'GPU', mean: 0.25, p95: 1.5, peak: 2 }],
  needs: [aRelation],
  neededBy: Array.from({ length: 30 }, () => aRelation),
  ...over,
})
const unmeasured = (name: string): VmStatus =>
  aMeasuredVm({
    vmId: name,
    name,
    confidence: { level: 'none', coverage: 0, historyDays: 0, missing: ['1 day of cpu history for low'] },
    nextLevel: 'low',
    collectUntil: null,
    series: [],
  })
const dataStatus: DataStatus = {
  site: hostile,
  latestSample: '2026-01-22T06:00:00.000Z',
  vms: [...Array.from({ length: 7 }, (_, index) => unmeasured(`db-${index}`)), aMeasuredVm()],
  outsidePlan: { vms: 1, series: 3 },
}
const vmForecast = aVmForecast({
  name: hostile,
  application: hostile,
  demand: plan.demands[0]!,
  series: [aSeries(), aSeries({ metric: 'memory' }), aSeries({ metric: 'network-received-bytes' })],
  findings: [finding],
})
const forecasts = plan.demands.map(({ vmId }) => ({
  ...aSeries({ vmId, metric: 'network-received-bytes', model: 'day-difference-autoregression' }).forecast,
}))
const catalogue = (await loadTarget('aws')).loadCatalogue()
const priced = catalogue.components.flatMap((component) =>
  component.prices.slice(0, 1).map((price) => ({ component, price })),
)
const viewAt = (width: number) => ({
  catalogue,
  name: 'AWS',
  hoursPerMonth: 730,
  refreshed: [{ region: 'eu-west-1', asOf: '2026-11-21' }],
  changes: [
    {
      kind: 'component' as const,
      id: priced[0]!.component.id,
      region: priced[0]!.price.region,
      listed: { perHour: 1 },
      counts: { perHour: 0.9 },
      override: hostile,
      discounts: [{ percent: 10, reason: hostile }],
    },
  ],
  width,
})
const refreshedReport = {
  name: 'AWS',
  regions: catalogue.regions,
  asOf: '2024-07-18',
  changes: {
    pricesRead: 12,
    pricesChanged: 1,
    pricesAdded: 1,
    componentsChanged: [hostile],
    componentsAdded: [hostile],
    leftOut: [],
    vanished: [],
  },
  file: '.drplan/catalogue-aws.json',
}

const screens = (width: number): Record<string, readonly string[]> => ({
  plan: planSummary(plan, files, width),
  map: mapTable({ mapping: plan.mapping, names, width, rows: 100 }),
  translate: translationScreen({ ...plan.network, vpcs: [] }, width),
  demand: demandTable({ demands: plan.demands, forecasts: [], findings: [] }, { names, width, all: true }),
  forecast: seriesTable({ demands: plan.demands, forecasts, findings: [] }, { names, width, all: true }),
  'totals of the forecast': seriesTotals({ demands: plan.demands, forecasts, findings: [] }, width),
  'forecast of a VM': vmForecastScreen(vmForecast, { width, all: true, canDraw: true, metrics: [] }),
  'forecast of a VM in a table': vmForecastScreen(vmForecast, { width, all: true, canDraw: false, metrics: [] }),
  'what if': whatIfLines({ horizonHours: 49, selection: 'day-difference-autoregression', quantile: 0.999 }, width),
  findings: findingBlocks([finding], width),
  data: dataStatusScreen(dataStatus, { width, all: true }),
  'data of a VM': vmDataScreen(aMeasuredVm(), width),
  'relations of a VM': vmRelationsScreen(aMeasuredVm(), { width, all: false }),
  'head of the catalogue': catalogueHead(viewAt(width), 'prices of the cheapest region'),
  'notes of the catalogue': catalogueNotes(viewAt(width)),
  catalogue: componentTable(priced, viewAt(width), 'eu-central-1'),
  'catalogue of all regions': componentTable(priced, viewAt(width), null),
  disks: diskTable(viewAt(width), null),
  services: serviceTable(viewAt(width), null),
  regions: regionTable(viewAt(width)),
  component: componentScreen(priced[0]!.component, viewAt(width)),
  'disk class': diskClassScreen(catalogue.diskClasses[1]!, viewAt(width)),
  refresh: refreshScreen(refreshedReport, width),
})

test.each([60, 80, 100])('every screen fits %i cells, with names that do not', (width) => {
  for (const [screen, lines] of Object.entries(screens(width))) {
    const wide = lines.filter((line) => stringWidth(stripVTControlCharacters(line)) > width)
    expect({ screen, wide }).toEqual({ screen, wide: [] })
  }
})

test('no control character of a name reaches the terminal', () => {
  const shown = [...Object.values(screens(80)).flat(), ...findingLines([finding])].join('')

  // oxlint-disable-next-line no-control-regex
  expect(shown.replaceAll(/\u001B\[\d+m/g, '')).not.toMatch(/[\p{Cc}\u202E]/u)
})

test('nothing of an error reaches the terminal as a command: not its message, file, advice or stack', async () => {
  const error = new InputError('config.invalid', 'first\n\u001B[2J', {
    place: { file: '/nowhere/\u001B[2J', line: 3, column: 4 },
    suggestions: ['\u001B[2J'],
    cause: new Error('\u001B[2J'),
  })

  const lines = await errorScreen(error, true)

  // oxlint-disable-next-line no-control-regex
  expect(lines.join('').replaceAll(/\u001B\[\d+m/g, '')).not.toMatch(/\p{Cc}/u)
})

test('an error shows its code, where, what to do, and the code it ends with', async () => {
  const error = new InputError('config.missing', 'There is no drplan.yaml.', { suggestions: ['drplan init'] })

  const lines = (await errorScreen(error, false)).map(stripVTControlCharacters)

  expect(lines).toEqual(['Error  There is no drplan.yaml.   config.missing', '', '  drplan init', '', '  Exit 2.'])
})

test('a stack is for those who ask', async () => {
  const error = new BugError('bug.unknown', 'broken')

  expect((await errorScreen(error, false)).join('\n')).not.toContain('at ')
  expect((await errorScreen(error, true)).join('\n')).toContain('screens.test.ts')
})

test('the state of the data names what is missing, in words that many VMs share, and a few of those without metrics', () => {
  const vms = [
    ...dataStatus.vms,
    aMeasuredVm({ vmId: 'vm-2', name: 'web' }),
    aMeasuredVm({ vmId: 'vm-3', name: 'app' }),
  ]

  const shown = dataStatusScreen({ ...dataStatus, vms }, { width: 100, all: false }).join('\n')

  expect(shown).toMatch(/web, app: 12 more days of cpu history for high\./)
  expect(shown).toMatch(/Without metrics +7 VMs +db-0, db-1, db-2, db-3, db-4 and 2 more/)
  expect(shown).toMatch(/none +7 +– +7\n/)
  expect(shown).toMatch(/medium +3 +2026-02-02 00:00 +–\n/)
  expect(shown).toMatch(/Ended early +3 series/)
})

test('days that are missing come with the silence that a date counts, too', () => {
  const [series] = aMeasuredVm().series
  const silent = aMeasuredVm({ series: [{ ...series!, metric: 'cpu' }] })
  const words = /history for high; its samples ended early/

  expect(vmDataScreen(silent, 100).join('\n')).toMatch(words)
  expect(vmDataScreen(aMeasuredVm(), 100).join('\n')).not.toMatch(words)
})

test('coverage that misses a limit does not read as that limit', () => {
  expect(vmDataScreen(aMeasuredVm(), 100).join('\n')).toContain('79 %')
})

test('more rows than fit a screen are counted, unless all are asked for', () => {
  const vms = Array.from({ length: 30 }, (_, index) => aMeasuredVm({ vmId: `vm-${index}`, name: `vm-${index}` }))

  const few = dataStatusScreen({ ...dataStatus, vms }, { width: 100, all: false }).join('\n')
  const every = dataStatusScreen({ ...dataStatus, vms }, { width: 100, all: true }).join('\n')

  expect(few).toContain('… 10 more')
  expect(every).not.toContain('more, least')
  expect(every.match(/disk-written-bytes  2026/g)).toHaveLength(30)
})
