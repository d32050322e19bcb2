/**
 * A block made smaller. Blocks inside and hosts keep their order, so the image of any block is an interval; as many of
 * the blocks that rules name as fit stay one aligned block each (prefix-preserving, by buddies: Knuth, The Art of
 * Computer Programming, volume 1, section 2.5), the finest first, else hosts are only packed together. Free addresses are
 * never given to "the next": with that a rule's block becomes dozens of blocks (bench/translate.ts).
 */
import { lastOf, sizeOf, type Cidr } from '../../model/cidr.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { createRangeTree, type CrowdedSubnet, type RangeNode } from './range-tree.ts'

export interface CompactQuestion {
  /** Of IPv4, as is `to`, which is smaller. */
  readonly from: Cidr
  readonly to: Cidr
  /** Disjoint, inside `from`. */
  readonly subnets: readonly CrowdedSubnet[]
  /** Blocks that rules and routes name. */
  readonly named: readonly Cidr[]
  readonly limits: Pick<NetworkLimits, 'reservedFirst' | 'reservedLast' | 'subnetPrefix'>
}

interface RangeMove {
  readonly from: Cidr
  readonly to: Cidr
}

export interface Compaction {
  /**
   * `offset`: there is room for all subnets as they are. `compacted`: blocks that rules name stay one block each. `packed`:
   * hosts only keep their order.
   */
  readonly rule: 'offset' | 'compacted' | 'packed'
  readonly subnets: ReadonlyMap<string, Cidr>
  /** Where each host goes. */
  readonly seats: ReadonlyMap<bigint, bigint>
  /** Blocks, named or whole, that are one block again. */
  readonly ranges: readonly RangeMove[]
}

export type CompactAnswer =
  | { readonly ok: true; readonly compaction: Compaction }
  /** The prefix length of the smallest block that would do. */
  | { readonly ok: false; readonly needed: number }

/** Room in subnets: as they are; or for as many times the hosts there are, as far as it is there. */
const rooms = [4, 2, 1] as const

export function compact(question: CompactQuestion): CompactAnswer {
  const { from, to, subnets, named } = question
  const room = Number(sizeOf(to))
  const lengths = [...new Set(named.map(({ prefixLength }) => prefixLength))].toSorted((a, b) => b - a)
  const trees = [...lengths, null].map((grain) =>
    createRangeTree(from, subnets, grain === null ? [] : named.filter(({ prefixLength }) => prefixLength <= grain)),
  )
  const attempts = [
    ...(isWhole(question) ? trees.map((tree) => ({ tree, ways: ['as-is'] as const, rule: 'offset' as const })) : []),
    ...trees.map((tree) => ({
      tree,
      ways: rooms,
      rule: hasRange(tree.children) ? ('compacted' as const) : ('packed' as const),
    })),
  ]
  for (const { tree, ways, rule } of attempts) {
    const plan = ways.map((times) => layOut(tree, settingsOf(question, times))).find(({ size }) => size <= room)
    if (plan) return { ok: true, compaction: compactionOf(plan, rule, question) }
  }
  const smallest = layOut(createRangeTree(from, subnets, []), settingsOf(question, 1))
  return { ok: false, needed: 32 - Math.log2(smallest.size) }
}

/** May the target have all subnets as they are? */
const isWhole = ({ subnets, limits }: CompactQuestion): boolean =>
  subnets.every(
    ({ block, longestPrefix }) =>
      block.prefixLength >= limits.subnetPrefix.shortest && block.prefixLength <= longestPrefix,
  )

const hasRange = (nodes: readonly RangeNode[]): boolean =>
  nodes.some(({ kind, children }) => kind === 'range' || hasRange(children))

interface Settings extends Pick<NetworkLimits, 'reservedFirst' | 'reservedLast'> {
  readonly times: Times
  readonly shortest: number
}

type Times = number | 'as-is'

const settingsOf = ({ limits }: CompactQuestion, times: Times): Settings => ({
  reservedFirst: limits.reservedFirst,
  reservedLast: limits.reservedLast,
  shortest: limits.subnetPrefix.shortest,
  times,
})

/** Places relative to the start of the node; `size` is a power of two. */
interface Layout {
  readonly size: number
  readonly seats: readonly { readonly host: bigint; readonly at: number }[]
  readonly blocks: readonly { readonly node: RangeNode; readonly at: number; readonly size: number }[]
}

