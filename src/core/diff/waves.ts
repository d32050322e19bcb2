/** Which wave a VM comes back in, and when each wave is. */
import type { PlanDiff } from '../../model/plan-diff.ts'
import type { Plan, Wave } from '../../model/plan.ts'
import { compareText } from '../../model/text-order.ts'
import { changesOf, type Field } from './fields.ts'
import { shownVm } from './plan-view.ts'
import type { PairedVms } from './vms.ts'

const waveFields: readonly Field<Wave>[] = [
  { field: 'tier', of: ({ tierId }) => tierId },
  { field: 'start, minutes', of: ({ startMinutes }) => startMinutes },
  { field: 'end, minutes', of: ({ endMinutes }) => endMinutes },
  { field: 'VMs', of: ({ vmIds }) => vmIds.length },
]

/** VMs that only one plan has are in no list of those that moved. */
export function diffWaves(before: Plan, after: Plan, { pairs }: PairedVms): PlanDiff['waves'] {
  const [old, now] = [waveOfVm(before), waveOfVm(after)]
  const moved = pairs.flatMap((pair) => {
    const [was, is] = [old.get(pair.before.vm.vmId) ?? null, now.get(pair.after.vm.vmId) ?? null]
    return was === is ? [] : [{ ...shownVm(pair.after), before: was, after: is }]
  })
  return { moved: moved.toSorted((a, b) => compareText(a.vmId, b.vmId)), changed: changedWaves(before, after) }
}

const waveOfVm = ({ waves }: Plan): ReadonlyMap<string, number> =>
  new Map(waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)).toReversed())

function changedWaves(before: Plan, after: Plan): PlanDiff['waves']['changed'] {
  const [old, now] = [byNumber(before), byNumber(after)]
  const numbers = [...new Set([...old.keys(), ...now.keys()])].toSorted((a, b) => a - b)
  return numbers.flatMap((number) => {
    const [was, is] = [old.get(number), now.get(number)]
    const vmIds = [...new Set([...(was?.vmIds ?? []), ...(is?.vmIds ?? [])])].sort(compareText)
    const changes = changesOf(orNothing, was, is)
    return changes.length === 0 ? [] : [{ number, vmIds, changes }]
  })
}

const orNothing: readonly Field<Wave | undefined>[] = waveFields.map(({ field, of }) => ({
  field,
  of: (wave) => wave && of(wave),
}))

const byNumber = ({ waves }: Plan): ReadonlyMap<number, Wave> =>
  new Map(waves.map((wave) => [wave.number, wave] as const).toReversed())
