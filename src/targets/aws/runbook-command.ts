/** Commands of the AWS CLI, in the words of a runbook. */
import { aCommand, type RunbookArgument, type RunbookCommand } from '../../model/runbook.ts'

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

/** Filters of EC2 as JSON: values may hold what the short form of the CLI would read as its own. */
export const filters = (values: Readonly<Record<string, string | readonly string[]>>): readonly string[] => [
  '--filters',
  JSON.stringify(Object.entries(values).map(([name, value]) => ({ Name: name, Values: [value].flat() }))),
]
