/** Planned peerings as values of foundation/'s variable `peerings`: AWS has one for both ends. */
import type { PeeringTranslation } from '../../model/network-translation.ts'
import { tagValue } from './text.ts'

export interface PeeringPairs {
  readonly values: Record<
    string,
    { name: string; vpc_key: string; peer_vpc_key: string; resolves_names: boolean; peer_resolves_names: boolean }
  >
  /** The key that the pair of a peering goes by. */
  readonly keyOf: (key: string) => string
}

/** A source may tell of each end apart; the first of a pair, by key, asks. */
export function pairsOf(peerings: readonly PeeringTranslation[]): PeeringPairs {
  const sorted = peerings.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const groups = [...Map.groupBy(sorted, ({ vpcKey, peerVpcKey }) => [vpcKey, peerVpcKey].sort().join(' ')).values()]
  const keys = new Map(groups.flatMap((own) => own.map(({ key }) => [key, own[0]?.key ?? key])))
  return {
    values: Object.fromEntries(
      groups.flatMap((own) => {
        const [first] = own
        if (!first) return []
        const { key, name, vpcKey, peerVpcKey } = first
        const resolves = (from: string): boolean => own.some((one) => one.vpcKey === from && one.resolvesNames === true)
        return [
          [
            key,
            {
              name: tagValue(name) || key,
              vpc_key: vpcKey,
              peer_vpc_key: peerVpcKey,
              resolves_names: resolves(vpcKey),
              peer_resolves_names: resolves(peerVpcKey),
            },
          ],
        ]
      }),
    ),
    keyOf: (key) => keys.get(key) ?? key,
  }
}
