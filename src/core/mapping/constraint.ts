/** One thing that may keep a component from holding a VM. */
import type { DrComponent } from '../../model/dr-component.ts'
import type { Needs } from './needs.ts'

export interface Constraint {
  /** In the words of the demand. */
  readonly name: string
  meets(component: DrComponent, needs: Needs): boolean
  needed(needs: Needs): string
  offered(component: DrComponent, needs: Needs): string
  /** The same as a number, to find the component that comes nearest; 0 for kinds. */
  measure(component: DrComponent, needs: Needs): number
  /** What is wrong with a component that does not meet it, to follow its name. */
  fault(component: DrComponent, needs: Needs): string
  /** How much it is short of, to follow "is short by"; null for kinds, and where the vendor states no amount. */
  shortage(component: DrComponent, needs: Needs): string | null
}
