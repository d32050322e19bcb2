/** Direct Connect: gateways, the networks they lead to with the prefixes allowed, and the interfaces of their lines. */
import { readAddress } from '../../../model/address.ts'
import { cidrAround, formatCidr } from '../../../model/cidr.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { blocksOf, idsOf, isLive, unique } from '../items.ts'
import type { AwsLineAssociation, AwsVirtualInterface } from '../schema-lines.ts'
import { nameOf } from '../tags.ts'
import { aGateway, vpcsOf } from './gateways.ts'

type Connection = NetworkObjectOf<'connection'>

/** Gateways of other accounts are known by the interfaces that lead to them only, and are no objects. */
export const readLineGateways = (dump: Dump): readonly NetworkObjectOf<'gateway'>[] =>
  unique(dump.directConnectGateways, ({ directConnectGatewayId }) => directConnectGatewayId)
    .filter(({ value }) => isLive(value.directConnectGatewayState))
    .map(({ value }) => {
      const id = value.directConnectGatewayId
      const ends = associationsOf(dump).filter((one) => one.value.directConnectGatewayId === id)
      return aGateway({
        id,
        name: value.directConnectGatewayName || id,
        role: 'private-line',
        vpcIds: idsOf(ends.flatMap((one) => vpcsOfGateway(farEnd(one.value), dump))),
        asn: value.amazonSideAsn ?? null,
      })
    })

export const readLineConnections = (dump: Dump, report: Report): readonly Connection[] => [
  ...associationsOf(dump).map((item) => associationOf(item, dump, report)),
  ...unique(dump.virtualInterfaces, ({ virtualInterfaceId }) => virtualInterfaceId)
    .filter(({ value }) => isLive(value.virtualInterfaceState))
    .map((item) => interfaceOf(item, dump, report)),
]

/** Each once: every region shows those of all. */
const associationsOf = (dump: Dump): readonly Item<AwsLineAssociation>[] =>
  unique(dump.directConnectGatewayAssociations, ({ associationId }) => associationId).filter(
    ({ value }) => value.associationState?.startsWith('disassociat') !== true,
  )

const farEnd = (value: AwsLineAssociation): string | null =>
  value.associatedGateway?.id || value.virtualGatewayId || value.associatedCoreNetwork?.id || null

const vpcsOfGateway = (id: string | null, { VpnGateways }: Dump): readonly string[] =>
  VpnGateways.filter(({ value }) => value.VpnGatewayId === id).flatMap(({ value }) => vpcsOf(value.VpcAttachments))

const aLine = (own: Pick<Connection, 'id' | 'name'> & Partial<Connection>): Connection => ({
  kind: 'connection',
  gatewayId: null,
  remoteId: null,
  vpcId: null,
  subnetIds: [],
  blocks: [],
  insideBlocks: [],
  translations: [],
  // Direct Connect knows no routes but those of BGP.
  dynamic: true,
  overLine: true,
  ...own,
})

const associationOf = ({ value, place }: Item<AwsLineAssociation>, dump: Dump, report: Report): Connection =>
  aLine({
    id: value.associationId,
    name: value.associationId,
    gatewayId: value.directConnectGatewayId || null,
    remoteId: farEnd(value),
    vpcId: vpcsOfGateway(farEnd(value), dump)[0] ?? null,
    localBlocks: blocksOf(idsOf(value.allowedPrefixesToDirectConnectGateway.map(({ cidr }) => cidr)), {
      place,
      report,
    }),
    ...(value.associatedGateway?.region ? { facts: { region: value.associatedGateway.region } } : {}),
  })

/** The prefixes of a public interface are the customer's; of the others BGP alone knows what is behind them. */
function interfaceOf({ value, place }: Item<AwsVirtualInterface>, dump: Dump, report: Report): Connection {
  const id = value.virtualInterfaceId
  const gatewayId = value.directConnectGatewayId || value.virtualGatewayId || null
  return aLine({
    id,
    name: nameOf(value.tags, value.virtualInterfaceName || id),
    gatewayId,
    remoteId: value.connectionId || null,
    vpcId: vpcsOfGateway(gatewayId, dump)[0] ?? null,
    blocks: blocksOf(idsOf(value.routeFilterPrefixes.map(({ cidr }) => cidr)), { place, report }),
    insideBlocks: blocksOf(insideOf(value), { place, report }),
    facts: factsOf(value),
  })
}

/** Both ends of a session are written as addresses with the length of the block they share. */
const insideOf = (value: AwsVirtualInterface): readonly string[] =>
  idsOf([value, ...value.bgpPeers].flatMap((peer) => [peer.amazonAddress, peer.customerAddress]).map(blockAround))

/** What is no address with a length stays as it is, for whoever reads it as a block to report. */
function blockAround(text: string | null | undefined): string {
  const [address = '', length = ''] = (text ?? '').split('/')
  const reading = readAddress(address)
  if (!reading.ok || !/^\d{1,3}$/.test(length) || Number(length) > (reading.value.family === 4 ? 32 : 128))
    return text ?? ''
  return formatCidr(cidrAround(reading.value, Number(length)))
}

function factsOf(value: AwsVirtualInterface): Readonly<Record<string, string>> {
  const asn = value.asnLong || value.asn
  const facts = {
    type: value.virtualInterfaceType,
    vlan: value.vlan,
    'customer ASN': asn,
    location: value.location,
    mtu: value.mtu,
  }
  return Object.fromEntries(Object.entries(facts).flatMap(([name, fact]) => (fact ? [[name, String(fact)]] : [])))
}
