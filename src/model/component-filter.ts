/** What a person asks of components. All that is asked must hold; null = not asked. */

/** From and until, both included; null = open. */
export interface Range {
  readonly from: number | null
  readonly until: number | null
}

export const sortOrders = ['price', 'vcpus', 'memory', 'id'] as const
export type SortOrder = (typeof sortOrders)[number]

export interface ComponentFilter {
  readonly vcpus: Range | null
  readonly memoryGiB: Range | null
  readonly architecture: string | null
  /** `*` and `?` are wildcards. */
  readonly family: string | null
  /** Of all kinds of accelerators that are GPUs. */
  readonly gpus: Range | null
  /** Of all GPUs together, in GiB. */
  readonly gpuMemoryGiB: Range | null
  readonly burstable: boolean | null
  readonly bareMetal: boolean | null
  /** Still sold as current by the vendor. */
  readonly current: boolean | null
  /** In the catalogue's currency, in the region, or in the cheapest one where none is named. */
  readonly maxPerHour: number | null
  readonly sort: SortOrder
}

export const isWithin = (value: number, { from, until }: Range): boolean =>
  (from === null || value >= from) && (until === null || value <= until)

/** `4` is exactly 4; `4..8`, `4..` and `..8` are ranges. Null when it is neither. */
export function parseRange(text: string): Range | null {
  const [from = '', until = from, ...more] = text.trim().split('..')
  if (more.length > 0 || (from === '' && until === '')) return null
  if (![from, until].every((end) => /^(\d+(\.\d+)?)?$/.test(end))) return null
  const range = { from: endOf(from), until: endOf(until) }
  return (range.from ?? 0) > (range.until ?? Infinity) ? null : range
}

const endOf = (text: string): number | null => (text === '' ? null : Number(text))
