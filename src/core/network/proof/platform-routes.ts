/** A table as it works: what people wrote, and what the platform adds to it. */
import { contains, type Cidr } from '../../../model/cidr.ts'
import type { PlatformRoute } from '../../../model/network.ts'
import type { SideRoute } from './side.ts'

export interface Peer {
  readonly id: string
  readonly blocks: readonly Cidr[]
  /** The network behind it, as both sites name it. */
  readonly leadsTo: string
}

export interface PlatformFacts {
  readonly platformRoutes: readonly PlatformRoute[]
  /** Of the network itself. */
  readonly blocks: readonly Cidr[]
  /** Peers whose blocks the platform adds. */
  readonly peers: readonly Peer[]
  /** What stands behind its gateways. */
  readonly behindGateways: readonly Cidr[]
  /** The name of the network, where its gateways learn routes that nobody lists; null where none does. */
  readonly learnedBy: string | null
}

export function withPlatformRoutes(written: readonly SideRoute[], facts: PlatformFacts): readonly SideRoute[] {
  const { blocks, peers, behindGateways, learnedBy } = facts
  const led = new Set(written.flatMap(({ destination }) => (isDefault(destination) ? [destination.family] : [])))
  // A network has routes of the families that it has addresses of.
  const families = new Set(blocks.length > 0 ? blocks.map(({ family }) => family) : [4, 6])
  const kept = facts.platformRoutes.filter(
    // A network whose own blocks hold the destination needs no such route ("Virtual network traffic routing", "Default").
    ({ destination, yieldsToDefault }) =>
      families.has(destination.family) &&
      !(yieldsToDefault && led.has(destination.family)) &&
      !blocks.some((block) => contains(block, destination)),
  )
  return [
    ...written,
    ...blocks.map((block) => added(block, 'local')),
    ...peers.flatMap(({ id, leadsTo, blocks: theirs }) =>
      theirs.map((block) => ({ ...added(block, 'peering'), id, hopId: id, leadsTo })),
    ),
    ...behindGateways.map((block) => added(block, 'vpn-gateway')),
    ...kept.map(({ destination, hop }) => added(destination, hop)),
    ...(learnedBy === null ? [] : [{ ...added({ learnedBy }, 'vpn-gateway'), id: 'learned' }]),
  ]
}

const isDefault = (destination: SideRoute['destination']): destination is Cidr =>
  'prefixLength' in destination && destination.prefixLength === 0

const added = (destination: SideRoute['destination'], hop: string): SideRoute => ({
  id: hop === 'local' ? 'local' : `the platform's own route (${hop})`,
  destination,
  hop,
  hopId: null,
  byPlatform: true,
})
