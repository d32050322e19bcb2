/** Network cards and their addresses on the way to the recovery site. */
import type { Address } from '../../model/address.ts'
import type { SubnetTranslation } from '../../model/network-translation.ts'
import type { Nic, Vm } from '../../model/site.ts'
import type { HostMove } from './address-map.ts'

/** A network card with the subnet it gets; `floating` when that subnet has a block of its own choosing. */
export interface PlacedNic {
  readonly vm: Vm
  readonly nic: Nic
  readonly nicIndex: number
  readonly subnet: SubnetTranslation
  readonly floating: boolean
  /** Where its addresses go, when the subnet became another size. */
  readonly seats: ReadonlyMap<bigint, bigint> | null
  readonly vpc: { readonly id: string; readonly name: string }
  readonly securityGroupKeys: readonly string[]
}

export interface Slot extends PlacedNic {
  readonly from: Address | null
  readonly addressIndex: number
}

export interface HostInVpc extends HostMove {
  readonly vpcKey: string
}
