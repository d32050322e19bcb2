import { describe, expect, test } from 'vitest'
import { backtestScreen } from '../../../src/cli/screens/forecast-backtest.ts'
import { estimatorSentence, shareCovered } from '../../../src/cli/screens/forecast-backtest-sentence.ts'
import type { EstimatorId, EstimatorSummary, SkippedSeries } from '../../../src/model/history-backtest.ts'
import { aBacktest, aMetricBacktest, someEstimators } from '../../builders-forecast.ts'

const screen = { width: 80, all: false, metrics: [] }
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('the screen of backtests', () => {
  test('is an overview, then models and estimators of each sizing metric, and a sentence that reads them', () => {
    expect(backtestScreen(aBacktest(), screen)).toEqual([
      '  Backtest over the own history: the last 2 d of each series were held out, up',
      '  to three times, and forecast from what lies before.',
      '',
      '  metric      series  cuts  error  better  most often first',
      '  cpu             20    60   0.71    90 %  80 % seasonal',
      '  disk-bytes      20    60   1.20    30 %  80 % seasonal',
      '',
      '  cpu',
      '',
      '  ranked first  cuts  share',
      '  day-profile     30   50 %',
      '  theta           10   17 %',
      '  repeat-week      8   13 %',
      '  repeat-day       6   10 %',
      '  median-day       4    7 %',
      '  … 1 more: --all',
      '  Families: 80 % seasonal, 17 % trend, 2 % baseline, 2 % too short to rank any.',
      '',
      '  said to be needed        covered  VMs short  pinball  provided',
      '  drplan, P95 by the hour   95.1 %       10 %    0.040      1.20',
      '  drplan, size              97.2 %        5 %    0.060      1.60',
      '  P95 of 7 d, flat          94.0 %       25 %    0.055      1.50',
      '  Azure Migrate             99.9 %        5 %    0.090      2.00',
      '  AWS Compute Optimizer      100 %        0 %    0.130      3.50',
      '',
      "  By pinball loss drplan's P95 by the hour (0.040) is better than any flat",
      '  figure; of the flat figures the flat P95 of 7 d (0.055) is better than',
      "  drplan's size (0.060); drplan's size covers 97.2 % of the hours and leaves 5 %",
      '  of the VMs short at 1.60 times the mean; AWS Compute Optimizer leaves no VM',
      '  short at 3.50 times the mean.',
      '',
      '  Also judged: disk-bytes. --metric or --all shows them.',
      '',
      '  Error: that of the course over that of repeating the last day, geometric mean;',
      '  better: share of series where it is below 1. Covered: share of the held-out',
      '  hours at or below the figure, P95 asks for 95 %; VMs short: those of which',
      '  more than 5 points less are covered. Pinball: loss at P95 over the mean of the',
      '  series, the lower the better. Provided: times the mean of the series, median.',
      '  All see hourly means; peers bring their headroom, the others have none.',
    ])
  })

  test.each([60, 80, 100])('never leaves a line of %d cells', (width) => {
    const lines = backtestScreen(aBacktest(), { ...screen, width, all: true })

    expect(lines.filter((line) => line.length > width)).toEqual([])
  })

  test('drops the family where the line is too narrow', () => {
    expect(backtestScreen(aBacktest(), { ...screen, width: 50 })[4]).toBe('  metric      series  cuts  error  better')
  })

  test('shows every model and metric when asked, and those metrics that were asked for', () => {
    const all = backtestScreen(aBacktest(), { ...screen, all: true }).join('\n')
    const disk = backtestScreen(aBacktest(), { ...screen, metrics: ['disk-bytes'] })

    expect(all).toContain('croston')
    expect(all).not.toContain('more: --all')
    expect(all).not.toContain('Also judged')
    expect(disk).toContain('  disk-bytes')
    expect(disk).not.toContain('  cpu')
  })

  test('shows what there is where neither CPU nor memory was judged', () => {
    const gpu = aBacktest({ metrics: [aMetricBacktest({ metric: 'gpu' })] })

    expect(backtestScreen(gpu, screen)).toContain('  gpu')
  })

  test('counts what was left out, by reason', () => {
    const skip = (reason: SkippedSeries['reason']): SkippedSeries => ({
      vmId: 'vm-1',
      metric: 'cpu',
      reason,
      historyDays: 3,
      neededDays: 12,
    })
    const skipped = [skip('too-short'), skip('too-sparse'), skip('too-short')]

    const lines = backtestScreen(aBacktest({ metrics: [], skipped }), { ...screen, width: 100 })

    expect(lines).toEqual([
      '  No series could be judged.',
      '',
      '  2 series left out: its history is too short to hold out a horizon behind ten days.',
      '  1 series left out: fewer than half of the held-out steps have a sample.',
      '',
    ])
  })

  test('says which model made the course, and which quantile was asked for', () => {
    const settings = { ...aBacktest().settings, level: 0.9, selection: 'theta' as const }

    const text = backtestScreen(aBacktest({ settings }), screen).join(' ').replaceAll(/\s+/g, ' ')

    expect(text).toContain('forecast from what lies before by theta.')
    expect(text).toContain('drplan, P90 by the hour')
    expect(text).toContain('P90 asks for 90 %')
  })
})

describe('the sentence about estimators', () => {
  const said = (over: Partial<Record<EstimatorId, Partial<EstimatorSummary>>>): string =>
    plain(
      estimatorSentence(
        someEstimators.map((one) => ({ ...one, ...over[one.estimator] })),
        0.95,
      ),
    )

  test('says so when a peer is better', () => {
    expect(said({ 'azure-migrate': { pinball: 0.03, provision: 1.4 } })).toBe(
      "By pinball loss drplan's P95 by the hour (0.040) is no better than Azure Migrate (0.030); of the flat figures Azure Migrate (0.030) is better than drplan's size (0.060); drplan's size covers 97.2 % of the hours and leaves 5 % of the VMs short at 1.60 times the mean, but Azure Migrate leaves 5 % of the VMs short at 1.40 times the mean.",
    )
  })

  test('says which is best when it is drplan, and when what looks the same is as good', () => {
    expect(said({ 'drplan-size': { pinball: 0.05 } })).toMatch(
      /^By pinball loss drplan's P95 by the hour \(0.040\) is better than any flat figure; of the flat figures drplan's size is best \(0.050\), the flat P95 of 7 d next \(0.055\);/,
    )
    expect(said({ 'drplan-size': { pinball: 0.0551 } })).toContain(
      "drplan's size and the flat P95 of 7 d are equally good (0.055);",
    )
  })

  test('says so when less is covered than was asked for', () => {
    expect(said({ 'drplan-size': { coverage: 0.93 } })).toContain(
      "drplan's size covers 93.0 % of the hours, less than asked for, and leaves 5 %",
    )
  })

  test('claims no advantage where nobody is short', () => {
    expect(said({ 'drplan-size': { underCoveredShare: 0 } })).toMatch(
      /leaves no VM short at 1.60 times the mean, and no other does with less\.$/,
    )
  })

  test('compares nothing where nothing is known', () => {
    const nothing = { coverage: null, underCoveredShare: null, pinball: null, provision: null }

    expect(
      estimatorSentence(
        someEstimators.map((one) => ({ ...one, ...nothing })),
        0.95,
      ),
    ).toBe('Nothing can be compared.')
  })

  test.each([
    [1, '100 %'],
    [0.9999, '99.9 %'],
    [0.99, '99.0 %'],
  ])('a coverage of %d reads as %s', (share, text) => {
    expect(plain(shareCovered(share))).toBe(text)
  })
})
