/** How the program of a step ended. */
import { duration } from '../../model/quantity.ts'
import { harmless, paragraph, style } from '../text.ts'

/** Its `failure` is a sentence without the point at its end; null = it ended well. */
export interface StepOutcome {
  readonly step: string
  readonly dryRun: boolean
  readonly failure: string | null
  readonly minutes: number | null
  readonly tail: readonly string[]
}

export function ranScreen({ step, dryRun, failure, minutes, tail }: StepOutcome, width: number): readonly string[] {
  const time = minutes === null ? '' : ` after ${duration(minutes).replaceAll('\u00a0', ' ')}`
  const what = dryRun ? 'dry run, nothing was changed or written down' : `done${time}`
  if (failure === null) return paragraph(`${style.kept('●')} ${style.bold(step)}: ${what}.`, width)
  return [
    ...paragraph(`${style.broken('■')} ${style.bold(step)}: ${harmless(failure)}.`, width),
    ...tail.slice(-5).map((line) => style.dim(`    ${harmless(line)}`)),
  ]
}
