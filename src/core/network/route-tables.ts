/** Route tables, and which of them a subnet uses. */
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Network, RouteTable } from '../../model/network.ts'

type RouteTableTranslation = NetworkTranslation['routeTables'][number]

/** Tables of every VPC; one is made for subnets that have none, because the target's need one. */
export function translateTables(
  network: Network,
  vpcKeys: ReadonlyMap<string, string>,
): readonly RouteTableTranslation[] {
  return [...vpcKeys].flatMap(([vpcId, vpcKey]): readonly RouteTableTranslation[] => {
    const tables = network.routeTables.filter((table) => table.vpcId === vpcId)
    const main = `${vpcKey}-main`
    const isUsed = network.subnets.some(
      (subnet) => subnet.vpcId === vpcId && tableOf(subnet, { network, vpcKey }) === main,
    )
    return [
      ...tables.map((table) => ({ key: tableKey(table), from: table.id, name: table.name, vpcKey })),
      ...(tables.length === 0 || isUsed ? [{ key: main, from: null, name: 'main', vpcKey }] : []),
    ]
  })
}

export const tableKey = (table: RouteTable): string => stableKey(table.name, table.id)

/**
 * The table of a subnet: its own, else the VPC's main one, else the only one there is; but where the platform adds routes
 * to subnets without a table, none of these.
 */
export function tableOf(
  subnet: { readonly routeTableId: string | null; readonly vpcId: string },
  { network, vpcKey }: { readonly network: Network; readonly vpcKey: string },
): string {
  const tables = network.routeTables.filter(({ vpcId }) => vpcId === subnet.vpcId)
  const adds = network.vpcs.find(({ id }) => id === subnet.vpcId)?.platformRoutes !== undefined
  const [any] = adds ? [] : tables
  const table = tables.find(({ id }) => id === subnet.routeTableId) ?? tables.find(({ main }) => main) ?? any
  return table ? tableKey(table) : `${vpcKey}-main`
}
