/** A VM that the plan covers, with the promise that was made for it. */
import type { AcceleratorRule } from './accelerator-rule.ts'
import type { TierProposal } from './tier-proposal.ts'
import type { Vm } from './site.ts'
import type { Tier } from './tier.ts'

/** Where the tier of a VM comes from. */
export type TierOrigin =
  /** A tag or a column of its source. */
  | { readonly kind: 'source' }
  /** `assign[rule]` of drplan.yaml, from 0. */
  | { readonly kind: 'rule'; readonly rule: number }
  /** Nobody gives it one: it has `defaultTier`. */
  | { readonly kind: 'default' }
  /** It asks for one that does not exist, and has `defaultTier`. */
  | { readonly kind: 'unknown'; readonly asked: string }
  /** Nobody gives it one, and the proposal is applied. */
  | { readonly kind: 'proposed' }

export interface ScopedVm {
  readonly vm: Vm
  readonly tier: Tier
  /** The application it belongs to; its own name when nobody says. */
  readonly application: string
  /** Ids of VMs that it needs by what drplan.yaml lets decide beside statements (`dependencies.order`). */
  readonly alsoNeeds?: readonly string[]
  /** Absent = given by somebody. */
  readonly tierOrigin?: TierOrigin
  /** For a VM that nobody gave a tier, where proposals are wanted (`tiering.propose`). */
  readonly tierProposal?: TierProposal
  /** What drplan.yaml says of its accelerators (`mapping.accelerators`). */
  readonly accelerator?: AcceleratorRule
}
