/** VMs that came, went, lost or got a component, and what is otherwise of those that stayed. */
import type { Consequence, DiffVm, FieldChange, PlanDiff } from '../../model/plan-diff.ts'
import { count } from '../../model/quantity.ts'
import { compareText } from '../../model/text-order.ts'
import { someOf, valueText } from './consequence-parts.ts'
import type { VmView } from './plan-view.ts'
import { ADDRESSES, vmFields } from './vm-fields.ts'
import type { PairedVms } from './vms.ts'

/** VMs, not lines: the first few stand for all. */
const MOST_SHOWN = 3

export const vmConsequences = (vms: PlanDiff['vms'], paired: PairedVms): readonly Consequence[] => [
  ...protection(paired),
  ...of(vms.added, 'vm-added', `${count(vms.added.length, 'VM')} added: ${namesOf(vms.added)}`),
  ...of(
    vms.removed,
    'vm-removed',
    `${count(vms.removed.length, 'VM')} no longer in the plan: ${removedText(vms.removed)}`,
  ),
  ...of(
    vms.renamed,
    'vm-renamed',
    `${count(vms.renamed.length, 'VM')} renamed: ${someOf(vms.renamed.map(({ nameBefore, name }) => `${nameBefore} → ${name}`))}`,
  ),
  ...fieldConsequences(vms.changed),
]

const namesOf = (vms: readonly DiffVm[]): string => someOf(vms.map(({ name }) => name))

const removedText = (vms: PlanDiff['vms']['removed']): string =>
  someOf(vms.map(({ name, why }) => (why === null ? name : `${name} (${why})`)))

const of = (vms: readonly DiffVm[], code: Consequence['code'], text: string): readonly Consequence[] =>
  vms.length === 0
    ? []
    : [{ direction: 'neutral', code, subject: 'VMs', text, vmIds: vms.map(({ vmId }) => vmId), keys: [] }]

/** A VM that the plan lacks is as good as protected: nobody asks for it. */
function protection({ pairs, added, removed }: PairedVms): readonly Consequence[] {
  const lost = [
    ...pairs.filter(({ before, after }) => before.assignment && !after.assignment).map(({ after }) => after),
    ...added.filter(({ assignment }) => !assignment),
  ]
  const won = [
    ...pairs.filter(({ before, after }) => !before.assignment && after.assignment).map(({ after }) => after),
    ...removed.filter(({ assignment }) => !assignment),
  ]
  return [
    ...protectionOf(lost, { direction: 'worse', code: 'vm-unprotected' }, 'without a component'),
    ...protectionOf(won, { direction: 'better', code: 'vm-protected' }, 'no longer without a component'),
  ]
}

function protectionOf(
  views: readonly VmView[],
  kind: Pick<Consequence, 'direction' | 'code'>,
  words: string,
): readonly Consequence[] {
  if (views.length === 0) return []
  const sorted = views.toSorted((a, b) => compareText(a.vm.vmId, b.vm.vmId))
  const names = sorted.map(({ vm, unmapped }) => (unmapped ? `${vm.name} (${unmapped.reason})` : vm.name))
  const vmIds = sorted.map(({ vm }) => vm.vmId)
  return [{ ...kind, subject: 'VMs', text: `${count(views.length, 'VM')} ${words}: ${someOf(names)}`, vmIds, keys: [] }]
}

/** One for each field, in the order of the table. */
function fieldConsequences(changed: PlanDiff['vms']['changed']): readonly Consequence[] {
  const byField = Map.groupBy(
    changed.flatMap((vm) => vm.changes.map((change) => ({ vm, change }))),
    ({ change }) => change.field,
  )
  return vmFields.flatMap(({ field }): Consequence[] => {
    const own = byField.get(field) ?? []
    if (own.length === 0) return []
    const shown = own.map(({ vm, change }) => `${vm.name} ${changeText(change)}`)
    return [
      {
        direction: 'neutral',
        code: field === ADDRESSES ? 'addresses' : 'vm-changed',
        subject: field,
        text: `${field} of ${count(own.length, 'VM')}: ${someOf(shown, MOST_SHOWN)}`,
        vmIds: own.map(({ vm }) => vm.vmId),
        keys: [],
      },
    ]
  })
}

const changeText = ({ before, after }: FieldChange): string => `${valueText(before)} → ${valueText(after)}`
