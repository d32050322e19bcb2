import { describe, expect, test } from 'vitest'
import { demandSentence } from '../../../src/cli/screens/forecast-demand-sentence.ts'
import { modelTable } from '../../../src/cli/screens/forecast-models.ts'
import { vmForecastScreen } from '../../../src/cli/screens/forecast-vm.ts'
import { whatIfLines } from '../../../src/cli/screens/forecast-what-if.ts'
import { createFinding } from '../../../src/model/finding.ts'
import { aDemand, aNeed } from '../../builders.ts'
import { aForecast, aScore, aSeries, aVmForecast } from '../../builders-forecast.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const screen = { width: 80, all: false, canDraw: true, metrics: [] }
const sized = aVmForecast({
  demand: aDemand({
    vcpus: aNeed(4, {
      expected: 3.4,
      interval: { lower: 3, upper: 3.5 },
      growth: 0.2,
      allocated: 6,
      basis: 'forecast',
      headroom: 0.15,
    }),
    confidence: { level: 'high', coverage: 1, historyDays: 35, missing: [] },
  }),
})

describe('the screen of one VM', () => {
  test('is a plot, the models, and how the demand follows', () => {
    expect(vmForecastScreen(sized, screen).map(plain)).toEqual([
      '  db-01   shop, tier 1, confidence high',
      '',
      '  cpu, vCPU',
      '',
      '  6 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┆╌╌╌╌╌╌╌╌ allocated 6',
      '    ┤                                                      ┆',
      '    ┤                                                      ┆',
      '    ┤                                                      ┆',
      '  4 ┤                                                      ┆──────── needed 4',
      '    ┤ ⣀⣀  ⣀⣀  ⣀⣀ ⢀⣀⡀ ⢀⣀⡀ ⢀⣀⡀ ⣀⣀⡀ ⣀⣀  ⣀⣀  ⣀⣀ ⢀⣀⡀ ⢀⣀⡀ ⢀⣀⡀ ⣀⣀⡀┆ ⣀⣀⡂ ⣀⣀⡂',
      '    ┤ ⡇⢸  ⡇⢸  ⡇⢸ ⢸ ⡇ ⢸ ⡇ ⢸ ⡇ ⡇ ⡇ ⡇⢸  ⡇⢸  ⡇⢸ ⢸ ⡇ ⢸ ⡇ ⢸ ⡇ ⡇ ⡇┆ ⡇⡪⡇ ⡇⡪⡇',
      '  2 ┤ ⡇⢸  ⡇⢸  ⡇⢸ ⢸ ⡇ ⢸ ⡇ ⢸ ⡇ ⡇ ⡇ ⡇⢸  ⡇⢸  ⡇⢸ ⢸ ⡇ ⢸ ⡇ ⢸ ⡇ ⡇ ⡇┆ ⡇ ⡇ ⡇ ⡇',
      '    ┤ ⡇⢸  ⡇⢸  ⡇⢸ ⢸ ⡇ ⢸ ⡇ ⢸ ⡇ ⡇ ⡇ ⡇⢸  ⡇⢸  ⡇⢸ ⢸ ⡇ ⢸ ⡇ ⢸ ⡇ ⡇ ⡇┆⡀⡇ ⡇⡀⡇ ⡇',
      '    ┤⣀⡇⢸⣀⣀⡇⢸⣀⣀⠇⢸⣀⣸ ⣇⣀⣸ ⣇⣀⣸ ⣇⣀⡇ ⣇⣀⡇⢸⣀⣀⡇⢸⣀⣀⠇⢸⣀⣸ ⣇⣀⣸ ⣇⣀⣸ ⣇⣀⡇ ⣇┆⣀⡇ ⣇⣀⡇ ⣇',
      '    ┤                                                      ┆⡪⡂ ⡪⡪⡂ ⡪',
      '  0 ┴                                                      ┆',
      '     11-02  11-04   11-06   11-08  11-10   11-12   11-14    11-16',
      '  measured 14 d   course (median)   P5 to P95   needed 4 vCPU   allocated 6 vCPU',
      '  days in UTC',
      '',
      '  rank  model        family    MASE        MAE  vote',
      '     1  day-profile  seasonal  0.50  0.25 vCPU  75 %  first',
      '     2  theta        trend     0.90  0.45 vCPU  25 %',
      '  Errors are of 3 backtests. The course is the median of 2 models, weighted by',
      '  their votes.',
      '',
      '  Demand: 3.4 vCPU is the P95 over 28 d (band 3 to 3.5, 0.2 of it growth to',
      '  come); with 15 % kept free, 4 vCPU are needed; 6 are allocated.',
      '',
      '  Not measured: memory.',
      '',
    ])
  })

  test('is a table of quantiles a day where the terminal cannot draw', () => {
    const lines = vmForecastScreen(sized, { ...screen, canDraw: false })

    expect(lines.slice(2, 15)).toEqual([
      '  cpu, vCPU',
      '',
      '  day, UTC              median   P5  P95',
      '  2026-11-09  measured       1    1    3',
      '  2026-11-10  measured       1    1    3',
      '  2026-11-11  measured       1    1    3',
      '  2026-11-12  measured       1    1    3',
      '  2026-11-13  measured       1    1    3',
      '  2026-11-14  measured       1    1    3',
      '  2026-11-15  measured       1    1    3',
      '  2026-11-16  forecast       1  0.5  3.5',
      '  2026-11-17  forecast       1  0.5  3.5',
      '',
    ])
  })

  test('draws an allocation that is far above only in words', () => {
    const roomy = aVmForecast({ demand: { ...sized.demand, vcpus: { ...sized.demand.vcpus, allocated: 64 } } })

    const text = vmForecastScreen(roomy, screen).join('\n')

    expect(text).toContain('allocated 64 vCPU (above the plot)')
    expect(text).not.toContain('╌')
  })

  test('shows the metrics that are asked for, in that order, and names the others', () => {
    const vm = aVmForecast({ series: [aSeries(), aSeries({ metric: 'gpu' }), aSeries({ metric: 'memory' })] })

    const lines = vmForecastScreen(vm, { ...screen, metrics: ['gpu', 'cpu', 'disk-bytes'] })

    expect(lines.filter((line) => /^ {2}(cpu|gpu|memory|disk-bytes), /.test(line))).toEqual([
      '  gpu, GPU',
      '  cpu, vCPU',
    ])
    expect(lines).toContain('  Not measured: disk-bytes.')
    expect(lines).toContain('  Also measured: memory. --metric shows them.')
  })

  test('a VM without samples shows what was found about it', () => {
    const finding = createFinding('forecast.history-missing', { subject: 'db-01', message: 'No samples.' })

    const text = vmForecastScreen(aVmForecast({ series: [], findings: [finding] }), screen).join('\n')

    expect(text).toContain('Not measured: cpu, memory.')
    expect(text).toContain('No samples.')
  })

  test('a hostile name is shown and does nothing', () => {
    const vm = aVmForecast({ name: '\u001B[2J\u202Edb', application: 'a\nb' })

    const lines = vmForecastScreen(vm, screen)

    expect(lines[0]).toBe(String.raw`  \u{1b}[2J\u{202e}db   a\u{a}b, tier 1, confidence high`)
    // oxlint-disable-next-line no-control-regex
    expect(lines.join('')).not.toMatch(/[\u0000-\u001F\u202E]/)
  })
})

