/** Packet filters over so few packets that all of them can be tried. */
import fc from 'fast-check'
import { decide } from '../../../../src/core/network/proof/walk.ts'
import {
  everything,
  type Box,
  type Packet,
  type Rule,
  type RuleList,
} from '../../../../src/core/network/proof/packets.ts'
import type { Piece } from '../../../../src/core/network/proof/pull-back.ts'
import type { Family } from '../../../../src/model/address.ts'
import { intervalSet, type IntervalSet } from '../../../../src/model/intervals.ts'

/** Addresses and ports are `0..n-1`, addresses counted from `base`. The last port stands for all above it too. */
export interface World {
  readonly family: Family
  readonly base: bigint
  readonly addresses: number
  readonly ports: number
}

/** The last of each stands for all that no rule names. */
const PROTOCOLS = [6, 17, 1]
const SOURCE_PORTS = [0, 9]

export const aWorld = (over: Partial<World> = {}): World => ({
  family: 4,
  base: over.family === 6 ? 0x2001_0db8n << 96n : 10n << 24n,
  addresses: 8,
  ports: 6,
  ...over,
})

export const values = (...all: readonly (number | bigint)[]): IntervalSet =>
  intervalSet(all.map((value) => ({ lo: BigInt(value), hi: BigInt(value) })))

export const range = (lo: number | bigint, hi: number | bigint): IntervalSet => [{ lo: BigInt(lo), hi: BigInt(hi) }]

/** One run or two of the values below `count`. */
const setBelow = (count: number, base: bigint): fc.Arbitrary<IntervalSet> => {
  const run = fc
    .tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 }))
    .map(([a, b]) => ({ lo: base + BigInt(Math.min(a, b)), hi: base + BigInt(Math.max(a, b)) }))
  return fc.array(run, { minLength: 1, maxLength: 2 }).map(intervalSet)
}

const boxIn = ({ family, base, addresses, ports }: World): fc.Arbitrary<Box> => {
  const all = everything(family)
  const place = fc.oneof(fc.constant(all.source), setBelow(addresses, base), setBelow(addresses, base))
  return fc.record({
    protocol: fc.constantFrom(values(6), values(17), values(6, 17), all.protocol),
    port: fc.oneof(fc.constant(all.port), setBelow(ports - 1, 0n)),
    source: place,
    destination: place,
    sourcePort: fc.constantFrom(all.sourcePort, all.sourcePort, values(0)),
  })
}

export const listIn = (world: World, mostRules = 6): fc.Arbitrary<RuleList> =>
  fc
    .array(fc.record({ outcome: fc.nat({ max: 1 }), boxes: fc.array(boxIn(world), { minLength: 1, maxLength: 2 }) }), {
      maxLength: mostRules,
    })
    .map((rules) => rules.map((rule, index): Rule => ({ id: `r${index}`, ...rule })))

/** Where each address goes; one that is not named is outside the map. */
export interface Move {
  readonly pieces: readonly Piece[]
  readonly images: ReadonlyMap<bigint, bigint>
}

/** Runs of the world's addresses in another order, at the same place or elsewhere; some may stay behind. */
export const moveOf = ({ base, addresses }: World): fc.Arbitrary<Move> => {
  const cuts = fc.subarray(Array.from({ length: addresses - 1 }, (_, index) => index + 1))
  const chunks = cuts.map((inner) => [0, ...inner].map((from, at) => ({ from, size: (inner[at] ?? addresses) - from })))
  return fc
    .tuple(
      chunks.chain((all) => fc.shuffledSubarray(all, { minLength: 1 })),
      fc.constantFrom(0n, 3n, 64n),
    )
    .map(([order, shift]) => moveBy(base, shift, order))
}

function moveBy(base: bigint, shift: bigint, order: readonly { from: number; size: number }[]): Move {
  const images = new Map<bigint, bigint>()
  const pieces: Piece[] = []
  let to = base + shift
  for (const chunk of order) {
    const [from, size] = [base + BigInt(chunk.from), BigInt(chunk.size)]
    pieces.push({ from: { lo: from, hi: from + size - 1n }, to: { lo: to, hi: to + size - 1n } })
    for (let step = 0n; step < size; step++) images.set(from + step, to + step)
    to += size
  }
  return { pieces, images }
}

/** A list at the recovery site: each address replaced by its image, and "any" left as it is. */
export function moved(list: RuleList, { images }: Move, family: Family): RuleList {
  const whole = everything(family).source[0]?.hi
  const image = (set: IntervalSet): IntervalSet =>
    set[0]?.hi === whole
      ? set
      : values(
          ...[...images].filter(([from]) => set.some(({ lo, hi }) => lo <= from && from <= hi)).map(([, to]) => to),
        )
  const imageOfBox = (box: Box): Box => ({ ...box, source: image(box.source), destination: image(box.destination) })
  return list.map((rule) => ({ ...rule, boxes: rule.boxes.map(imageOfBox) }))
}

export function packetsOf({ ports }: World, addresses: Iterable<bigint>): readonly Packet[] {
  const places = [...addresses]
  const pairs = places.flatMap((source) => places.map((destination) => ({ source, destination })))
  const kinds = PROTOCOLS.flatMap((protocol) =>
    Array.from({ length: ports }, (_, port) =>
      SOURCE_PORTS.map((sourcePort) => ({ protocol, port, sourcePort })),
    ).flat(),
  )
  return kinds.flatMap((kind) => pairs.map((pair) => ({ ...kind, ...pair })))
}

/** Whether two lists decide every packet alike: by trying them all. */
export function agree(
  world: World,
  { source, target, images }: { source: RuleList; target: RuleList } & Move,
): boolean {
  for (const packet of packetsOf(world, images.keys())) {
    const at = (address: bigint): bigint => images.get(address) ?? -1n
    const image = { ...packet, source: at(packet.source), destination: at(packet.destination) }
    if (decide(source, packet).outcome !== decide(target, image).outcome) return false
  }
  return true
}
