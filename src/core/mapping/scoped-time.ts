/** How fast a strategy brings one VM back, with what the platform has to do to it because it comes from another one. */
import { concernsGuest, type DayConversion } from '../../model/compatibility.ts'
import type { RecoveryModel } from '../../model/config.ts'
import { platformOf } from '../../model/primary-machine.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Vm } from '../../model/site.ts'
import type { TargetId } from '../../model/target-id.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import { recoveryTimeOf, type RecoveryTime } from './recovery-time.ts'

export interface TimeRules {
  readonly recovery: RecoveryModel
  /** Of the target. */
  readonly dayConversions: readonly DayConversion[]
  readonly target: TargetId
}

/** `copiedGiB` is what a restore must bring back. */
export const scopedTimeOf = (
  strategy: RecoveryStrategy,
  { vm, tier }: Pick<ScopedVm, 'vm' | 'tier'>,
  { copiedGiB, rules }: { readonly copiedGiB: number; readonly rules: TimeRules },
): RecoveryTime =>
  recoveryTimeOf(strategy, tier, {
    recovery: rules.recovery,
    copiedGiB,
    conversion: dayConversionOf(vm, strategy, rules),
  })

/** Machines of the target itself stay what they are. */
function dayConversionOf(
  vm: Vm,
  strategy: RecoveryStrategy,
  { dayConversions, target }: TimeRules,
): DayConversion | null {
  if (dayConversions.length === 0 || platformOf(vm) === target) return null
  const guest = { os: vm.os?.family ?? 'unknown', firmware: vm.firmware } as const
  return dayConversions.find((one) => one.strategies.includes(strategy) && concernsGuest(one, guest)) ?? null
}
