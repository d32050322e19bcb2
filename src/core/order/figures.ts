/** How well waves are packed: figures for people, beside the exports. */
import type { Plan } from '../../model/plan.ts'
import type { OrderPair, Packing } from '../../model/recovery-order.ts'
import type { RecoveryService } from '../../model/target.ts'
import { criticalPath, graphOfPlan, type CriticalPath } from './graph-of-plan.ts'
import { packGroups } from './pack-groups.ts'
import { packParts } from './pack-parts.ts'

export interface OrderFigures {
  readonly vms: number
  readonly waves: number
  /** As few groups as the service allows, whatever the tiers. */
  readonly packing: Packing
  /** Of VMs that the service brings back; null = it brings back none. */
  readonly parts: { readonly count: number; readonly atLeast: number; readonly across: readonly OrderPair[] } | null
  readonly critical: CriticalPath
}

export function orderFigures(plan: Plan, { vmsInPart, groupsInPart }: RecoveryService): OrderFigures {
  const graph = graphOfPlan(plan)
  const replicated = new Set(
    plan.mapping.assignments.filter(({ offering }) => offering.strategy === 'pilot-light').map(({ vmId }) => vmId),
  )
  const own = graphOfPlan(plan, replicated)
  const packed = packParts(own, { vmsInPart: vmsInPart.value, groupsInPart: groupsInPart?.value ?? null })
  return {
    vms: graph.ids.length,
    waves: plan.waves.length,
    packing: packGroups(graph, vmsInPart.value),
    parts: own.ids.length === 0 ? null : { count: packed.parts.length, atLeast: packed.atLeast, across: packed.across },
    critical: criticalPath(plan),
  }
}
