/** Steps get what they wait for, and come into an order that satisfies it. */
import { BugError } from '../../errors.ts'
import type { RunbookStep } from '../../model/runbook.ts'

/** Each follows the one before it; the first follows `after`. */
export function inTurn(steps: readonly RunbookStep[], after: readonly string[] = []): readonly RunbookStep[] {
  return steps.map((step, index) => {
    const before = steps[index - 1]
    return { ...step, after: before ? [...step.after, before.id] : [...step.after, ...after] }
  })
}

/** The ids that nothing of the list waits for: whoever waits for these waits for all of it. */
export function lastOf(steps: readonly RunbookStep[]): readonly string[] {
  const waited = new Set(steps.flatMap(({ after }) => after))
  return steps.map(({ id }) => id).filter((id) => !waited.has(id))
}

/**
 * Of each step the places of those that it waits for, as it states them. Throws BugError where a step waits for one that
 * does not stand before it, or two have one id: such a runbook could never be walked.
 */
function statedWaits(steps: readonly RunbookStep[]): readonly (readonly number[])[] {
  const places = new Map<string, number>()
  return steps.map(({ id, after }, index) => {
    if (places.has(id)) throw new BugError('bug.invariant', `Two steps of a runbook are called ${id}.`)
    places.set(id, index)
    return [...new Set(after)].map((before) => {
      const place = before === id ? undefined : places.get(before)
      if (place === undefined)
        throw new BugError('bug.invariant', `${id} waits for ${before}, which does not stand before it.`)
      return place
    })
  })
}

/** Every step waits only for what nothing else that it waits for waits for already; the order is the same. */
export function reduced(steps: readonly RunbookStep[]): readonly RunbookStep[] {
  const waits = [...statedWaits(steps)]
  const metBy = new Int32Array(steps.length).fill(-1)
  return steps.map((step, index) => {
    const own = waits[index] ?? []
    markBefore(own, { waits, metBy, mark: index })
    const kept = own.filter((place) => metBy[place] !== index)
    waits[index] = kept
    return { ...step, after: kept.map((place) => steps[place]?.id ?? '').sort() }
  })
}

interface Marking {
  readonly waits: readonly (readonly number[])[]
  readonly metBy: Int32Array
  readonly mark: number
}

/** Marks what these wait for, directly or not. Nothing before the first of them can be one of them. */
function markBefore(places: readonly number[], { waits, metBy, mark }: Marking): void {
  if (places.length < 2) return
  const first = places.reduce((least, place) => Math.min(least, place), Number.POSITIVE_INFINITY)
  const left = places.flatMap((place) => waits[place] ?? [])
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    if (place < first || metBy[place] === mark) continue
    metBy[place] = mark
    left.push(...(waits[place] ?? []))
  }
}

/**
 * The first pair of a step of `ends` and one of `needed` that it does not wait for, directly or not; null = there is none.
 * Throws as `reduced` does.
 */
export function firstUnawaited(
  steps: readonly RunbookStep[],
  { ends, needed }: { readonly ends: ReadonlySet<RunbookStep>; readonly needed: readonly RunbookStep[] },
): { readonly end: RunbookStep; readonly missing: RunbookStep } | null {
  const waits = statedWaits(steps)
  const bits = new Map(needed.map((step, index) => [step, 1n << BigInt(index)]))
  const met: bigint[] = []
  for (const [index, step] of steps.entries()) {
    const before = (waits[index] ?? []).reduce((all, place) => all | (met[place] ?? 0n), 0n)
    const missing = ends.has(step) ? needed.find((one) => (before & (bits.get(one) ?? 0n)) === 0n) : undefined
    if (missing) return { end: step, missing }
    met.push(before | (bits.get(step) ?? 0n))
  }
  return null
}
