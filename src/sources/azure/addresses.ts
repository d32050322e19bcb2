/** Public addresses, prefixes of them, and NAT gateways. */
import type { NetworkObject } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import type { Dump } from './answers.ts'
import { addressesOf, blocksIn, idOf, idsOf, ownerOf, type Lookup } from './lookup.ts'

export const readPublicAddresses = (dump: Dump): readonly NetworkObject[] => {
  const ownPrefix = new Map(
    dump.publicPrefixes.map(({ value }) => [value.id.toLowerCase(), idOf(value.customipprefix)] as const),
  )
  return [
    ...dump.publicAddresses.map(({ value }): NetworkObject => ({
      kind: 'public-address',
      id: value.id.toLowerCase(),
      name: value.name,
      address: addressesOf([value.ipaddress])[0] ?? null,
      block: null,
      ownerId: idOf(value.natgateway) ?? ownerOf(idOf(value.ipconfiguration)),
      isStatic: value.publicipallocationmethod ? /^static$/i.test(value.publicipallocationmethod) : null,
      pool: ownPrefix.get(idOf(value.publicipprefix) ?? '') ?? null,
      dnsName: value.dnssettings?.fqdn ?? null,
      reverseName: value.dnssettings?.reversefqdn ?? null,
      ...placing(value),
    })),
    ...dump.publicPrefixes.map(({ value }) =>
      aBlock(value, value.ipprefix, { ownerId: idOf(value.natgateway), pool: idOf(value.customipprefix) }),
    ),
    ...dump.customPrefixes.map(({ value }) =>
      aBlock(value, value.cidr, { ownerId: null, pool: value.id.toLowerCase() }),
    ),
  ]
}

interface Placed {
  readonly zones: readonly string[]
  readonly sku?: { readonly name?: string | null | undefined } | null | undefined
}

/** An answer that names the class is whole; without one, no zones may mean that nobody said. */
const placing = ({ zones, sku }: Placed): { sourceClass?: string; zones?: readonly string[] } => ({
  ...(sku?.name && { sourceClass: sku.name }),
  ...((zones.length > 0 || sku?.name) && { zones: zones.toSorted(compareText) }),
})

const aBlock = (
  { id, name, ...placed }: { id: string; name: string } & Placed,
  text: string | null | undefined,
  { ownerId, pool }: { ownerId: string | null; pool: string | null },
): NetworkObject => ({
  kind: 'public-address',
  id: id.toLowerCase(),
  name,
  address: null,
  block: blocksIn([text])[0] ?? null,
  ownerId,
  isStatic: true,
  pool,
  dnsName: null,
  reverseName: null,
  ...placing(placed),
})

/** A subnet names its NAT gateway; the list of the gateway itself may lag behind. */
export const readNatGateways = (dump: Dump, { publicAddress }: Lookup): readonly NetworkObject[] =>
  dump.natGateways.map(({ value }): NetworkObject => {
    const id = value.id.toLowerCase()
    const users = dump.vnets.flatMap((vnet) => vnet.value.subnets).filter(({ natgateway }) => idOf(natgateway) === id)
    const subnetIds = idsOf([...value.subnets, ...users])
    return {
      kind: 'gateway',
      id,
      name: value.name,
      role: 'nat',
      vpcIds: [...new Set(subnetIds.map((subnet) => subnet.replace(/\/subnets\/.*$/, '')))],
      subnetIds,
      addresses: [],
      publicAddresses: value.publicipaddresses.flatMap(publicAddress),
      asn: null,
    }
  })
