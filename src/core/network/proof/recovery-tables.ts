/** Route tables of the recovery site as they will work. */
import type { NetworkTranslation, RouteTranslation } from '../../../model/network-translation.ts'
import type { PlatformRoute } from '../../../model/network.ts'
import { cardText } from './card-key.ts'
import { withPlatformRoutes, type Peer } from './platform-routes.ts'
import type { Side, SideRoute } from './side.ts'

/** What is written for each table, what leads home, and what the platform adds. */
export function recoveryTables(
  translation: NetworkTranslation,
  platformRoutes: readonly PlatformRoute[],
): Side['tables'] {
  const blocks = new Map(translation.vpcs.map(({ key, blocks: own }) => [key, own]))
  const origins = originOf(translation)
  const routes = Map.groupBy(translation.routes, ({ tableKey }) => tableKey)
  const forwarding = new Set(
    translation.addresses.flatMap(({ vmId, nicIndex, forwards }) => (forwards ? [cardText(vmId, nicIndex)] : [])),
  )
  return new Map(
    translation.routeTables.map(({ key, vpcKey }) => {
      const written = (routes.get(key) ?? []).filter(({ byPlatform }) => byPlatform !== true)
      const facts = {
        platformRoutes,
        blocks: blocks.get(vpcKey) ?? [],
        peers: platformRoutes.length > 0 ? peersOf(translation, vpcKey) : [],
        behindGateways: [],
        learnedBy: learnedBy(key, translation) ? vpcKey : null,
      }
      const ends = { translation, vpcKey, origins, forwarding }
      return [
        key,
        withPlatformRoutes(
          written.map((route) => routeOf(route, ends)),
          facts,
        ),
      ] as const
    }),
  )
}

/** Tables at whose subnets a NAT gateway stands, where it does not stand in a subnet of its own. */
export function tablesBehindNat(
  { routes }: NetworkTranslation,
  platformRoutes: readonly PlatformRoute[],
): ReadonlySet<string> {
  if (platformRoutes.length === 0) return new Set()
  return new Set(routes.flatMap(({ hop, tableKey }) => (hop === 'nat-gateway' ? [tableKey] : [])))
}

/** Planned peers of a VPC, each once. */
export function peersOf(translation: Pick<NetworkTranslation, 'vpcs' | 'peerings'>, vpcKey: string): readonly Peer[] {
  const origins = originOf(translation)
  const ends = (translation.peerings ?? []).flatMap(({ key, ...pair }) => {
    const other = otherEnd(pair, vpcKey)
    return other === null ? [] : [{ key, other }]
  })
  return translation.vpcs.flatMap(({ key, blocks }) => {
    const end = ends.find(({ other }) => other === key)
    return end ? [{ id: end.key, blocks, leadsTo: origins.get(key) ?? key }] : []
  })
}

/** A gateway adds to the table what it learns, and nobody lists that at either site. */
const learnedBy = (tableKey: string, { gateways = [] }: NetworkTranslation): boolean =>
  gateways.some(({ unlisted, learningTableKeys }) => unlisted === true && learningTableKeys.includes(tableKey))

const originOf = ({ vpcs }: Pick<NetworkTranslation, 'vpcs'>): ReadonlyMap<string, string> =>
  new Map(vpcs.map(({ key, from }) => [key, from ?? key]))

function otherEnd(pair: { readonly vpcKey: string; readonly peerVpcKey: string }, vpcKey: string): string | null {
  if (pair.vpcKey === vpcKey) return pair.peerVpcKey
  return pair.peerVpcKey === vpcKey ? pair.vpcKey : null
}

interface Ends {
  readonly translation: NetworkTranslation
  readonly vpcKey: string
  readonly origins: ReadonlyMap<string, string>
  /** Cards that pass on what is not for them. */
  readonly forwarding: ReadonlySet<string>
}

function routeOf(
  { key, destination, hop, card, peeringKey, gatewayKey, learned }: RouteTranslation,
  ends: Ends,
): SideRoute {
  const hopId = peeringKey ?? gatewayKey ?? null
  const route = { id: key, destination, hop, hopId, ...(learned && { byPlatform: true }) }
  if (card) {
    const leadsTo = cardText(card.vmId, card.nicIndex)
    return ends.forwarding.has(leadsTo) ? { ...route, leadsTo } : { ...route, hop: 'blackhole' }
  }
  const leadsTo = peeringKey === undefined ? null : behind(peeringKey, ends)
  return leadsTo === null ? route : { ...route, leadsTo }
}

function behind(peeringKey: string, { translation, vpcKey, origins }: Ends): string | null {
  const peering = translation.peerings?.find(({ key }) => key === peeringKey)
  const other = peering ? otherEnd(peering, vpcKey) : null
  return other === null ? null : (origins.get(other) ?? other)
}