describe('the table of models', () => {
  const narrow = { width: 100, all: false }

  test('shows at least those that have a vote, and counts the others', () => {
    const scores = Array.from({ length: 12 }, (_, place) => aScore({ vote: place < 10 ? 0.1 : 0 }))

    const lines = modelTable(aForecast({ scores }), narrow).map(plain)

    expect(lines).toHaveLength(13)
    expect(lines[11]).toBe('  … 2 more, without a vote: --all')
    expect(modelTable(aForecast({ scores }), { ...narrow, all: true })).toHaveLength(14)
  })

  test('marks the first in words, and shows a vote that rounds to nothing', () => {
    const scores = [aScore({ vote: 0.999 }), aScore({ model: 'theta', family: 'trend', vote: 0.001, mase: null })]

    expect(modelTable(aForecast({ scores }), narrow).map(plain)).toEqual([
      '  rank  model        family    MASE        MAE   vote',
      '     1  day-profile  seasonal  0.50  0.25 vCPU  100 %  first',
      '     2  theta        trend        –  0.25 vCPU  < 1 %',
      '  Errors are of 3 backtests. The course is the median of 2 models, weighted by their votes.',
    ])
  })

  test.each([
    ['best', 'The course is that of the model that ranked first.'],
    ['shares', 'The course is a baseline, spread over the day by the shares that ranked best.'],
    ['theta', 'The course is that of theta, as was asked for.'],
    ['croston', 'croston does not suit this series, so the course is the median of 2 models, weighted by their votes.'],
  ] as const)('says how the course was made by %s', (selection, words) => {
    const lines = modelTable(aForecast({ selection }), { width: 200, all: false }).map(plain)

    expect(lines.at(-1)).toBe(`  Errors are of 3 backtests. ${words}`)
  })

  test('says where nothing could be tested', () => {
    expect(modelTable(aForecast({ scores: [], origins: 0 }), narrow)).toEqual([
      '  The history is too short to test a model on: nobody knows which one is good.',
    ])
  })
})

