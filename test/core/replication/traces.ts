/** Traces for tests of the queue, and an arbitrary of small ones. */
import fc from 'fast-check'
import type { ChurnTrace, Replay } from '../../../src/core/replication/churn-trace.ts'

export const MIB = 2 ** 20

/** MiB/s a step, by default of tier 1 with an RPO of 5 minutes. */
export const aTrace = (vmId: string, mibps: readonly number[], over: Partial<ChurnTrace> = {}): ChurnTrace => ({
  vmId,
  tierId: '1',
  priority: 1,
  rpoMinutes: 5,
  compression: 1,
  bytesPerSecond: Float64Array.from(mibps, (rate) => rate * MIB),
  gapSteps: 0,
  ...over,
})

export const aReplay = (traces: readonly ChurnTrace[], over: Partial<Replay> = {}): Replay => {
  const steps = traces[0]?.bytesPerSecond.length ?? 0
  return {
    startMs: Date.UTC(2026, 0, 5),
    stepSeconds: 3600,
    steps,
    linkShares: new Float64Array(steps).fill(1),
    traces,
    ...over,
  }
}

const STEPS = 6

/** Up to five VMs of three tiers, with hours in which nothing is written and hours in which the link is shut. */
export const anyReplay: fc.Arbitrary<Replay> = fc
  .record({
    vms: fc.array(
      fc.record({
        priority: fc.integer({ min: 0, max: 2 }),
        mibps: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })), {
          minLength: STEPS,
          maxLength: STEPS,
        }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    shares: fc.array(fc.constantFrom(0, 0.5, 1, 1), { minLength: STEPS, maxLength: STEPS }),
  })
  .map(({ vms, shares }) =>
    aReplay(
      vms.map(({ priority, mibps }, at) =>
        aTrace(`vm-${at}`, mibps, { priority, tierId: String(priority), rpoMinutes: [1, 15, 60][priority] ?? null }),
      ),
      { linkShares: Float64Array.from(shares) },
    ),
  )
