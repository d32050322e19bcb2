/** The VM that a flag names. */
import { InputError } from '../errors.ts'
import { nearest } from '../model/nearest.ts'

interface NamedVm {
  readonly id: string
  readonly name: string
}

/** By id before name. Throws InputError `cli.usage`, with the nearest name, or the ids where several have the name. */
export function findVm(wanted: string, vms: readonly NamedVm[], where: string): NamedVm {
  const own = vms.find(({ id }) => id === wanted)
  const [named, ...others] = own ? [own] : vms.filter(({ name }) => name === wanted)
  if (named && others.length === 0) return named
  if (named) throw severalNamed(wanted, [named, ...others])
  const near = nearest(
    wanted,
    vms.map(({ name }) => name),
  )
  throw new InputError('cli.usage', `There is no VM ${wanted} ${where}.`, {
    suggestions: near ? [`Did you mean ${near}?`] : [],
  })
}

const MOST_IDS = 5

const severalNamed = (wanted: string, vms: readonly NamedVm[]): InputError =>
  new InputError('cli.usage', `${vms.length} VMs are called ${wanted}.`, {
    suggestions: [
      `Name one by its id: ${vms
        .slice(0, MOST_IDS)
        .map(({ id }) => id)
        .join(', ')}${vms.length > MOST_IDS ? ' …' : ''}.`,
    ],
  })

/** A VM before an application of that name. Throws InputError `cli.usage`, with the nearest name of either. */
export function findVmOrApplication(
  wanted: string,
  vms: readonly NamedVm[],
  applications: readonly string[],
): { readonly id: string } | { readonly application: string } {
  const isVm = vms.some(({ id, name }) => id === wanted || name === wanted)
  if (isVm) return { id: findVm(wanted, vms, 'at the primary site').id }
  if (applications.includes(wanted)) return { application: wanted }
  const near = nearest(wanted, [...vms.map(({ name }) => name), ...applications])
  throw new InputError('cli.usage', `There is no VM ${wanted} at the primary site, and no application of that name.`, {
    suggestions: near ? [`Did you mean ${near}?`] : [],
  })
}
