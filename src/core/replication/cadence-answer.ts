/** What a cadence costs because of each promise, and what would have to change where none keeps them. */
import type { Cadence, CadenceAnswer, CadenceChange, CadenceQuestion } from '../../model/cadence.ts'
import { cheapestCadence, evaluateCadence } from './cadence.ts'

/** A rate that is said to be enough is, and is too large by this share of itself at most. */
const RATE_TOLERANCE = 1e-3
/** Past this many times a rate, more of it changes nothing that counts. */
const MOST_TIMES = 2 ** 20

/** The cheapest cadence that keeps both promises, which of them binds, or what would have to change. */
export function answerCadence(question: CadenceQuestion): CadenceAnswer {
  const cadence = cheapestCadence(question)
  if (cadence) return { cadence, binds: bindsOf(question, cadence), changes: [], best: bestOf(question) }
  return { cadence: null, binds: [], changes: changesFor(question), best: bestOf(question) }
}

/** A promise binds by what its absence would save. */
function bindsOf(question: CadenceQuestion, cadence: Cadence): CadenceAnswer['binds'] {
  const without = [
    {
      objective: 'rto' as const,
      freed: { ...question, rtoMinutes: null },
      slack: slackOf(question.rtoMinutes, cadence.rtoMinutes),
    },
    {
      objective: 'rpo' as const,
      freed: { ...question, rpoMinutes: null },
      slack: slackOf(question.rpoMinutes, cadence.rpoMinutes),
    },
  ]
  return without.map(({ objective, freed, slack }) => ({
    objective,
    savedPerMonth: Math.max(0, cadence.costPerMonth - (cheapestCadence(freed)?.costPerMonth ?? cadence.costPerMonth)),
    slackMinutes: slack,
  }))
}

const slackOf = (promised: number | null, reached: number): number | null =>
  promised === null ? null : Math.max(0, promised - reached)

/** Each objective at its best over every cadence that can be kept up. */
function bestOf(question: CadenceQuestion): CadenceAnswer['best'] {
  const all = allCadences(question)
  if (all.length === 0) return null
  const least = (minutesOf: (cadence: Cadence) => number): number =>
    all.reduce((best, cadence) => Math.min(best, minutesOf(cadence)), Infinity)
  return { rtoMinutes: least(({ rtoMinutes }) => rtoMinutes), rpoMinutes: least(({ rpoMinutes }) => rpoMinutes) }
}

/** Every rhythm that may be chosen and can be kept up, whatever it reaches. */
function allCadences(question: CadenceQuestion): readonly Cadence[] {
  const logs = [null, ...question.logIntervals]
  return question.snapshotIntervals.flatMap((snapshotMinutes) =>
    logs.flatMap((logMinutes) =>
      (logMinutes === null ? [1] : question.takenEvery).flatMap(
        (takenEvery) => evaluateCadence(question, { snapshotMinutes, logMinutes, takenEvery }) ?? [],
      ),
    ),
  )
}

/**
 * Rates upwards, intervals downwards, promises upwards: the least of each that alone is enough. An interval is not found
 * where a snapshot can only be kept up since all of the VM changed between two of them.
 */
function changesFor(question: CadenceQuestion): readonly CadenceChange[] {
  const isKept = (changed: Partial<CadenceQuestion>): boolean => cheapestCadence({ ...question, ...changed }) !== null
  const rates = (['restoreMiBps', 'replayMiBps', 'copyMiBps'] as const).map((what) => ({
    what,
    needed: leastFrom(question[what], (rate) => isKept({ [what]: rate })),
  }))
  const shortest = Math.min(...question.snapshotIntervals)
  const intervals = [
    {
      what: 'snapshotMinutes' as const,
      needed: inverse(leastFrom(1 / shortest, (often) => isKept({ snapshotIntervals: [1 / often] }))),
    },
    {
      what: 'logMinutes' as const,
      needed: inverse(
        leastFrom(1 / Math.min(shortest, ...question.logIntervals), (often) => isKept({ logIntervals: [1 / often] })),
      ),
    },
  ]
  const all = [...rates, ...intervals, ...relaxed(question)]
  return all.flatMap(({ what, needed }) => (needed === null ? [] : [{ what, needed }]))
}

const inverse = (value: number | null): number | null => (value === null ? null : 1 / value)

/** The promise that can be kept while the other one is; where that is the problem. */
function relaxed(question: CadenceQuestion): readonly { what: CadenceChange['what']; needed: number | null }[] {
  const all = allCadences(question)
  const least = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values))
  const { rtoMinutes, rpoMinutes } = question
  return [
    {
      what: 'rtoMinutes',
      needed: least(all.filter((one) => one.rpoMinutes <= (rpoMinutes ?? Infinity)).map((one) => one.rtoMinutes)),
    },
    {
      what: 'rpoMinutes',
      needed: least(all.filter((one) => one.rtoMinutes <= (rtoMinutes ?? Infinity)).map((one) => one.rpoMinutes)),
    },
  ]
}

/** The least value above `from` that is enough, by halving; null = none is. */
function leastFrom(from: number, isEnough: (value: number) => boolean): number | null {
  if (!isEnough(from * MOST_TIMES)) return null
  let [low, high] = [from, from * MOST_TIMES]
  while (high - low > RATE_TOLERANCE * high) {
    const middle = Math.sqrt(low * high)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}
