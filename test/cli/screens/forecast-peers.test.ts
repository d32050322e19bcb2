import { describe, expect, test } from 'vitest'
import { peerTable } from '../../../src/cli/screens/forecast-peers.ts'
import {
  sizingPresetIds,
  sizingPresets,
  type PresetFigure,
  type SizingPresetId,
} from '../../../src/model/sizing-preset.ts'
import { aDemand, aNeed } from '../../builders.ts'
import { aVmForecast } from '../../builders-forecast.ts'

const aFigure = (preset: SizingPresetId, over: Partial<PresetFigure>): PresetFigure => ({
  rule: sizingPresets[preset].rule,
  required: null,
  used: null,
  basis: 'none',
  points: 0,
  ...over,
})
const vm = aVmForecast({
  demand: aDemand({
    vcpus: aNeed(8.1, { expected: 6.9, allocated: 16, basis: 'forecast' }),
    memoryGiB: aNeed(0, { expected: null, allocated: null }),
  }),
  peers: sizingPresetIds.map((preset, place) => ({
    preset,
    vcpus: aFigure(preset, { required: 10 + place / 2, basis: place === 0 ? 'samples' : 'hourly-p95' }),
    memoryGiB: aFigure(preset, place === 0 ? { required: 20.8, basis: 'allocation' } : {}),
  })),
})

describe('what others would ask for', () => {
  test('stands beside what drplan asks for, with what each figure was made of and the rules in words', () => {
    expect(peerTable(vm, 80)).toEqual([
      '  What others would ask for',
      '',
      '  sized by               vCPU   GiB  CPU by      memory by',
      '  drplan                  8.1     –  forecast    –',
      '  Azure Migrate            10  20.8  samples     allocation',
      '  AWS Compute Optimizer  10.5     –  hourly P95  –',
      '  Azure Migrate: P95 of the peaks of 10 minutes in the last 30 d, times 1.3; of',
      '  the allocation where there are none. AWS Compute Optimizer: P99.5 of all',
      '  samples in the last 14 d, with 20 % kept free.',
      '',
    ])
  })

  test('drops what the figures were made of where the line is too narrow', () => {
    expect(peerTable(vm, 40)[2]).toBe('  sized by               vCPU   GiB')
  })

  test.each([60, 80, 100])('never leaves a line of %d cells', (width) => {
    expect(peerTable(vm, width).filter((line) => line.length > width)).toEqual([])
  })

  test('is not there without peers', () => {
    expect(peerTable(aVmForecast(), 80)).toEqual([])
  })
})
