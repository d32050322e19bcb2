/**
 * Local times of a stated zone as UTC. When clocks are put back an hour comes twice: which of the two a time means is
 * told by its place among the times of the same series, whether they rise or fall. When clocks are put forward an hour
 * is missing: a time in it is read with the offset before, as logs of machines that do not follow the zone need it.
 */
import { createFinding, type Finding } from '../model/finding.ts'
import { counted } from './report.ts'

export interface LocalClock {
  /**
   * Epoch milliseconds UTC. `localMs` is the local time as if it were UTC; `series` is what its order is kept for, and
   * `place` where it stands.
   */
  readonly toUtc: (localMs: number, series: string, place: string) => number
  /** Times that the zone does not have. */
  readonly findings: (shownPath: string) => readonly Finding[]
}

const DAY_MS = 86_400_000

interface Order {
  readonly previous: number
  readonly isFalling: boolean
}

/** `timeZone` is an IANA name that the configuration has checked. */
export function createLocalClock(timeZone: string): LocalClock {
  const offsetAt = createOffsets(timeZone)
  const orders = new Map<string, Order>()
  let skipped = 0
  let firstSkipped: string | null = null
  return {
    toUtc(localMs, series, place) {
      const order = orders.get(series)
      const meanings = meaningsOf(localMs, offsetAt)
      if (meanings.length === 0) {
        skipped++
        firstSkipped ??= place
      }
      const ms = choose(meanings, order) ?? localMs - offsetAt(localMs - DAY_MS)
      orders.set(series, { previous: ms, isFalling: isFallingNow(ms, meanings, order) })
      return ms
    },
    findings: (shownPath) => skippedFindings({ skipped, firstSkipped, timeZone }, shownPath),
  }
}

/** Earliest first; two where the hour repeats, none where it is missing. */
function meaningsOf(localMs: number, offsetAt: (ms: number) => number): readonly number[] {
  const offsets = new Set([offsetAt(localMs - DAY_MS), offsetAt(localMs + DAY_MS)])
  return [...offsets]
    .map((offset) => localMs - offset)
    .filter((ms) => ms + offsetAt(ms) === localMs)
    .sort((a, b) => a - b)
}

/** Where both meanings lie on one side of the time before, the nearer one is meant; else the direction decides. */
function choose(meanings: readonly number[], order: Order | undefined): number | undefined {
  if (!order) return meanings[0]
  const earlier = meanings.filter((ms) => ms < order.previous)
  const later = meanings.find((ms) => ms > order.previous)
  const isBefore = earlier.length === meanings.length || (order.isFalling && earlier.length > 0)
  return isBefore ? earlier.at(-1) : (later ?? meanings.at(-1))
}

/** A time with one meaning before and one after the last one tells nothing about the direction. */
function isFallingNow(ms: number, meanings: readonly number[], order: Order | undefined): boolean {
  if (!order) return false
  const before = meanings.filter((one) => one < order.previous).length
  return before > 0 && before < meanings.length ? order.isFalling : ms < order.previous
}

/** No zone changes its offset between quarters of an hour. */
const QUARTER_MS = 900_000

/** Milliseconds that local time is ahead of UTC, by Intl, which is slow; so answers are kept. */
function createOffsets(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const known = new Map<number, number>()
  return (ms) => {
    const quarter = Math.floor(ms / QUARTER_MS)
    const kept = known.get(quarter)
    if (kept !== undefined) return kept
    const parts = new Map(format.formatToParts(quarter * QUARTER_MS).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    const offset = local - quarter * QUARTER_MS
    known.set(quarter, offset)
    return offset
  }
}

interface Skipped {
  readonly skipped: number
  readonly firstSkipped: string | null
  readonly timeZone: string
}

const skippedFindings = ({ skipped, firstSkipped, timeZone }: Skipped, shownPath: string): readonly Finding[] =>
  skipped === 0
    ? []
    : [
        createFinding('store.time-skipped', {
          subject: shownPath,
          message: `${counted(skipped, 'timestamp')} ${skipped === 1 ? 'lies' : 'lie'} in an hour that ${timeZone} skips when clocks are put forward; read as if they had not been.`,
          suggestion: 'Check `timeZone` of the source in drplan.yaml; a machine may keep UTC or another zone.',
          place: firstSkipped,
        }),
      ]
