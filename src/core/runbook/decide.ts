/** Is it a disaster, and who says so? */
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { inTurn } from './order.ts'
import { termMinutes, timeoutFor, type Situation } from './situation.ts'

export const decideSteps = (situation: Situation): readonly RunbookStep[] =>
  inTurn(situation.planned ? [agree(situation)] : [confirm(situation), declare(situation)])

function confirm(situation: Situation): RunbookStep {
  const { witness } = situation.settings
  const minutes = termMinutes(situation, 'detect')
  return aStep({
    id: 'decide.confirm',
    stage: 'decide',
    title: 'Confirm that the primary site is down',
    kind: 'manual',
    who: 'on call',
    instruction: witness
      ? `Look at both sites from ${witness}. Down means: not reachable from there, and a second, independent sign (the platform's status, a call to the site).`
      : 'Look from a third place that fails with neither site, not only from your desk. Down means: not reachable from there, and a second, independent sign. Name such a place in drplan.yaml (runbook.witness).',
    expected: 'two independent signs, and the time of the first',
    timeoutMinutes: timeoutFor(minutes),
    modelMinutes: minutes,
    measures: 'detect',
  })
}

function declare(situation: Situation): RunbookStep {
  const { required, of, timeoutMinutes } = situation.settings.approval
  return aStep({
    id: 'decide.declare',
    stage: 'decide',
    title: 'Declare the disaster',
    kind: 'approval',
    who: of.join(', '),
    instruction: `${required} of ${of.length} have to agree. Hot standby fails over by health check and does not wait for this.`,
    expected: 'time of declaration written down',
    timeoutMinutes,
    modelMinutes: termMinutes(situation, 'declare'),
    measures: 'declare',
    approval: { required, of },
  })
}

function agree({ settings: { approval }, mode }: Situation): RunbookStep {
  const drill = mode === 'drill'
  return aStep({
    id: 'decide.agree',
    stage: 'decide',
    title: drill ? 'Agree on the drill' : 'Agree on the move',
    kind: 'approval',
    who: approval.of.join(', '),
    instruction: drill
      ? 'Replication and users are not touched. Agree on a time, on who watches, and on what ends the drill early.'
      : 'Agree on a window with the owners of every application: users are without them from stage 3 to stage 6.',
    expected: 'a window, and a name for each role',
    timeoutMinutes: approval.timeoutMinutes,
    approval: { required: approval.required, of: approval.of },
  })
}
