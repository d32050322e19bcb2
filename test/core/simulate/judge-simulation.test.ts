import { describe, expect, it } from 'vitest'
import { basisOf, judgeSimulation, simulationFindings } from '../../../src/core/simulate/judge-simulation.ts'
import { modelOfPlan } from '../../../src/core/simulate/model-of-plan.ts'
import type { SimulationVerdict } from '../../../src/model/simulation-report.ts'
import { aGoal, anEstimate, aSimulationReport } from '../../builders-simulation.ts'
import { planOf, settingsWith } from './plans.ts'

const played = (plan: ReturnType<typeof planOf>['plan']) => ({
  plan,
  settings: settingsWith(),
  scenario: { id: 'site-loss' as const, means: 'It is gone.', zone: null, upVmIds: [] },
  unplacedVmIds: [],
})

function verdictAt(share: number | null, tier = '1'): SimulationVerdict | undefined {
  const { plan } = planOf([{ id: 'shop', tier, strategy: 'pilot-light' }])
  const kept = share === null ? null : anEstimate(share)
  const report = aSimulationReport({ goals: [aGoal('shop', { kept })] })
  return judgeSimulation(plan, played(plan), report)[0]?.verdict
}

describe('a verdict', () => {
  it.each([
    [0.95, 'kept'],
    [0.9499, 'at-risk'],
    [0.5, 'at-risk'],
    [0.4999, 'broken'],
  ])('of %d of runs in time is %s', (share, verdict) => {
    expect(verdictAt(share)).toBe(verdict)
  })

  it('is none where nothing is promised', () => {
    expect(verdictAt(null, '4')).toBe('none')
  })

  it('is broken by lost data, whatever the time', () => {
    const { plan } = planOf([{ id: 'shop', tier: '1', strategy: 'backup-restore' }])

    const [promise] = judgeSimulation(plan, played(plan), aSimulationReport({ goals: [aGoal('shop')] }))

    expect(promise).toMatchObject({ verdict: 'broken', loss: { promisedMinutes: 5, minutes: 90, kept: false } })
  })

  it('stands beside that of the plan, with VMs that have no component', () => {
    const { plan } = planOf([{ id: 'shop', tier: '1', strategy: null }])
    const mapping = {
      ...plan.mapping,
      unmapped: [
        { vmId: 'shop', tierId: '1', constraint: 'vCPU', needed: '9', available: '4', reason: 'It is too large.' },
      ],
    }

    const [promise] = judgeSimulation({ ...plan, mapping }, played(plan), aSimulationReport({ goals: [aGoal('shop')] }))

    expect(promise).toMatchObject({ plan: 'broken', unmapped: 1, notReady: 0, loss: { minutes: null } })
  })
})

it('tells recorded times from assumed ones, and counts no marks', () => {
  const { plan } = planOf([
    { id: 'shop', strategy: 'pilot-light' },
    { id: 'lost', strategy: null },
  ])
  const settings = settingsWith({ recorded: [{ term: 'boot', minutes: [3, 4] }] })

  const basis = basisOf(modelOfPlan(plan, settings).model, settings, ['drill-1'])

  expect(basis).toMatchObject({ recordedTasks: 1, assumedTasks: 6, drills: ['drill-1'] })
})

it('names what it doubts, with the file and what to do', () => {
  const doubts = {
    unmatched: [{ setting: 'simulation.spreads.lauch', file: 'drplan.yaml' }],
    unknownVmIds: ['vm-1'],
    unplacedVmIds: ['vm-2'],
    lostPlace: 'hall-a',
  }

  const findings = simulationFindings(doubts, new Map([['vm-1', 'db-1']]))

  expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
    ['simulation.setting-unmatched', 'simulation.spreads.lauch'],
    ['simulation.time-unknown', 'db-1'],
    ['simulation.placement-unknown', 'hall-a'],
  ])
  expect(findings.every(({ suggestion }) => suggestion !== null)).toBe(true)
})
