/**
 * Ways to networks of others: what drplan.yaml has stand at the recovery site for a gateway of the primary site, with the
 * tables that learn from it. A gateway that it does not name is built by nobody.
 */
import type { Cidr } from '../../../model/cidr.ts'
import type { Finding } from '../../../model/finding.ts'
import type {
  ConnectionTranslation,
  GatewayTranslation,
  RemoteGatewayTranslation,
} from '../../../model/gateway-translation.ts'
import { stableKey } from '../../../model/key.ts'
import { objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../../model/network-translation.ts'
import type { GatewayRule } from '../../../model/network-policy.ts'
import { tableKey } from '../route-tables.ts'
import { translateConnections } from './connections.ts'
import type { GatewayContext, RuleContext, StatedGateway } from './context.ts'
import { byHand, refused, unused } from './findings.ts'
import { reasonAgainst, sortOf } from './reasons.ts'
import { standingPlace } from './standing-place.ts'

/** How routes lead through gateways. */
export interface GatewayWays {
  /** By the id at the primary site, for a network at the recovery site. */
  of(id: string, vpcKey: string): GatewayTranslation | null
  /** The table learns such a route from the gateway; `learned`: it does at the primary site. */
  teaches(gateway: GatewayTranslation, tableKey: string, learned: boolean): boolean
}

export interface PlannedGateways {
  readonly gateways: readonly GatewayTranslation[]
  readonly remoteGateways: readonly RemoteGatewayTranslation[]
  readonly connections: readonly ConnectionTranslation[]
  /** What gateways that are built need besides, and the primary site does not have. */
  readonly subnets: readonly SubnetTranslation[]
  readonly routeTables: NetworkTranslation['routeTables']
  readonly ways: GatewayWays
  readonly findings: readonly Finding[]
}

interface Planned {
  readonly gateway: GatewayTranslation | null
  readonly connections: readonly ConnectionTranslation[]
  readonly remotes: readonly RemoteGatewayTranslation[]
  readonly made: {
    readonly subnet: SubnetTranslation
    readonly table: NetworkTranslation['routeTables'][number]
  } | null
  readonly findings: readonly Finding[]
}

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : 1)

/** In the order of the rules: of two that cannot both be followed the first one is. */
export function planGateways(context: GatewayContext): PlannedGateways {
  const planned: Planned[] = []
  for (const [index, rule] of (context.policy.gateways ?? []).entries())
    planned.push(
      planRule(rule, `network.gateways[${index}]`, {
        ...context,
        before: planned.flatMap(({ gateway }) => gateway ?? []),
      }),
    )
  const gateways = planned.flatMap(({ gateway }) => gateway ?? []).toSorted(byKey)
  const made = planned.flatMap((one) => one.made ?? [])
  const remotes = new Map(planned.flatMap((one) => one.remotes.map((remote) => [remote.key, remote] as const)))
  return {
    gateways,
    remoteGateways: [...remotes.values()].toSorted(byKey),
    connections: planned.flatMap(({ connections }) => connections).toSorted(byKey),
    subnets: made.map(({ subnet }) => subnet),
    routeTables: made.map(({ table }) => table),
    ways: waysOf(gateways, context),
    findings: planned.flatMap(({ findings }) => findings),
  }
}

const nothing: Planned = { gateway: null, connections: [], remotes: [], made: null, findings: [] }

function planRule(rule: GatewayRule, subject: string, context: RuleContext): Planned {
  const { network, vpcKeys } = context
  const gateway = objectsOf(network.objects, 'gateway').find(({ id }) => isSame(id, rule.from))
  if (!gateway) return { ...nothing, findings: [unused(rule, subject)] }
  const keys = new Set(vpcsOf(gateway, context).flatMap((id) => vpcKeys.get(id) ?? []))
  const own = { rule, gateway, keys: [...keys].toSorted() }
  const why = reasonAgainst(own, context)
  if (why !== null) return { ...nothing, findings: [refused(own, subject, why)] }
  const place = standingPlace(own, context)
  if ('why' in place) return { ...nothing, findings: [refused(own, subject, place.why)] }
  const translated = translatedGateway(own, place.subnetKeys, context)
  const { connections, remotes, left } = translateConnections(translated, context)
  return {
    gateway: translated,
    connections,
    remotes,
    made: place.made,
    findings: [byHand({ gateway: translated, connections, remotes, left }, context)],
  }
}

/** Ids of some platforms mean the same in any case. */
const isSame = (id: string, stated: string): boolean => id.toLowerCase() === stated.toLowerCase()

/** Those it is attached to, and those that connections attach. */
const vpcsOf = ({ id, vpcIds }: NetworkObjectOf<'gateway'>, { network }: GatewayContext): readonly string[] => [
  ...vpcIds,
  ...objectsOf(network.objects, 'connection').flatMap(({ gatewayId, vpcId }) =>
    gatewayId === id && vpcId !== null ? [vpcId] : [],
  ),
]

function translatedGateway(
  { rule, gateway, keys }: StatedGateway,
  subnetKeys: readonly string[],
  context: GatewayContext,
): GatewayTranslation {
  const { id, name, asn } = gateway
  const { use = null } = rule
  const unlisted = keys.some((key) => isAdding(key, context))
  return {
    key: stableKey(name, id),
    from: id,
    name,
    role: use === null ? 'vpn' : (sortOf(use, context)?.role ?? 'vpn'),
    use,
    vpcKeys: keys,
    subnetKeys,
    asn: use === null ? asn : null,
    ...(unlisted && { unlisted }),
    learningTableKeys: context.tables
      .filter((table) => keys.includes(table.vpcKey) && learns(table, { id, use }, context))
      .map(({ key }) => key)
      .toSorted(),
  }
}

/** Does the platform of the primary site add routes to the tables of a network, which no source lists? */
function isAdding(vpcKey: string, { network, vpcs }: GatewayContext): boolean {
  const from = vpcs.find(({ key }) => key === vpcKey)?.from
  return network.vpcs.some(({ id, platformRoutes }) => id === from && platformRoutes !== undefined)
}

function learns(
  table: NetworkTranslation['routeTables'][number],
  { id, use }: { readonly id: string; readonly use: string | null },
  context: GatewayContext,
): boolean {
  if (isAdding(table.vpcKey, context)) return true
  if (use !== null && sortOf(use, context)?.alwaysTeaches === true) return true
  return context.network.routeTables.some(
    (own) => tableKey(own) === table.key && (own.learnsFrom ?? []).some((from) => from === id),
  )
}

const waysOf = (gateways: readonly GatewayTranslation[], context: GatewayContext): GatewayWays => ({
  of: (id, vpcKey) => gateways.find(({ from, vpcKeys }) => from === id && vpcKeys.includes(vpcKey)) ?? null,
  teaches: ({ use, role, learningTableKeys }, key, learned) => {
    if (!learningTableKeys.includes(key)) return false
    if (use !== null && sortOf(use, context)?.alwaysTeaches === true) return true
    // Where gateways do not teach, as transit gateways on some platforms, somebody has to write what was learned.
    return learned && (role === 'vpn' || context.limits.routing.platformRoutes.length > 0)
  },
})

/** Networks behind a gateway of the primary site that its platform leads to, without a route that anybody wrote. */
export const behindOf = ({ from }: GatewayTranslation, { network }: Pick<GatewayContext, 'network'>): readonly Cidr[] =>
  objectsOf(network.objects, 'connection').flatMap(({ gatewayId, blocks }) => (gatewayId === from ? blocks : []))
