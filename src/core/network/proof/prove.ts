/** The proof that a finished translation lets the same connections through as the primary site. */
import type { Cidr } from '../../../model/cidr.ts'
import { worstOf, type Equivalence } from '../../../model/equivalence.ts'
import type { NetworkTranslation } from '../../../model/network-translation.ts'
import { mappedPieces } from './mapped.ts'
import { proveSides, type SidesInput } from './prove-sides.ts'

export interface ProofInput extends Omit<SidesInput, 'mapFor'> {
  readonly translation: NetworkTranslation
  /** Every block of the primary site. */
  readonly blocks: readonly Cidr[]
}

export function proveEquivalence({ translation, blocks, ...sides }: ProofInput): Omit<Equivalence, 'accepted'> {
  const found = proveSides({ ...sides, mapFor: (view) => mappedPieces(translation, { ...view, primary: blocks }) })
  const placed = placedHosts(translation)
  const missing = [...new Set([...found.missing, ...placed.missing])].sort()
  return {
    ...found,
    verdict: worstOf([found.verdict, ...(missing.length > 0 ? ['undetermined' as const] : [])]),
    missing,
    hosts: placed.hosts,
  }
}

/** Hosts without a known place are in no proof, and a rule may name them. */
function placedHosts({ addresses }: NetworkTranslation): { hosts: Equivalence['hosts']; missing: readonly string[] } {
  const unplaced = addresses.filter(({ from, to }) => from === null || to === null)
  const vms = [...new Set(unplaced.map(({ vmId }) => vmId))].sort()
  const rest = vms.length > 3 ? ` and ${vms.length - 3} more` : ''
  return {
    hosts: { proven: addresses.length - unplaced.length, unplaced: unplaced.length },
    missing: vms.length === 0 ? [] : [`the addresses of ${vms.slice(0, 3).join(', ')}${rest}`],
  }
}
