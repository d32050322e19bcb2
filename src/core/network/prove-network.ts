/** The proof of a translation, from what the inventory says and what the translation says, and from nothing else. */
import type { Equivalence } from '../../model/equivalence.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import type { Reach, ReachQuestion } from '../../model/reach.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { completeNetwork } from './complete.ts'
import { carriedProtocols } from './proof/carried-protocols.ts'
import { PLATFORM_HOST } from './proof/ends.ts'
import { primarySide } from './proof/primary-side.ts'
import { proveEquivalence, type ProofInput } from './proof/prove.ts'
import { answerReach } from './proof/reach.ts'
import { recoverySide } from './proof/recovery-side.ts'

export interface NetworkProofInput {
  /** The VMs that the plan covers. */
  readonly vms: readonly Vm[]
  readonly network: Network
  readonly translation: NetworkTranslation
  readonly limits: NetworkLimits
}

export const proveNetwork = (input: NetworkProofInput): Omit<Equivalence, 'accepted'> =>
  proveEquivalence(sidesOf(input))

/** Whether one machine reaches another, at both sites. */
export const reachNetwork = (input: NetworkProofInput, question: ReachQuestion): Reach =>
  answerReach(sidesOf(input), question)

function sidesOf({ vms, network, translation, limits }: NetworkProofInput): ProofInput {
  const complete = completeNetwork(network, vms)
  const { vpcs, subnets } = complete.network
  const isOrdered = vpcs.every(({ id }) => complete.orderedVpcIds.has(id))
  const ordered = limits.filters === 'ordered'
  return {
    primary: primarySide(complete),
    recovery: recoverySide(translation, {
      ordered,
      platformEntries: limits.filterWords?.platformEntries ?? [],
      platformRoutes: limits.routing.platformRoutes,
    }),
    translation,
    blocks: [
      ...vpcs.flatMap(({ blocks }) => blocks),
      ...subnets.flatMap(({ block, moreBlocks = [] }) => [...(block ? [block] : []), ...moreBlocks]),
      // Its host is at one of the two sites only.
      ...(isOrdered === ordered ? [] : [PLATFORM_HOST]),
    ],
    ...(isOrdered && { protocols: carriedProtocols }),
  }
}
