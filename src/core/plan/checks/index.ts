/** The checks of `drplan check`, in the order they run. */
import type { Check, CheckContext, CheckId } from '../../../model/check.ts'
import { compareFindings, type Finding } from '../../../model/finding.ts'
import { inputsChanged } from './inputs-changed.ts'
import { objectives } from './objectives.ts'
import { vmsChanged } from './vms-changed.ts'
import { vmsGone } from './vms-gone.ts'
import { vmsUnprotected } from './vms-unprotected.ts'

export const checks = {
  'inputs-changed': inputsChanged,
  objectives,
  'vms-changed': vmsChanged,
  'vms-gone': vmsGone,
  'vms-unprotected': vmsUnprotected,
} satisfies Record<CheckId, Check>

export const runChecks = (context: CheckContext): readonly Finding[] =>
  Object.values<Check>(checks)
    .flatMap((check) => check.run(context))
    .sort(compareFindings)
