/**
 * Compares what a document says with the order that a plan asks for. A document allows every linear extension of the partial
 * order that it states. An edge that follows from that order is kept in all of them; of one that does not, there is an
 * extension with its ends reversed (Szpilrajn 1930), so the list of unsaid edges is exact.
 */
import type { OrderEdge, SaidOrder, SaidStage, UnsaidEdge, UnsaidReason } from '../../model/order-export.ts'

interface Place {
  readonly plan: number
  readonly stage: number
}

/** In the order of `edges`. */
export function unsaidEdges(said: SaidOrder, edges: readonly OrderEdge[]): readonly UnsaidEdge[] {
  const places = placesOf(said)
  const says = (before: string, after: string): boolean => isSaid(said, places, [before, after])
  return edges.flatMap((edge) => {
    if (says(edge.before, edge.after)) return []
    return [{ ...edge, why: reasonOf(edge, places, says(edge.after, edge.before)) }]
  })
}

function placesOf({ plans }: SaidOrder): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>()
  for (const [plan, { stages }] of plans.entries())
    for (const [stage, { acts }] of stages.entries())
      for (const act of acts) {
        const own = places.get(act) ?? []
        own.push({ plan, stage })
        places.set(act, own)
      }
  return places
}

type Places = ReadonlyMap<string, readonly Place[]>

/** An act that stands in several plans has happened once the first of them did it, and not before all of them may. */
function isSaid(said: SaidOrder, places: Places, [before, after]: readonly [string, string]): boolean {
  const [first, then] = [places.get(before) ?? [], places.get(after) ?? []]
  return then.length > 0 && then.every((b) => first.some((a) => precedes(said, [a, b], [before, after])))
}

function precedes(
  { plans }: SaidOrder,
  [a, b]: readonly [Place, Place],
  [before, after]: readonly [string, string],
): boolean {
  if (a.plan !== b.plan) return false
  if (a.stage !== b.stage) return a.stage < b.stage
  const stage = plans[a.plan]?.stages[a.stage]
  return stage !== undefined && leadsTo(stage, before, after)
}

function leadsTo({ within }: SaidStage, before: string, after: string): boolean {
  if (within.length === 0 || before === after) return false
  const next = Map.groupBy(within, ([from]) => from)
  const reached = new Set([before])
  for (const at of reached) for (const [, to] of next.get(at) ?? []) reached.add(to)
  return reached.has(after)
}

function reasonOf({ before, after }: OrderEdge, places: Places, isReversed: boolean): UnsaidReason {
  const [first, then] = [places.get(before) ?? [], places.get(after) ?? []]
  if (first.length === 0 || then.length === 0) return 'left-out'
  if (isReversed) return 'reversed'
  return then.every((b) => first.some((a) => a.plan === b.plan)) ? 'same-group' : 'other-plan'
}
