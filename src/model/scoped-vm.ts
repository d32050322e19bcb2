/** A VM that the plan covers, with the promise that was made for it. */
import type { Vm } from './site.ts'
import type { Tier } from './tier.ts'

export interface ScopedVm {
  readonly vm: Vm
  readonly tier: Tier
  /** The application it belongs to; its own name when nobody says. */
  readonly application: string
  /** Ids of VMs that it needs by what drplan.yaml lets decide beside statements (`dependencies.order`). */
  readonly alsoNeeds?: readonly string[]
}
