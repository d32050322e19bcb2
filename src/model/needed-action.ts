/** What whoever carries out the plan has to be allowed to do at the recovery site, and what stops without it. */

export interface NeededFor {
  /** `Terraform foundation`, `Terraform recovery`, or the name of the runbook. */
  readonly where: string
  /** The type of a resource, or the call that a step makes. */
  readonly what: string
  /** The first step that stops, and the wave of the first machines that do not come back; null = none of the runbooks has it. */
  readonly step: string | null
  readonly wave: number | null
}

export interface NeededAction {
  /** As the platform writes it: `ec2:RunInstances`, `Microsoft.Network/virtualNetworks/write`. */
  readonly action: string
  /** At least one, in the order in which the runbooks meet them. */
  readonly for: readonly NeededFor[]
}

/** `unknown`: by conditions, by resources, or because nobody could be asked. */
export type PermissionDecision = 'allowed' | 'denied' | 'not-allowed' | 'unknown'

export interface DecidedAction {
  readonly action: string
  readonly decision: PermissionDecision
  /** Why it is unknown; what refuses it, where the platform says. */
  readonly reason: string | null
}

export interface PermissionQuestion {
  readonly principal: string
  readonly actions: readonly string[]
}

export interface PermissionReading {
  readonly needed: readonly NeededAction[]
  /** Whose: the ARN of a role, or a file. */
  readonly principal: string
  /** Of every needed action. */
  readonly decided: readonly DecidedAction[]
}
