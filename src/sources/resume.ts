/** Where a live source goes on: a little before the end of what the store holds, for samples that came late. */
import type { MetricId } from '../model/metric-series.ts'
import type { SourceRequest } from '../model/source.ts'

/** Clouds and remote writers are some minutes late; clocks differ as much. */
const OVERLAP_MS = 3_600_000

/** Epoch milliseconds; null = from the beginning of the history. */
export function resumeFrom({ heldUntil }: SourceRequest, vmId: string, metric: MetricId): number | null {
  const held = heldUntil?.(vmId, metric) ?? null
  return held === null ? null : held - OVERLAP_MS
}
