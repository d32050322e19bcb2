/** A command of a runbook with the values of the day. No shell reads it: each argument arrives as it is. */
import { InputError } from '../../errors.ts'
import type { Run } from '../../model/run-state.ts'
import type { RunbookCommand } from '../../model/runbook.ts'

/** Throws InputError `run.parameter-missing`. */
export function argvOf(command: RunbookCommand, { runbook, state }: Pick<Run, 'runbook' | 'state'>): readonly string[] {
  return command.argv.map((part) => {
    if (typeof part === 'string') return part
    const value = state.parameters[part.parameter]
    if (value !== undefined) return part.before + value
    const what = runbook.parameters.find(({ name }) => name === part.parameter)?.what ?? 'a value of the day'
    throw new InputError('run.parameter-missing', `The command needs ${part.parameter}: ${what}.`, {
      suggestions: [`Say it with --set ${part.parameter}=…; the runbook says how it is found.`],
    })
  })
}
