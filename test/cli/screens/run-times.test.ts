import { expect, test } from 'vitest'
import { timesScreen } from '../../../src/cli/screens/run-times.ts'
import { widthOf } from '../../../src/cli/text.ts'
import type { MeasuredTimes } from '../../../src/model/measured-times.ts'

const times: MeasuredTimes = {
  run: 'drill-1',
  runbook: 'drill',
  site: 'quay',
  startedAt: '2026-11-22T08:00:00.000Z',
  steps: [
    { step: 'decide.declare', measures: 'declare', wave: null, vmIds: [], minutes: 4 },
    { step: 'recover.wave-1.apply', measures: 'launch', wave: 1, vmIds: ['a', 'b'], minutes: 12 },
  ],
  recorded: [],
}

test('measured times say whose they are, and where they were written', () => {
  const text = timesScreen(times, 'out/runs/drill-1.times.json', 100).join('\n').replaceAll('\u00a0', ' ')

  expect(text).toMatch(/decide\.declare +declare +– +all +4 min/)
  expect(text).toMatch(/recover\.wave-1\.apply +launch +1 +2 +12 min/)
  expect(text).toContain('2 times written to out/runs/drill-1.times.json')
})

test('a run in which nothing was measured yet says so', () => {
  expect(timesScreen({ ...times, steps: [] }, 'file', 100).join(' ')).toContain('No step that stands for a term')
})

test('measured times keep the width', () => {
  const long = { ...times.steps[0], step: 'recover.'.repeat(20) } as MeasuredTimes['steps'][number]

  for (const width of [60, 100])
    expect(Math.max(...timesScreen({ ...times, steps: [long] }, 'file', width).map(widthOf))).toBeLessThanOrEqual(width)
})
