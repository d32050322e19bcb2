/** Sums of what was seen. */
import type { Observed } from '../../model/dependency.ts'
import { compareText } from '../../model/text-order.ts'

export const addObserved = (a: Observed, b: Observed): Observed => ({
  records: a.records + b.records,
  bytes: a.bytes === null ? b.bytes : b.bytes === null ? a.bytes : a.bytes + b.bytes,
  first: earlier(a.first, b.first),
  last: later(a.last, b.last),
})

const earlier = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || compareText(a, b) <= 0 ? a : b
const later = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || compareText(a, b) >= 0 ? a : b
