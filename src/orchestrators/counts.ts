/** How much of what an order holds. */
import type { LimitReplay, SaidOrder } from '../model/order-export.ts'
import type { WrittenOrder } from './document.ts'

/** By plan and stage: acts that start VMs. */
const started = ({ plans }: SaidOrder): readonly (readonly (readonly string[])[])[] =>
  plans.map(({ stages }) => stages.map(({ acts }) => acts.filter((act) => act.startsWith('vm:'))))

export const mostVmsInPlan = (said: SaidOrder): number => mostOf(started(said).map((stages) => stages.flat().length))

/** Stages that start a VM. */
export const mostGroupsInPlan = (said: SaidOrder): number =>
  mostOf(started(said).map((stages) => stages.filter((acts) => acts.length > 0).length))

/** None where the service has no such limit. */
export function jobLimits({ said, service, replicated }: WrittenOrder): readonly LimitReplay[] {
  if (!service.vmsAtOnce) return []
  const sideBySide = started(said).flatMap((stages) =>
    stages.map((acts) => acts.filter((act) => replicated.has(act)).length),
  )
  return [{ what: 'VMs side by side in all jobs', limit: service.vmsAtOnce, found: mostOf(sideBySide) }]
}

const mostOf = (values: readonly number[]): number => values.reduce((most, one) => Math.max(most, one), 0)
