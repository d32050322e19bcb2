/** Axes of a plot: round figures upwards, days in UTC along the bottom. */
import { trim } from '../model/quantity.ts'

const MS_PER_DAY = 86_400_000

export interface Scale {
  /** The upper end; the lower one is 0. */
  readonly top: number
  readonly ticks: readonly { readonly value: number; readonly label: string }[]
}

/** Some four round steps of 1, 2 or 5 from 0 to beyond `highest`. */
export function scaleTo(highest: number): Scale {
  const rough = (highest > 0 ? highest : 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power
  const steps = Math.max(1, Math.ceil((highest / step) * 0.999))
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const ticks = Array.from({ length: steps + 1 }, (_, index) => index * step)
  return { top: steps * step, ticks: ticks.map((value) => ({ value, label: trim(value, digits) })) }
}

/** A stretch of time on so many cells, the first of them at `offset`. */
export interface Stretch {
  readonly startMs: number
  readonly endMs: number
  readonly offset: number
  readonly cells: number
}

/** Two spaces and `11-02`. */
const LABEL_CELLS = 7

/** The days of `stretches` as `11-02` under the cell in which each begins, as many as have room, the same distance apart. */
export function dayAxis(stretches: readonly Stretch[], width: number): string {
  const days = stretches.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / MS_PER_DAY, 0)
  const every = [1, 2, 7, 14].find((step) => (width / days) * step >= LABEL_CELLS) ?? 28
  const anchor = Math.ceil((stretches[stretches.length - 1]?.startMs ?? 0) / MS_PER_DAY)
  let line = ''
  for (const stretch of stretches) {
    const first = Math.ceil(stretch.startMs / MS_PER_DAY)
    for (let day = first; day * MS_PER_DAY < stretch.endMs; day++) {
      const at = cellOf(day * MS_PER_DAY, stretch)
      const label = new Date(day * MS_PER_DAY).toISOString().slice(5, 10)
      const isFree = (day - anchor) % every === 0 && at + label.length <= width && (line === '' || at > line.length + 1)
      if (isFree) line = line.padEnd(at) + label
    }
  }
  return line
}

const cellOf = (ms: number, { startMs, endMs, offset, cells }: Stretch): number =>
  offset + Math.floor(((ms - startMs) / (endMs - startMs)) * cells)
