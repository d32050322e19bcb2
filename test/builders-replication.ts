/** What replication leaves, with defaults. */
import type { ReplicationReport, TierLag, VmLag } from '../src/model/replication.ts'

export const aTierLag = (over: Partial<TierLag> = {}): TierLag => ({
  tierId: '1',
  rpoMinutes: 5,
  vms: 1,
  withinShare: 0.75,
  violations: [{ start: '2026-01-05T01:00:00.000Z', minutes: 60, open: false }],
  worstLagMinutes: 30,
  backlogPeakGiB: 12.5,
  lossMinutes: { p50: 0, p95: 30, p99: 30 },
  course: { lagMinutes: [0, 30, 10, 0], backlogGiB: [0, 12.5, 0, 0] },
  ...over,
})

export const aVmLag = (over: Partial<VmLag> = {}): VmLag => ({
  vmId: 'db',
  tierId: '1',
  rpoMinutes: 5,
  withinShare: 0.75,
  violations: [{ start: '2026-01-05T01:00:00.000Z', minutes: 60, open: false }],
  worstLagMinutes: 30,
  backlogPeakGiB: 12.5,
  writtenGiB: 40,
  sentGiB: 40,
  backlogGiB: 0,
  ...over,
})

export const aReplicationReport = (over: Partial<ReplicationReport> = {}): ReplicationReport => ({
  start: '2026-01-05T00:00:00.000Z',
  stepSeconds: 3600,
  steps: 4,
  linkMiBps: 10,
  lag: { tiers: [aTierLag()], vms: [aVmLag()] },
  kept: [
    {
      tierId: null,
      needs: [
        { share: 1, linkMiBps: 13.301 },
        { share: 0.99, linkMiBps: 13.2 },
        { share: 0.9, linkMiBps: null },
      ],
    },
  ],
  unknownVms: [],
  gaps: [],
  scope: 'all',
  names: { db: 'db-1' },
  findings: [],
  ...over,
})
