/**
 * The two cells of an application, moved by people who walk the runbooks, by health checks, and by what happens to sites and
 * lines at any moment. All that can be reached is looked at: at most one site may serve.
 */
import type { CellState } from '../../model/arbitration.ts'
import type { Runbook } from '../../model/runbook.ts'
import { effectsOf, type Effect } from './effects.ts'
import { explore, type Explored, type Move } from './explore.ts'

export interface Rules {
  /** The runbooks that people walk: there, and home again. */
  readonly failover: readonly Runbook[]
  readonly failback: Runbook
  /** A health check fails over without asking anybody. */
  readonly automatic: boolean
  /** The primary site stops serving by itself when it has not seen the witness for a while, and checks wait longer. */
  readonly selfFencing: boolean
}

interface State {
  readonly primary: CellState
  readonly recovery: CellState
  /** Whoever checks the primary site sees it. */
  readonly seen: boolean
  /** It may serve: it has seen the witness lately. Always, where it does not ask. */
  readonly lease: boolean
  /** What is walked, by its place among the runbooks, and which of its effects are done; null = nothing. */
  readonly run: { readonly book: number; readonly done: readonly number[] } | null
}

const serves = (cell: CellState): boolean => cell === 'active'

/** Who serves is decided by cells alone: a site that would serve whoever reaches it counts. */
export function provesOneSite(rules: Rules): Explored {
  const books = [...rules.failover, rules.failback].map(effectsOf)
  return explore<State>({
    initial: { primary: 'active', recovery: 'standby', seen: true, lease: true, run: null },
    keyOf: (state) => JSON.stringify(state),
    movesOf: (state) => [...happens(state, rules), ...automatic(state, rules), ...walked(state, books)],
    isBad: ({ primary, recovery }) => serves(primary) && serves(recovery),
  })
}

type Moves = readonly Move<State>[]

/** Sites fail and come back, lines are lost and mended. */
function happens(state: State, { selfFencing }: Rules): Moves {
  const moves: Move<State>[] = []
  if (state.primary === 'active') moves.push({ name: 'the primary site fails', to: { ...state, primary: 'failed' } })
  // It serves again by itself, unless it has to ask and may not.
  if (state.primary === 'failed') {
    const back = selfFencing && !state.lease ? 'standby' : 'active'
    moves.push({ name: 'the primary site comes back by itself', to: { ...state, primary: back } })
  }
  moves.push(
    state.seen
      ? { name: 'the line to the primary site is lost', to: { ...state, seen: false } }
      : { name: 'the line to the primary site is mended', to: { ...state, seen: true } },
  )
  return moves
}

function automatic(state: State, rules: Rules): Moves {
  if (!rules.automatic) return []
  return rules.selfFencing ? leased(state) : unleased(state)
}

const takesOver = (state: State): Move<State> => ({
  name: 'the health check fails over to the recovery site',
  to: { ...state, recovery: 'active' },
})

/** What is not seen is taken to be down. */
const unleased = (state: State): Moves =>
  state.recovery === 'standby' && (!state.seen || state.primary !== 'active') ? [takesOver(state)] : []

/** A lease that is not renewed runs out, and only then may the other site take over; it comes back when that one is down. */
function leased(state: State): Moves {
  const { lease, seen, primary, recovery } = state
  if (lease) {
    const ended = { ...state, lease: false, primary: primary === 'active' ? 'standby' : primary } as const
    return seen && primary !== 'failed' ? [] : [{ name: 'the lease of the primary site runs out', to: ended }]
  }
  const given = { ...state, lease: true, primary: primary === 'standby' ? 'active' : primary } as const
  return [
    ...(recovery === 'standby' ? [takesOver(state)] : []),
    ...(seen && isOut(recovery) ? [{ name: 'the primary site gets its lease again', to: given }] : []),
  ]
}

/** It does not serve, and would not by itself. */
const isOut = (cell: CellState): boolean => cell === 'standby' || cell === 'fenced'

/** A runbook may begin at any time, each of its steps as soon as what it waits for is done; and it may be given up. */
function walked(state: State, books: readonly (readonly Effect[])[]): Moves {
  const { run } = state
  if (run === null) return books.flatMap((_, book) => begins(state, book, books.length - 1))
  const effects = books[run.book] ?? []
  const forward = effects.flatMap((effect, place) => {
    if (run.done.includes(place) || !effect.after.every((one) => run.done.includes(one))) return []
    const done = [...run.done, place].sort((a, b) => a - b)
    const next = { ...state, [effect.cell]: effect.to }
    return [{ name: effect.name, to: { ...next, run: done.length === effects.length ? null : { ...run, done } } }]
  })
  return [...forward, ...undone(state, effects), { name: 'the run is given up', to: { ...state, run: null } }]
}

/**
 * A fence is undone only while nothing was done that waited for it, and the other site neither serves nor would after a
 * restart, as the step says.
 */
function undone(state: State, effects: readonly Effect[]): Moves {
  const { run } = state
  if (run === null) return []
  const isWaitedFor = (place: number): boolean => run.done.some((other) => effects[other]?.after.includes(place))
  const back = state.lease ? 'active' : 'standby'
  return run.done.flatMap((place) => {
    const effect = effects[place]
    if (effect?.to !== 'fenced' || isWaitedFor(place)) return []
    if (!isQuiet(effect.cell === 'primary' ? state.recovery : state.primary)) return []
    const done = run.done.filter((one) => one !== place)
    return [{ name: `undone: ${effect.name}`, to: { ...state, [effect.cell]: back, run: { ...run, done } } }]
  })
}

const isQuiet = (cell: CellState): boolean => cell !== 'active' && cell !== 'failed'

/** Nobody walks home before the recovery site serves, or away after it does. */
const begins = (state: State, book: number, home: number): Moves =>
  (book === home) === (state.recovery === 'active')
    ? [{ name: book === home ? 'a failback begins' : 'a failover begins', to: { ...state, run: { book, done: [] } } }]
    : []
