import { describe, expect, it } from 'vitest'
import { strongerMoves } from '../../../src/core/simulate/stronger.ts'
import { aGoal, anEstimate } from '../../builders-simulation.ts'
import { planOf } from './plans.ts'

const deciding = (...ids: readonly string[]) => ids.map((id, index) => ({ id, share: index === 0 ? 0.9 : 0.06 }))

const { plan } = planOf([
  { id: 'db', application: 'erp', tier: '1', strategy: 'pilot-light' },
  { id: 'app', application: 'erp', tier: '1', strategy: 'warm-standby', dependsOn: ['db'] },
  { id: 'dc', application: 'identity', tier: '0', strategy: 'hot-standby' },
  { id: 'files', application: 'office', tier: '3', strategy: 'pilot-light' },
  { id: 'wiki', application: 'wiki', tier: '3', strategy: 'backup-restore' },
])

const movesFor = (...goals: readonly ReturnType<typeof aGoal>[]) =>
  strongerMoves(plan, { goals }).map(({ application, strategies }) => [application, Object.fromEntries(strategies)])

describe('a stronger strategy', () => {
  it('is the next one for the VMs that decide, of the application that is late most often first', () => {
    const moves = movesFor(
      aGoal('wiki', { kept: anEstimate(0.9), criticalVms: deciding('wiki') }),
      aGoal('erp', { kept: anEstimate(0.2), criticalVms: deciding('db', 'app') }),
    )

    expect(moves).toEqual([
      ['erp', { db: 'warm-standby', app: 'hot-standby' }],
      ['wiki', { wiki: 'pilot-light' }],
    ])
  })

  it('is that of the next stronger tier where its own allows none', () => {
    expect(movesFor(aGoal('office', { kept: anEstimate(0.5), criticalVms: deciding('files') }))).toEqual([
      ['office', { files: 'warm-standby' }],
    ])
  })

  it('is never active-active, and nothing where there is none', () => {
    expect(movesFor(aGoal('identity', { kept: anEstimate(0.1), criticalVms: deciding('dc') }))).toEqual([])
  })

  it('is left alone for VMs that hardly ever decide, and for promises that are always kept', () => {
    const rarely = [{ id: 'app', share: 0.01 }]

    expect(movesFor(aGoal('erp', { kept: anEstimate(0.5), criticalVms: rarely }))).toEqual([])
    expect(movesFor(aGoal('erp', { kept: anEstimate(1), criticalVms: deciding('db') }))).toEqual([])
  })

  it('is looked for of two applications at most', () => {
    const goals = ['erp', 'office', 'wiki'].map((name, index) =>
      aGoal(name, { kept: anEstimate(index / 10), criticalVms: deciding(['db', 'files', 'wiki'][index] ?? '') }),
    )

    expect(movesFor(...goals).map(([name]) => name)).toEqual(['erp', 'office'])
  })
})
