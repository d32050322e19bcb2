import { describe, expect, it, test } from 'vitest'
import { failbackSimulationScreen } from '../../../src/cli/screens/simulation-failback.ts'
import { widthOf } from '../../../src/cli/text.ts'
import type { FailbackReport } from '../../../src/model/failback-report.ts'
import { aFailbackReport, aGoal } from '../../builders-simulation.ts'

const textOf = (over: Partial<FailbackReport> = {}, all = false, width = 100): string =>
  failbackSimulationScreen({ report: aFailbackReport(over), width, all }).join('\n')

describe('the way home', () => {
  it('says what is sent, how long that takes, and how long users wait', () => {
    const text = textOf()

    expect(text).toMatch(/To send +50 GiB/)
    expect(text).toMatch(/Copying +P50 25.min, P95 34.min/)
    expect(text).toMatch(/shop +25.min +34.min +38.min/)
    expect(text).toMatch(/everything +30.min/)
  })

  it('never shows what is not known as nothing', () => {
    const copies = [
      { vmId: 'vm-1', kind: 'full', gib: null, atCutOverGiB: null, because: 'its disks are gone' },
    ] as const
    const missing = [{ what: 'the line home', fix: 'State it.', vmIds: [] }]

    const text = textOf({ copies, missing, copying: null, link: { homeMiBps: null, writtenMiBps: 0, copyMiBps: null } })

    expect(text).toMatch(/To send +cannot tell/)
    expect(text).toMatch(/Line home +not stated/)
    expect(text).toMatch(/shop +≥ 25.min/)
  })

  it('shows the longest first, and how many it leaves out', () => {
    const goals = Array.from({ length: 14 }, (_, index) => aGoal(`app-${index}`, { p95: index }))

    expect(textOf({ cutOver: goals })).toContain('… 2 more, none of them longer: --all')
    expect(textOf({ cutOver: goals }).indexOf('app-13')).toBeLessThan(textOf({ cutOver: goals }).indexOf('app-5'))
    expect(textOf({ cutOver: goals }, true)).toContain('app-0')
  })

  it('takes names as text', () => {
    expect(textOf({ cutOver: [aGoal('a\u001B[31mred')] })).not.toContain('\u001B[31m')
  })
})

test.each([60, 80, 100])('fits %i columns', (width) => {
  expect(Math.max(...textOf({}, false, width).split('\n').map(widthOf))).toBeLessThanOrEqual(width)
})
