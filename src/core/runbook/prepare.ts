/** What is done once, and again after each change of the plan, while the primary site is well. */
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { convertSteps } from './convert.ts'
import { inTurn } from './order.ts'
import type { Situation } from './situation.ts'
import { applyStep, handOverStep, initStep } from './terraform-steps.ts'

export function prepareSteps(situation: Situation): readonly RunbookStep[] {
  const { terraform, parts } = situation
  const foundation = [
    initStep('foundation', { id: 'reserve.foundation-init', stage: 'reserve' }),
    applyStep('foundation', {
      id: 'reserve.foundation-apply',
      stage: 'reserve',
      title: 'Make what stands',
      instruction: 'Read the plan before you agree: keys, vaults and standing servers cost money from then on.',
      options: [],
      undoOptions: null,
      expected: 'Apply complete',
      timeoutMinutes: 120,
    }),
    handOverStep({ id: 'reserve.hand-over', stage: 'reserve' }),
  ]
  const drill = aStep({
    id: 'verify.drill',
    stage: 'verify',
    title: 'Rehearse',
    kind: 'manual',
    who: 'drill lead',
    instruction: 'Walk drill.md. A plan that was never rehearsed is a document.',
    expected: 'a record of the drill',
    timeoutMinutes: 2880,
  })
  return inTurn([...(terraform ? foundation : []), ...convertSteps(situation), ...parts.prepare, drill])
}
