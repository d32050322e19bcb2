/** A rule of compatibility that applies to a VM. */
import type { CompatibilityRule } from '../../model/compatibility.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { TierWaiver } from '../../model/tier-order.ts'

export interface Hit {
  readonly scoped: ScopedVm
  readonly rule: CompatibilityRule
  readonly detail: string
  /** The waiver that names the VM and the rule, in force or ended. */
  readonly given: { readonly waiver: TierWaiver; readonly inForce: boolean } | null
}