/** Addresses at the ends of a node that a subnet around it must keep free. */
interface Ends {
  readonly head: number
  readonly tail: number
}

function layOut(node: RangeNode, settings: Settings, around: Ends = { head: 0, tail: 0 }): Layout {
  if (node.kind === 'whole') return wholeLayout(node, node.hosts)
  if (node.subnet && settings.times === 'as-is') return wholeLayout(node, node.subnet.hosts)
  const ends = node.subnet ? { head: settings.reservedFirst, tail: settings.reservedLast } : around
  const inside = layOutItems(node, settings, ends)
  const wanted = node.subnet ? wantedSize(node.subnet, settings) : 1
  const size = Math.max(powerOver(inside.end), wanted)
  return { size, seats: inside.seats, blocks: [...inside.blocks, { node, at: 0, size }] }
}

/** One after the other; a range at an end may hold what is reserved there itself. */
function layOutItems(
  node: RangeNode,
  settings: Settings,
  { head, tail }: Ends,
): Omit<Layout, 'size'> & { end: number } {
  const seats: Layout['seats'][number][] = []
  const blocks: Layout['blocks'][number][] = []
  const items = itemsOf(node)
  const unknown = node.subnet?.unknown ?? 0
  const [first, last] = [items[0], unknown === 0 ? items.at(-1) : undefined]
  let end = isRange(first) ? 0 : head
  for (const item of items) {
    if ('host' in item) {
      seats.push({ host: item.host, at: end++ })
      continue
    }
    const part = layOut(item.node, settings, { head: item === first ? head : 0, tail: item === last ? tail : 0 })
    const at = Math.ceil(end / part.size) * part.size
    seats.push(...part.seats.map((seat) => ({ ...seat, at: at + seat.at })))
    blocks.push(...part.blocks.map((block) => ({ ...block, at: at + block.at })))
    end = at + part.size
  }
  return { seats, blocks, end: end + unknown + (isRange(last) ? 0 : tail) }
}

const isRange = (item: Item | undefined): boolean => item !== undefined && 'node' in item && item.node.kind === 'range'

type Item = { readonly host: bigint } | { readonly node: RangeNode }

const itemsOf = ({ hosts, children }: RangeNode): readonly Item[] =>
  [...hosts.map((host): Item => ({ host })), ...children.map((node): Item => ({ node }))].toSorted((a, b) =>
    startOf(a) < startOf(b) ? -1 : 1,
  )

const startOf = (item: Item): bigint => ('host' in item ? item.host : item.node.cidr.network)

const wholeLayout = (node: RangeNode, hosts: readonly bigint[]): Layout => {
  const size = Number(sizeOf(node.cidr))
  const seats = hosts.map((host) => ({ host, at: Number(host - node.cidr.network) }))
  return { size, seats, blocks: [{ node, at: 0, size }] }
}

/** The smallest power of two that is not less. */
const powerOver = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, count)))

function wantedSize(subnet: CrowdedSubnet, { times, reservedFirst, reservedLast, shortest }: Settings): number {
  const hosts = subnet.hosts.length + subnet.unknown
  const factor = times === 'as-is' ? 1 : times
  const wanted = Math.min(powerOver(hosts * factor + reservedFirst + reservedLast), Number(sizeOf(subnet.block)))
  const smallest = 2 ** (32 - subnet.longestPrefix)
  return Math.max(smallest, Math.min(wanted, 2 ** (32 - shortest)))
}

function compactionOf(plan: Layout, rule: Compaction['rule'], { to, from }: CompactQuestion): Compaction {
  const blockAt = (at: number, size: number): Cidr => ({
    family: 4,
    network: to.network + BigInt(at),
    prefixLength: 32 - Math.log2(size),
  })
  const placed = plan.blocks.map(({ node, at, size }) => ({
    node,
    // The outermost has all of the target, also what nothing needs yet.
    to: node.cidr.network === from.network && lastOf(node.cidr) === lastOf(from) ? to : blockAt(at, size),
  }))
  return {
    rule,
    subnets: new Map(placed.flatMap(({ node, to: block }) => (node.subnet ? [[node.subnet.id, block]] : []))),
    seats: new Map(plan.seats.map(({ host, at }) => [host, to.network + BigInt(at)])),
    ranges: placed.flatMap(({ node, to: block }) => (node.subnet ? [] : [{ from: node.cidr, to: block }])),
  }
}
