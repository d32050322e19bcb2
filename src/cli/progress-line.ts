/** One line about long work, redrawn in place: how much is done, and about how long the rest will take. */
import { duration, fixed } from '../model/quantity.ts'

/** A terminal, or what stands for one in a test. */
interface LineStream {
  readonly columns?: number
  write(text: string): unknown
}

export interface ProgressLine {
  show(done: number, total: number): void
  /** Removes the line. */
  end(): void
}

const REDRAWN_EVERY_MS = 100
/** What is over before is not worth a line. */
const QUIET_MS = 300
/** Before, too little is done to tell how long the rest takes. */
const REMAINING_AFTER_MS = 2000
const CLEAR = '\r\u001B[K'

/** Nothing is drawn where there is no stream. `units`: what is counted. `now`: milliseconds. */
export function createProgressLine(
  { step, units }: { readonly step: string; readonly units: string },
  stream: LineStream | null,
  now: () => number = () => performance.now(),
): ProgressLine {
  const begun = now()
  let drawnAt = begun + QUIET_MS - REDRAWN_EVERY_MS
  let isDrawn = false
  return {
    show(done, total) {
      const at = now()
      if (stream === null || at - drawnAt < REDRAWN_EVERY_MS) return
      drawnAt = at
      isDrawn = true
      const spent = at - begun
      const rest = spent < REMAINING_AFTER_MS ? '' : `, ${duration(((spent / done) * (total - done)) / 60_000)} left`
      const line = `  ${step.padEnd(12)} ${fixed(done, 0)} of ${fixed(total, 0)} ${units}${rest}`
      stream.write(CLEAR + line.replaceAll('\u00a0', ' ').slice(0, (stream.columns ?? 80) - 1))
    },
    end() {
      if (isDrawn) stream?.write(CLEAR)
      isDrawn = false
    },
  }
}
