/**
 * Sets the price of keeping two VMs apart: they bid for places as in an auction with two bidders (Bertsekas, Annals
 * of Operations Research 14, 1988), at the levels of the oracle's last answer. While both want the same place its
 * price rises by what the one with the nearer second choice would lose.
 */
import type { Oracle } from './oracle.ts'
import type { PairPrices } from './pair-prices.ts'

export function auctionPairs(oracle: Oracle): void {
  const { pairs } = oracle.reduced
  const { placeCount } = oracle.pairPrices
  const bids = [new Float64Array(placeCount), new Float64Array(placeCount)] as const
  for (const [pair, first] of pairs.first.entries())
    auction(oracle, pair, { vms: [first, pairs.second[pair] as number], bids })
}

interface Bidders {
  readonly vms: readonly [number, number]
  /** Of both, by place: the least price of being there, without what the pair itself adds. Infinity = never. */
  readonly bids: readonly [Float64Array, Float64Array]
}

function auction(oracle: Oracle, pair: number, { vms, bids }: Bidders): void {
  const { pairPrices } = oracle
  const { placeCount } = pairPrices
  const mu = pairPrices.mu.subarray(pair * placeCount, (pair + 1) * placeCount)
  for (const bidder of [0, 1] as const) fillBids(oracle, vms[bidder], { bids: bids[bidder], mu })
  const before = mu.slice()
  mu.fill(0)
  for (let round = 0; round < 2 * placeCount; round++) if (!raise(mu, bids)) break
  for (const [place, cents] of mu.entries()) change(pairPrices, { vms, place, by: cents - (before[place] as number) })
}

function fillBids(
  { reduced, chosen, priced }: Oracle,
  vm: number,
  { bids, mu }: { readonly bids: Float64Array; readonly mu: Float64Array },
): void {
  bids.fill(Infinity)
  const slot = chosen[vm] as number
  for (let k = reduced.slotStart[slot] as number; k < (reduced.slotStart[slot + 1] as number); k++) {
    const place = reduced.place[k] as number
    bids[place] = Math.min(bids[place] as number, (priced[k] as number) - (mu[place] as number))
  }
}

/** Raises the price of the place that both want; whether they still want the same. */
function raise(mu: Float64Array, bids: readonly [Float64Array, Float64Array]): boolean {
  const [ours, theirs] = [twoBest(bids[0], mu), twoBest(bids[1], mu)]
  if (ours.place !== theirs.place || ours.place < 0) return false
  const by = Math.min(ours.lead, theirs.lead)
  // With a single place each there is no second choice: no price can part them.
  if (by === Infinity) return false
  mu[ours.place] = (mu[ours.place] as number) + by
  return by >= 1
}

/** The place with the least price, and how far the second is behind. */
function twoBest(bids: Float64Array, mu: Float64Array): { readonly place: number; readonly lead: number } {
  let place = -1
  let [least, second] = [Infinity, Infinity]
  for (const [at, bid] of bids.entries()) {
    const price = bid + (mu[at] as number)
    if (price < least) [place, second, least] = [at, least, price]
    else second = Math.min(second, price)
  }
  return { place, lead: second - least }
}

function change(
  { byPlace, row, placeCount, total }: PairPrices,
  { vms, place, by }: { readonly vms: readonly [number, number]; readonly place: number; readonly by: number },
): void {
  for (const vm of vms) {
    const at = (row[vm] as number) * placeCount + place
    byPlace[at] = (byPlace[at] as number) + by
  }
  total.cents += by
}
