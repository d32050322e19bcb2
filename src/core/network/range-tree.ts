/** The blocks inside a block that is to become smaller, as a tree: subnets, and ranges that rules and routes name. */
import { compareCidrs, contains, equalCidrs, lastOf, type Cidr } from '../../model/cidr.ts'

/** What of a subnet must find room; all addresses are IPv4. */
export interface CrowdedSubnet {
  readonly id: string
  readonly block: Cidr
  /** Known addresses inside `block`, sorted, each once. */
  readonly hosts: readonly bigint[]
  /** Cards whose address the platform chooses. */
  readonly unknown: number
  /** Blocks inside that keep their size: prefixes handed to a card, reservations. */
  readonly whole: readonly Cidr[]
  /** The longest prefix it may have. */
  readonly longestPrefix: number
}

export interface RangeNode {
  readonly cidr: Cidr
  readonly kind: 'range' | 'subnet' | 'whole'
  readonly subnet: CrowdedSubnet | null
  /** Inside no child. */
  readonly hosts: readonly bigint[]
  readonly children: readonly RangeNode[]
}

interface Entry {
  readonly cidr: Cidr
  readonly kind: RangeNode['kind']
  readonly subnet: CrowdedSubnet | null
}

/** `ranges` that hold no host are left out: they would need room for nobody. */
export function createRangeTree(root: Cidr, subnets: readonly CrowdedSubnet[], ranges: readonly Cidr[]): RangeNode {
  const hosts = subnets.flatMap((subnet) => subnet.hosts).toSorted((a, b) => (a < b ? -1 : 1))
  const holdsSomething = (range: Cidr): boolean =>
    hostsIn(hosts, range).length > 0 || subnets.some(({ block, unknown }) => unknown > 0 && contains(range, block))
  const fixed: Entry[] = subnets.flatMap((subnet) => [
    { cidr: subnet.block, kind: 'subnet', subnet },
    ...subnet.whole.map((cidr): Entry => ({ cidr, kind: 'whole', subnet: null })),
  ])
  const named = ranges
    .filter((range) => contains(root, range) && !equalCidrs(root, range) && holdsSomething(range))
    .filter(
      (range) =>
        !fixed.some(({ cidr, kind }) => equalCidrs(cidr, range) || (kind === 'whole' && contains(cidr, range))),
    )
    .map((cidr): Entry => ({ cidr, kind: 'range', subnet: null }))
  const entries = [...fixed, ...named]
    .toSorted((a, b) => compareCidrs(a.cidr, b.cidr) || rank(a) - rank(b))
    .filter(({ cidr }, index, all) => index === 0 || !equalCidrs(cidr, all[index - 1]?.cidr ?? root))
  const own = entries.find(({ cidr }) => equalCidrs(cidr, root)) ?? { cidr: root, kind: 'range', subnet: null }
  return nodeOf(
    own,
    entries.filter((entry) => entry !== own),
    hosts,
  )
}

const rank = ({ kind }: Entry): number => (kind === 'subnet' ? 0 : 1)

/** `inside` is sorted, larger blocks first. */
function nodeOf(own: Entry, inside: readonly Entry[], hosts: readonly bigint[]): RangeNode {
  const children: RangeNode[] = []
  let rest = inside
  for (;;) {
    const [first] = rest
    if (!first) break
    const within = rest.filter((entry) => entry !== first && contains(first.cidr, entry.cidr))
    children.push(nodeOf(first, first.kind === 'whole' ? [] : within, hostsIn(hosts, first.cidr)))
    rest = rest.slice(1 + within.length)
  }
  const loose = hosts.filter((host) => !children.some(({ cidr }) => holds(cidr, host)))
  return { ...own, hosts: loose, children }
}

const holds = (cidr: Cidr, host: bigint): boolean => cidr.network <= host && host <= lastOf(cidr)

const hostsIn = (sorted: readonly bigint[], cidr: Cidr): readonly bigint[] => sorted.filter((host) => holds(cidr, host))
