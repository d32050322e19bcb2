/** One step of a runbook as Markdown. */
import { duration } from '../model/quantity.ts'
import { runbookStages, type Runbook, type RunbookParameter, type RunbookStep } from '../model/runbook.ts'
import { shellLine, shellWord } from './shell.ts'
import { renderMarkdown } from './template.ts'

export interface StepPrinter {
  readonly print: (wanted: (step: RunbookStep) => boolean) => string
  /** How the value of a parameter is found out. */
  readonly found: (parameter: RunbookParameter) => string
}

/** Steps are numbered by stage and place: 3.2 is the second of the third stage that the runbook has. */
export function stepPrinter(runbook: Runbook, template: string, nameOf: (vmId: string) => string): StepPrinter {
  const numbers = numbersOf(runbook)
  const print = (wanted: (step: RunbookStep) => boolean): string =>
    runbook.steps
      .filter(wanted)
      .map((step) =>
        renderMarkdown('step.md', template, { ...viewOf(step, numbers), of: namesIn(step, nameOf) }).trim(),
      )
      .join('\n\n')
  return {
    print,
    found: ({ name, found }: RunbookParameter): string =>
      fenced(found ? `export ${name}="$(${shellLine(found)})"` : `export ${name}=${shellWord('…')}`),
  }
}

const MOST_NAMES = 20

/** Waves have tables of their own. */
function namesIn({ vmIds, wave }: RunbookStep, nameOf: (vmId: string) => string): string | null {
  if (vmIds.length === 0 || wave !== null) return null
  const more = vmIds.length - MOST_NAMES
  return vmIds.slice(0, MOST_NAMES).map(nameOf).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function numbersOf({ steps }: Runbook): ReadonlyMap<string, string> {
  const stages = runbookStages.filter((stage) => steps.some((step) => step.stage === stage))
  return new Map(
    stages.flatMap((stage, place) =>
      steps.filter((step) => step.stage === stage).map(({ id }, index) => [id, `${place + 1}.${index + 1}`] as const),
    ),
  )
}

function viewOf(step: RunbookStep, numbers: ReadonlyMap<string, string>): object {
  const { tries, approval } = step
  const facts = [
    step.who,
    ...(approval ? [`${approval.required} of ${approval.of.length}`] : []),
    ...(step.modelMinutes === null ? [] : [`by model ${duration(step.modelMinutes)}`]),
    `at most ${duration(step.timeoutMinutes)}`,
    ...(step.after.length === 0 ? [] : [`after ${step.after.map((id) => numbers.get(id) ?? id).join(', ')}`]),
  ]
  return {
    ...step,
    number: numbers.get(step.id),
    facts: facts.join(' · '),
    command: step.command && fenced(shellLine(step.command)),
    dryRun: step.dryRun && fenced(shellLine(step.dryRun)),
    undoCommand: step.undo?.command ? fenced(shellLine(step.undo.command)) : null,
    failing: [
      ...(tries.most > 1 ? [`try again, ${tries.most} times in all, ${duration(tries.waitMinutes)} apart`] : []),
      step.onFailure === 'stop' ? 'stop, and decide' : 'note it, and go on',
    ].join('; then '),
  }
}

/** A fence that is longer than any run of backticks inside of it. */
function fenced(command: string): string {
  const longest = (command.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}sh\n${command}\n${fence}`
}
