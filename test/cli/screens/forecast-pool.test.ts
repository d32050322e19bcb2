import { describe, expect, test } from 'vitest'
import { poolScreen } from '../../../src/cli/screens/forecast-pool.ts'
import { togetherLines } from '../../../src/cli/screens/forecast-together.ts'
import { aFleet, aPoolSizing } from '../../builders-forecast.ts'

const screen = { names: new Map([['vm-9', '\u001B[2Jnine']]), width: 80, all: false }

describe('the screen of a pool', () => {
  test('is the shortage with its half-width, the pools, and what history cannot show', () => {
    expect(poolScreen(aPoolSizing(), screen)).toEqual([
      '  Short with a probability of 3.2 % (± 0.34 points): 400 vCPU for all VMs',
      '  together over 28 days. 10,000 draws of single days of the history, seed 1.',
      '',
      '  short with at most  pool, vCPU',
      '  5 %                        396',
      '  1 %                        408',
      '  0.1 %                      412',
      '',
      '  At peak       412 vCPU   what all VMs needed at the same time',
      '  Sum of peaks  640 vCPU   no pool has to be larger',
      '  Largest VM    16 vCPU    no pool may be smaller',
      '',
      '  History cannot show a peak higher than it has seen: with 28 days of history a',
      '  peak above all seen is as likely as not within 28 days. No figure here has',
      '  growth or headroom.',
    ])
  })

  test.each([
    [0, 'Not short in any of 10,000 draws (at most 0.04 % with 95 % confidence): 400 vCPU'],
    [1, 'Short in every one of 10,000 draws (at least 99.96 % with 95 % confidence): 400 vCPU'],
    [0.9996, 'Short with a probability of > 99.9 % (± 0.02 points): 400 vCPU'],
  ])('does not read a share of %d of the draws as more than it is', (probability, text) => {
    const shortage = { pool: 400, probability, lower: 0.9996, upper: 0.0004, halfWidth: 0.0002 }

    expect(poolScreen(aPoolSizing({ shortage }), { ...screen, width: 100 })[0]).toContain(text)
  })

  test('says how probable a record is over another horizon', () => {
    const drawn = { ...aPoolSizing().drawn, horizonDays: 7, recordProbability: 0.2 }

    expect(poolScreen(aPoolSizing({ drawn }), screen).join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'with 28 days of history a peak above all seen has a probability of 20 %, if all days are alike, within 7 days.',
    )
  })

  test('names VMs that nothing is known of, harmless, and what was filled', () => {
    const members = [
      { vmId: 'a', peak: 1, filledSteps: 68, basis: 'samples' as const },
      { vmId: 'b', peak: 1, filledSteps: 672, basis: 'allocation' as const },
    ]
    const unknown = ['vm-1', 'vm-2', 'vm-3', 'vm-4', 'vm-5', 'vm-9']
    const sizing = aPoolSizing({ fleet: aFleet({ members, unknown, filledShare: 0.55 }) })

    const [some, all] = [false, true].map((all) =>
      poolScreen(sizing, { ...screen, all })
        .join(' ')
        .replaceAll(/\s+/g, ' '),
    )

    expect(some).toContain(
      'For 1 of 2 VMs the allocation of cpu stands in. 10 % of the hours of cpu were filled with high ones. Not in the sum, because nothing is known of their cpu: 6 VMs. They are vm-1, vm-2, vm-3, vm-4, vm-5 … 1 more: --all.',
    )
    expect(all).toContain(String.raw`vm-5, \u{1b}[2Jnine.`)
  })

  test.each([60, 80, 100])('never leaves a line of %d cells', (width) => {
    expect(poolScreen(aPoolSizing(), { ...screen, width }).filter((line) => line.length > width)).toEqual([])
  })
})

describe('the line about all VMs together', () => {
  test('is the peak of the sum beside the sum of peaks, of each metric', () => {
    const memory = aFleet({ metric: 'memory', peakOfSums: 2 ** 40, sumOfPeaks: 2 ** 41, quantiles: [] })

    expect(togetherLines([aFleet(), memory], 100)).toEqual([
      '  Together: 412 vCPU at peak (sum of single peaks 640), P95 390; 1,024 GiB at peak (sum of single',
      '  peaks 2,048).',
      '  Added hour by hour over 28 days of history, without growth and headroom.',
      '',
    ])
  })

  test('says once what stands in for samples of several metrics alike', () => {
    const members = [
      { vmId: 'a', peak: 1, filledSteps: 1, basis: 'samples' as const },
      { vmId: 'b', peak: 1, filledSteps: 672, basis: 'allocation' as const },
    ]

    expect(togetherLines([aFleet({ members }), aFleet({ metric: 'memory', members })], 100).join(' ')).toMatch(
      /For 1 of 2 VMs the +allocation of cpu and memory stands in. Under 1 % of the hours of cpu and memory were/,
    )
  })

  test('is not there for a single VM, or where nothing is known', () => {
    expect(togetherLines([aFleet({ members: aFleet().members.slice(1) })], 100)).toEqual([])
    expect(togetherLines([], 100)).toEqual([])
  })
})
