/** Reports of simulated recoveries; a test states only what it is about. */
import type { FailbackReport } from '../src/model/failback-report.ts'
import type { SimulatedPromise, SimulationReport } from '../src/model/simulation-report.ts'
import type { GoalResult, LeverResult, ShareEstimate } from '../src/model/simulation.ts'

export const anEstimate = (share: number, halfWidth = 0.01): ShareEstimate => ({
  share,
  lower: Math.max(0, share - halfWidth),
  upper: Math.min(1, share + halfWidth),
  halfWidth,
})

/** Between 20 and 40 minutes, most of it within the promised 30. */
export const aGoal = (name: string, over: Partial<GoalResult> = {}): GoalResult => ({
  id: `application:${name}`,
  kind: 'application',
  name,
  promisedMinutes: 30,
  p50: 25,
  p95: 34,
  p99: 38,
  mean: 26,
  kept: anEstimate(0.9),
  neverBack: 0,
  histogram: { edges: [20, 25, 30, 35, 40], counts: [500, 400, 80, 20] },
  criticalTasks: [],
  criticalVms: [],
  ...over,
})

export const aPromise = (application: string, over: Partial<SimulatedPromise> = {}): SimulatedPromise => ({
  application,
  tierId: '1',
  verdict: 'at-risk',
  plan: 'kept',
  unmapped: 0,
  notReady: 0,
  loss: { promisedMinutes: 5, minutes: 1, kept: true },
  ...over,
})

export const aLever = (what: string, over: Partial<LeverResult> = {}): LeverResult => ({
  id: what,
  what,
  gain: 0.03,
  halfWidth: 0.01,
  allKeptGain: 0.05,
  allKeptHalfWidth: 0.02,
  ...over,
})

export const aSimulationReport = (over: Partial<SimulationReport> = {}): SimulationReport => ({
  runs: 1000,
  seed: 1,
  dispatch: 'as-ready',
  goals: [aGoal('shop')],
  allKept: anEstimate(0.9),
  resources: [],
  levers: [],
  unknownVmIds: [],
  scenario: { id: 'site-loss', means: 'The primary site is gone.', zone: null, upVmIds: [] },
  basis: { recordedTasks: 1, assumedTasks: 5, spread: { low: 0.5, mode: 1, high: 2.5 }, drills: [] },
  target: 0.95,
  promises: [aPromise('shop')],
  findings: [],
  ...over,
})

/** One VM goes home whole over a line that is known. */
export const aFailbackReport = (over: Partial<FailbackReport> = {}): FailbackReport => ({
  runs: 1000,
  seed: 1,
  dispatch: 'as-ready',
  disksAtHome: 'lost',
  awayHours: 72,
  link: { homeMiBps: 100, writtenMiBps: 10, copyMiBps: 90 },
  copies: [{ vmId: 'vm-1', kind: 'full', gib: 50, atCutOverGiB: 0.1, because: 'its old disks are gone' }],
  waves: 1,
  copying: aGoal('copies', { id: 'whole', kind: 'whole', promisedMinutes: null, kept: null }),
  cutOver: [
    aGoal('shop', { promisedMinutes: null, kept: null }),
    aGoal('everything', { id: 'whole', kind: 'whole', promisedMinutes: null, kept: null, p50: 30, p95: 40, p99: 44 }),
  ],
  resources: [],
  dataAtRiskMinutes: 0,
  missing: [],
  findings: [],
  ...over,
})
