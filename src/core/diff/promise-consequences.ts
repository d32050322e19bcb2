/** Promises that are kept no more or again, other promises, and other times. */
import type { Consequence, PromiseChange, PromiseSide, SimulationDiff } from '../../model/plan-diff.ts'
import { duration, promised, trim } from '../../model/quantity.ts'
import { signed } from './consequence-parts.ts'

type About = Pick<Consequence, 'subject' | 'vmIds' | 'keys'>

export const promiseConsequences = (change: PromiseChange): readonly Consequence[] => {
  const { application, before, after, vmIds } = change
  const about = { subject: application, vmIds: [...vmIds], keys: [] }
  return [...verdictConsequence(change, about), ...(before && after ? timeConsequences(before, after, about) : [])]
}

const rank = { broken: 0, undecided: 1, kept: 2, none: 2 } as const

const ABSENT = 'not in the plan'

function verdictConsequence({ before, after }: PromiseChange, about: About): readonly Consequence[] {
  // What one plan does not have is no promise that is missed.
  const [was, is] = [rankOf(before), rankOf(after)]
  if (was === is) return []
  const text = `promise ${after?.verdict ?? ABSENT}, was ${before?.verdict ?? ABSENT}`
  if (is > was) return [{ direction: 'better', code: 'promise-mended', ...about, text }]
  const because = after && after.because !== '' ? `: ${after.because}` : ''
  return [
    { direction: 'worse', code: is === 0 ? 'promise-broken' : 'promise-undecided', ...about, text: text + because },
  ]
}

const rankOf = (side: PromiseSide | null): number => rank[side?.verdict ?? 'none']

type Figure = Exclude<keyof PromiseSide, 'tierId' | 'verdict' | 'because'>

interface Compared {
  readonly code: 'promised' | 'rto' | 'rpo'
  readonly figure: Figure
  readonly what: string
}

const figures: readonly Compared[] = [
  { code: 'promised', figure: 'promisedRtoMinutes', what: 'promised RTO' },
  { code: 'promised', figure: 'promisedRpoMinutes', what: 'promised RPO' },
  { code: 'rto', figure: 'rtoMinutes', what: 'RTO' },
  { code: 'rpo', figure: 'rpoMinutes', what: 'RPO' },
]

const timeConsequences = (before: PromiseSide, after: PromiseSide, about: About): readonly Consequence[] =>
  figures.flatMap(({ code, figure, what }): Consequence[] => {
    const [was, is] = [before[figure], after[figure]]
    if (was === is) return []
    const direction = (is ?? Infinity) > (was ?? Infinity) ? 'worse' : 'better'
    return [{ direction, code, ...about, text: timeText(what, { code, was, is }) }]
  })

function timeText(what: string, { code, was, is }: { code: string; was: number | null; is: number | null }): string {
  const text = code === 'promised' ? promised : duration
  const unknown = code === 'promised' ? 'nothing' : 'not known'
  const ends = `${was === null ? unknown : text(was)} → ${is === null ? unknown : text(is)}`
  return was === null || is === null ? `${what} ${ends}` : `${what} ${signed(is - was, duration)} (${ends})`
}

const points = (share: number): string => `${trim(share * 100, 1)} points`
const shareText = (share: number | null): string => (share === null ? 'none' : `${trim(share * 100, 1)} %`)

/** On the same random numbers; still, what is below the uncertainty of one run is not said. */
export const simulationConsequences = ({ applications, halfWidth }: SimulationDiff): readonly Consequence[] =>
  applications.flatMap(({ application, before, after }): Consequence[] => {
    const [was, is] = [before?.kept ?? null, after?.kept ?? null]
    if (was === null || is === null || Math.abs(is - was) < halfWidth) return []
    const text = `promise kept in ${shareText(is)} of simulated recoveries, was ${shareText(was)} (${signed(is - was, points)})`
    const direction = is < was ? 'worse' : 'better'
    return [{ direction, code: 'probability', subject: application, text, vmIds: [], keys: [] }]
  })
