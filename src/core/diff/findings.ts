/**
 * Findings that are new, gone, or otherwise. One is the same as another by its code, its subject and whom it is about; its
 * message holds figures and may change. Where only whom it is about differs, it is the same finding about others.
 */
import { compareFindings, type Finding } from '../../model/finding.ts'
import type { FindingChange, PlanDiff } from '../../model/plan-diff.ts'
import { compareText } from '../../model/text-order.ts'

export function diffFindings(before: readonly Finding[], after: readonly Finding[]): PlanDiff['findings'] {
  const exact = pairBy(before, after, identityOf)
  const loose = pairBy(exact.removed, exact.added, subjectOf)
  return {
    added: sorted(loose.added),
    removed: sorted(loose.removed),
    changed: [...exact.pairs, ...loose.pairs].flatMap(changed).toSorted((a, b) => compareFindings(a.after, b.after)),
  }
}

const sorted = (findings: readonly Finding[]): Finding[] => [...findings].sort(compareFindings)

const identityOf = ({ code, subject, affected }: Finding): string =>
  JSON.stringify([code, subject, [...affected].sort(compareText)])

const subjectOf = ({ code, subject }: Finding): string => JSON.stringify([code, subject])

interface Paired {
  readonly pairs: readonly { readonly before: Finding; readonly after: Finding }[]
  readonly added: readonly Finding[]
  readonly removed: readonly Finding[]
}

/** Of several that are the same, one meets one, in the order of findings. */
function pairBy(before: readonly Finding[], after: readonly Finding[], nameOf: (one: Finding) => string): Paired {
  const old = Map.groupBy(sorted(before), nameOf)
  const now = Map.groupBy(sorted(after), nameOf)
  const names = [...new Set([...old.keys(), ...now.keys()])].sort(compareText)
  const groups = names.map((name) => ({ was: old.get(name) ?? [], is: now.get(name) ?? [] }))
  return {
    pairs: groups.flatMap(({ was, is }) =>
      was.flatMap((one, index) => {
        const other = is[index]
        return other ? [{ before: one, after: other }] : []
      }),
    ),
    added: groups.flatMap(({ was, is }) => is.slice(was.length)),
    removed: groups.flatMap(({ was, is }) => was.slice(is.length)),
  }
}

function changed({ before, after }: Paired['pairs'][number]): readonly FindingChange[] {
  const joinedVmIds = without(after.affected, before.affected)
  const leftVmIds = without(before.affected, after.affected)
  if (before.severity === after.severity && joinedVmIds.length + leftVmIds.length === 0) return []
  return [{ before, after, joinedVmIds, leftVmIds }]
}

function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others)
  return [...new Set(all)].filter((one) => !known.has(one)).sort(compareText)
}
