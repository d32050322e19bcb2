/** Commands of the AWS CLI and of Terraform, in the words of a runbook: arguments only, no shell. */
import { aCommand, type RunbookArgument, type RunbookCommand, type RunbookStep } from '../../model/runbook.ts'
import type { PlacedVm } from '../placed-vms.ts'

export type AwsCall = (service: string, operation: string, options: readonly RunbookArgument[]) => RunbookCommand

/** `drs start-recovery` becomes the call drs:StartRecovery. */
export const awsIn =
  (region: string): AwsCall =>
  (service, operation, options) =>
    aCommand(['aws', service, operation, '--region', region, ...options], { call: `${service}:${callOf(operation)}` })

const callOf = (operation: string): string =>
  operation
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('')

export const terraformIn = (root: 'foundation' | 'recovery', ...options: readonly string[]): RunbookCommand =>
  aCommand(['terraform', `-chdir=terraform/${root}`, ...options])

/** The same command, whose output becomes a file. */
export const into = (command: RunbookCommand, outputTo: string): RunbookCommand => ({ ...command, outputTo })

/** Filters of EC2 as JSON: values may hold what the short form of the CLI would read as its own. */
export const filters = (values: Readonly<Record<string, string | readonly string[]>>): readonly string[] => [
  '--filters',
  JSON.stringify(Object.entries(values).map(([name, value]) => ({ Name: name, Values: [value].flat() }))),
]

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
