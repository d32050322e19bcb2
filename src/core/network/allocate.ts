/** Finding free blocks. Deterministic, and as independent of other blocks as can be. */
import { bitsOf } from '../../model/address.ts'
import { compareCidrs, contains, lastOf, overlaps, sizeOf, type Cidr } from '../../model/cidr.ts'

/**
 * A free block of `prefixLength` in the pool. The search starts where `like` would lie if its bits below the
 * pool's prefix were kept (172.20.0.0/16 in 10.0.0.0/8 starts at 10.20.0.0/16), so that one block's place
 * rarely depends on another's. Null when the pool is full.
 */
export function findFreeBlock(
  pool: readonly Cidr[],
  prefixLength: number,
  options: { readonly taken: readonly Cidr[]; readonly like: Cidr | null },
): Cidr | null {
  for (const range of pool) {
    if (range.prefixLength > prefixLength) continue
    const found = searchRange(range, prefixLength, options)
    if (found) return found
  }
  return null
}

function searchRange(
  range: Cidr,
  prefixLength: number,
  options: { readonly taken: readonly Cidr[]; readonly like: Cidr | null },
): Cidr | null {
  const size = 1n << BigInt(bitsOf(range.family) - prefixLength)
  const count = sizeOf(range) / size
  const likely = options.like?.family === range.family ? (options.like.network % sizeOf(range)) / size : 0n
  const taken = options.taken.filter((block) => overlaps(block, range))
  for (let step = 0n; step < count;) {
    const index = (likely + step) % count
    const candidate: Cidr = { family: range.family, network: range.network + index * size, prefixLength }
    const hit = taken.find((block) => overlaps(block, candidate))
    if (!hit) return candidate
    step += skip(hit, candidate, size)
  }
  return null
}

/** How many candidates a taken block rules out, counted from this one on. */
const skip = (hit: Cidr, candidate: Cidr, size: bigint): bigint => {
  const beyond = lastOf(hit) - candidate.network + 1n
  return beyond <= size ? 1n : (beyond + size - 1n) / size
}

/** The prefix length of the smallest block that holds `hosts` usable addresses. */
export function prefixForHosts(hosts: number, reserved: number): number {
  const bits = Math.max(1, Math.ceil(Math.log2(hosts + reserved)))
  return 32 - bits
}

/** Blocks of one family, gathered under the smallest blocks not shorter than `shortest` that cover them. */
export function coverBlocks(blocks: readonly Cidr[], shortest: number): readonly Cidr[] {
  const groups = new Map<bigint, Cidr[]>()
  const covers: Cidr[] = []
  for (const block of [...blocks].sort(compareCidrs)) {
    if (block.prefixLength < shortest) covers.push(block)
    else {
      const bucket = block.network >> BigInt(bitsOf(block.family) - shortest)
      const group = groups.get(bucket)
      if (group) group.push(block)
      else groups.set(bucket, [block])
    }
  }
  for (const group of groups.values()) covers.push(smallestCover(group))
  return maximal(covers)
}

/** The blocks that no other one contains, each once, sorted. */
export function maximal(blocks: readonly Cidr[]): readonly Cidr[] {
  const kept: Cidr[] = []
  for (const block of [...blocks].sort(compareCidrs)) {
    const last = kept.at(-1)
    if (!last || !contains(last, block)) kept.push(block)
  }
  return kept
}

function smallestCover(blocks: readonly Cidr[]): Cidr {
  const [first, ...rest] = blocks
  if (!first) throw new RangeError('an empty group has no cover')
  let { prefixLength } = first
  const widened = (): Cidr => {
    const hostBits = BigInt(bitsOf(first.family) - prefixLength)
    return { family: first.family, network: (first.network >> hostBits) << hostBits, prefixLength }
  }
  while (!rest.every((block) => contains(widened(), block))) prefixLength--
  return widened()
}
