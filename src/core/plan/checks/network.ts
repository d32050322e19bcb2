import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { KindChanges, NamedObject } from '../../../model/plan-diff.ts'
import { count } from '../../../model/quantity.ts'
import { connections } from './connections.ts'

export const network: Check = {
  title: 'The network that the plan makes is the one that the primary site asks for now.',
  codes: ['check.network-changed', 'check.network-rewritten'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CP-7: the alternate site offers what the primary site does',
  run: (context) => {
    // What a rule lets through is proven; here is what nobody proves.
    const isProven = connections.run(context).length === 0
    return context.networkChanges.flatMap((changes) => {
      if (saidElsewhere.has(changes.kind)) return []
      if (!guards.has(changes.kind)) return changed(changes, context)
      return isProven ? rewritten(changes) : []
    })
  },
}

/** By `check.address-changed`, of VMs. */
const saidElsewhere: ReadonlySet<string> = new Set(['address', 'member group', 'moved host'])

const guards: ReadonlySet<string> = new Set([
  'packet filter',
  'packet filter entry',
  'prefix list',
  'route',
  'route table',
  'security group',
  'security rule',
  'service tag',
])

/** What a VM that is new, gone or elsewhere brings along is said of the VM. */
function changed(changes: KindChanges, { settled }: CheckContext): readonly Finding[] {
  const isOwn = ({ vmIds }: NamedObject): boolean => vmIds.length === 0 || vmIds.some((id) => settled.has(id))
  const parts = partsOf({
    ...changes,
    added: changes.added.filter(isOwn),
    removed: changes.removed.filter(isOwn),
    changed: changes.changed.filter(isOwn),
  })
  if (parts.length === 0) return []
  return [
    createFinding('check.network-changed', {
      subject: changes.kind,
      message: `Made for the primary site as it is now, the recovery site would have ${parts.join('; ')}.`,
      suggestion: 'Run drplan plan and review the address map; then apply it.',
      affected: [...new Set(objectsOf(changes).flatMap(({ vmIds }) => vmIds))].sort(),
    }),
  ]
}

function rewritten(changes: KindChanges): readonly Finding[] {
  return [
    createFinding('check.network-rewritten', {
      subject: changes.kind,
      message: `The same connections pass, and the recovery site would be written otherwise: ${partsOf(changes).join('; ')}.`,
      suggestion: 'drplan plan takes it into the plan.',
    }),
  ]
}

const objectsOf = ({ added, removed, changed: other }: KindChanges): readonly NamedObject[] => [
  ...added,
  ...removed,
  ...other,
]

const partsOf = ({ kind, added, removed, changed: other }: KindChanges): readonly string[] => [
  ...(added.length > 0 ? [`${count(added.length, `more ${kind}`)} (${listed(added)})`] : []),
  ...(removed.length > 0 ? [`${count(removed.length, `${kind} less`, `${kind}s less`)} (${listed(removed)})`] : []),
  ...(other.length > 0 ? [`${count(other.length, `other ${kind}`)} (${listed(other)}: ${fieldsOf(other)})`] : []),
]

/** How many names are said before the rest is counted. */
const MOST_NAMED = 4

const listed = (objects: readonly NamedObject[]): string =>
  objects
    .slice(0, MOST_NAMED)
    .map(({ name }) => name)
    .join(', ') + (objects.length > MOST_NAMED ? ` and ${objects.length - MOST_NAMED} more` : '')

const fieldsOf = (objects: KindChanges['changed']): string => {
  const fields = new Set(objects.flatMap(({ changes }) => changes.map(({ field }) => field)))
  return [...fields].sort().slice(0, MOST_NAMED).join(', ')
}
