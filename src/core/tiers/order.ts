/** Tiers from the strongest to the weakest. */
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import type { Tier } from '../../model/tier.ts'

export const compareTiers = (a: Tier, b: Tier): number => a.priority - b.priority || compareText(a.id, b.id)

/** Did nobody give it a tier? */
export const isOpen = ({ tierOrigin }: ScopedVm): boolean => tierOrigin?.kind === 'default'
