/** Cards that routes lead to: machines of the plan that pass on what is not for them. */
import { formatAddress } from '../../model/address.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Network, Route } from '../../model/network.ts'
import type { CompleteNetwork, SeatedNic } from './complete.ts'

export type ApplianceOf = (hop: Route['hop'], vpcId: string) => SeatedNic | null

/**
 * The planned card that a route of a VPC leads to, by its id or by an address; null where it is of no planned VM. An address
 * is that of a card of the VPC itself, else of the only one in the VPCs that it is peered with.
 */
export function findAppliances({ network, nics }: Pick<CompleteNetwork, 'network' | 'nics'>): ApplianceOf {
  const vpcOf = new Map(network.subnets.map(({ id, vpcId }) => [id, vpcId]))
  const byId = new Map(nics.map((seated) => [seated.nic.id, seated]))
  const byAddress = new Map<string, SeatedNic[]>()
  for (const seated of nics)
    for (const address of seated.nic.addresses) {
      const text = formatAddress(address)
      byAddress.set(text, [...(byAddress.get(text) ?? []), seated])
    }
  const peers = peersOf(network)
  return ({ kind, id }, vpcId) => {
    if (id === null) return null
    if (kind === 'interface') return byId.get(id) ?? null
    if (kind !== 'address') return null
    const found = byAddress.get(id) ?? []
    const own = found.find(({ subnetId }) => vpcOf.get(subnetId) === vpcId)
    const peered = found.filter(({ subnetId }) => peers.get(vpcId)?.has(vpcOf.get(subnetId) ?? ''))
    return own ?? (peered.length === 1 ? (peered[0] ?? null) : null)
  }
}

function peersOf({ objects }: Network): ReadonlyMap<string, ReadonlySet<string>> {
  const peers = new Map<string, Set<string>>()
  const join = (a: string, b: string): void => {
    peers.set(a, (peers.get(a) ?? new Set()).add(b))
  }
  for (const { vpcId, peerVpcId, passes } of objectsOf(objects, 'peering')) {
    if (passes === false) continue
    join(vpcId, peerVpcId)
    join(peerVpcId, vpcId)
  }
  return peers
}
