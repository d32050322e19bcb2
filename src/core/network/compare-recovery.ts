/**
 * Which connections one recovery site lets through and another one of the same primary site does not, by what the two finished
 * translations say: the proof of `prove-network.ts`, with the older recovery site in the place of the primary one.
 */
import type { Equivalence } from '../../model/equivalence.ts'
import { intervalOf, subtract } from '../../model/intervals.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { carriedProtocols } from './proof/carried-protocols.ts'
import { PLATFORM_HOST } from './proof/ends.ts'
import type { MappedPiece } from './proof/mapped.ts'
import { movedPieces } from './proof/moved.ts'
import { proveSides } from './proof/prove-sides.ts'
import { recoverySide } from './proof/recovery-side.ts'
import type { Side } from './proof/side.ts'

export interface RecoverySite {
  readonly network: NetworkTranslation
  readonly limits: NetworkLimits
}

export type RecoveryComparison = Pick<Equivalence, 'verdict' | 'differences' | 'more' | 'missing'>

/** `newly-allowed`: by the later site only. Packets are in the addresses of the earlier one, images in those of the later. */
export function compareRecovery(before: RecoverySite, after: RecoverySite): RecoveryComparison {
  const isMixed = before.limits.filters !== after.limits.filters
  const isOrdered = [before, after].some(({ limits }) => limits.filters === 'ordered')
  const { verdict, differences, more, missing } = proveSides({
    primary: sideOf(before),
    recovery: sideOf(after),
    mapFor: (view) => {
      const pieces = movedPieces(before.network, after.network, view)
      // The platform's own host is at one of the two sites only.
      return isMixed && view.family === 4 ? pieces.flatMap(withoutPlatformHost) : pieces
    },
    ...(isOrdered && { protocols: carriedProtocols }),
  })
  return { verdict, differences, more, missing }
}

const sideOf = ({ network, limits }: RecoverySite): Side =>
  recoverySide(network, {
    ordered: limits.filters === 'ordered',
    platformEntries: limits.filterWords?.platformEntries ?? [],
    platformRoutes: limits.routing.platformRoutes,
  })

const withoutPlatformHost = ({ from, to }: MappedPiece): readonly MappedPiece[] => {
  const by = to.lo - from.lo
  return subtract([from], [intervalOf(PLATFORM_HOST)]).map((part) => ({
    from: part,
    to: { lo: part.lo + by, hi: part.hi + by },
  }))
}
