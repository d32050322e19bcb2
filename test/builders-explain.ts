/** One explained VM; a test states only what it is about. */
import { defaultTiers } from '../src/model/tier.ts'
import type { VmExplanation } from '../src/model/vm-explanation.ts'
import { anAssignment, aMappedDisk, anOffering } from './builders-plan.ts'
import { aDemand, aNeed } from './builders.ts'

const [, , , tier] = defaultTiers
if (!tier) throw new Error('the table of tiers is empty')

export const anExplanation = (over: Partial<VmExplanation> = {}): VmExplanation => ({
  vmId: 'vm-1',
  name: 'db-01',
  application: 'shop',
  tier,
  tierOrigin: { kind: 'rule', rule: 2 },
  tierProposal: null,
  promise: {
    application: 'shop',
    tierId: '3',
    vmIds: ['vm-1', 'vm-2'],
    promised: { rtoMinutes: 1440, rpoMinutes: 1440 },
    achieved: { rtoMinutes: 83, rpoMinutes: 750 },
    verdict: 'kept',
    because: 'web-01 waits for db-01 until 42 min',
  },
  demand: aDemand({
    vcpus: aNeed(1.52, {
      expected: 1.29,
      interval: { lower: 1.24, upper: 1.3 },
      growth: 0,
      allocated: 4,
      basis: 'forecast',
      headroom: 0.15,
    }),
    memoryGiB: aNeed(8),
    confidence: { level: 'low', coverage: 0.5, historyDays: 6, missing: ['8 more days of samples'] },
  }),
  measured: ['cpu'],
  region: 'eu-west-1',
  currency: 'USD',
  hoursPerMonth: 730,
  catalogueAsOf: '2026-01-01',
  choice: {
    considered: 1024,
    holding: 449,
    rejections: [
      { constraint: 'architecture', needed: 'x86_64', components: 284, alone: 0 },
      { constraint: 'memory', needed: '8 GiB of memory', components: 254, alone: 103 },
    ],
    strategies: [
      anOutcome({ strategy: 'hot-standby', verdict: 'not-allowed', rtoMinutes: 4, standbyPerMonth: 228.29 }),
      anOutcome({ strategy: 'pilot-light', verdict: 'dearer', rtoMinutes: 30, standbyPerMonth: 49 }),
      anOutcome({ strategy: 'backup-restore', rpoMinutes: 750, verdict: 'chosen' }),
    ],
    changes: [
      {
        change: '0.3 GiB of memory less (8 instead of 8.3)',
        componentId: 'c7i.large',
        strategy: 'backup-restore',
        standbyPerMonth: 9.67,
        recoveredPerHour: 0.1,
        savedStandbyPerMonth: 0,
        savedRecoveredPerHour: 0.0164,
      },
      {
        change: 'an RTO of 43 min instead of 30 min',
        componentId: 'm7i.large',
        strategy: 'backup-restore',
        standbyPerMonth: 9.67,
        recoveredPerHour: 0.13,
        savedStandbyPerMonth: 39.33,
        savedRecoveredPerHour: -0.01,
      },
    ],
  },
  assignment: anAssignment({
    offering: anOffering({ standbyPerMonth: 9.67, recoveredPerHour: 0.1071 }),
    disks: [aMappedDisk()],
    backupIntervalMinutes: 720,
    cost: [
      { what: 'backup storage', phase: 'standby', quantity: 179, unit: 'GiB-month', unitPrice: 0.054, amount: 9.666 },
      { what: 'm7i.large', phase: 'recovered', quantity: 1, unit: 'h', unitPrice: 0.1, amount: 0.1 },
      {
        what: 'gp3 volumes',
        phase: 'recovered',
        quantity: 50,
        unit: 'GiB-hour',
        unitPrice: 0.0001425,
        amount: 0.007125,
      },
    ],
    achieved: {
      rtoMinutes: 43,
      rpoMinutes: 750,
      terms: [
        { name: 'detect', minutes: 2, basis: 'recovery.detectMinutes' },
        { name: 'declare', minutes: 10, basis: 'recovery.declareMinutes' },
        { name: 'restore', minutes: 15, basis: '179 GiB at recovery.restoreMiBps' },
      ],
    },
    reason: 'm7i.large in backup and restore is the cheapest of 449 components that hold the demand.',
    cheaper: {
      componentId: 'c7i.large',
      strategy: 'backup-restore',
      standbyPerMonth: 9.67,
      recoveredPerHour: 0.09,
      why: 'is short by 0.3 GiB of memory',
    },
  }),
  unmapped: null,
  compatibility: null,
  accelerator: null,
  disks: [
    {
      diskId: 'disk-1',
      name: 'system',
      capacityGiB: 50,
      classId: 'gp3',
      sizeGiB: 50,
      iops: null,
      throughputMiBps: null,
    },
    {
      diskId: 'disk-2',
      name: 'scratch',
      capacityGiB: 20,
      classId: null,
      sizeGiB: null,
      iops: null,
      throughputMiBps: null,
    },
  ],
  addresses: [
    {
      from: '10.20.1.21',
      to: '10.120.1.21',
      subnet: 'data',
      fromBlock: '10.20.1.0/24',
      toBlock: '10.120.1.0/24',
      rule: 'explicit',
    },
  ],
  order: {
    wave: 2,
    times: { startMinutes: 12, endMinutes: 42, servedMinutes: 43, waitsLastFor: null },
    waitsFor: [{ vmId: 'vm-3', name: 'id-01', tierId: '0', endMinutes: 4 }],
    waitedForBy: [{ vmId: 'vm-2', name: 'web-01', tierId: '3', endMinutes: null }],
  },
  findings: [],
  ...over,
})

type Outcome = NonNullable<VmExplanation['choice']>['strategies'][number]

export function anOutcome(over: Partial<Outcome> = {}): Outcome {
  return {
    strategy: 'backup-restore',
    verdict: 'chosen',
    rtoMinutes: 43,
    rpoMinutes: 1,
    rtoExcessMinutes: 0,
    rpoExcessMinutes: 0,
    componentId: 'm7i.large',
    standbyPerMonth: 9.67,
    recoveredPerHour: 0.1071,
    ...over,
  }
}
