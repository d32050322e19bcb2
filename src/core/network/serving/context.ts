/** What balancers, pools, endpoints and zones are made with. */
import { formatAddress, type Address } from '../../../model/address.ts'
import { containsAddress } from '../../../model/cidr.ts'
import type { AddressTranslation, NetworkTranslation, SubnetTranslation } from '../../../model/network-translation.ts'
import type { Network } from '../../../model/network.ts'
import type { ServingLimits } from '../../../model/target.ts'
import { mapAddress, type AddressMap } from '../address-map.ts'
import type { Regions } from '../prefix-lists.ts'

export interface ServingInput {
  readonly network: Network
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly groupKeys: ReadonlyMap<string, string>
  readonly subnets: readonly SubnetTranslation[]
  readonly addresses: readonly AddressTranslation[]
  readonly routes: NetworkTranslation['routes']
  readonly routeTables: NetworkTranslation['routeTables']
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly regions: Regions
}

export interface ServingContext extends ServingInput {
  readonly limits: ServingLimits
  /** By the id of the primary site. */
  readonly subnetsById: ReadonlyMap<string, SubnetTranslation>
  /** Recovery addresses of planned VMs, with the VPC, as text. */
  readonly taken: ReadonlySet<string>
}

export function servingContext(input: ServingInput, limits: ServingLimits): ServingContext {
  const vpcOf = new Map(input.subnets.map(({ key, vpcKey }) => [key, vpcKey]))
  return {
    ...input,
    limits,
    subnetsById: new Map(input.subnets.flatMap((subnet) => (subnet.from === null ? [] : [[subnet.from, subnet]]))),
    taken: new Set(
      input.addresses.flatMap(({ subnetKey, to }) => (to ? [placeName(vpcOf.get(subnetKey) ?? '', to)] : [])),
    ),
  }
}

const placeName = (vpcKey: string, address: Address): string => `${vpcKey} ${formatAddress(address)}`

export interface FixedAddress {
  readonly subnetKey: string
  readonly from: Address
  readonly to: Address
}

/** IPv4 addresses that are known at the recovery site before anything stands there; the others the platform gives. */
export function fixedAddresses(
  object: { readonly vpcId: string | null; readonly addresses: readonly Address[] },
  subnets: readonly SubnetTranslation[],
  { mapOf, taken }: ServingContext,
): readonly FixedAddress[] {
  const map = mapOf(object.vpcId)
  return object.addresses.flatMap((from) => {
    const { to, by } = mapAddress(map, from)
    const subnet = subnets.find(({ block }) => containsAddress(block, to))
    const isPlaced = from.family === 4 && (by === 'host' || by === 'segment')
    if (!isPlaced || !subnet || taken.has(placeName(subnet.vpcKey, to))) return []
    return [{ subnetKey: subnet.key, from, to }]
  })
}
