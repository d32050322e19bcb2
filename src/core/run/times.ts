/** The times that a run measured, for the simulation. */
import type { MeasuredTimes } from '../../model/measured-times.ts'
import type { Run } from '../../model/run-state.ts'
import { stateOf } from './standing.ts'

/** Steps that were done and whose time is known. A step that was tried again counts with the try that ended it. */
export function measuredTimes({ runbook, state }: Run): MeasuredTimes {
  const steps = runbook.steps.flatMap(({ id, measures, covers = [], wave, vmIds }) => {
    const minutes = stateOf(state, id).end?.minutes ?? null
    return measures === null || minutes === null
      ? []
      : [{ step: id, measures, ...(covers.length > 0 && { covers }), wave, vmIds, minutes }]
  })
  const { run, runbook: name, site, at } = state.started
  return { run, runbook: name, site, startedAt: at, steps, recorded: recordedOf(steps) }
}

function recordedOf(steps: MeasuredTimes['steps']): MeasuredTimes['recorded'] {
  const rows = steps.flatMap(({ measures, covers = [], vmIds, minutes }) =>
    (vmIds.length === 0 ? [null] : vmIds).flatMap((vmId) => [
      { term: measures, vmId, minutes },
      // They are in that time: the model must not count them again.
      ...covers.map((term) => ({ term, vmId, minutes: 0 })),
    ]),
  )
  const grouped = Map.groupBy(rows, ({ term, vmId }) => JSON.stringify([term, vmId]))
  return [...grouped.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...more]]) =>
      first ? [{ term: first.term, vmId: first.vmId, minutes: [first, ...more].map(({ minutes }) => minutes) }] : [],
    )
}
