/** How the subnets of a route table reach the internet, where the platform of the primary site leads them there by itself. */
import type { CompleteNetwork } from './complete.ts'
import { subnetsBehindNat } from './proof/primary-tables.ts'
import { tableOf } from './route-tables.ts'

/** `nat-gateway`: one stands at every subnet. `internet-gateway`: some VM has a public address. Null: neither. */
export type WayOut = 'nat-gateway' | 'internet-gateway' | null

/** By the key of the translated table; only of tables that planned cards use. */
export function waysOut(
  { network, nics }: CompleteNetwork,
  vpcKeys: ReadonlyMap<string, string>,
): ReadonlyMap<string, WayOut> {
  const behindNat = subnetsBehindNat(network)
  const adding = new Set(network.vpcs.flatMap(({ id, platformRoutes }) => (platformRoutes ? [id] : [])))
  const tables = new Map(
    network.subnets
      .filter(({ vpcId }) => adding.has(vpcId))
      .map((subnet) => [subnet.id, tableOf(subnet, { network, vpcKey: vpcKeys.get(subnet.vpcId) ?? '' })]),
  )
  const seated = nics.filter(({ subnetId }) => tables.has(subnetId))
  return new Map(
    [...Map.groupBy(seated, ({ subnetId }) => tables.get(subnetId) ?? '')].map(([key, own]) => {
      if (own.every(({ subnetId }) => behindNat.has(subnetId))) return [key, 'nat-gateway'] as const
      return [key, own.some(({ nic }) => nic.hasPublicAddress) ? 'internet-gateway' : null] as const
    }),
  )
}
