/** Parts of runbook steps that targets share: arguments only, no shell. */
import { aCommand, aStep, type RunbookArgument, type RunbookCommand, type RunbookStep } from '../model/runbook.ts'
import { CONVERT } from '../model/recovery-terms.ts'
import type { RecoveryMode } from '../model/runbook-parts.ts'
import type { PlacedVm } from './placed-vms.ts'

export const terraformIn = (root: 'foundation' | 'recovery', ...options: readonly string[]): RunbookCommand =>
  aCommand(['terraform', `-chdir=terraform/${root}`, ...options])

/** The same command, whose output becomes a file. */
export const into = (command: RunbookCommand, outputTo: string): RunbookCommand => ({ ...command, outputTo })

/** A value of the day behind fixed text. */
export const valueOf = (parameter: string, before = ''): RunbookArgument => ({ before, parameter })

/**
 * A query that fails, and the command with it, unless this finds a text: functions of JMESPath refuse null. So a program
 * that waits sees by the exit code what a person sees by the output.
 */
export const failsWithout = (expression: string, beginning = ''): string => `starts_with(${expression}, '${beginning}')`

/** The other way round: prints 0, and fails where this finds a text. */
export const failsWith = (expression: string): string => `abs(${expression} || \`0\`)`

/** What steps of one server or of several have in common. */
export const ofVms = (vms: readonly PlacedVm[]): Pick<RunbookStep, 'vmIds'> => ({
  vmIds: vms.map(({ vm }) => vm.vmId).sort(),
})

export const lots = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))

/** How long the launch of the slowest takes by the plan; and, tried each minute, twice that, but a quarter of an hour at least. */
export function waiting(
  vms: readonly PlacedVm[],
): Pick<RunbookStep, 'modelMinutes' | 'measures' | 'covers' | 'timeoutMinutes' | 'tries'> {
  const making = vms.map(({ assignment }) =>
    assignment.achieved.terms.filter(({ name }) => name === 'launch' || name === CONVERT),
  )
  const minutes = making
    .map((terms) => terms.reduce((sum, term) => sum + term.minutes, 0))
    .reduce((most, one) => Math.max(most, one), 0)
  const converts = making.flat().some(({ name }) => name === CONVERT)
  const most = Math.max(15, Math.ceil(minutes * 2))
  return {
    modelMinutes: minutes,
    measures: 'launch',
    ...(converts && { covers: [CONVERT] }),
    timeoutMinutes: most,
    tries: { most, waitMinutes: 1 },
  }
}

interface Joining {
  readonly id: string
  readonly mode: RecoveryMode
  readonly wave: number
}

/** recovery/ once more: it has what serves, also where a wave has no server of its own. */
export function joinStep(vms: readonly PlacedVm[], { id, mode, wave }: Joining): RunbookStep {
  const options = ['-input=false', '-var', `mode=${mode}`, '-var', `up_to_wave=${wave}`]
  return aStep({
    id,
    stage: 'recover',
    title: 'Join them to load balancers, routes and names',
    kind: 'command',
    who: 'platform',
    instruction: 'It makes no server that is there already.',
    command: terraformIn('recovery', 'apply', '-auto-approve', ...options),
    dryRun: terraformIn('recovery', 'plan', ...options),
    expected: 'Apply complete',
    tries: { most: 2, waitMinutes: 1 },
    irreversible: mode === 'failover',
    ...ofVms(vms),
  })
}
