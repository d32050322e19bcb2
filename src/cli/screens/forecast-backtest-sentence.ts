/** The table of estimators read in one sentence, also where a peer is better. */
import type { EstimatorId, EstimatorSummary } from '../../model/history-backtest.ts'
import { fixed, percent } from '../../model/quantity.ts'
import { sizingPresets } from '../../model/sizing-preset.ts'
import { quantileName } from './forecast-figures.ts'

/** As a row of a table begins. */
export function estimatorName(id: EstimatorId, level: number): string {
  if (id === 'drplan-path') return `drplan, ${quantileName(level)} by the hour`
  if (id === 'drplan-size') return 'drplan, size'
  if (id === 'flat-week') return `${quantileName(level)} of 7\u00a0d, flat`
  return sizingPresets[id].title
}

/** As prose says it. */
function spoken(id: EstimatorId, level: number): string {
  if (id === 'drplan-path') return `drplan's ${quantileName(level)} by the hour`
  if (id === 'drplan-size') return "drplan's size"
  if (id === 'flat-week') return `the flat ${quantileName(level)} of 7\u00a0d`
  return sizingPresets[id].title
}

/** Rounded down: what missed an hour does not read as having covered all. */
export const shareCovered = (share: number): string =>
  share === 1 ? percent(1) : `${fixed(Math.floor(share * 1000 + 1e-9) / 10, 1)}\u00a0%`

export function estimatorSentence(estimators: readonly EstimatorSummary[], level: number): string {
  const clauses = [pinballClause(estimators, level), shortClause(estimators, level)].filter((clause) => clause !== '')
  return clauses.length === 0 ? 'Nothing can be compared.' : `${clauses.join('; ')}.`
}

type Known = EstimatorSummary & { readonly pinball: number }

/** A path is compared with all flat figures; a machine is as large at night as by day, so sizes only with one another. */
function pinballClause(estimators: readonly EstimatorSummary[], level: number): string {
  const known = estimators.filter((one): one is Known => one.pinball !== null)
  const path = known.find(({ estimator }) => estimator === 'drplan-path')
  const flat = known.filter((one) => one !== path).sort((a, b) => a.pinball - b.pinball)
  const [best] = flat
  if (!best) return ''
  const size = flat.find(({ estimator }) => estimator === 'drplan-size')
  const rival = flat.find((one) => one !== size)
  const clauses = [
    ...(path ? [pathWords(path, best, level)] : []),
    ...(size && rival ? [sizeWords(size, rival, level)] : []),
  ]
  return clauses.length === 0 ? '' : `By pinball loss ${clauses.join('; ')}`
}

const loss = ({ pinball }: Known): string => fixed(pinball, 3)

function pathWords(path: Known, best: Known, level: number): string {
  const head = `${spoken(path.estimator, level)} (${loss(path)}) is`
  return Number(loss(path)) < Number(loss(best))
    ? `${head} better than any flat figure`
    : `${head} no better than ${spoken(best.estimator, level)} (${loss(best)})`
}

/** `rival`: the best flat figure that is not drplan's. */
function sizeWords(size: Known, rival: Known, level: number): string {
  const other = spoken(rival.estimator, level)
  if (loss(size) === loss(rival))
    return `of the flat figures drplan's size and ${other} are equally good (${loss(size)})`
  return size.pinball < rival.pinball
    ? `of the flat figures drplan's size is best (${loss(size)}), ${other} next (${loss(rival)})`
    : `of the flat figures ${other} (${loss(rival)}) is better than drplan's size (${loss(size)})`
}

/** How many VMs the sizes leave short, and at what price; a path is no size. */
function shortClause(estimators: readonly EstimatorSummary[], level: number): string {
  const own = estimators.find(({ estimator }) => estimator === 'drplan-size')
  if (!own || own.coverage === null || own.underCoveredShare === null) return ''
  const missed = own.coverage < level ? ', less than asked for,' : ''
  const others = estimators.filter(({ estimator }) => !estimator.startsWith('drplan-'))
  return `drplan's size covers ${shareCovered(own.coverage)} of the hours${missed} and leaves ${leftShort(own)}${comparison(own, others, level)}`
}

/** Who is as safe for less goes first; then who is safer. */
function comparison(own: EstimatorSummary, others: readonly EstimatorSummary[], level: number): string {
  const sorted = others
    .filter(({ underCoveredShare }) => underCoveredShare !== null)
    .sort((a, b) => shortOf(a) - shortOf(b) || provisionOf(a) - provisionOf(b))
  const cheaper = sorted.find((one) => shortOf(one) <= shortOf(own) && provisionOf(one) < provisionOf(own))
  if (cheaper) return `, but ${spoken(cheaper.estimator, level)} leaves ${leftShort(cheaper)}`
  const [safest] = sorted
  if (safest && shortOf(safest) < shortOf(own))
    return `; ${spoken(safest.estimator, level)} leaves ${leftShort(safest)}`
  return sorted.length === 0 ? '' : ', and no other does with less'
}

const shortOf = ({ underCoveredShare }: EstimatorSummary): number => underCoveredShare ?? 1
const provisionOf = ({ provision }: EstimatorSummary): number => provision ?? Infinity

function leftShort(one: EstimatorSummary): string {
  const short = shortOf(one) === 0 ? 'no VM short' : `${percentUp(shortOf(one))} of the VMs short`
  return one.provision === null ? short : `${short} at ${fixed(one.provision, 2)} times the mean`
}

/** A few of very many are not none. */
export const percentUp = (share: number): string => (share > 0 && share < 0.005 ? '< 1\u00a0%' : percent(share))
