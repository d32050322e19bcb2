/** The VM that a flag names. */
import { InputError } from '../errors.ts'
import { nearest } from '../model/nearest.ts'

interface NamedVm {
  readonly id: string
  readonly name: string
}

/** By id before name. Throws InputError `cli.usage`, with the nearest name. */
export function findVm(wanted: string, vms: readonly NamedVm[], where: string): NamedVm {
  const found = vms.find(({ id }) => id === wanted) ?? vms.find(({ name }) => name === wanted)
  if (found) return found
  const near = nearest(
    wanted,
    vms.map(({ name }) => name),
  )
  throw new InputError('cli.usage', `There is no VM ${wanted} ${where}.`, {
    suggestions: near ? [`Did you mean ${near}?`] : [],
  })
}
