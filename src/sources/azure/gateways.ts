/** Gateways of virtual networks, the other ends of their connections, firewalls, bastions, and hubs with route servers. */
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
import { addressesOf, blocksIn, idOf, idsOf, nameOf, vpcOfSubnet, type Lookup } from './lookup.ts'

type Gateway = NetworkObjectOf<'gateway'>

interface Standing {
  readonly subnet?: { readonly id?: string | null | undefined } | null | undefined
  readonly publicipaddress?: { readonly id?: string | null | undefined } | null | undefined
  readonly privateipaddress?: string | null | undefined
}

/** Where something stands, by its ip configurations. */
function standingOf(
  configurations: readonly Standing[],
  { publicAddress }: Lookup,
): Pick<Gateway, 'vpcIds' | 'subnetIds' | 'addresses' | 'publicAddresses'> {
  const subnetIds = idsOf(configurations.map(({ subnet }) => subnet))
  return {
    vpcIds: [...new Set(subnetIds.flatMap((id) => vpcOfSubnet(id) ?? []))],
    subnetIds,
    addresses: addressesOf(configurations.map(({ privateipaddress }) => privateipaddress)),
    publicAddresses: configurations.flatMap(({ publicipaddress }) => publicAddress(publicipaddress)),
  }
}

export const readGateways = (dump: Dump, lookup: Lookup): readonly NetworkObject[] => [
  ...dump.gateways.map(({ value }): Gateway => ({
    kind: 'gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    role: /^expressroute$/i.test(value.gatewaytype ?? '') ? 'private-line' : 'vpn',
    ...standingOf(value.ipconfigurations, lookup),
    asn: value.bgpsettings?.asn ?? null,
  })),
  ...dump.bastions.map(({ value }): Gateway => ({
    kind: 'gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    role: 'bastion',
    ...standingOf(value.ipconfigurations, lookup),
    asn: null,
  })),
  ...dump.firewalls.map((item) => firewallOf(item.value, lookup)),
  ...dump.hubs.flatMap((item) => hubOf(item.value, dump, lookup)),
  ...dump.localGateways.map(({ value }): NetworkObject => ({
    kind: 'remote-gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    publicAddress: addressesOf([value.gatewayipaddress])[0] ?? null,
    asn: value.bgpsettings?.asn ?? null,
    blocks: blocksIn(value.localnetworkaddressspace?.addressprefixes ?? []),
  })),
  ...dump.circuits.map(({ value }): NetworkObject => ({
    kind: 'remote-gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    publicAddress: null,
    asn: value.peerings.find(({ peeringtype }) => /^azureprivatepeering$/i.test(peeringtype ?? ''))?.peerasn ?? null,
    blocks: [],
  })),
]

function firewallOf(value: Dump['firewalls'][number]['value'], lookup: Lookup): Gateway {
  const { ipconfigurations, managementipconfiguration, hubipaddresses } = value
  const standing = standingOf([...ipconfigurations, managementipconfiguration ?? {}], lookup)
  const hubId = idOf(value.virtualhub)
  return {
    kind: 'gateway',
    id: value.id.toLowerCase(),
    name: value.name,
    role: 'firewall',
    ...standing,
    addresses: [...standing.addresses, ...addressesOf([hubipaddresses?.privateipaddress])],
    publicAddresses: [
      ...standing.publicAddresses,
      ...addressesOf((hubipaddresses?.publicips?.addresses ?? []).map(({ address }) => address)),
    ],
    asn: null,
    ...(hubId && { hubId }),
  }
}

/** A route server is a hub of its own kind. The block of a hub of a virtual WAN has no other place than its facts. */
function hubOf(value: Dump['hubs'][number]['value'], dump: Dump, lookup: Lookup): readonly NetworkObject[] {
  const id = value.id.toLowerCase()
  const own = dump.hubAddresses
    .map((item) => item.value)
    .filter((address) => address.id.toLowerCase().startsWith(`${id}/`))
  const standing = standingOf(own, lookup)
  const gateway: Gateway = {
    kind: 'gateway',
    id,
    name: value.name,
    role: /^routeserver$/i.test(value.kind ?? '') ? 'route-server' : 'transit',
    ...standing,
    addresses: addressesOf([...value.virtualrouterips, ...own.map(({ privateipaddress }) => privateipaddress)]),
    asn: value.virtualrouterasn ?? null,
  }
  return value.addressprefix
    ? [gateway, aService({ id: `${id}/addressprefix`, type: 'Virtual hub', facts: { block: value.addressprefix } })]
    : [gateway]
}

interface ServiceParts {
  readonly id: string
  readonly type: string
  readonly facts: Readonly<Record<string, string>>
  readonly name?: string
  readonly vmIds?: readonly string[]
  readonly subnetIds?: readonly string[]
}

/** Something that no other noun can hold, with its facts. */
export const aService = ({
  id,
  type,
  facts,
  name = nameOf(id),
  vmIds = [],
  subnetIds = [],
}: ServiceParts): NetworkObjectOf<'service'> => ({
  kind: 'service',
  id,
  name,
  type,
  vpcId: vpcOfSubnet(subnetIds[0]),
  subnetIds,
  securityGroupIds: [],
  addresses: [],
  dnsName: null,
  port: null,
  vmIds,
  facts,
})
