import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planApplications, type ApplicationInput } from '../../../src/core/arbitration/applications.ts'
import { transitionOf } from '../../../src/core/arbitration/transitions.ts'
import { buildRunbooks } from '../../../src/core/runbook/build-runbooks.ts'
import { waitsFor } from '../../support/waits-for.ts'
import { applicationSchema, type Application, type Transition } from '../../../src/model/application.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { noRunbookParts } from '../../../src/model/runbook-parts.ts'
import { runbookSettingsSchema } from '../../../src/model/runbook-settings.ts'
import type { Runbook } from '../../../src/model/runbook.ts'
import { aVm } from '../../builders.ts'
import { nodes, planOf as plannedWaves } from '../../orchestrators/random-plans.ts'

const settings = runbookSettingsSchema.parse(undefined)
const names = ['erp', 'shop', 'wiki']

/** VMs in turn belong to three applications. */
function planOf(given: Parameters<typeof plannedWaves>[0]): Plan {
  const made = plannedWaves(given)
  const vms = made.vms.map((vm, index) => ({ ...vm, application: names[index % names.length] ?? '' }))
  const promises = names.flatMap((application): Plan['promises'] => {
    const vmIds = vms.filter((vm) => vm.application === application).map(({ vmId }) => vmId)
    const promised = { rtoMinutes: null, rpoMinutes: null }
    return vmIds.length === 0
      ? []
      : [{ application, tierId: '3', vmIds, promised, achieved: null, verdict: 'none', because: '' }]
  })
  return { ...made, vms, promises }
}

const runbooksOf = (plan: Plan): readonly Runbook[] =>
  buildRunbooks({ plan, settings, parts: noRunbookParts, conversions: [], terraform: true })

function applicationsOf(plan: Plan, over: Partial<ApplicationInput> = {}): readonly Application[] {
  return planApplications({ plan, runbooks: runbooksOf(plan), vms: [], selfFencing: false, ...over })
}

const failoverOf = (runbooks: readonly Runbook[]): Runbook =>
  runbooks.find(({ phase, mode }) => phase === 'failover' && mode === 'unplanned')!
const failbackOf = (runbooks: readonly Runbook[]): Runbook => runbooks.find(({ phase }) => phase === 'failback')!

/** Each with everything that comes before it, directly or not. */
function allBefore(workflow: readonly Transition[]): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, ReadonlySet<string>>()
  for (const { id, after } of workflow)
    before.set(id, new Set(after.flatMap((one) => [one, ...(before.get(one) ?? [])])))
  return before
}

type Pairs = readonly (readonly [string, string])[]

const pairsOf = (workflow: readonly Transition[], isAfter: (id: string, other: string) => boolean): Pairs =>
  workflow.flatMap(({ id }) =>
    workflow.flatMap((other) => (other.id !== id && isAfter(id, other.id) ? [[id, other.id] as const] : [])),
  )

/** Which transition comes after which: by the steps of the runbook. */
function orderInRunbook(workflow: readonly Transition[], { steps }: Runbook): Pairs {
  const waits = waitsFor(steps)
  const stepsOf = (id: string) => steps.filter((step) => transitionOf(step) === id)
  return pairsOf(workflow, (id, other) =>
    stepsOf(id).every((step) => stepsOf(other).every((one) => waits.get(step.id)?.has(one.id))),
  )
}

/** The same by the workflow itself. */
function orderInWorkflow(workflow: readonly Transition[]): Pairs {
  const before = allBefore(workflow)
  return pairsOf(workflow, (id, other) => before.get(id)?.has(other) === true)
}

