/** What has to come before what, whoever walks the runbook. */
import { gateAct, vmAct, type OrderEdge } from '../../model/order-export.ts'
import type { Plan } from '../../model/plan.ts'
import { runbookStages, type Runbook, type RunbookStep } from '../../model/runbook.ts'
import { compareText } from '../../model/text-order.ts'

const gateStages = ['decide', 'reserve', 'fence'] as const

/** The last step of each stage that comes before everything irreversible. */
export const gatesOf = ({ steps }: Pick<Runbook, 'steps'>): readonly RunbookStep[] =>
  runbookStages.flatMap((stage) =>
    gateStages.some((one) => one === stage) ? steps.filter((step) => step.stage === stage).slice(-1) : [],
  )

/** VMs that run before the day: nothing waits for their start, and their start for nothing. */
const standing: ReadonlySet<string> = new Set(['warm-standby', 'hot-standby', 'active-active'])

export const standingVms = ({ mapping }: Pick<Plan, 'mapping'>): ReadonlySet<string> =>
  new Set(mapping.assignments.flatMap(({ vmId, offering }) => (standing.has(offering.strategy) ? [vmId] : [])))

/** Sorted by what comes after, then before; both ends are acts. */
export function requiredEdges(plan: Plan, runbook: Pick<Runbook, 'steps'>): readonly OrderEdge[] {
  const gates = gatesOf(runbook)
  const runs = standingVms(plan)
  const inWaves = new Set(plan.waves.flatMap(({ vmIds }) => vmIds))
  const started = plan.vms.filter(({ vmId }) => inWaves.has(vmId) && !runs.has(vmId))
  const keys = new Map(started.map(({ vmId, key }) => [vmId, key]))
  const fence = gates.at(-1)
  const first = gates.slice(0, -1).map(({ id }) => gateEdge(id, fence ? gateAct(fence.id) : ''))
  const needs = started.flatMap(({ key, dependsOn }) => [
    ...gates.map(({ id }) => gateEdge(id, vmAct(key))),
    ...dependsOn.flatMap((need): readonly OrderEdge[] => {
      const needed = keys.get(need)
      return needed === undefined ? [] : [{ before: vmAct(needed), after: vmAct(key), because: 'need' }]
    }),
  ])
  return [...first, ...needs].sort((a, b) => compareText(a.after, b.after) || compareText(a.before, b.before))
}

const gateEdge = (id: string, after: string): OrderEdge => ({ before: gateAct(id), after, because: 'gate' })
