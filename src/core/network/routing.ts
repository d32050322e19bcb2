/** Route tables, routes and peerings of the recovery site, with what the platforms of both sites add by themselves. */
import type { Finding } from '../../model/finding.ts'
import type { AddressTranslation, NetworkTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { AddressMap } from './address-map.ts'
import { findAppliances } from './appliances.ts'
import type { CompleteNetwork } from './complete.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { planGateways } from './gateways/plan-gateways.ts'
import { impliedRoutes } from './implied-routes.ts'
import { translatePeerings } from './peerings.ts'
import { translateTables } from './route-tables.ts'
import { translateRoutes } from './routes.ts'
import { waysOut } from './ways-out.ts'

export interface RoutingContext {
  readonly vpcs: NetworkTranslation['vpcs']
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly addresses: readonly AddressTranslation[]
  readonly subnets: readonly SubnetTranslation[]
  readonly policy: Pick<NetworkPolicy, 'gateways'>
  readonly limits: NetworkLimits
  readonly mapOf: (vpcId: string | null) => AddressMap
}

type RoutingField = 'routeTables' | 'routes' | 'peerings' | 'gateways' | 'remoteGateways' | 'connections'

export interface TranslatedRouting {
  readonly fields: Pick<NetworkTranslation, RoutingField>
  /** Those that gateways of the recovery site need besides. */
  readonly madeSubnets: readonly SubnetTranslation[]
  readonly findings: readonly Finding[]
}

export function translateRouting(complete: CompleteNetwork, context: RoutingContext): TranslatedRouting {
  const { vpcs, vpcKeys, addresses, limits, mapOf } = context
  const { network } = complete
  const { routing } = limits
  const tables = translateTables(network, vpcKeys)
  const peerings = translatePeerings(network, vpcKeys, vpcs)
  const ways = waysOut(complete, vpcKeys)
  const planned = planGateways({ ...context, network, tables })
  const hops = {
    network,
    routing,
    applianceOf: findAppliances(complete),
    addresses,
    peerings,
    vpcs,
    gateways: planned.ways,
  }
  const carried = translateRoutes({ network, mapOf, routing, hops, waysOut: ways })
  const gateways = { planned: planned.gateways, ways: planned.ways }
  const implied = impliedRoutes(carried.routes, {
    complete,
    tables,
    vpcs,
    peerings,
    gateways,
    routing,
    waysOut: ways,
    mapOf,
  })
  return {
    fields: {
      routeTables: [...tables, ...planned.routeTables],
      routes: [...carried.routes, ...implied.routes].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
      ...(peerings.length > 0 && { peerings }),
      ...(planned.gateways.length > 0 && { gateways: planned.gateways }),
      ...(planned.remoteGateways.length > 0 && { remoteGateways: planned.remoteGateways }),
      ...(planned.connections.length > 0 && { connections: planned.connections }),
    },
    madeSubnets: planned.subnets,
    findings: [...carried.findings, ...implied.findings, ...planned.findings],
  }
}
