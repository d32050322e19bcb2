/** Ways that routes lead, as outcomes of a list: what leads nowhere, by a route or for want of one, is 0. */
import { hopKinds } from '../../../model/network.ts'
import type { Outcome } from './packets.ts'

export interface Outcomes {
  readonly of: (way: string) => Outcome
  readonly nameOf: (outcome: Outcome) => string
}

const NOWHERE = 'nowhere'

/** The same numbers for both sites of one comparison. */
export function createOutcomes(): Outcomes {
  const ways: string[] = [NOWHERE, ...hopKinds.filter((kind) => kind !== 'blackhole')]
  return {
    of: (way) => {
      if (way === 'blackhole') return 0
      const known = ways.indexOf(way)
      return known === -1 ? ways.push(way) - 1 : known
    },
    nameOf: (outcome) => ways[outcome] ?? NOWHERE,
  }
}