describe('the sentence of a demand', () => {
  const ofCpu = (need: Parameters<typeof aNeed>[1], required = 4): string =>
    plain(demandSentence(aDemand({ vcpus: aNeed(required, need) }), 'cpu', new Set(['cpu'])))

  test('names quantile, horizon, band, growth, headroom and allocation', () => {
    expect(plain(demandSentence(sized.demand, 'cpu', new Set(['cpu'])))).toBe(
      'Demand: 3.4 vCPU is the P95 over 28 d (band 3 to 3.5, 0.2 of it growth to come); with 15 % kept free, 4 vCPU are needed; 6 are allocated.',
    )
  })

  test('says where drplan.yaml cut it', () => {
    expect(ofCpu({ expected: 8, basis: 'forecast', headroom: 0.2, allocated: 4 }, 6)).toBe(
      'Demand: 8 vCPU is the P95 over 28 d; with 20 % kept free, 10 vCPU are needed, cut to 6 vCPU, the most that drplan.yaml allows; 4 are allocated.',
    )
  })

  test('says where an allocation has to do, and where nothing is known', () => {
    expect(ofCpu({ allocated: 4 })).toBe(
      'Demand: its allocation of 4 vCPU, because there are too few samples to size it by.',
    )
    expect(ofCpu({ allocated: null })).toMatch(/^Demand: unknown/)
  })

  test('says where nothing is sized by the metric', () => {
    expect(demandSentence(aDemand(), 'gpu', new Set(['gpu']))).toBe('No component is sized by gpu alone.')
  })

  test('of writes to disk is what replication must carry', () => {
    const demand = aDemand({ churnGiBPerHour: { median: 1, high: 7.03125 } })

    expect(plain(demandSentence(demand, 'disk-written-bytes', new Set()))).toBe(
      'Demand: 2 MiB/s is the P95 of what was measured.',
    )
  })
})

describe('what is tried', () => {
  test('is said, with that nothing was saved', () => {
    const lines = whatIfLines({ horizonHours: 48, selection: 'theta', quantile: 0.99 }, 100)

    expect(lines.join(' ').replaceAll(/\s+/g, ' ').trim()).toBe(
      'What if: nothing was saved. This is with horizon 2 d, model theta, quantile 0.99; the rest is as in drplan.yaml.',
    )
  })

  test('is silent about nothing', () => {
    expect(whatIfLines({ horizonHours: null, selection: null, quantile: null }, 100)).toEqual([])
  })
})
