/**
 * Who gets how much of the link: strict priority between classes, and max-min fair shares within one (Bertsekas and
 * Gallager, Data Networks, 2nd edition, 6.5.2): nobody gets more while somebody who wants more has less. A VM with a
 * backlog wants all there is, one without wants what it writes.
 */

/** Of all traces, by index; bytes and bytes a second. */
export interface Flow {
  readonly incoming: Float64Array
  readonly sent: Float64Array
  readonly backlog: Float64Array
}

/** Traces of one priority, by index. */
export interface PriorityClass {
  /** By what they write in the present step, least first, once `sortedStep` is that step. */
  readonly members: number[]
  sortedStep: number
}

/** From the strongest. */
export function classesOf(traces: readonly { readonly priority: number }[]): PriorityClass[] {
  const members = new Map<number, number[]>()
  for (const [index, { priority }] of traces.entries()) members.set(priority, [...(members.get(priority) ?? []), index])
  return [...members].sort(([a], [b]) => a - b).map(([, own]) => ({ members: own, sortedStep: -1 }))
}

/** Sets `sent` of every trace for as long as no backlog comes to its end. */
export function shareLink(
  classes: readonly PriorityClass[],
  flow: Flow,
  now: { capacity: number; step: number },
): void {
  let left = now.capacity
  for (const one of classes) left = passAll(one, flow, left) ?? shareFairly(one, flow, { ...now, capacity: left })
}

/** What is left when everybody gets what it writes; null where there is a backlog, or not enough. */
function passAll({ members }: PriorityClass, { incoming, sent, backlog }: Flow, capacity: number): number | null {
  let wanted = 0
  for (const at of members) {
    if ((backlog[at] ?? 0) > 0) return null
    wanted += incoming[at] ?? 0
  }
  if (wanted > capacity) return null
  for (const at of members) sent[at] = incoming[at] ?? 0
  return capacity - wanted
}

function shareFairly(one: PriorityClass, flow: Flow, { capacity, step }: { capacity: number; step: number }): number {
  const { incoming, sent, backlog } = flow
  if (one.sortedStep !== step) {
    one.members.sort((a, b) => (incoming[a] ?? 0) - (incoming[b] ?? 0) || a - b)
    one.sortedStep = step
  }
  let [left, waiting] = [capacity, one.members.length]
  const rest: number[] = []
  for (const at of one.members) {
    const wanted = incoming[at] ?? 0
    if ((backlog[at] ?? 0) > 0 || wanted * waiting > left) {
      rest.push(at)
      continue
    }
    sent[at] = wanted
    left = Math.max(0, left - wanted)
    waiting -= 1
  }
  for (const at of rest) sent[at] = left / rest.length
  return rest.length === 0 ? left : 0
}
