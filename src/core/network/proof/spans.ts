/** Sets of coordinates: runs from one to another, both included, pair after pair, rising and not touching. */

export type Spans = readonly number[]

/** Runs in any order, none of which overlap, as one set. */
export function joinSpans(runs: readonly Spans[]): Spans {
  const pairs = runs.flatMap((run) =>
    Array.from({ length: run.length / 2 }, (_, at) => [run[2 * at] as number, run[2 * at + 1] as number] as const),
  )
  const joined: number[] = []
  for (const [from, to] of pairs.sort(([a], [b]) => a - b)) {
    if (joined.length > 0 && joined.at(-1) === from - 1) joined[joined.length - 1] = to
    else joined.push(from, to)
  }
  return joined
}

export function meetSpans(a: Spans, b: Spans): Spans {
  const both: number[] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const from = Math.max(a[i] as number, b[j] as number)
    const [endA, endB] = [a[i + 1] as number, b[j + 1] as number]
    const to = Math.min(endA, endB)
    if (from <= to) both.push(from, to)
    if (endA === to) i += 2
    if (endB === to) j += 2
  }
  return both
}

export const coversAll = (spans: Spans, last: number): boolean => spans[0] === 0 && spans[1] === last
