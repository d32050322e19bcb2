import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Replay } from '../../../src/core/replication/churn-trace.ts'
import { replayOver } from '../../../src/core/replication/replay.ts'
import { recordLag } from './reference/lag.ts'
import { runQueue } from './reference/queue.ts'
import { anyReplay, aReplay, aTrace, MIB } from './traces.ts'

const anyLink = fc.integer({ min: 0, max: 120 })

/** Many VMs of one tier beside one strong and one weak, so that backlogs end within steps. */
const anyCrowd: fc.Arbitrary<Replay> = fc
  .array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 8 }), { minLength: 4, maxLength: 12 })
  .map((rows) =>
    aReplay(
      rows.map((mibps, at) => {
        const priority = at === 0 ? 0 : at === 1 ? 2 : 1
        return aTrace(`vm-${at}`, mibps, { priority, tierId: String(priority), rpoMinutes: [1, 90, 600][priority]! })
      }),
    ),
  )

test('by class and by level it says what the queue says that looks at every VM at every event', () => {
  fc.assert(
    fc.property(fc.oneof(anyReplay, anyCrowd), anyLink, (replay, link) => {
      const recorder = recordLag(replay)
      const { sent, backlog } = runQueue(replay, link * MIB, recorder.observe)

      const { vms } = replayOver(link, replay)

      for (const [at, trace] of replay.traces.entries()) {
        const [vm, record] = [vms.find(({ vmId }) => vmId === trace.vmId)!, recorder.records[at]!]
        const seconds = replay.steps * replay.stepSeconds
        const late = record.late.reduce((sum, [from, to]) => sum + to - from, 0)
        expect(vm.sentGiB * 1024).toBeCloseTo(sent[at]! / MIB, 3)
        expect(vm.backlogGiB * 1024).toBeCloseTo(backlog[at]! / MIB, 3)
        expect(vm.backlogPeakGiB * 1024).toBeCloseTo(record.backlogPeak / MIB, 3)
        expect(vm.worstLagMinutes * 60).toBeCloseTo(record.worstSeconds, 3)
        expect((1 - vm.withinShare!) * seconds).toBeCloseTo(late, 2)
      }
    }),
    { numRuns: 300 },
  )
})

test('what is left when backlogs end within an hour goes to weaker tiers within that hour', () => {
  const replay = aReplay([
    aTrace('strong', [15, 0], { priority: 0, tierId: '0' }),
    aTrace('weak', [2, 5], { priority: 2, tierId: '2' }),
  ])

  const { vms } = replayOver(10, replay)

  // 5 MiB/s too much for an hour are sent in the first half of the next, its last byte 30 min late; then 10 MiB/s are there.
  expect(vms[0]!.worstLagMinutes).toBeCloseTo(30, 6)
  expect(vms[1]!.backlogGiB * 1024).toBeCloseTo(2 * 3600 + 5 * 3600 - 10 * 1800, 3)
})
