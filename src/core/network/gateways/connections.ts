/** VPN connections of a gateway that is built, and the devices at their other ends. */
import type {
  ConnectionTranslation,
  GatewayTranslation,
  RemoteGatewayTranslation,
} from '../../../model/gateway-translation.ts'
import { stableKey } from '../../../model/key.ts'
import { objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import { imageOf } from '../address-map.ts'
import type { GatewayContext } from './context.ts'

type Connection = NetworkObjectOf<'connection'>
type Remote = NetworkObjectOf<'remote-gateway'>

export interface LeftConnection {
  readonly name: string
  readonly why: string
}

export interface TranslatedConnections {
  readonly connections: readonly ConnectionTranslation[]
  readonly remotes: readonly RemoteGatewayTranslation[]
  /** What nobody can build from what is known. */
  readonly left: readonly LeftConnection[]
}

/** Of a gateway that stands there already: none, and those of the primary site are named by `left`. */
export function translateConnections(gateway: GatewayTranslation, context: GatewayContext): TranslatedConnections {
  const remotes = new Map(objectsOf(context.network.objects, 'remote-gateway').map((remote) => [remote.id, remote]))
  const own = objectsOf(context.network.objects, 'connection').filter(
    ({ gatewayId, remoteId, vpcId, subnetIds }) =>
      gatewayId === gateway.from && !(remoteId === null && (vpcId !== null || subnetIds.length > 0)),
  )
  const readings = own.map((connection) => {
    const remote = remotes.get(connection.remoteId ?? '')
    const why =
      gateway.use === null ? reasonAgainst(connection, remote) : 'it stays with the gateway of the primary site'
    return why === null && remote?.publicAddress
      ? { connection, remote: { ...remote, publicAddress: remote.publicAddress } }
      : { left: { name: connection.name, why: why ?? 'its other end has no public address' } }
  })
  const built = readings.flatMap(({ connection, remote }) => (connection && remote ? [{ connection, remote }] : []))
  return {
    connections: built.map(({ connection, remote }) => connectionOf(connection, remote, { gateway, context })),
    remotes: built.map(({ remote }) => ({
      key: stableKey(remote.name, remote.id),
      from: remote.id,
      name: remote.name,
      publicAddress: remote.publicAddress,
      asn: remote.asn,
      blocks: remote.blocks,
    })),
    left: readings.flatMap(({ left }) => left ?? []),
  }
}

function reasonAgainst(connection: Connection, remote: Remote | undefined): string | null {
  if (connection.overLine === true) return 'it goes over a private line'
  if (!remote) return 'its other end is no device that the inventory has'
  if (!remote.publicAddress) return `nobody says which public address ${remote.name} has`
  if (connection.translations.length > 0) return 'its gateway translates addresses'
  if (isDynamic(connection)) return remote.asn === null ? `nobody says which ASN ${remote.name} has` : null
  return connection.blocks.length === 0 ? 'its routes are static, and nobody says which' : null
}

/** Where the source does not say, routes that are stated are static. */
const isDynamic = ({ dynamic, blocks }: Connection): boolean => dynamic ?? blocks.length === 0

const connectionOf = (
  connection: Connection,
  remote: Remote,
  { gateway, context }: { readonly gateway: GatewayTranslation; readonly context: GatewayContext },
): ConnectionTranslation => ({
  key: stableKey(connection.name, connection.id),
  from: connection.id,
  name: connection.name,
  gatewayKey: gateway.key,
  remoteKey: stableKey(remote.name, remote.id),
  dynamic: isDynamic(connection),
  blocks: connection.blocks.flatMap((block) => imageOf(context.mapOf(connection.vpcId), block)),
})
