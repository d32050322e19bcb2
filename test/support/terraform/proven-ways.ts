/** Networks, subnets, routes and forwarding cards of a translation, as lines to compare with what terraform has made. */
import { formatCidr } from '../../../src/model/cidr.ts'
import type {
  NetworkTranslation,
  PeeringTranslation,
  RouteTranslation,
} from '../../../src/model/network-translation.ts'
import { line } from './lines.ts'
import { provenGatewayOf } from './read-back-gateways.ts'

/** Interfaces are counted without gaps. */
export function cardName(
  { addresses }: NetworkTranslation,
  { key, vmId, nicIndex }: { readonly key: string | undefined; readonly vmId: string; readonly nicIndex: number },
): string | null {
  const before = addresses.filter((entry) => entry.vmId === vmId && entry.nicIndex < nicIndex)
  return key === undefined ? null : `${key}/${new Set(before.map((entry) => entry.nicIndex)).size}`
}

export function provenWays(
  network: NetworkTranslation,
  cardOf: (vmId: string, nicIndex: number) => string | null,
  launched: ReadonlySet<string> = new Set(),
): readonly string[] {
  const vpcOf = new Map(network.routeTables.map(({ key, vpcKey }) => [key, vpcKey]))
  const pairs = new Map(
    (network.peerings ?? [])
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((one, _, all) => [one.key, all.filter((other) => isSamePair(one, other))]),
  )
  const gateways: Readonly<Record<string, string>> = {
    'internet-gateway': 'aws_internet_gateway',
    'nat-gateway': 'aws_nat_gateway',
  }
  const wayOf = (route: RouteTranslation): string => {
    const { hop, tableKey, peeringKey, card, gatewayKey } = route
    if (gatewayKey) return provenGatewayOf(route, network)
    if (card) return line('card', cardOf(card.vmId, card.nicIndex))
    if (peeringKey) return line('aws_vpc_peering_connection', pairs.get(peeringKey)?.[0]?.key)
    return line(gateways[hop], vpcOf.get(tableKey))
  }
  const cards = network.addresses.flatMap(({ vmId, nicIndex, forwards }) => {
    const card = cardOf(vmId, nicIndex)
    return card === null || launched.has(vmId) ? [] : [line('card', card, forwards ? 'forwards' : 'keeps to itself')]
  })
  return [
    ...network.vpcs.flatMap(({ key, blocks }) =>
      blocks.filter(({ family }) => family === 4).map((block) => line('vpc', key, 'has', formatCidr(block))),
    ),
    ...network.subnets.flatMap(({ key, vpcKey, block, routeTableKey }) => [
      line('place', key, vpcKey, formatCidr(block)),
      line('uses', key, routeTableKey),
    ]),
    ...network.routeTables.map(({ key, vpcKey }) => line('table', key, vpcKey)),
    ...network.routes
      .filter(({ learned }) => learned !== true)
      .filter(({ card }) => !card || cardOf(card.vmId, card.nicIndex) !== null)
      .map((route) => {
        const text = formatCidr(route.destination)
        const ends = route.destination.family === 4 ? [text, null] : [null, text]
        return line('route', route.tableKey, ...ends, wayOf(route))
      }),
    ...[...new Set([...pairs.values()].map(([first]) => first))].flatMap((first) =>
      first ? [provenPair(first, pairs)] : [],
    ),
    ...new Set(cards),
  ]
}

const isSamePair = (a: PeeringTranslation, b: PeeringTranslation): boolean =>
  [a.vpcKey, a.peerVpcKey].sort().join() === [b.vpcKey, b.peerVpcKey].sort().join()

function provenPair(
  { key, vpcKey, peerVpcKey }: PeeringTranslation,
  pairs: ReadonlyMap<string, readonly PeeringTranslation[]>,
): string {
  const resolves = (from: string): boolean =>
    (pairs.get(key) ?? []).some((one) => one.vpcKey === from && one.resolvesNames === true)
  return line('peering', key, vpcKey, peerVpcKey, true, resolves(vpcKey), resolves(peerVpcKey))
}
