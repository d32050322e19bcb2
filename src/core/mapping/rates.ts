/** Which components may be the cheapest for a VM, where the price on demand alone does not tell. */
import { isLargeEnough } from './constraints.ts'
import { cheapestFor, isUnpriced, type Candidate, type Market } from './market.ts'
import { warmStandbyNeeds, type Needs } from './needs.ts'
import { committedPerHour, type Terms } from './terms.ts'

interface Sought {
  readonly needs: Needs
  readonly terms: Terms
}

/** Everything that the cost of a candidate follows from, whatever the strategy; it falls with none of them. */
export const ratesOf = ({ component, perHour, licence }: Candidate, { commitmentOf }: Terms): readonly number[] => [
  perHour,
  committedPerHour(perHour, commitmentOf(component)),
  licence === null ? 0 : (licence.perHour ?? Infinity),
]

/** One of them is the cheapest for each strategy; from the cheapest on demand up. On plain terms that one alone. */
export function cheapestCandidates(market: Market, sought: Sought): readonly Candidate[] {
  const { needs, terms } = sought
  if (terms.plain) return listed(cheapestFor(market, needs))
  const found: { readonly candidate: Candidate; readonly rates: readonly number[] }[] = []
  for (const candidate of market.suited(needs)) {
    if (!isLargeEnough(candidate.component, needs)) continue
    // What is not known is not free: a component whose licence has no price is the last resort.
    if (isUnpriced(candidate) && found.length > 0) break
    const rates = ratesOf(candidate, terms)
    const dearer = found.some((other) => other.rates.every((rate, index) => rate <= (rates[index] as number)))
    if (!dearer) found.push({ candidate, rates })
  }
  const candidates = found.map(({ candidate }) => candidate)
  // What stands by and is large enough needs no reservation beside it.
  const standby = cheapestStandby(market, sought)
  const isWhole = standby && !candidates.includes(standby) && isLargeEnough(standby.component, needs)
  return isWhole ? [...candidates, standby] : candidates
}

/** Asked for every candidate of a VM, and the same for all of them. */
const standbyOf = new WeakMap<Market, WeakMap<Needs, Candidate | null>>()

/** What a warm standby runs; null = nothing holds it. */
export function cheapestStandby(market: Market, { needs, terms }: Sought): Candidate | null {
  if (terms.plain) return cheapestFor(market, warmStandbyNeeds(needs))
  const ofMarket = standbyOf.get(market) ?? new WeakMap<Needs, Candidate | null>()
  standbyOf.set(market, ofMarket)
  const known = ofMarket.get(needs)
  if (known !== undefined) return known
  const found = findStandby(market, warmStandbyNeeds(needs), terms)
  ofMarket.set(needs, found)
  return found
}

function findStandby(market: Market, half: Needs, terms: Terms): Candidate | null {
  const first = cheapestFor(market, half)
  if (!first) return null
  let [best, rate] = [first, runningRate(first, terms)]
  for (const candidate of market.suited(half)) {
    const own = runningRate(candidate, terms)
    if (own < rate && isLargeEnough(candidate.component, half)) [best, rate] = [candidate, own]
  }
  return best
}

/** Of an hour of standing by. */
export function runningRate(candidate: Candidate, terms: Terms): number {
  const [, committed = 0, licence = 0] = ratesOf(candidate, terms)
  return committed + licence
}

const listed = (candidate: Candidate | null): readonly Candidate[] => (candidate ? [candidate] : [])
