/** The runbooks of a plan: prepare, failover (unplanned and planned), drill, failback. */
import { BugError } from '../../errors.ts'
import type { Runbook, RunbookPhase, RunbookStep } from '../../model/runbook.ts'
import { decideSteps } from './decide.ts'
import { cleanUpSteps, isolationSteps } from './drill.ts'
import { failbackAfterwardsSteps, failbackFenceSteps, failbackRecoverSteps, failbackReserveSteps } from './failback.ts'
import { fenceSteps } from './fence.ts'
import { firstUnawaited, lastOf, reduced } from './order.ts'
import { prepareSteps } from './prepare.ts'
import { afterwardsSteps, redirectSteps, verifySteps } from './redirect.ts'
import { reserveSteps } from './reserve.ts'
import type { RunbookInput, Situation } from './situation.ts'
import { recoverSteps, standingSteps } from './waves.ts'

/** Throws BugError where the steps cannot be walked, or one that cannot be undone could come too early. */
export function buildRunbooks(input: RunbookInput): readonly Runbook[] {
  const unplanned: Situation = { ...input, mode: 'failover', planned: false }
  const planned: Situation = { ...input, mode: 'failover', planned: true }
  const drill: Situation = { ...input, mode: 'drill', planned: true }
  return [
    runbook('prepare', planned, prepareSteps(planned)),
    runbook('failover', unplanned, failoverSteps(unplanned)),
    runbook('failover', planned, failoverSteps(planned)),
    runbook('drill', drill, drillSteps(drill)),
    runbook('failback', planned, failbackSteps(planned)),
  ]
}

/** While somebody decides, others look whether everything can be had; the primary site is fenced only after both. */
function failoverSteps(situation: Situation): readonly RunbookStep[] {
  const decide = decideSteps(situation)
  const reserve = reserveSteps(
    situation,
    decide.slice(0, 1).map(({ id }) => id),
  )
  const fence = fenceSteps(situation, [...lastOf(decide), ...lastOf(reserve)].sort())
  const standing = standingSteps(situation, lastOf(fence))
  const recover = recoverSteps(situation, { after: lastOf(fence), standing })
  const recovered = lastOf([...fence, ...standing, ...recover])
  const redirect = redirectSteps(situation, recovered)
  const verify = verifySteps(situation, lastOf(redirect))
  const afterwards = afterwardsSteps(situation, lastOf(verify))
  return [...decide, ...reserve, ...fence, ...standing, ...recover, ...redirect, ...verify, ...afterwards]
}

function drillSteps(situation: Situation): readonly RunbookStep[] {
  const decide = decideSteps(situation)
  const reserve = reserveSteps(situation, lastOf(decide))
  const recover = recoverSteps(situation, { after: lastOf(reserve), standing: [] })
  const verify = isolationSteps(situation, lastOf([...reserve, ...recover]))
  return [...decide, ...reserve, ...recover, ...verify, ...cleanUpSteps(situation, lastOf(verify))]
}

function failbackSteps(situation: Situation): readonly RunbookStep[] {
  const decide = decideSteps(situation)
  const reserve = failbackReserveSteps(situation, lastOf(decide))
  const fence = failbackFenceSteps(situation, lastOf(reserve))
  const recover = failbackRecoverSteps(situation, lastOf(fence))
  const redirect = redirectSteps(situation, lastOf([...fence, ...recover]))
  const verify = verifySteps(situation, lastOf(redirect))
  const afterwards = failbackAfterwardsSteps(situation, lastOf(verify))
  return [...decide, ...reserve, ...fence, ...recover, ...redirect, ...verify, ...afterwards]
}

function runbook(phase: RunbookPhase, situation: Situation, all: readonly RunbookStep[]): Runbook {
  const steps = reduced(all)
  refuseEarlyEnds(steps)
  const { plan, parts } = situation
  return {
    phase,
    mode: situation.planned ? 'planned' : 'unplanned',
    site: plan.site.id,
    target: { id: plan.target.id, region: plan.target.region },
    parameters: used(parts.parameters, steps),
    steps,
  }
}

/** Only values that one of its commands needs. */
function used(parameters: Runbook['parameters'], steps: readonly RunbookStep[]): Runbook['parameters'] {
  const commands = steps.flatMap(({ command, dryRun, undo }) => [command, dryRun, undo?.command ?? null])
  const names = new Set(
    commands.flatMap(
      (command) => command?.argv.flatMap((part) => (typeof part === 'string' ? [] : [part.parameter])) ?? [],
    ),
  )
  return parameters.filter(({ name }) => names.has(name))
}

/** What cannot be undone waits for every decision, reservation and fence of its runbook. */
function refuseEarlyEnds(steps: readonly RunbookStep[]): void {
  const first = steps.filter(({ stage }) => stage === 'decide' || stage === 'reserve' || stage === 'fence')
  const ends = new Set(steps.filter(({ irreversible }) => irreversible))
  const found = firstUnawaited(steps, { ends, needed: first })
  if (found)
    throw new BugError('bug.invariant', `${found.end.id} cannot be undone and does not wait for ${found.missing.id}.`)
}
