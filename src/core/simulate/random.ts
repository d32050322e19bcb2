/**
 * Random numbers by counting: each is a function of what it is for, and never of what was drawn before. So a run does not
 * depend on other runs, nor a task on other tasks, and a changed model is compared on the same chance.
 *
 * Threefry-2x32 with 20 rounds: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011; it passes TestU01's BigCrush there. Only additions, rotations and exclusive ors of 32 bits.
 */

/** The parity word of Threefish (Skein 1.3) cut to 32 bits, as Random123 has it. */
const PARITY = 0x1bd11bda

/** Key in [0] and [1], counter in [2] and [3]; the two random words go to [4] and [5]. */
export type Block = Int32Array
export const createBlock = (): Block => new Int32Array(6)

/** Rotations by the rounds 0 to 3 and 4 to 7, over and over; after every fourth round the key is added again. */
export function threefry(block: Block): void {
  const [k0, k1] = [block[0] as number, block[1] as number]
  const k2 = PARITY ^ k0 ^ k1
  let a = ((block[2] as number) + k0) | 0
  let b = ((block[3] as number) + k1) | 0
  let [now, next, last] = [k1, k2, k0]
  for (let group = 1; group <= 5; group++) {
    const odd = (group & 1) === 1
    a = (a + b) | 0
    b = a ^ (odd ? (b << 13) | (b >>> 19) : (b << 17) | (b >>> 15))
    a = (a + b) | 0
    b = a ^ (odd ? (b << 15) | (b >>> 17) : (b << 29) | (b >>> 3))
    a = (a + b) | 0
    b = a ^ (odd ? (b << 26) | (b >>> 6) : (b << 16) | (b >>> 16))
    a = (a + b) | 0
    b = a ^ (odd ? (b << 6) | (b >>> 26) : (b << 24) | (b >>> 8))
    a = (a + now) | 0
    b = (b + next + group) | 0
    const first = now
    now = next
    next = last
    last = first
  }
  block[4] = a
  block[5] = b
}

/** Strictly between 0 and 1: the middle of one of 2^32 equal parts. */
export const uniformOf = (word: number): number => ((word >>> 0) + 0.5) / 2 ** 32

/** FNV-1a (Fowler, Noll, Vo) over UTF-16 units, 64 bits. */
function hashOf(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n)
  return hash
}

/** The key of each task, two words behind one another: its hash, scrambled by the seed so that no two seeds are alike. */
export function hashIds(ids: readonly string[]): Int32Array {
  const words = new Int32Array(ids.length * 2)
  ids.forEach((id, index) => {
    const hash = hashOf(id)
    words[2 * index] = Number(BigInt.asIntN(32, hash))
    words[2 * index + 1] = Number(BigInt.asIntN(32, hash >> 32n))
  })
  return words
}

export function keysOf(hashes: Int32Array, seed: number): Int32Array {
  const keys = new Int32Array(hashes.length)
  const block = createBlock()
  block[0] = seed
  for (let place = 0; place < hashes.length; place += 2) {
    block[2] = hashes[place] as number
    block[3] = hashes[place + 1] as number
    threefry(block)
    keys[place] = block[4] as number
    keys[place + 1] = block[5] as number
  }
  return keys
}
