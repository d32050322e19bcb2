/** Verdicts: shape, word and colour, in that order of trust. */
import type { Severity } from '../model/finding-codes.ts'
import type { Verdict } from '../model/plan.ts'
import { style } from './text.ts'

const marks: Record<Verdict, () => string> = {
  broken: () => style.broken('■ broken'),
  undecided: () => style.risk('▲ undecided'),
  kept: () => style.kept('● kept'),
  none: () => style.dim('– no promise'),
}

export const verdictMark = (verdict: Verdict): string => marks[verdict]()

const severities: Record<Severity, () => string> = {
  error: () => style.broken('■ error'),
  warning: () => style.risk('▲ warning'),
  info: () => style.dim('– note'),
}

export const severityMark = (severity: Severity): string => severities[severity]()
