/** The table of estimators read in one sentence, also where a peer is better. */
import type { EstimatorId, EstimatorSummary } from '../../model/history-backtest.ts'
import { fixed, percent, trim } from '../../model/quantity.ts'
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
export const shareCovered = (share: number): string => `${trim(Math.floor(share * 1000 + 1e-9) / 10, 1)}\u00a0%`

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
  const name = spoken(level)
  const missed = own.coverage < level ? ', less than asked for,' : ''
  const head = `${name['drplan-size']} covers ${shareCovered(own.coverage)} of the hours${missed} and leaves ${percent(own.underCoveredShare)} of the VMs short${priced(own)}`
  const fewest = estimators
    .filter(({ estimator }) => estimator !== 'drplan-path' && estimator !== 'drplan-size')
    .filter(({ underCoveredShare }) => (underCoveredShare ?? 1) < (own.underCoveredShare ?? 0))
    .sort((a, b) => (a.underCoveredShare ?? 1) - (b.underCoveredShare ?? 1) || (a.provision ?? 0) - (b.provision ?? 0))
  const [fewer] = fewest
  if (!fewer) return `${head}, no other size fewer`
  return `${head}, ${name[fewer.estimator]} ${percent(fewer.underCoveredShare ?? 0)}${priced(fewer)}`
}

const priced = ({ provision }: EstimatorSummary): string =>
  provision === null ? '' : ` at ${trim(provision, 2)} times the mean`
