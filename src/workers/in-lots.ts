/**
 * Work on several threads. Items go out in lots and come back in the order they went: what is made of an item depends on
 * nothing but that item, so the result is the same for any number of threads, byte for byte.
 */
import { createThreadPool, type ThreadPool } from './thread-pool.ts'

export interface LotKind<Item, Lot, Answer> {
  /** Series in a lot: so little work that the last thread is not waited for long. */
  readonly series: number
  readonly seriesOf: (item: Item) => number
  readonly pack: (items: readonly Item[]) => Lot
  /** One answer an item, in their order; the worker (forecast-worker.ts) does the same with the lot. */
  readonly work: (lot: Lot) => readonly Answer[]
}

/** With less work than this, threads would end before they have begun. */
const LOTS_BEFORE_THREADS = 5
/** Lots that are out at a time, for each thread: one in work and one waiting. */
const LOTS_A_THREAD = 2

/**
 * The answer to every item, in order. `threads`: beside the present one; 0 does all of it here. They are started where
 * there is work for them, and ended with the iteration.
 */
export async function* workInLots<Item, Lot, Answer>(
  items: AsyncIterable<Item>,
  kind: LotKind<Item, Lot, Answer>,
  threads: number,
): AsyncGenerator<Answer> {
  const lots = lotsOf(items, kind)
  const first = threads === 0 ? [] : await takeFirst(lots, LOTS_BEFORE_THREADS)
  if (first.length < LOTS_BEFORE_THREADS) {
    for await (const lot of chain(first, lots)) yield* kind.work(lot)
    return
  }
  const pool = createThreadPool<Lot, Answer>(threads)
  try {
    yield* inOrder(chain(first, lots), pool, threads * LOTS_A_THREAD)
  } finally {
    await pool.close()
  }
}

async function takeFirst<Lot>(lots: AsyncGenerator<Lot>, most: number): Promise<readonly Lot[]> {
  const taken: Lot[] = []
  while (taken.length < most) {
    const next = await lots.next()
    if (next.done) break
    taken.push(next.value)
  }
  return taken
}

async function* chain<Lot>(first: readonly Lot[], rest: AsyncGenerator<Lot>): AsyncGenerator<Lot> {
  yield* first
  yield* rest
}

async function* lotsOf<Item, Lot, Answer>(
  items: AsyncIterable<Item>,
  { series: most, seriesOf, pack }: LotKind<Item, Lot, Answer>,
): AsyncGenerator<Lot> {
  let held: Item[] = []
  let series = 0
  for await (const item of items) {
    held.push(item)
    series += seriesOf(item)
    if (series < most) continue
    yield pack(held)
    held = []
    series = 0
  }
  if (held.length > 0) yield pack(held)
}

async function* inOrder<Lot, Answer>(
  lots: AsyncIterable<Lot>,
  pool: ThreadPool<Lot, Answer>,
  most: number,
): AsyncGenerator<Answer> {
  const out: Promise<readonly Answer[]>[] = []
  for await (const lot of lots) {
    const answer = pool.work(lot)
    // Waited for below; a failure meanwhile is not unhandled.
    answer.catch(() => undefined)
    out.push(answer)
    if (out.length >= most) yield* await (out.shift() as Promise<readonly Answer[]>)
  }
  for (const answer of out) yield* await answer
}
