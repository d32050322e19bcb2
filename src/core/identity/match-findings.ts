/** What a person should know about machines that were, or were not, recognised in two sources. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Vm } from '../../model/site.ts'
import { evidenceKinds, type Evidence } from './match-vms.ts'
import { listed } from '../../model/listed.ts'
import type { Conflict } from './merge-vm.ts'

/** A VM and the source it is from. */
export interface Sighting {
  readonly vm: Vm
  readonly label: string
}

/** Two sightings, with the evidence between them. `id` is the id in the site. */
export interface Pair {
  readonly id: string
  readonly first: Sighting
  readonly second: Sighting
  readonly by: Evidence
}

/** One finding for each pair of sources: how many machines they share, and by what they were recognised. */
export function mergedFindings(pairs: readonly Pair[]): readonly Finding[] {
  const bySources = Map.groupBy(pairs, ({ first, second }) => `${first.label} and ${second.label}`)
  return [...bySources].map(([sources, own]) => {
    const counts = evidenceKinds.flatMap((kind) => {
      const count = own.filter(({ by }) => by === kind).length
      return count === 0 ? [] : [`${kind} ${count}`]
    })
    return createFinding('site.merged', {
      subject: sources,
      message: `${own.length === 1 ? '1 VM is' : `${own.length} VMs are`} in both ${sources}, and became one each (by ${counts.join(', ')}).`,
      suggestion: 'The id of the first source stays; metrics find the VM by the other ids too.',
      affected: own.map(({ id }) => id).toSorted(),
    })
  })
}

/** For one VM of a later source, all that it may be the same as; `candidates` is not empty. */
export function twinFinding(second: Sighting, candidates: readonly Omit<Pair, 'second'>[]): Finding {
  const names = candidates.map(({ first, by }) => `"${first.vm.name}" of ${first.label} (same ${by})`)
  return createFinding('site.possible-twin', {
    subject: second.vm.name,
    message: `"${second.vm.name}" of ${second.label} may be ${names.join(' or ')}; both are kept, and planned twice if they are one.`,
    suggestion: 'If they are one machine, give both the same id, or exclude one of them in drplan.yaml.',
    affected: [...candidates.map(({ id }) => id), second.vm.id].toSorted(),
  })
}

/** Only the id says that the two are one machine, and everything else that they are two. */
export const sameIdFinding = ({ id, first, second }: Pair): Finding =>
  createFinding('site.duplicate-vm', {
    subject: id,
    message: `${id} is in two sources, as "${first.vm.name}" (${first.label}) and "${second.vm.name}" (${second.label}), with nothing else in common. They were taken as one VM.`,
    suggestion: 'If they are two machines, give one of them another id.',
    affected: [id],
  })

/** An id that one source gave more than once, although a source should not. */
export const repeatedIdFinding = (ids: readonly string[], label: string): Finding =>
  createFinding('site.duplicate-vm', {
    subject: label,
    message: `${label} has several VMs of one id: ${listed(ids)}. The first of each is used.`,
    suggestion: 'Give the others other ids.',
    affected: ids,
  })

export const conflictFinding = (vm: Vm, { fact, used, other }: Conflict): Finding =>
  createFinding('site.conflict', {
    subject: vm.name,
    message: `The ${fact} of "${vm.name}" is ${used.value} in ${used.label} and ${other.value} in ${other.label}; ${used.value} is used.`,
    suggestion: 'Correct the source that is wrong, or put the right one first in drplan.yaml.',
    affected: [vm.id],
  })
