/**
 * On which terms the machines of a VM are paid while standing by.
 *
 * A reservation holds the recovered component in full, since vendors reserve by instance type, and is billed at its price
 * on demand whether used or not (Amazon EC2 user guide, "Capacity Reservation pricing and billing", read 2026-11;
 * Microsoft, "On-demand capacity reservation", read 2026-11). A licence is paid when something runs. A
 * commitment takes a share off machines that run while standing by; it is not taken off reservations, though both vendors
 * may do so: the price of a reservation here is the most that it can be.
 */
import type { Commitment } from '../../model/capacity-settings.ts'
import type { MappingPolicy } from '../../model/config.ts'
import type { DrComponent } from '../../model/dr-component.ts'
import { glob } from '../../model/glob.ts'
import { matches } from '../../model/match.ts'
import type { Network } from '../../model/network.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'

export interface Terms {
  /** Is capacity held for it while it stands by? */
  readonly reserved: boolean
  /** Null = on demand. */
  readonly commitmentOf: (component: Pick<DrComponent, 'id'>) => Commitment | null
  /** All on demand: whatever is cheapest by the hour is cheapest. */
  readonly plain: boolean
}

type TermsPolicy = Pick<MappingPolicy, 'reserve' | 'commitments'>

/** The first commitment that matches counts. */
export function openTerms(
  { reserve, commitments }: TermsPolicy,
  site: { readonly network: Network },
): (scoped: ScopedVm) => Terms {
  const known = new Map<string, Commitment | null>()
  const commitmentOf = ({ id }: Pick<DrComponent, 'id'>): Commitment | null => {
    const before = known.get(id)
    if (before !== undefined) return before
    const found = commitments.find((one) => covers(one, id)) ?? null
    known.set(id, found)
    return found
  }
  const termsWith = (reserved: boolean): Terms => ({
    reserved,
    commitmentOf,
    plain: !reserved && commitments.length === 0,
  })
  const [unreserved, reserved] = [termsWith(false), termsWith(true)]
  return (scoped) => (isReserved(scoped, reserve, site) ? reserved : unreserved)
}

export const covers = ({ match }: Commitment, id: string): boolean =>
  !match || match.components.some((pattern) => glob(pattern, id))

const isReserved = (
  { vm, tier, application }: ScopedVm,
  { tiers, match }: MappingPolicy['reserve'],
  site: { readonly network: Network },
): boolean => tiers.includes(tier.id) || match.some((one) => matches(one, { ...vm, application }, site))

/** Rounded to ten decimals, so that it can be read. */
export const committedPerHour = (perHour: number, commitment: Commitment | null): number =>
  commitment ? Number((perHour * (1 - commitment.percent / 100)).toFixed(10)) : perHour
