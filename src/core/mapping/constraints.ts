/**
 * Everything that may keep a component from holding a VM, once: the choice, its explanation and the reason
 * why a VM fits nothing are all read from this list.
 */
import type { DrComponent } from '../../model/dr-component.ts'
import { amountConstraints } from './amount-constraints.ts'
import { listOf } from './amounts.ts'
import type { Constraint } from './constraint.ts'
import { kindConstraints } from './kind-constraints.ts'
import type { Needs } from './needs.ts'

export const constraints: readonly Constraint[] = [...kindConstraints, ...amountConstraints]

/** Is it the kind of component that the VM needs, whatever its size? */
export const suits = (component: DrComponent, needs: Needs): boolean =>
  kindConstraints.every((constraint) => constraint.meets(component, needs))

/** Is it large enough? */
export const isLargeEnough = (component: DrComponent, needs: Needs): boolean =>
  amountConstraints.every((constraint) => constraint.meets(component, needs))

export const failedConstraints = (component: DrComponent, needs: Needs): Constraint[] =>
  constraints.filter((constraint) => !constraint.meets(component, needs))

/** Everything that is wrong with a component, in one phrase: "runs arm64 and is short by 1 vCPU and 2.9 GiB of memory". */
export function describeFaults(component: DrComponent, needs: Needs): string {
  const failed = failedConstraints(component, needs)
  const short = failed.flatMap((constraint) => constraint.shortage(component, needs) ?? [])
  const others = failed.filter((constraint) => constraint.shortage(component, needs) === null)
  const faults = others.map((constraint) => constraint.fault(component, needs))
  return listOf([...faults, ...(short.length > 0 ? [`is short by ${listOf(short)}`] : [])])
}
