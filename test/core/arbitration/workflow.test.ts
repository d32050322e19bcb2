import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { effectsOf } from '../../../src/core/arbitration/effects.ts'
import { explore } from '../../../src/core/arbitration/explore.ts'
import { provesOneSite } from '../../../src/core/arbitration/workflow.ts'
import { aStep, type Runbook, type RunbookStep } from '../../../src/model/runbook.ts'

const step = (id: string, after: readonly string[]): RunbookStep =>
  aStep({
    id,
    after,
    stage: id.split('.')[0] as RunbookStep['stage'],
    title: id,
    kind: 'manual',
    who: 'somebody',
    instruction: id,
    expected: id,
  })

const aRunbook = (phase: Runbook['phase'], steps: readonly RunbookStep[]): Runbook => ({
  phase,
  mode: phase === 'failback' ? 'planned' : 'unplanned',
  site: 's',
  target: { id: 'aws', region: 'eu-west-1' },
  parameters: [],
  steps,
})

const failover = aRunbook('failover', [
  step('decide.declare', []),
  step('fence.primary', ['decide.declare']),
  step('recover.wave-1.apply', ['fence.primary']),
  step('recover.wave-2.apply', ['recover.wave-1.apply']),
])
const failback = aRunbook('failback', [
  step('fence.stop-writes', []),
  step('fence.recovery', ['fence.stop-writes']),
  step('recover.wave-1.start', ['fence.recovery']),
])
const rules = { failover: [failover], failback, automatic: false, selfFencing: false }

describe('people who walk the runbooks', () => {
  test('never have two sites serve, whatever fails or comes back meanwhile', () => {
    const { states, trace } = provesOneSite(rules)

    expect(trace).toBeNull()
    expect(states).toBeGreaterThan(20)
  })

  test('have two where servers start before the primary site is fenced, and are shown how', () => {
    const hasty = aRunbook(
      'failover',
      failover.steps.map((one) => (one.id.startsWith('recover') ? { ...one, after: ['decide.declare'] } : one)),
    )

    expect(provesOneSite({ ...rules, failover: [hasty] }).trace).toEqual([
      'a failover begins',
      'servers start at the recovery site',
    ])
  })

  test('have two where one wave of several does not wait for the fence', () => {
    const hasty = aRunbook(
      'failover',
      failover.steps.map((one) => (one.id.startsWith('recover.wave-1') ? { ...one, after: [] } : one)),
    )

    expect(provesOneSite({ ...rules, failover: [hasty] }).trace).toContain('servers start at the recovery site')
  })

  test('have two where a failback starts the primary site while the recovery site is only closed', () => {
    const hasty = aRunbook(
      'failback',
      failback.steps.map((one) => (one.id === 'recover.wave-1.start' ? { ...one, after: [] } : one)),
    )

    expect(provesOneSite({ ...rules, failback: hasty }).trace?.at(-1)).toBe('servers start at the primary site')
  })
})

describe('a health check that fails over by itself', () => {
  test('has two sites serve when only the line is lost', () => {
    expect(provesOneSite({ ...rules, automatic: true }).trace).toEqual([
      'the line to the primary site is lost',
      'the health check fails over to the recovery site',
    ])
  })

  test('never does where the primary site stops by itself first', () => {
    expect(provesOneSite({ ...rules, automatic: true, selfFencing: true }).trace).toBeNull()
  })
})

test('steps of a drill, and of what only looks, move nobody', () => {
  expect(effectsOf(aRunbook('drill', failover.steps))).toEqual([])
  expect(effectsOf(failover).map(({ cell, to }) => `${cell} ${to}`)).toEqual(['primary fenced', 'recovery active'])
})

test('a search finds what brute force finds, and no longer way', () => {
  const graph = fc.array(fc.uniqueArray(fc.nat(6), { maxLength: 3 }), { minLength: 7, maxLength: 7 })
  fc.assert(
    fc.property(graph, fc.nat(6), (edges, bad) => {
      const found = explore<number>({
        initial: 0,
        keyOf: String,
        movesOf: (state) => (edges[state] ?? []).map((to) => ({ name: `${state}-${to}`, to })),
        isBad: (state) => state === bad,
      })

      const distance = Array.from({ length: 7 }, (_, at) => (at === 0 ? 0 : Infinity))
      for (let round = 0; round < 7; round++)
        edges.forEach((targets, at) =>
          targets.forEach((to) => (distance[to] = Math.min(distance[to]!, distance[at]! + 1))),
        )
      expect(found.trace?.length ?? Infinity).toBe(distance[bad])
    }),
  )
})
