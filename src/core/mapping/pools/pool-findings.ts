/** What is wrong with a pool, in words. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { countOf, listOf } from '../amounts.ts'
import type { PoolMember, SizedPool } from './size-pool.ts'

const settingOf = (index: number): string => `mapping.pools[${index}]`

export function tooFew(index: number, { members, running }: { members: number; running: number }): Finding {
  const matched = members === 0 ? 'no VM that needs a slot' : 'one VM only that needs a slot'
  const others = running > 0 ? ` beside ${countOf(running, 'VMs')} whose recovered component runs already` : ''
  return createFinding('map.limit-unused', {
    subject: settingOf(index),
    message: `It matches ${matched}${others}, so nothing is shared. A VM belongs to the first pool that matches it.`,
    suggestion: 'Correct the match, or take the pool out.',
  })
}

export function poolFindings(index: number, pool: SizedPool & { readonly name: string }): readonly Finding[] {
  const { conflict, unplaced, slots, worst } = pool
  return [
    ...(conflict.length > 0 ? [impossible(index, conflict)] : []),
    ...(slots < worst.hit ? [short(index, pool)] : []),
    ...(unplaced.length > 0 ? [placementUnknown(index, unplaced)] : []),
  ]
}

function short(index: number, { name, slots, worst, members }: SizedPool & { readonly name: string }): Finding {
  const failed = worst.domains.map((domain) => `${domain.kind} ${domain.name}`)
  const cause = failed.length > 0 ? `The failure of ${listOf(failed)}` : 'Any failure'
  return createFinding('map.pool-short', {
    subject: settingOf(index),
    message: `${cause} hits ${worst.hit} of the ${countOf(members.length, 'VMs')} that share pool ${name}, which holds ${countOf(slots, 'slots')}: ${worst.hit - slots} would have none.`,
    suggestion: `Hold ${worst.hit} (slots: auto), spread the VMs over more hosts, or share the pool among fewer.`,
    affected: members,
  })
}

const MOST_NAMED = 5

const namesOf = (members: readonly PoolMember[]): string => {
  const rest = members.length - MOST_NAMED
  const named = members.slice(0, MOST_NAMED).map(({ vm }) => vm.name)
  return listOf(rest > 0 ? [...named, `${rest} more`] : named)
}

const idsOf = (members: readonly PoolMember[]): readonly string[] => members.map(({ vm }) => vm.id)

const impossible = (index: number, conflict: readonly PoolMember[]): Finding =>
  createFinding('map.pool-impossible', {
    subject: settingOf(index),
    message: `No component of the region holds each of ${namesOf(conflict)}, so they cannot share slots; the pool has no price.`,
    suggestion: 'Make a pool for each kind of VM: narrow the match.',
    affected: idsOf(conflict),
  })

const placementUnknown = (index: number, unplaced: readonly PoolMember[]): Finding =>
  createFinding('map.pool-placement-unknown', {
    subject: settingOf(index),
    message: `No source says where ${namesOf(unplaced)} ${unplaced.length === 1 ? 'runs' : 'run'}: ${unplaced.length === 1 ? 'it is' : 'they are'} counted as hit by every failure, so that the pool may be larger than it must be.`,
    suggestion: 'Add host, cluster, zone or datacenter to the inventory.',
    affected: idsOf(unplaced),
  })
