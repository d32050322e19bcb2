/**
 * Counters that only grow, as rates per second. A value below the one before means that the counter began again at 0
 * (a restart), so all of it was counted since; as Prometheus' rate() reads it. Over more than three steps nobody knows
 * what happened, and there is no rate. A rate stands at the start of the interval that it covers, as other samples do.
 */

/** The last sample of a batch, from which the next one goes on. */
export interface CounterSample {
  readonly ms: number
  readonly value: number
}

export interface Rates {
  readonly at: Float64Array
  readonly values: Float64Array
  readonly last: CounterSample | null
}

const MOST_STEPS = 3

/** `at` in any order; of several samples of one time the last given counts. */
export function ratesOf(
  samples: { readonly at: Float64Array; readonly values: Float64Array },
  stepSeconds: number,
  before: CounterSample | null,
): Rates {
  const sorted = inOrder(samples)
  // A file with the newest samples first goes on before the last batch, not after it.
  const first = before && sorted[0] && before.ms < sorted[0].ms ? [before] : []
  const chain = [...first, ...sorted]
  const at: number[] = []
  const values: number[] = []
  for (const [index, { ms, value }] of chain.entries()) {
    const previous = chain[index - 1]
    if (!previous) continue
    const seconds = (ms - previous.ms) / 1000
    if (seconds > MOST_STEPS * stepSeconds) continue
    at.push(previous.ms)
    values.push((value < previous.value ? value : value - previous.value) / seconds)
  }
  return { at: Float64Array.from(at), values: Float64Array.from(values), last: sorted.at(-1) ?? before }
}

function inOrder({
  at,
  values,
}: {
  readonly at: Float64Array
  readonly values: Float64Array
}): readonly CounterSample[] {
  const byTime = new Map<number, number>()
  for (const [index, ms] of at.entries()) byTime.set(ms, values[index] ?? 0)
  return [...byTime].map(([ms, value]) => ({ ms, value })).toSorted((a, b) => a.ms - b.ms)
}
