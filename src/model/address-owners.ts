/** Who has an address: VMs by their adapters, and the load balancers, services and gateways of the network. */
import { formatAddress, type Address } from './address.ts'
import type { NetworkObject } from './network-objects.ts'
import type { Site } from './site.ts'

export interface AddressOwners {
  readonly vmIds: readonly string[]
  readonly objects: readonly NetworkObject[]
}

interface Owners {
  readonly vmIds: Set<string>
  readonly objects: Set<NetworkObject>
}

/** By the canonical text of the address. */
export function ownersByAddress({ vms, network }: Pick<Site, 'vms' | 'network'>): ReadonlyMap<string, AddressOwners> {
  const owners = new Map<string, Owners>()
  const of = (address: Address): Owners => {
    const text = formatAddress(address)
    const known = owners.get(text) ?? { vmIds: new Set(), objects: new Set() }
    owners.set(text, known)
    return known
  }
  for (const vm of vms) for (const nic of vm.nics) for (const address of nic.addresses) of(address).vmIds.add(vm.id)
  for (const object of network.objects) for (const address of addressesOf(object)) of(address).objects.add(object)
  return new Map(
    [...owners].map(([text, { vmIds, objects }]) => [text, { vmIds: [...vmIds].sort(), objects: [...objects] }]),
  )
}

function addressesOf(object: NetworkObject): readonly Address[] {
  switch (object.kind) {
    case 'load-balancer':
    case 'gateway':
      return [...object.addresses, ...object.publicAddresses]
    case 'service':
    case 'endpoint':
    case 'resolver':
      return object.addresses
    default:
      return []
  }
}
