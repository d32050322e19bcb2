/** When and by how much the data of a VM was late, and of several VMs together. */

/** Seconds since the start: pairs of from and to, ascending and apart. */
export type Times = readonly (readonly [from: number, to: number])[]

export interface LagRecord {
  /** When the lag was longer than the limit; empty where there is none. */
  readonly late: [number, number][]
  lateSeconds: number
  worstSeconds: number
  /** Bytes. */
  backlogPeak: number
}

/** Longer by less is not longer: rounding. */
export const ROUNDING_SECONDS = 1e-6

export const noLag = (): LagRecord => ({ late: [], lateSeconds: 0, worstSeconds: 0, backlogPeak: 0 })

/** A time that begins where the last one ended makes it longer. */
export function noteLate(record: LagRecord, from: number, to: number): void {
  if (to <= from) return
  record.lateSeconds += to - from
  const last = record.late.at(-1)
  if (last && from <= last[1] + ROUNDING_SECONDS) last[1] = to
  else record.late.push([from, to])
}

/** The times at which any of them is late. */
export function anyOf(records: readonly Pick<LagRecord, 'late'>[]): Times {
  const all = records.flatMap(({ late }) => late).sort(([a], [b]) => a - b)
  const merged: [number, number][] = []
  for (const [from, to] of all) {
    const last = merged.at(-1)
    if (last && from <= last[1] + ROUNDING_SECONDS) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

export const totalSeconds = (times: Times): number => times.reduce((sum, [from, to]) => sum + to - from, 0)
