/**
 * Whether the packet filters of two sites let the same connections through under an address map: a proof for every
 * packet of the domain, or packets for which they do not, each seen by a second engine too.
 */
import type { Family } from '../../../model/address.ts'
import { intersect, type IntervalSet } from '../../../model/intervals.ts'
import { build, createDiagrams, type Diagrams } from './diagram.ts'
import { differencesOf, type Difference } from './difference.ts'
import type { Box, RuleList } from './packets.ts'
import { createPieces, domainOf, pullBackList, type Piece, type Pieces } from './pull-back.ts'
import { createSpace, isEmpty } from './space.ts'
import { confirm, type Confirmation } from './walk.ts'

export interface Comparison {
  readonly family: Family
  /** In source addresses. */
  readonly source: RuleList
  /** In target addresses. */
  readonly target: RuleList
  /** The address map, unmoved addresses too: its domain is that of the proof. Prepared ones save time. */
  readonly pieces: readonly Piece[] | Pieces
  /** Only packets with these addresses, in source addresses. */
  readonly restrict?: { readonly source?: IntervalSet; readonly destination?: IntervalSet }
  /** Symbols whose content nobody knows; the content of others is known to someone, though not to us. */
  readonly unlistable?: ReadonlySet<string>
  readonly nodeLimit?: number
  /** How many differences are wanted. */
  readonly most?: number
}

export interface ConfirmedDifference extends Confirmation {
  /** `changed`: an outcome is neither 0 nor 1. */
  readonly direction: 'newly-allowed' | 'now-denied' | 'changed'
  /** In source addresses; as wide as it can be. */
  readonly box: Box
  /** What symbols must hold for the difference to be there. */
  readonly conditions: ReadonlyMap<string, boolean>
}

export type Compared =
  | { readonly verdict: 'equal'; readonly nodes: number }
  | { readonly verdict: 'different'; readonly differences: readonly ConfirmedDifference[]; readonly more: boolean }
  | {
      readonly verdict: 'undetermined'
      /** What would settle it: the names of symbols, or why nothing could be said. */
      readonly missing: readonly string[]
      readonly differences: readonly ConfirmedDifference[]
    }

/** Throws RangeError for pieces that overlap, BugError if the two engines disagree. */
export function compareLists(comparison: Comparison): Compared {
  const { family, source, target, restrict, nodeLimit = 2_000_000 } = comparison
  const pieces = 'byFrom' in comparison.pieces ? comparison.pieces : createPieces(comparison.pieces)
  const pulled = pullBackList(target, pieces)
  const space = createSpace({ family, lists: [source, pulled], domain: domainUnder(pieces, restrict) })
  if (isEmpty(space)) return undetermined('an address in the domain of the proof')
  const diagrams = createDiagrams(space, nodeLimit)
  const [before, after] = [build(diagrams, source), build(diagrams, pulled)]
  if (before === 'over-limit' || after === 'over-limit') return undetermined(limitOf(nodeLimit))
  if (before === after) return { verdict: 'equal', nodes: diagrams.table.nodes }
  const found = differencesOf(diagrams, [before, after], comparison)
  if (found === 'over-limit') return undetermined(limitOf(nodeLimit))
  const differences = found.found.map((one) => confirmed(one, { ...comparison, pieces, diagrams }))
  if (found.certain) return { verdict: 'different', differences, more: found.more }
  return { verdict: 'undetermined', missing: found.dependsOn, differences }
}

const undetermined = (missing: string): Compared => ({ verdict: 'undetermined', missing: [missing], differences: [] })

const limitOf = (nodeLimit: number): string => `node limit ${nodeLimit}`

function domainUnder(
  pieces: Pieces,
  restrict: Comparison['restrict'],
): { source: IntervalSet; destination: IntervalSet } {
  const domain = domainOf(pieces)
  const within = (set: IntervalSet | undefined): IntervalSet => (set ? intersect(domain, set) : domain)
  return { source: within(restrict?.source), destination: within(restrict?.destination) }
}

interface Context {
  readonly source: RuleList
  readonly target: RuleList
  readonly pieces: Pieces
  readonly diagrams: Diagrams
}

function confirmed(difference: Difference, { source, target, pieces, diagrams }: Context): ConfirmedDifference {
  const { symbols } = diagrams.space
  const confirmation = confirm(difference, { source, target, pieces: pieces.byFrom, symbols })
  const conditions = difference.box.symbols ?? new Map<string, boolean>()
  return { direction: directionOf(difference), box: difference.box, conditions, ...confirmation }
}

function directionOf({ before, after }: Difference): ConfirmedDifference['direction'] {
  if (before === 0 && after === 1) return 'newly-allowed'
  return before === 1 && after === 0 ? 'now-denied' : 'changed'
}
