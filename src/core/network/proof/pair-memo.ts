/** What is known of pairs of nodes: a map from two whole numbers to a third, in one flat array. */

export interface PairMemo {
  entries: number
  /** Open addressing: left, right, value; left is -1 where the place is free. */
  cells: Int32Array
}

export const createPairMemo = (): PairMemo => ({ entries: 0, cells: new Int32Array(3 * 1024).fill(-1) })

/** -1 if nothing is known of the pair. */
export function recall(memo: PairMemo, left: number, right: number): number {
  const at = placeOf(memo.cells, left, right)
  return memo.cells[at] === left ? (memo.cells[at + 2] as number) : -1
}

export function remember(memo: PairMemo, pair: { left: number; right: number; value: number }): void {
  if (memo.entries * 6 > memo.cells.length) enlarge(memo)
  const at = placeOf(memo.cells, pair.left, pair.right)
  if (memo.cells[at] !== pair.left) memo.entries++
  memo.cells[at] = pair.left
  memo.cells[at + 1] = pair.right
  memo.cells[at + 2] = pair.value
}

/** Where a pair is, or where it would be. */
function placeOf(cells: Int32Array, left: number, right: number): number {
  const mask = cells.length / 3 - 1
  let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)
  hash ^= hash >>> 15
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const at = 3 * slot
    const key = cells[at] as number
    if (key < 0 || (key === left && cells[at + 1] === right)) return at
  }
}

function enlarge(memo: PairMemo): void {
  const old = memo.cells
  memo.cells = new Int32Array(old.length * 4).fill(-1)
  for (let from = 0; from < old.length; from += 3) {
    if ((old[from] as number) < 0) continue
    const to = placeOf(memo.cells, old[from] as number, old[from + 1] as number)
    memo.cells.set(old.subarray(from, from + 3), to)
  }
}
