/** Why no mapping keeps to what VMs share, in words: which requirements exclude each other. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { Instance } from '../optimise/instance.ts'
import type { Conflict } from '../optimise/optimise.ts'
import { countOf, formatAmount, listOf } from '../amounts.ts'
import type { Hopeless, Question } from './question.ts'

export function conflictFinding(question: Question, conflict: Conflict): Finding {
  const about = { subject: 'limits that VMs share', affected: affectedBy(question, conflict) }
  return createFinding('map.limits-conflict', { ...about, ...wordsFor(question, conflict) })
}

interface Words {
  readonly message: string
  readonly suggestion: string
}

const fallback = 'Each VM is shown with what it would have by itself; the ledger says by how much that is too much.'

function wordsFor(question: Question, conflict: Conflict): Words {
  if (conflict.kind === 'levels') return levelWords(question, conflict.chain)
  if (conflict.kind === 'pair') return pairWords(question, conflict.pair)
  if (conflict.kind === 'whole-machines')
    return {
      message: `No mapping keeps to all limits: only with VMs cut into pieces would there be one. ${fallback}`,
      suggestion: 'Raise the limits a little, starting with the ones that are nearly used up.',
    }
  const named = conflict.limits.map((limit) => limitWords(question, limit))
  const apart = conflict.withPairs ? ', and with what is kept apart,' : ''
  return {
    message: `No mapping keeps to ${named.length === 1 ? 'this limit' : 'these limits together'}${apart} and to the promises: ${listOf(named)}.${closedWords(question)} ${fallback}`,
    suggestion:
      named.length === 1
        ? 'Raise the limit, weaken promises, or leave VMs out of the plan.'
        : 'Raise one of them: without any single one of them there may be a mapping.',
  }
}

/** "vCPUs (at most 64; 80 are the least that these VMs can do with)". */
function limitWords({ instance, limits }: Question, index: number): string {
  const limit = limits[index]
  if (!limit) return 'a limit'
  const least = leastOf(instance, index)
  const most = limit.most ?? 0
  const needed =
    least > most
      ? `${formatAmount(least)} are the least that these VMs can do with`
      : `${formatAmount(least)} would be enough for it alone`
  const assumed = limit.assumed ? ', as in a new account: nobody has stated it' : ''
  return `${limit.name} (at most ${countOf(formatAmount(most), limit.unit)}${assumed}; ${needed})`
}

/** Limits that shut components out altogether leave the others to carry everything. */
function closedWords({ closed }: Question): string {
  if (closed.length === 0) return ''
  const names = closed.map(({ name, assumed }) => (assumed ? `${name} (not stated)` : name))
  return ` No VM can have what counts against ${listOf(names)}, of which there is none.`
}

/** VMs that no option is left for: each option alone takes more than there is of something. */
export const hopelessFinding = ({ scoped, limits }: Hopeless): Finding =>
  createFinding('map.limits-conflict', {
    subject: scoped.vm.name,
    message: `Every component that could hold ${scoped.vm.name} takes more than there is of ${listOf(limits.map(({ name, most, unit, assumed }) => `${name} (at most ${countOf(formatAmount(most ?? 0), unit)}${assumed ? ', as in a new account: nobody has stated it' : ''})`))}. ${fallback}`,
    suggestion: 'Have the limit raised, and state it under mapping.quotas.',
    affected: [scoped.vm.id],
  })

/** The sum over VMs of the least that any of their options takes. */
function leastOf({ vmCount, firstCandidate, firstUse, useLimit, useAmount }: Instance, limit: number): number {
  const takes = (k: number): number => {
    let sum = 0
    for (let use = firstUse[k] as number; use < (firstUse[k + 1] as number); use++)
      if (useLimit[use] === limit) sum += useAmount[use] as number
    return sum
  }
  let total = 0
  for (let vm = 0; vm < vmCount; vm++) {
    let least = Infinity
    for (let k = firstCandidate[vm] as number; k < (firstCandidate[vm + 1] as number); k++)
      least = Math.min(least, takes(k))
    total += least
  }
  return total
}

const nameOf = ({ choosers }: Question, vm: number): string => choosers[vm]?.scoped.vm.name ?? String(vm)

function levelWords(question: Question, chain: readonly number[]): Words {
  const names = chain.map((vm) => nameOf(question, vm))
  return {
    message: `What depends on it asks for a stronger protection than ${names.at(-1) ?? ''} can have: ${names.join(' → ')}. ${fallback}`,
    suggestion: 'Allow a faster strategy for the last of them, or take the dependency out.',
  }
}

const pairWords = (question: Question, pair: readonly number[]): Words => ({
  message: `${listOf(pair.map((vm) => nameOf(question, vm)))} are to be kept apart, and have one and the same zone only. ${fallback}`,
  suggestion: 'Take one of them out of mapping.keepApart, or let it have another zone.',
})

function affectedBy(question: Question, conflict: Conflict): readonly string[] {
  const vms = conflict.kind === 'levels' ? conflict.chain : conflict.kind === 'pair' ? conflict.pair : []
  return vms.flatMap((vm) => question.choosers[vm]?.scoped.vm.id ?? [])
}
