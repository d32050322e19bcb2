/** Invented exporter output over time, of which the true use is known. */

export interface Sample {
  /** Epoch seconds. */
  readonly at: number
  readonly value: number
}

/** A counter that grows by `perSecond`, begins anew at `resetAt` and is not scraped in the gap. */
export interface CounterShape {
  readonly from: number
  readonly until: number
  readonly everySeconds: number
  readonly perSecond: number
  readonly gap?: { readonly from: number; readonly until: number }
  /** The machine restarts: the counter is zero here. */
  readonly resetAt?: number
}

export function counter(shape: CounterShape): Sample[] {
  const { from, until, everySeconds, perSecond, gap, resetAt } = shape
  const samples: Sample[] = []
  for (let at = from; at <= until; at += everySeconds) {
    if (gap && at >= gap.from && at < gap.until) continue
    const since = resetAt !== undefined && at >= resetAt ? resetAt : from - 100_000
    samples.push({ at, value: (at - since) * perSecond })
  }
  return samples
}

export const gauge = (shape: CounterShape, value: number): Sample[] =>
  counter({ ...shape, perSecond: 1 }).map(({ at }) => ({ at, value }))

/** Lines of a metric with its labels: `format` writes a time as the reader wants it. */
export const lines = (series: string, samples: readonly Sample[], format: (at: number) => string): string =>
  samples.map(({ at, value }) => `${series} ${value} ${format(at)}\n`).join('')