describe('the workflow of an application', () => {
  it('orders the same as the runbooks, there and home again', () => {
    fc.assert(
      fc.property(nodes(8), (given) => {
        const plan = planOf(given)
        const runbooks = runbooksOf(plan)

        for (const { workflow } of applicationsOf(plan)) {
          expect(orderInWorkflow(workflow.failover)).toEqual(orderInRunbook(workflow.failover, failoverOf(runbooks)))
          expect(orderInWorkflow(workflow.failback)).toEqual(orderInRunbook(workflow.failback, failbackOf(runbooks)))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('has every wave with one of its VMs, and no other', () => {
    fc.assert(
      fc.property(nodes(8), (given) => {
        const plan = planOf(given)

        for (const { vmIds, workflow } of applicationsOf(plan)) {
          const own = plan.waves.filter((wave) => wave.vmIds.some((id) => vmIds.includes(id)))
          const expected = own.map(({ number }) => `wave-${number}`)
          for (const each of [workflow.failover, workflow.failback])
            expect(each.map(({ id }) => id).filter((id) => id.startsWith('wave-'))).toEqual(expected)
        }
      }),
    )
  })

  it('waits for other applications exactly where its VMs need theirs, which the runbook has back before', () => {
    fc.assert(
      fc.property(nodes(8), (given) => {
        const plan = planOf(given)
        const vms = new Map(plan.vms.map((vm) => [vm.vmId, vm]))
        const failover = failoverOf(runbooksOf(plan))
        const waits = waitsFor(failover.steps)
        const waveOf = new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))

        for (const { name, vmIds, workflow } of applicationsOf(plan)) {
          for (const { id, waitsFor: named = [] } of workflow.failover) {
            const own = vmIds.filter((vmId) => id === `wave-${waveOf.get(vmId)}`)
            const needed = own.flatMap((vmId) => vms.get(vmId)!.dependsOn).filter((vmId) => !vmIds.includes(vmId))
            expect(named).toEqual([...new Set(needed.map((vmId) => vms.get(vmId)!.application))].sort())
            expect(named).not.toContain(name)
            const first = failover.steps.find((step) => transitionOf(step) === id)!
            const checks = needed.map((vmId) => waveOf.get(vmId)).filter((wave) => `wave-${wave}` !== id)
            expect(checks.filter((wave) => !waits.get(first.id)?.has(`recover.wave-${wave}.check`))).toEqual([])
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('fences before anything is started, asks somebody, and says what a health check does by itself', () => {
    const plan = planOf([
      { strategy: 'hot-standby', tier: 0, needs: [] },
      { strategy: 'backup-restore', tier: 3, needs: [0] },
    ])

    const [erp, shop] = applicationsOf(plan)

    expect(erp?.workflow.failover.find(({ id }) => id === 'decide')?.approval).toBe(true)
    expect(erp?.workflow.failover.find(({ id }) => id.startsWith('wave'))).toMatchObject({ automatic: true })
    expect(shop?.workflow.failover.find(({ id }) => id.startsWith('wave'))).toMatchObject({
      cell: 'recovery',
      to: 'active',
      waitsFor: ['erp'],
    })
    expect(shop?.workflow.failback.map(({ id, cell, to }) => [id, cell, to]).slice(2, 5)).toEqual([
      ['close', 'recovery', 'draining'],
      ['copy', undefined, undefined],
      ['fence', 'recovery', 'fenced'],
    ])
  })
})

describe('the cells of an application', () => {
  const plan = planOf([{ strategy: 'hot-standby', tier: 0, needs: [] }])
  const vm = aVm({
    id: 'vm-0',
    protectionGroup: 'orders',
    placement: { datacenter: 'dc-1', cluster: 'hall-a', host: 'esx-1', zone: null },
  })

  it('stand where its VMs do, and protection groups are named with all their members', () => {
    const [erp] = applicationsOf(plan, { vms: [vm] })

    expect(erp?.cells.primary.zones).toEqual(['hall-a'])
    expect(erp?.cells.recovery).toMatchObject({ platform: plan.target.id, region: plan.target.region })
    expect(erp?.protectionGroups).toEqual([{ name: 'orders', vmIds: ['vm-0'] }])
    expect(applicationSchema.parse(erp)).toEqual(erp)
  })

  it('can be in the states that the runbooks and the site bring them to', () => {
    const [erp] = applicationsOf(plan)
    const [asking] = applicationsOf(plan, { selfFencing: true })

    expect(erp?.states.primary).toEqual(['active', 'draining', 'fenced', 'failed'])
    expect(erp?.states.recovery).toEqual(['active', 'standby', 'draining', 'fenced'])
    expect(asking?.states.primary).toContain('standby')
  })

  it('are not there where there is no runbook', () => {
    expect(applicationsOf(plan, { runbooks: [] })).toEqual([])
  })
})
