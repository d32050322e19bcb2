/** Every state that a workflow can reach, breadth first, and the shortest way to one that must not be. */

export interface Move<State> {
  readonly name: string
  readonly to: State
}

export interface Explored {
  /** How many states were reached; all there are where `trace` is null. */
  readonly states: number
  /** The moves to the nearest bad state; null = there is none. */
  readonly trace: readonly string[] | null
}

interface Workflow<State> {
  readonly initial: State
  /** Two states with one key are one. */
  readonly keyOf: (state: State) => string
  readonly movesOf: (state: State) => readonly Move<State>[]
  readonly isBad: (state: State) => boolean
}

type Ways = Map<string, { readonly before: string; readonly name: string } | null>

/** Ends where the workflow has finitely many states. Moves are tried in their order, so the trace is always the same. */
export function explore<State>(workflow: Workflow<State>): Explored {
  const { initial, keyOf, isBad } = workflow
  const ways: Ways = new Map([[keyOf(initial), null]])
  let frontier: readonly State[] = [initial]
  while (frontier.length > 0) {
    const bad = frontier.find(isBad)
    if (bad !== undefined) return { states: ways.size, trace: wayTo(keyOf(bad), ways) }
    frontier = frontier.flatMap((state) => newFrom(state, workflow, ways))
  }
  return { states: ways.size, trace: null }
}

function newFrom<State>(state: State, { keyOf, movesOf }: Workflow<State>, ways: Ways): readonly State[] {
  return movesOf(state).flatMap(({ name, to }) => {
    const key = keyOf(to)
    if (ways.has(key)) return []
    ways.set(key, { before: keyOf(state), name })
    return [to]
  })
}

function wayTo(end: string, ways: Ways): readonly string[] {
  const names: string[] = []
  for (let step = ways.get(end); step; step = ways.get(step.before)) names.unshift(step.name)
  return names
}
