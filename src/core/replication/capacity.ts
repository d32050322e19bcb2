/**
 * What stronger classes leave to weaker ones. It only depends on what a class writes in all, whoever writes it: the link is
 * never idle while anything of the class waits. So one sum an hour stands for all VMs of a class.
 */

/** From so many seconds after the step began: bytes a second. The first begins at 0; they never fall within a step. */
export interface CapacityPiece {
  readonly from: number
  readonly rate: number
}
/** By step. */
export type Capacity = readonly (readonly CapacityPiece[])[]

/** Ends of backlogs closer together than this are one: they differ by rounding. */
export const SAME_SECONDS = 1e-9

export interface Left {
  readonly capacity: Capacity
  /** Of each step, how long something has waited without a break when it ends, at the end of that break; 0 = nothing waits. */
  readonly busySeconds: Float64Array
}

/** @param written bytes a second, by step */
export function leftOf(written: Float64Array, capacity: Capacity, stepSeconds: number): Left {
  const busySeconds = new Float64Array(written.length)
  let [backlog, busyFrom] = [0, -1]
  const left = capacity.map((pieces, step) => {
    const rate = written[step] ?? 0
    if (backlog === 0 && passes(rate, pieces)) return pieces.map((one) => ({ ...one, rate: one.rate - rate }))
    if (busyFrom < 0) busyFrom = step
    const drained = drain(backlog, { rate, pieces, stepSeconds })
    backlog = drained.backlog
    const until = backlog > 0 ? stepSeconds : drained.at
    const seconds = (step - busyFrom) * stepSeconds + until
    // What ends exactly with the step has not ended in it: the next one tells.
    if (backlog === 0 || step === written.length - 1) {
      busySeconds.fill(seconds, busyFrom, step + 1)
      busyFrom = -1
    }
    return backlog > 0 ? [{ from: 0, rate: 0 }] : after(drained.at, { rate, pieces, stepSeconds })
  })
  return { capacity: left, busySeconds }
}

const passes = (rate: number, pieces: readonly CapacityPiece[]): boolean => rate <= (pieces[0]?.rate ?? 0)

interface Step {
  readonly rate: number
  readonly pieces: readonly CapacityPiece[]
  readonly stepSeconds: number
}

/** What waits at the end of the step; 0 with the time at which it ended. */
function drain(waiting: number, { rate, pieces, stepSeconds }: Step): { backlog: number; at: number } {
  let backlog = waiting
  for (const [index, piece] of pieces.entries()) {
    const seconds = (pieces[index + 1]?.from ?? stepSeconds) - piece.from
    const growth = rate - piece.rate
    if (growth < 0 && backlog + growth * (seconds + SAME_SECONDS) <= 0)
      return { backlog: 0, at: Math.min(piece.from + seconds, piece.from + backlog / -growth) }
    backlog += growth * seconds
  }
  return { backlog: Math.max(0, backlog), at: stepSeconds }
}

/** Nothing until then, and afterwards what is not written at once. */
function after(at: number, { rate, pieces, stepSeconds }: Step): readonly CapacityPiece[] {
  const later = pieces.flatMap((piece, index) => {
    const end = pieces[index + 1]?.from ?? stepSeconds
    return end > at ? [{ from: Math.max(piece.from, at), rate: Math.max(0, piece.rate - rate) }] : []
  })
  return at > 0 ? [{ from: 0, rate: 0 }, ...later] : later.length > 0 ? later : [{ from: 0, rate: 0 }]
}
