/** Policies that admit or refuse networks, each as a service with a firewall of its own. */
import { bitsOf, readAddress } from '../../../model/address.ts'
import { cidrAround, formatCidr, readCidr } from '../../../model/cidr.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { blocksOf, idsOf, isLive, unique, withLength, type Reading } from '../items.ts'
import type { PolicyNetworks } from '../policy-networks.ts'
import { nameOf } from '../tags.ts'

type Service = NetworkObjectOf<'service'>

interface Policy {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly vpcId: string | null
  readonly networks: PolicyNetworks | null
}

/** Those that name no network are not in it. */
export const readPolicies = (dump: Dump, report: Report): readonly Service[] =>
  [
    ...unique(dump.NamedPolicies, ({ Id }) => Id).map(
      ({ value: { Id, Name, Type, Document }, place }): Item<Policy> => ({
        value: { id: Id, name: Name, type: Type, vpcId: null, networks: Document },
        place,
      }),
    ),
    ...endpointPolicies(dump, report),
  ].flatMap(({ value, place }) => (value.networks ? [serviceOf(value, value.networks, { place, report })] : []))

function endpointPolicies(dump: Dump, report: Report): readonly Item<Policy>[] {
  const endpoints = unique(dump.VpcEndpoints, ({ VpcEndpointId }) => VpcEndpointId).filter(({ value }) =>
    isLive(value.State),
  )
  for (const { value, place } of endpoints)
    if (value.PolicyDocument.isDamaged) reportDamaged(value.VpcEndpointId, { place, report })
  return endpoints.map(({ value: { VpcEndpointId: id, Tags, VpcId, PolicyDocument }, place }) => ({
    value: {
      id: `${id}/policy`,
      name: nameOf(Tags, id),
      type: 'VPC endpoint policy',
      vpcId: VpcId ?? null,
      networks: PolicyDocument.networks,
    },
    place,
  }))
}

const reportDamaged = (id: string, { place, report }: Reading): void =>
  report('site.value-invalid', {
    subject: id,
    message: 'The policy of the endpoint is not JSON, so the networks that it names are not known.',
    suggestion: 'Read it again; if it stays so, look at the policy of the endpoint in AWS.',
    place,
  })

const serviceOf = ({ id, name, type, vpcId }: Policy, networks: PolicyNetworks, reading: Reading): Service => {
  const refuses = listOf(networks.refuses, reading)
  return {
    kind: 'service',
    id,
    name,
    type,
    vpcId,
    subnetIds: [],
    securityGroupIds: [],
    addresses: [],
    dnsName: null,
    port: null,
    vmIds: [],
    facts: { conditions: networks.conditions.join(', ') },
    admits: listOf(networks.admits, reading),
    ...(Object.values(refuses).some((list = []) => list.length > 0) && { refuses }),
  }
}

const listOf = (
  { blocks, vpcIds, endpointIds }: PolicyNetworks['admits'],
  reading: Reading,
): NonNullable<Service['admits']> => ({
  subnetIds: [],
  blocks: blocksOf(
    blocks.map((text) => withoutHostBits(withLength(text), reading)),
    reading,
  ),
  ...(vpcIds.length > 0 && { vpcIds: idsOf(vpcIds) }),
  ...(endpointIds.length > 0 && { endpointIds: idsOf(endpointIds) }),
})

/**
 * A policy may have a block with host bits in it, such as 10.0.5.7/24, and be in force. Its length says which addresses
 * are compared, so it is kept as that network, and said; left out, its addresses would be missed.
 */
function withoutHostBits(text: string, { place, report }: Reading): string {
  const [, host = '', length = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const address = readAddress(host)
  if (!address.ok || readCidr(text).ok || Number(length) > bitsOf(address.value.family)) return text
  const meant = formatCidr(cidrAround(address.value, Number(length)))
  report('site.guessed', {
    subject: text,
    message: `The policy names "${text}", which has host bits set. It is read as the network ${meant}.`,
    suggestion: `Write ${meant} in the policy, or ${host}/${bitsOf(address.value.family)} if one host is meant.`,
    place,
  })
  return meant
}
