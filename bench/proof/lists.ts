/** Invented rule lists like those of real sites, and a map under which they move. The same for the same seed. */
import type { Family } from '../../src/model/address.ts'
import { cidrAround } from '../../src/model/cidr.ts'
import { intervalOf, intervalSet, type Interval, type IntervalSet } from '../../src/model/intervals.ts'
import { everything, type Box, type Rule, type RuleList } from '../../src/core/network/proof/packets.ts'
import { createPieces, pushForward, type Piece, type Pieces } from '../../src/core/network/proof/pull-back.ts'

/** Whole numbers from 0 up to before `end`, by a linear congruence [Knuth, TAOCP 2, 3.3.4, line 25 of table 1]. */
export function createDice(seed: number): (end: number) => number {
  let state = seed >>> 0
  return (end) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * end)
  }
}

type Dice = ReturnType<typeof createDice>

const PORTS = [22n, 53n, 80n, 123n, 443n, 1433n, 3306n, 3389n, 5432n, 8080n]

const portsOf = (dice: Dice, box: Box): IntervalSet => {
  const kind = dice(10)
  const from = BigInt(1024 + dice(58_976))
  if (kind < 6)
    return PORTS.slice(dice(PORTS.length))
      .slice(0, 1)
      .map((port) => ({ lo: port, hi: port }))
  if (kind < 8) return [{ lo: from, hi: from + BigInt(dice(2000)) }]
  return kind < 9 ? [{ lo: 32_768n, hi: 65_535n }] : box.port
}

const protocolOf = (dice: Dice, box: Box): IntervalSet => {
  const kind = dice(10)
  if (kind === 9) return box.protocol
  return kind < 7 ? [{ lo: 6n, hi: 6n }] : [{ lo: 17n, hi: 17n }]
}

const baseOf = (family: Family): bigint => (family === 4 ? 10n << 24n : 0x2001_0db8n << 96n)

const hostOf = (dice: Dice, family: Family): bigint =>
  baseOf(family) + (family === 4 ? BigInt(dice(1 << 20)) : (BigInt(dice(65_536)) << 64n) + BigInt(dice(256)))

function blockOf(dice: Dice, family: Family): Interval {
  const lengths = family === 4 ? [16, 20, 24, 24, 28, 32] : [48, 56, 64, 128]
  const prefixLength = lengths[dice(lengths.length)]!
  return intervalOf(cidrAround({ family, value: hostOf(dice, family) }, prefixLength))
}

const addressesOf = (dice: Dice, family: Family): IntervalSet =>
  dice(8) === 0 ? everything(family).source : [blockOf(dice, family)]

export interface ListWish {
  readonly family: Family
  readonly rules: number
  /** `allows`: unordered, one peer each, as security groups have; `ordered`: denials between, both peers, as an NSG. */
  readonly kind: 'allows' | 'ordered'
}

export function makeList({ family, rules, kind }: ListWish): RuleList {
  const dice = createDice(rules)
  const all = everything(family)
  return Array.from({ length: rules }, (_, index): Rule => {
    const [protocol, port] = [protocolOf(dice, all), portsOf(dice, all)]
    // A rule for everything from everywhere would leave nothing to compare.
    const source = port === all.port ? [blockOf(dice, family)] : addressesOf(dice, family)
    const destination = kind === 'allows' ? all.destination : addressesOf(dice, family)
    const box = { ...all, protocol, port, source, destination }
    return { id: `r${index}`, outcome: kind === 'allows' || dice(100) < 65 ? 1 : 0, boxes: [box] }
  })
}

/** The site's block moves in two halves to two places; all else stays, but what was where they go is no address of anybody. */
export function makePieces(family: Family): Pieces {
  const unit = family === 4 ? 1n << 19n : 1n << 79n
  const base = baseOf(family)
  const moved = [8n, 16n].map((to, half): Piece => {
    const [from, target] = [base + BigInt(half) * unit, base + (to + BigInt(half)) * unit]
    return { from: { lo: from, hi: from + unit - 1n }, to: { lo: target, hi: target + unit - 1n } }
  })
  const taken = intervalSet(moved.flatMap(({ from, to }) => [from, to]))
  const top = everything(family).source[0]!.hi
  const staying = taken.flatMap(({ lo }, index) => ({ lo: (taken[index - 1]?.hi ?? -1n) + 1n, hi: lo - 1n }))
  const rest = [...staying, { lo: taken.at(-1)!.hi + 1n, hi: top }].filter(({ lo, hi }) => lo <= hi)
  return createPieces([...moved, ...rest.map((same) => ({ from: same, to: same }))])
}

/** The site's hosts alone, each moved by itself to a place in another order, as "next free address" does. */
export function makeHostPieces(hosts: number): Pieces {
  const dice = createDice(hosts)
  const addresses = new Set<bigint>()
  while (addresses.size < hosts) addresses.add(hostOf(dice, 4))
  const places = createDice(1)
  const order = [...addresses].map((from) => ({ from, at: places(2 ** 30) })).sort((a, b) => a.at - b.at)
  const base = (172n << 24n) + (16n << 16n)
  return createPieces(
    order.map(({ from }, index) => {
      const to = base + 2n * BigInt(index)
      return { from: { lo: from, hi: from }, to: { lo: to, hi: to } }
    }),
  )
}

/** The list as it is at the recovery site, where "any" stays "any". */
export function moveList(list: RuleList, pieces: Pieces, family: Family): RuleList {
  const top = everything(family).source[0]!.hi
  const move = (set: IntervalSet): IntervalSet => (set[0]?.hi === top ? set : pushForward(set, pieces))
  const moveBox = (box: Box): Box => ({ ...box, source: move(box.source), destination: move(box.destination) })
  return list.map((rule) => ({ ...rule, boxes: rule.boxes.map(moveBox) }))
}
