/** Routes to planned cards: of the root that makes the server, because they name its card. */
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { PlacedVm } from '../placed-vms.ts'

type ApplianceRoute = {
  readonly route_table_key: string
  readonly family: number
  readonly destination: string
  readonly server_key: string
  /** The key of the interface on its server. */
  readonly interface: string
}

/** By the key of the route; those that lead to one of these servers. */
export function applianceRoutes(
  { routes }: NetworkTranslation,
  servers: readonly PlacedVm[],
): Record<string, ApplianceRoute> {
  const byVm = new Map(servers.map((placed) => [placed.vm.vmId, placed]))
  return Object.fromEntries(
    routes.flatMap(({ key, tableKey, destination, card }): readonly (readonly [string, ApplianceRoute])[] => {
      const placed = card && byVm.get(card.vmId)
      if (!placed) return []
      const value = {
        route_table_key: tableKey,
        family: destination.family,
        destination: formatCidr(destination),
        server_key: placed.vm.key,
        interface: String(placeOfCard(placed, card.nicIndex)),
      }
      return [[key, value]]
    }),
  )
}

/** Cards are counted without gaps, as the interfaces of a server are. */
const placeOfCard = ({ addresses }: PlacedVm, nicIndex: number): number =>
  new Set(addresses.filter((entry) => entry.nicIndex < nicIndex).map((entry) => entry.nicIndex)).size
