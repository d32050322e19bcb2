/** The components around the chosen one, for the explanation. */
import { createOption, type Option } from './choose.ts'
import { failedConstraints, isLargeEnough } from './constraints.ts'
import type { Candidate, Market } from './market.ts'

export interface Neighbours {
  /** How many hold the demand. */
  readonly fitting: number
  /** The next dearer that fits, and the next cheaper that does not. */
  readonly dearer: Option | null
  readonly cheaper: Option | null
}

/** All that hold the demand in full, from the cheapest up. */
export const holdingOf = ({ needs }: Option, market: Market): readonly Candidate[] =>
  market.suited(needs).filter(({ component }) => isLargeEnough(component, needs))

/** `holding`: all that hold the demand in full. */
export function neighboursOf(option: Option, holding: readonly Candidate[], market: Market): Neighbours {
  const suited = market.suited(option.needs)
  const at = suited.indexOf(option.candidate)
  const fits = (candidate: Candidate): boolean => isLargeEnough(candidate.component, option.needs)
  const lacks = ({ component }: Candidate): boolean => failedConstraints(component, option.needs).length > 0
  const dearer = suited.slice(at + 1).find(fits)
  const smaller = suited.slice(0, Math.max(0, at)).findLast((candidate) => !fits(candidate))
  // Of the right kind if there is one: "short by 2 GiB" says more than "runs arm64".
  const sold = market.sold(option.needs)
  const cheaper = smaller ?? sold.slice(0, Math.max(0, sold.indexOf(option.candidate))).findLast(lacks)
  const instead = (candidate: Candidate | undefined): Option | null =>
    candidate ? createOption({ ...option, candidate }, option.time, market) : null
  return { fitting: holding.length, dearer: instead(dearer), cheaper: instead(cheaper) }
}
