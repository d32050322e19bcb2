import { describe, expect, it, test } from 'vitest'
import { simulationScreen, shareOf, type SimulationScreen } from '../../../src/cli/screens/simulation.ts'
import { widthOf } from '../../../src/cli/text.ts'
import { createFinding } from '../../../src/model/finding.ts'
import { aGoal, aLever, anEstimate, aPromise, aSimulationReport } from '../../builders-simulation.ts'

const screenOf = (over: Partial<SimulationScreen> = {}): readonly string[] =>
  simulationScreen({
    report: aSimulationReport(),
    width: 100,
    all: false,
    application: null,
    plots: true,
    ...over,
  })

const textOf = (over: Partial<SimulationScreen> = {}): string => screenOf(over).join('\n')

const three = aSimulationReport({
  goals: [
    aGoal('fine', { kept: anEstimate(1) }),
    aGoal('late', { kept: anEstimate(0.2), p95: null }),
    aGoal('shaky', { kept: anEstimate(0.9) }),
  ],
  promises: [
    aPromise('fine', { verdict: 'kept' }),
    aPromise('late', { verdict: 'broken', plan: 'broken', unmapped: 1 }),
    aPromise('shaky', { plan: 'undecided' }),
  ],
})

describe('promises', () => {
  it('stand worst first, each with mark, word and share', () => {
    const rows = screenOf({ report: three }).filter((line) => /^ {2}[■▲●] /.test(line))

    expect(rows.map((row) => row.slice(2, 20).trim().replaceAll(/ {2,}/g, ' '))).toEqual([
      '■ broken late',
      '▲ at risk shaky',
      '● kept fine',
    ])
    expect(rows[0]).toMatch(/1 unmapped +30 min +25 min +never +20 %/)
    expect(rows[1]).toContain('▲ undecided')
    expect(rows[2]).toContain('> 99.9 %')
  })

  it('are twelve at most, and the others are counted, unless all are asked for', () => {
    const names = Array.from({ length: 15 }, (_, index) => `app-${index}`)
    const report = aSimulationReport({
      goals: names.map((name) => aGoal(name)),
      promises: names.map((name) => aPromise(name)),
    })

    expect(textOf({ report })).toContain('… 3 more, none of them worse: drplan simulate --all')
    expect(textOf({ report, all: true })).toContain('app-14')
  })

  it('have the promise on the edge of a cell: what is late stands behind the line', () => {
    const row = screenOf().find((line) => line.includes('at risk')) ?? ''

    const [before = '', after = ''] = row.split('│')

    expect(before).toMatch(/[▁-█]$/)
    expect(after).toMatch(/^[▁-█]/)
  })

  it.each([80, 100])('fit %i columns', (width) => {
    const report = { ...three, levers: [aLever('restore of a-very-long-machine-name-01.example at its best')] }

    for (const line of screenOf({ report, width })) expect(widthOf(line)).toBeLessThanOrEqual(width)
  })

  it('are words and quantiles where blocks cannot be drawn', () => {
    const text = textOf({ report: three, plots: false })

    expect(text).not.toMatch(/[▁-█■▲●│┤]/)
    expect(text).toContain('P99')
    expect(text).toMatch(/late: P50 25 min, P95 never, P99 38 min/)
  })

  it('show hostile names harmless', () => {
    const name = 'shop\u001B[31m\u202E'
    const report = aSimulationReport({ goals: [aGoal(name)], promises: [aPromise(name)] })

    expect(textOf({ report })).toContain('\\u{1b}')
    expect(textOf({ report })).not.toContain('\u202E')
  })
})

describe('the histogram', () => {
  it('is of the worst application, or of the one that is asked for, with a line at the promise', () => {
    expect(textOf({ report: three })).toMatch(/^ {2}late {2}RTO, share of runs$/m)
    expect(textOf({ report: three, application: 'fine' })).toMatch(/^ {2}fine {2}RTO, share of runs$/m)
    expect(textOf()).toMatch(/^ +0 ┤████│[▁-█]{4}$/m)
  })

  it('is a sentence where the application never came back', () => {
    const report = aSimulationReport({
      goals: [aGoal('shop', { histogram: { edges: [], counts: [] }, neverBack: 1 })],
    })

    expect(textOf({ report })).toContain('shop never came back in any run.')
  })
})

test.each([
  [1, '> 99.9 %'],
  [0.9992, '> 99.9 %'],
  [0.9989, '99.8 %'],
  [0.9499, '94 %'],
  [0.004, '< 1 %'],
  [0, '0 %'],
])('a share of %d reads as %s', (share, text) => {
  expect(shareOf(anEstimate(share)).replaceAll('\u00a0', ' ')).toBe(text)
})

describe('what is said beside', () => {
  it('all promises together, with the half-width and the target', () => {
    expect(textOf()).toMatch(/All promises in time {2}90 % ± 1 points {3}target 95 %/)
  })

  it('what helps, and not what chance explains', () => {
    const report = aSimulationReport({
      levers: [aLever('declare without anybody'), aLever('nothing much', { gain: 0.001, allKeptGain: 0 })],
    })

    expect(textOf({ report })).toMatch(/declare without anybody +\+3 ± 1 points +90 → 95 % ± 2/)
    expect(textOf({ report })).not.toContain('nothing much')
  })

  it('what a change costs, also where more help than are shown', () => {
    const price = { standbyPerMonth: 412.4, recoveredPerHour: 0.25, currency: 'USD' }
    const free = Array.from({ length: 6 }, (_, index) => aLever(`free ${index}`))

    const text = textOf({ report: aSimulationReport({ levers: [...free, aLever('erp: 1 VM', { price })] }) })

    expect(text).toMatch(/erp: 1 VM +\+412 USD a month, \+0\.25 an hour/)
    expect(text).not.toContain('free 5')
  })

  it('that spreads are assumptions, and how many terms come from drills', () => {
    const basis = { recordedTasks: 7, assumedTasks: 5, spread: { low: 0.5, mode: 1, high: 2.5 }, drills: ['drill-1'] }

    expect(textOf({ report: aSimulationReport({ basis }) }).replaceAll(/\s+/g, ' ')).toMatch(
      /Spreads are assumptions until drills replace them: 5 terms .* 7 come from drills \(drill-1\)/,
    )
  })

  it('which data is lost that was promised to be kept', () => {
    const loss = { promisedMinutes: 5, minutes: 1440, kept: false }
    const report = aSimulationReport({ promises: [aPromise('shop', { verdict: 'broken', loss })] })

    expect(textOf({ report })).toMatch(/Data loss {2}1 of 1 promise is broken.*shop loses 24 h, promised 5 min/)
  })

  it('findings, and that nothing is promised', () => {
    const finding = createFinding('simulation.setting-unmatched', {
      subject: 'spreads.lauch',
      message: 'It is unused.',
    })

    const text = textOf({ report: aSimulationReport({ allKept: null, findings: [finding] }) })

    expect(text).toContain('Nothing is promised')
    expect(text).toMatch(/▲ warning simulation.setting-unmatched spreads.lauch/)
  })
})
