import { expect, test } from 'vitest'
import { replayScreen, type ReplayScreen } from '../../../src/cli/screens/replication-replay.ts'
import { widthOf } from '../../../src/cli/text.ts'
import { createFinding } from '../../../src/model/finding.ts'
import { aReplicationReport, aTierLag, aVmLag } from '../../builders-replication.ts'

const shown = (over: Partial<ReplayScreen> = {}): string =>
  replayScreen({ report: aReplicationReport(), width: 100, all: false, marks: true, plots: false, ...over }).join('\n')

test('of each tier the loss, the time in violation and the link that keeps it, rounded so that it is enough', () => {
  const text = shown()

  expect(text).toMatch(/■ missed +1 +1 +5 min +0 min +30 min +30 min +30 min +75 % +60 min +13/)
  expect(text).toMatch(/all tiers +13\.31 MiB\/s +13\.2 MiB\/s +no link/)
  expect(text).toMatch(/db-1 +1 +5 min +30 min +75 %/)
})

test('VMs that nobody measures are named, and once', () => {
  const findings = [
    createFinding('replication.churn-unknown', { subject: 'dark-1', message: 'Nobody measures dark-1.' }),
  ]
  const report = aReplicationReport({ unknownVms: ['x'], names: { db: 'db-1', x: 'dark-1' }, findings })

  const text = shown({ report })

  expect(text).toContain('1 of 2 VMs')
  expect(text).toContain('Not in any figure, since nobody measures what they write: dark-1.')
  expect(text.match(/dark-1/g)).toHaveLength(1)
})

test('what was missed once is never 100 %, and without a promise there is nothing to keep', () => {
  const tiers = [
    aTierLag({ withinShare: 0.999_99 }),
    aTierLag({ tierId: '4', rpoMinutes: null, withinShare: null, violations: [] }),
  ]
  const text = shown({ report: aReplicationReport({ lag: { tiers, vms: [] } }) })

  expect(text).toContain('99.99 %')
  expect(text).toMatch(/– none +4 /)
})

test('an unknown link has the links that would do, and no lag', () => {
  const text = shown({ report: aReplicationReport({ linkMiBps: null, lag: null }) })

  expect(text).toContain('the link is unknown')
  expect(text).toContain('13.31 MiB/s')
  expect(text).not.toContain('worst')
})

test('the loss over time is drawn with the promise, in hours where it is long', () => {
  const tiers = [
    aTierLag({ worstLagMinutes: 600, rpoMinutes: 480, course: { lagMinutes: [0, 600, 300, 0], backlogGiB: [] } }),
  ]
  const text = shown({ plots: true, report: aReplicationReport({ lag: { tiers, vms: [aVmLag()] } }) })

  expect(text).toContain('in hours')
  expect(text).toContain('RPO 8 h')
  expect(text).toMatch(/[\u2801-\u28ff]/)
})

test('keeps its width, and hostile names are shown as text', () => {
  const report = aReplicationReport({
    names: { db: `\u001B[31m${'long-name-'.repeat(12)}\u202E` },
    lag: { tiers: [aTierLag({ tierId: 'a\u001B]0;x\u0007' })], vms: [aVmLag()] },
  })

  for (const width of [60, 80, 100])
    for (const line of replayScreen({ report, width, all: true, marks: true, plots: true }))
      expect(widthOf(line)).toBeLessThanOrEqual(width)
  for (const sign of ['\u001B', '\u202E', '\u0007']) expect(shown({ report })).not.toContain(sign)
})
