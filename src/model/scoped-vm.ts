/** A VM that is planned: with the promise that is made for it and the application it belongs to. */
import type { Vm } from './site.ts'
import type { Tier } from './tier.ts'

export interface ScopedVm {
  readonly vm: Vm
  readonly tier: Tier
  readonly application: string
}
