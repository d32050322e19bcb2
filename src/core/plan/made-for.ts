/** What a plan makes for a VM, in words, and what another plan would make instead. */
import { formatAddress } from '../../model/address.ts'
import type { Assignment } from '../../model/mapping.ts'
import type { Plan } from '../../model/plan.ts'
import { trim } from '../../model/quantity.ts'

export interface MadeFor {
  readonly assignment: Assignment | undefined
  /** Why there is none. */
  readonly unmapped: string | null
  readonly addresses: readonly string[]
}

/** By VM id; built once for a plan. */
export function madeBy({ mapping, network }: Plan): (vmId: string) => MadeFor {
  const assignments = new Map(mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
  const unmapped = new Map(mapping.unmapped.map(({ vmId, reason }) => [vmId, reason]))
  const addresses = Map.groupBy(network.addresses, ({ vmId }) => vmId)
  return (vmId) => ({
    assignment: assignments.get(vmId),
    unmapped: unmapped.get(vmId) ?? null,
    addresses: (addresses.get(vmId) ?? []).map(({ to }) => (to ? formatAddress(to) : 'to be given')),
  })
}

export const sameComponent = (a: MadeFor, b: MadeFor): boolean => componentOf(a) === componentOf(b)

const componentOf = ({ assignment }: MadeFor): string =>
  assignment ? JSON.stringify([assignment.offering.componentId, assignment.offering.strategy]) : ''

export const sameDisks = (a: MadeFor, b: MadeFor): boolean => disksOf(a) === disksOf(b)

const disksOf = ({ assignment }: MadeFor): string =>
  JSON.stringify(
    assignment?.disks
      .map((disk) => JSON.stringify([disk.sizeGiB, disk.classId, disk.iops, disk.throughputMiBps]))
      .sort(),
  )

export const componentWords = ({ assignment, unmapped }: MadeFor): string =>
  assignment
    ? `${assignment.offering.componentId} by ${assignment.offering.strategy}`
    : `nothing${unmapped === null ? '' : `, because ${unmapped}`}`

/** "+12 USD a month standing by, -0.1 USD an hour recovered"; empty where neither differs by a cent. */
export function costWords(before: MadeFor, now: MadeFor, currency: string): string {
  const of = ({ assignment }: MadeFor, key: 'standbyPerMonth' | 'recoveredPerHour'): number =>
    assignment?.offering[key] ?? 0
  const month = of(now, 'standbyPerMonth') - of(before, 'standbyPerMonth')
  const hour = of(now, 'recoveredPerHour') - of(before, 'recoveredPerHour')
  return [
    ...(Math.abs(month) >= 0.005 ? [`${signed(month)} ${currency} a month standing by`] : []),
    ...(Math.abs(hour) >= 0.005 ? [`${signed(hour)} ${currency} an hour recovered`] : []),
  ].join(', ')
}

const signed = (amount: number): string => `${amount < 0 ? '-' : '+'}${trim(Math.abs(amount), 2)}`
