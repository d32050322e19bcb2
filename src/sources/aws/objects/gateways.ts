/** Ways in and out: internet, egress-only, NAT, VPN, transit and carrier gateways, and the other ends of VPNs. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, idsOf, isLive, unique } from '../items.ts'
import type { AwsNatGateway } from '../schema-gateways.ts'
import { nameOf } from '../tags.ts'

type Gateway = NetworkObjectOf<'gateway'>

/** A gateway with what is known of it. */
export const aGateway = (own: Pick<Gateway, 'id' | 'name' | 'role'> & Partial<Gateway>): Gateway => ({
  kind: 'gateway',
  vpcIds: [],
  subnetIds: [],
  addresses: [],
  publicAddresses: [],
  asn: null,
  ...own,
})

export const readGateways = (dump: Dump, report: Report): readonly Gateway[] => [
  ...attachedGateways(dump),
  ...unique(dump.NatGateways, ({ NatGatewayId }) => NatGatewayId)
    .filter(({ value }) => isLive(value.State))
    .map((item) => natGateway(item, report)),
  ...transitGateways(dump),
]

type Attachments = readonly { VpcId?: string | null | undefined; State?: string | null | undefined }[]

/** Of attachments that last. */
export const vpcsOf = (attachments: Attachments): readonly string[] =>
  idsOf(attachments.filter(({ State }) => isLive(State)).map(({ VpcId }) => VpcId))

const attachedGateways = (dump: Dump): readonly Gateway[] => [
  ...unique(dump.InternetGateways, ({ InternetGatewayId }) => InternetGatewayId).map(({ value }) => {
    const id = value.InternetGatewayId
    return aGateway({ id, name: nameOf(value.Tags, id), role: 'internet', vpcIds: vpcsOf(value.Attachments) })
  }),
  ...unique(dump.EgressOnlyInternetGateways, (one) => one.EgressOnlyInternetGatewayId).map(({ value }) => {
    const id = value.EgressOnlyInternetGatewayId
    return aGateway({ id, name: nameOf(value.Tags, id), role: 'egress-only', vpcIds: vpcsOf(value.Attachments) })
  }),
  ...unique(dump.CarrierGateways, ({ CarrierGatewayId }) => CarrierGatewayId)
    .filter(({ value }) => isLive(value.State))
    .map(({ value }) => {
      const id = value.CarrierGatewayId
      return aGateway({ id, name: nameOf(value.Tags, id), role: 'other', vpcIds: idsOf([value.VpcId]) })
    }),
  ...unique(dump.VpnGateways, ({ VpnGatewayId }) => VpnGatewayId)
    .filter(({ value }) => isLive(value.State))
    .map(({ value }) => {
      const [id, vpcIds] = [value.VpnGatewayId, vpcsOf(value.VpcAttachments)]
      return aGateway({ id, name: nameOf(value.Tags, id), role: 'vpn', vpcIds, asn: value.AmazonSideAsn })
    }),
]

/** The primary address first; secondary ones multiply the connections that a gateway can hold. */
function natGateway({ value, place }: Item<AwsNatGateway>, report: Report): Gateway {
  const own = value.NatGatewayAddresses.toSorted((a, b) => Number(b.IsPrimary ?? false) - Number(a.IsPrimary ?? false))
  return aGateway({
    id: value.NatGatewayId,
    name: nameOf(value.Tags, value.NatGatewayId),
    role: value.ConnectivityType === 'private' ? 'private-nat' : 'nat',
    vpcIds: idsOf([value.VpcId]),
    subnetIds: idsOf([value.SubnetId]),
    addresses: addressesOf(
      own.map(({ PrivateIp }) => PrivateIp),
      { place, report },
    ),
    publicAddresses: addressesOf(
      own.map(({ PublicIp }) => PublicIp),
      { place, report },
    ),
  })
}

/** Those of other accounts are known by the attachments to them only. */
function transitGateways(dump: Dump): readonly Gateway[] {
  const known = unique(dump.TransitGateways, ({ TransitGatewayId }) => TransitGatewayId).filter(({ value }) =>
    isLive(value.State),
  )
  const described = new Set(known.map(({ value }) => value.TransitGatewayId))
  const attachments = dump.TransitGatewayVpcAttachments.filter(({ value }) => isLive(value.State))
  const vpcIds = (id: string): readonly string[] =>
    idsOf(attachments.filter(({ value }) => value.TransitGatewayId === id).map(({ value }) => value.VpcId))
  const implied = idsOf(attachments.map(({ value }) => value.TransitGatewayId)).filter((id) => !described.has(id))
  return [
    ...known.map(({ value }) => {
      const id = value.TransitGatewayId
      const name = nameOf(value.Tags, value.Description || id)
      const { AmazonSideAsn: asn = null, SecurityGroupReferencingSupport: sharing } = value.Options ?? {}
      const shares = sharing ? { sharesSecurityGroups: sharing === 'enable' } : {}
      return aGateway({ id, name, role: 'transit', vpcIds: vpcIds(id), asn, ...shares })
    }),
    ...implied.map((id) => aGateway({ id, name: id, role: 'transit', vpcIds: vpcIds(id) })),
  ]
}

export const readRemoteGateways = (dump: Dump, report: Report): readonly NetworkObjectOf<'remote-gateway'>[] =>
  unique(dump.CustomerGateways, ({ CustomerGatewayId }) => CustomerGatewayId)
    .filter(({ value }) => isLive(value.State))
    .map(({ value, place }) => ({
      kind: 'remote-gateway',
      id: value.CustomerGatewayId,
      name: nameOf(value.Tags, value.CustomerGatewayId),
      publicAddress: addressesOf([value.IpAddress], { place, report })[0] ?? null,
      asn: value.BgpAsnExtended ?? value.BgpAsn,
      blocks: [],
    }))
