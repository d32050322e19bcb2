/** What a run shows to somebody who was not there. */
import type { EvidenceRun, MeasuredApplication } from '../../model/evidence-run.ts'
import type { ApplicationPromise, Plan } from '../../model/plan.ts'
import type { Run } from '../../model/run-state.ts'
import { drillRecordOf } from './drilled.ts'
import { isFinished, stateOf } from './standing.ts'

export interface PlanOfRun {
  readonly promises: Plan['promises']
  readonly planSha256: string
}

/** `id`: the name of its journal. */
export function evidenceRun(id: string, run: Run, { promises, planSha256 }: PlanOfRun): EvidenceRun {
  const { started, aborted, lastAt } = run.state
  const ended = run.runbook.steps.map((step) => ({ step, end: stateOf(run.state, step.id).end }))
  const count = (how: 'done' | 'skipped'): number => ended.filter(({ end }) => end?.how === how).length
  const [done, leftOut] = [count('done'), count('skipped')]
  return {
    run: id,
    runbook: started.runbook,
    state: aborted ? 'aborted' : isFinished(run) ? 'finished' : 'open',
    planSha256: started.planSha256,
    ofThisPlan: started.planSha256 === planSha256,
    startedAt: started.at,
    startedBy: started.by,
    lastAt,
    aborted,
    steps: { all: ended.length, done, leftOut, open: ended.length - done - leftOut },
    leftOut: ended.flatMap(({ step, end }) =>
      end?.how === 'skipped'
        ? [{ step: step.id, title: step.title, at: end.at, by: end.by, reason: end.note, waivedBy: end.waivedBy }]
        : [],
    ),
    failures: run.events.flatMap((event) =>
      event.kind === 'failed' ? [{ step: event.step, at: event.at, by: event.by, note: event.note }] : [],
    ),
    applications: measured(id, run, promises),
  }
}

function measured(id: string, run: Run, promises: Plan['promises']): readonly MeasuredApplication[] {
  const record = drillRecordOf(id, run, run.state.started.planSha256)
  if (!record) return []
  return promises.map((promise) => judged(promise, record.minutesByVm))
}

function judged(
  { application, vmIds, promised, achieved }: ApplicationPromise,
  minutesByVm: ReadonlyMap<string, number | null>,
): MeasuredApplication {
  const minutes = vmIds.map((vmId) => minutesByVm.get(vmId) ?? null)
  const known = minutes.filter((one) => one !== null)
  const measuredMinutes = known.length === minutes.length && known.length > 0 ? Math.max(...known) : null
  const { rtoMinutes } = promised
  return {
    application,
    promisedRtoMinutes: rtoMinutes,
    calculatedRtoMinutes: achieved?.rtoMinutes ?? null,
    measuredMinutes,
    within: measuredMinutes === null || rtoMinutes === null ? null : measuredMinutes <= rtoMinutes,
  }
}
