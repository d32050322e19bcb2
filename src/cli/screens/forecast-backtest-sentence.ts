/** The table of estimators read in one sentence, also where a peer is better. */
import type { EstimatorId, EstimatorSummary } from '../../model/history-backtest.ts'
import { fixed, percent } from '../../model/quantity.ts'
import { sizingPresets } from '../../model/sizing-preset.ts'
import { quantileName } from './forecast-figures.ts'

export const estimatorNames = (level: number): Readonly<Record<EstimatorId, string>> => ({
  'drplan-path': `drplan, ${quantileName(level)} by the hour`,
  'drplan-size': 'drplan, size',
  'flat-week': `${quantileName(level)} of 7\u00a0d, flat`,
  'azure-migrate': sizingPresets['azure-migrate'].title,
  'compute-optimizer': sizingPresets['compute-optimizer'].title,
})

/** In prose. */
const spoken = (level: number): Readonly<Record<EstimatorId, string>> => ({
  ...estimatorNames(level),
  'drplan-path': `drplan's ${quantileName(level)} by the hour`,
  'drplan-size': "drplan's size",
  'flat-week': `the flat ${quantileName(level)} of 7\u00a0d`,
})

/** Rounded down: what missed an hour does not read as having covered all. */
export const shareCovered = (share: number): string =>
  share === 1 ? percent(1) : `${fixed(Math.floor(share * 1000 + 1e-9) / 10, 1)}\u00a0%`

const isOurs = ({ estimator }: EstimatorSummary): boolean => estimator.startsWith('drplan-')

export function estimatorSentence(estimators: readonly EstimatorSummary[], level: number): string {
  const clauses = [pinballClause(estimators, level), shortClause(estimators, level)].filter((clause) => clause !== '')
  return clauses.length === 0 ? 'Nothing can be compared.' : `${clauses.join('; ')}.`
}

type Known = EstimatorSummary & { readonly pinball: number }

/** The best, and the best of the other side. */
function pinballClause(estimators: readonly EstimatorSummary[], level: number): string {
  const ranked = estimators.filter((one): one is Known => one.pinball !== null).sort((a, b) => a.pinball - b.pinball)
  const [best] = ranked
  if (!best) return ''
  const name = spoken(level)
  const said = (one: Known): string => `${name[one.estimator]} (${fixed(one.pinball, 3)})`
  const rival = ranked.find((one) => isOurs(one) !== isOurs(best))
  if (!rival) return `By pinball loss ${said(best)} is best`
  if (fixed(rival.pinball, 3) === fixed(best.pinball, 3))
    return `By pinball loss ${said(best)} and ${said(rival)} are equally good`
  return isOurs(best)
    ? `By pinball loss ${said(best)} is best, and ${said(rival)} is the best of the others`
    : `By pinball loss ${said(best)} is better than both of drplan's, of which the better is ${said(rival)}`
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
  const name = spoken(level)
  const sorted = others
    .filter(({ underCoveredShare }) => underCoveredShare !== null)
    .sort((a, b) => shortOf(a) - shortOf(b) || provisionOf(a) - provisionOf(b))
  const cheaper = sorted.find((one) => shortOf(one) <= shortOf(own) && provisionOf(one) < provisionOf(own))
  if (cheaper) return `, but ${name[cheaper.estimator]} leaves ${leftShort(cheaper)}`
  const [safest] = sorted
  if (safest && shortOf(safest) < shortOf(own)) return `; ${name[safest.estimator]} leaves ${leftShort(safest)}`
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
