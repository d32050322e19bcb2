/** Which VMs came, went, have another name, and what else is another one of those that stayed. */
import type { PlanDiff } from '../../model/plan-diff.ts'
import type { Plan } from '../../model/plan.ts'
import { compareText } from '../../model/text-order.ts'
import { changesOf } from './fields.ts'
import { shownVm, viewOf, type PlanView, type VmView } from './plan-view.ts'
import { mappedFields, vmFields } from './vm-fields.ts'

/** The same machine in both plans. */
export interface VmPair {
  readonly before: VmView
  readonly after: VmView
}

export interface PairedVms {
  readonly pairs: readonly VmPair[]
  readonly added: readonly VmView[]
  readonly removed: readonly VmView[]
}

/** By id; then by what a plan says of machines that an earlier one knew by another key. */
export function pairVms(earlier: Plan, later: Plan): PairedVms {
  const [before, after] = [viewOf(earlier), viewOf(later)]
  const links = [
    ...(later.moves ?? []).map(({ kind, from, to }) => ({ kind, from, to })),
    ...(earlier.moves ?? []).map(({ kind, from, to }) => ({ kind, from: to, to: from })),
  ].filter(({ kind }) => kind === 'vm')
  const known = [...before].flatMap(([vmId, view]) => {
    const now = after.get(vmId)
    return now ? [{ before: view, after: now }] : []
  })
  const gone = new Map([...before.values()].filter(({ vm }) => !after.has(vm.vmId)).map((view) => [view.vm.key, view]))
  const fresh = new Map([...after.values()].filter(({ vm }) => !before.has(vm.vmId)).map((view) => [view.vm.key, view]))
  const moved = links.flatMap(({ from, to }) => {
    const [old, now] = [gone.get(from), fresh.get(to)]
    if (!old || !now) return []
    gone.delete(from)
    fresh.delete(to)
    return [{ before: old, after: now }]
  })
  const taken = new Set(moved.flatMap((pair) => [pair.before, pair.after]))
  return {
    pairs: [...known, ...moved].toSorted((a, b) => compareText(a.after.vm.vmId, b.after.vm.vmId)),
    added: onlyIn(after, before, taken),
    removed: onlyIn(before, after, taken),
  }
}

const onlyIn = (here: PlanView, there: PlanView, taken: ReadonlySet<VmView>): readonly VmView[] =>
  [...here.values()]
    .filter((view) => !there.has(view.vm.vmId) && !taken.has(view))
    .toSorted((a, b) => compareText(a.vm.vmId, b.vm.vmId))

export function diffVms({ pairs, added, removed }: PairedVms, after: Plan): PlanDiff['vms'] {
  const excluded = new Map(after.mapping.excluded.map(({ vmId, reason }) => [vmId, reason]))
  return {
    added: added.map(shownVm),
    removed: removed.map((view) => ({ ...shownVm(view), why: excluded.get(view.vm.vmId) ?? null })),
    renamed: pairs.flatMap((pair) => {
      const [old, now] = [pair.before.vm, pair.after.vm]
      if (old.name === now.name && old.vmId === now.vmId) return []
      return [{ ...shownVm(pair.after), vmIdBefore: old.vmId, nameBefore: old.name }]
    }),
    changed: pairs.flatMap((pair) => {
      const changes = changesOf(fieldsOf(pair), pair.before, pair.after)
      return changes.length === 0 ? [] : [{ ...shownVm(pair.after), changes }]
    }),
  }
}

/** That a VM has no component any more says all of it. */
const fieldsOf = ({ before, after }: VmPair): typeof vmFields =>
  before.assignment && after.assignment ? vmFields : vmFields.filter((field) => !mappedFields.includes(field))
