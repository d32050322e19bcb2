/** Route tables, routes and peerings of the recovery site, with what the platforms of both sites add by themselves. */
import type { Finding } from '../../model/finding.ts'
import type { AddressTranslation, NetworkTranslation } from '../../model/network-translation.ts'
import type { Routing } from '../../model/target.ts'
import type { AddressMap } from './address-map.ts'
import { findAppliances } from './appliances.ts'
import type { CompleteNetwork } from './complete.ts'
import { impliedRoutes } from './implied-routes.ts'
import { translatePeerings } from './peerings.ts'
import { translateTables } from './route-tables.ts'
import { translateRoutes } from './routes.ts'
import { waysOut } from './ways-out.ts'

export interface RoutingContext {
  readonly vpcs: NetworkTranslation['vpcs']
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly addresses: readonly AddressTranslation[]
  readonly routing: Routing
  readonly mapOf: (vpcId: string | null) => AddressMap
}

export interface TranslatedRouting extends Pick<NetworkTranslation, 'routeTables' | 'routes' | 'peerings'> {
  readonly findings: readonly Finding[]
}

export function translateRouting(complete: CompleteNetwork, context: RoutingContext): TranslatedRouting {
  const { vpcs, vpcKeys, addresses, routing, mapOf } = context
  const { network } = complete
  const tables = translateTables(network, vpcKeys)
  const peerings = translatePeerings(network, vpcKeys, vpcs)
  const ways = waysOut(complete, vpcKeys)
  const hops = { network, routing, applianceOf: findAppliances(complete), addresses, peerings, vpcs }
  const carried = translateRoutes({ network, mapOf, routing, hops, waysOut: ways })
  const implied = impliedRoutes(carried.routes, { complete, tables, vpcs, peerings, routing, waysOut: ways, mapOf })
  return {
    routeTables: tables,
    routes: [...carried.routes, ...implied.routes].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    ...(peerings.length > 0 && { peerings }),
    findings: [...carried.findings, ...implied.findings],
  }
}
