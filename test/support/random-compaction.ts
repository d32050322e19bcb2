/** Hosts spread over a /20 that becomes a /22, with rules over random blocks: for a test and for bench/translate.ts. */
import { createAddressMap, type AddressMap } from '../../src/core/network/address-map.ts'
import { compact } from '../../src/core/network/compact.ts'
import { parseCidr, type Cidr } from '../../src/model/cidr.ts'
import { someLimits } from '../builders-network.ts'

/** Mulberry32: the same figures on every machine. */
function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

export interface RandomCompaction {
  readonly named: readonly Cidr[]
  /** Hosts in their order, none of the named blocks kept. */
  readonly ordered: AddressMap
  /** Each host at a free address, whichever comes next. */
  readonly handedOut: AddressMap
}

export function randomCompaction({
  hosts,
  rules,
  seed,
}: {
  hosts: number
  rules: number
  seed: number
}): RandomCompaction {
  const below = randomOf(seed)
  const [from, to] = [parseCidr('10.0.0.0/20'), parseCidr('10.9.0.0/22')]
  const places = new Set<number>()
  while (places.size < hosts) places.add(4 + below(4091))
  const sorted = [...places].toSorted((a, b) => a - b).map((place) => from.network + BigInt(place))
  const named = Array.from({ length: rules }, (): Cidr => {
    const length = 2 + below(7)
    return {
      family: 4,
      network: from.network + BigInt(below(2 ** length) * 2 ** (12 - length)),
      prefixLength: 20 + length,
    }
  })
  const subnet = { id: 'all', block: from, hosts: sorted, unknown: 0, whole: [], longestPrefix: 28 }
  const answer = compact({ from, to, subnets: [subnet], named: [], limits: someLimits() })
  if (!answer.ok) throw new Error('the hosts do not fit')
  const { seats } = answer.compaction
  const free = [...seats.values()].map((value) => ({ value, at: below(1_000_000) })).toSorted((a, b) => a.at - b.at)
  const mapOf = (targetOf: (host: bigint, index: number) => bigint): AddressMap =>
    createAddressMap(
      [],
      sorted.map((host, index) => ({
        from: { family: 4, value: host },
        to: { family: 4, value: targetOf(host, index) },
      })),
      [{ from, to }],
    )
  return {
    named,
    ordered: mapOf((host) => seats.get(host) ?? 0n),
    handedOut: mapOf((_, index) => free[index]?.value ?? 0n),
  }
}
