/** Some runs of a compiled model. */
import type { Compiled } from '../core/simulate/compiled.ts'
import type { Outcomes } from '../core/simulate/outcomes.ts'
import { simulateRange, type RunRange } from '../core/simulate/simulate.ts'

export interface SimulateLot {
  readonly compiled: Compiled
  readonly range: RunRange
}

export const simulateLot = ({ compiled, range }: SimulateLot): readonly Outcomes[] => [simulateRange(compiled, range)]
