/** All runs of a plan, the last one first. */
import type { RunView } from '../../model/run-view.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'run' },
  { head: 'state' },
  { head: 'done', right: true },
  { head: 'started by', cut: true, drop: 1 },
]

const states: Record<RunView['state'], () => string> = {
  open: () => style.typed('▶ open'),
  finished: () => style.kept('● finished'),
  aborted: () => style.risk('▲ aborted'),
}

export function runListScreen(runs: readonly RunView[], width: number): readonly string[] {
  if (runs.length === 0) return paragraph('There is no run yet.', width)
  const rows = runs.toReversed().map(({ run, state, steps, startedBy }) => {
    const over = steps.filter(({ standing }) => standing === 'done' || standing === 'skipped').length
    return [run, states[state](), `${over} of ${steps.length}`, harmless(startedBy)]
  })
  return table(columns, rows, width)
}
