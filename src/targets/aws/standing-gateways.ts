/** Gateways, peerings and connections of foundation/, as the source of AWS shows it. */
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { StandingThing } from '../../model/standing.ts'
import { standingMarks } from '../../model/standing-marks.ts'
import { togetherText } from '../../model/standing-text.ts'
import { aThing, ref } from '../standing.ts'
import { gatewayVariables } from './terraform-gateways.ts'
import { carriedRoutes, networkVariables } from './terraform-network.ts'
import { pairsOf } from './terraform-peerings.ts'
import { labelOf } from './text.ts'

export const standingGateways = (network: NetworkTranslation): readonly StandingThing[] => [
  ...internetGateways(network),
  ...natGateways(network),
  ...othersOf(network),
]

const vpcLabel = ({ vpcs }: NetworkTranslation, vpcKey: string): string =>
  labelOf(vpcs.find(({ key }) => key === vpcKey) ?? { key: vpcKey, name: '' })

function internetGateways(network: NetworkTranslation): readonly StandingThing[] {
  const vpcs = new Map(network.routeTables.map(({ key, vpcKey }) => [key, vpcKey]))
  const routes = carriedRoutes(network).filter(({ hop }) => hop === 'internet-gateway')
  return [...new Set(routes.flatMap(({ tableKey }) => vpcs.get(tableKey) ?? []))].map((vpcKey) =>
    aThing({
      kind: 'gateway',
      key: `internet of ${vpcKey}`,
      names: [standingMarks.gatewayName('internet', vpcLabel(network, vpcKey))],
      inside: [ref('vpc', vpcKey)],
      marks: [standingMarks.gateway('internet', vpcKey)],
      values: { network: vpcKey },
    }),
  )
}

const natGateways = (network: NetworkTranslation): readonly StandingThing[] =>
  Object.entries(networkVariables(network).nat_gateways).map(([vpcKey, { subnet_key: subnetKey }]) =>
    aThing({
      kind: 'gateway',
      key: `nat of ${vpcKey}`,
      names: [standingMarks.gatewayName('nat', vpcLabel(network, vpcKey))],
      vpcKey,
      inside: [ref('subnet', subnetKey)],
      marks: [standingMarks.gateway('nat', vpcKey)],
      values: { subnets: subnetKey },
    }),
  )

/** What was there before goes by its id; what is built, by the network that it is at. */
function othersOf(network: NetworkTranslation): readonly StandingThing[] {
  const variables = gatewayVariables(network)
  return [
    ...Object.entries(variables.vpn_gateways).map(([key, gateway]) =>
      aThing({
        kind: 'gateway',
        key,
        inside: [ref('vpc', gateway.vpc_key)],
        marks: gateway.existing_id
          ? [standingMarks.sameId(gateway.existing_id)]
          : [standingMarks.gateway('vpn', gateway.vpc_key)],
        names: gateway.existing_id ? [] : [standingMarks.gatewayName('vpn', gateway.name)],
        values: { network: gateway.vpc_key, asn: gateway.asn === undefined ? null : String(gateway.asn) },
      }),
    ),
    ...[...new Map(Object.entries(variables.transit_attachments).map(([key, one]) => [leaderOf(key), one]))].map(
      ([key, one]) => aThing({ kind: 'gateway', key, marks: [standingMarks.sameId(one.transit_gateway_id)] }),
    ),
    ...Object.entries(variables.transit_attachments).map(([key, one]) =>
      aThing({
        kind: 'connection',
        key,
        inside: [ref('vpc', one.vpc_key), ref('gateway', leaderOf(key))],
        marks: [standingMarks.between(leaderOf(key), one.vpc_key)],
        values: { subnets: togetherText(one.subnet_keys) },
      }),
    ),
    ...Object.entries(variables.customer_gateways).map(([key, remote]) =>
      aThing({
        kind: 'remote-gateway',
        key,
        names: [remote.name],
        marks: [remote.ip_address],
        values: { address: remote.ip_address, asn: String(remote.asn) },
      }),
    ),
    ...Object.entries(variables.vpn_connections).map(([key, one]) =>
      aThing({
        kind: 'connection',
        key,
        inside: [ref('gateway', one.vpn_gateway_key), ref('remote-gateway', one.customer_gateway_key)],
        marks: [standingMarks.between(one.vpn_gateway_key, one.customer_gateway_key)],
        values: {
          routing: one.static ? 'static' : 'dynamic',
          networks: one.static ? togetherText(one.blocks) : null,
        },
      }),
    ),
  ]
}

/** Keys of attachments end with that of their network. */
const leaderOf = (attachmentKey: string): string => attachmentKey.slice(0, attachmentKey.indexOf('/'))

/** What the other end may resolve is not among what AWS answers to this one. */
export const standingPeerings = ({ peerings = [] }: NetworkTranslation): readonly StandingThing[] =>
  Object.entries(pairsOf(peerings).values).map(([key, pair]) =>
    aThing({
      kind: 'peering',
      key,
      inside: [ref('vpc', pair.vpc_key), ref('vpc', pair.peer_vpc_key)],
      marks: [standingMarks.between(pair.vpc_key, pair.peer_vpc_key)],
      values: { names: pair.resolves_names ? 'on' : 'off' },
    }),
  )
