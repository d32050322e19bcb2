/** Which controls a pack has something to say about. That a control is met is never said: an auditor judges that. */
import type { Control, ControlFile, ControlStatus, JudgedControl, JudgedFramework } from '../../model/control.ts'
import { answerBy, type PackFacts } from './pieces.ts'

export const judgeControls = (files: readonly ControlFile[], facts: PackFacts): readonly JudgedFramework[] =>
  files.map(({ schema: _schema, controls, ...framework }) => ({
    ...framework,
    controls: controls.map((control) => judge(control, facts)),
  }))

function judge({ evidence, ...control }: Control, facts: PackFacts): JudgedControl {
  const answers = evidence.map((id) => answerBy(id, facts))
  const present = answers.filter((answer) => answer.present).length
  return { ...control, status: statusOf(present, evidence.length, control.needs), evidence: answers }
}

function statusOf(present: number, asked: number, needs: readonly string[]): ControlStatus {
  if (present === 0) return 'not-shown'
  return present === asked && needs.length === 0 ? 'shown' : 'partly'
}
