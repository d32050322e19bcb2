/** What virtual networks, subnets and interfaces are besides blocks and addresses. Only what is stated is said. */
import type { SubnetTraits, VpcTraits } from '../../model/network.ts'
import type { Nic } from '../../model/site.ts'
import { addressesOf } from './lookup.ts'
import type { AzureNicAnswer, AzureVnet } from './schema.ts'

/** Microsoft Learn, "What is Azure Virtual Network encryption": AllowUnencrypted, or DropUnencrypted. */
export function vpcTraits({ encryption, bgpcommunities }: AzureVnet): VpcTraits {
  const isStrict = /^dropunencrypted$/i.test(encryption?.enforcement ?? '')
  const communities = [bgpcommunities?.virtualnetworkcommunity, bgpcommunities?.regionalcommunity].filter(isText)
  return {
    ...(typeof encryption?.enabled === 'boolean' && {
      encryption: encryption.enabled ? (isStrict ? 'required' : 'where-possible') : 'none',
    }),
    ...(communities.length > 0 && { bgpCommunities: communities }),
  }
}

const isText = (text: string | null | undefined): text is string => Boolean(text)

type AzureSubnetAnswer = AzureVnet['subnets'][number]

/** Network API, VirtualNetworkPrivateEndpointNetworkPolicies: both kinds of rules hold, one, or none. */
const endpointPolicies: Readonly<Record<string, Pick<SubnetTraits, 'filtersEndpoints' | 'routesEndpoints'>>> = {
  enabled: { filtersEndpoints: true, routesEndpoints: true },
  disabled: { filtersEndpoints: false, routesEndpoints: false },
  networksecuritygroupenabled: { filtersEndpoints: true, routesEndpoints: false },
  routetableenabled: { filtersEndpoints: false, routesEndpoints: true },
}

const offeredPolicies: Readonly<Record<string, Pick<SubnetTraits, 'filtersOfferedServices'>>> = {
  enabled: { filtersOfferedServices: true },
  disabled: { filtersOfferedServices: false },
}

/**
 * Microsoft Learn, "Default outbound access in Azure": without another way out, machines get an address of Microsoft's,
 * unless the subnet says false, as new ones do by default for API versions after 2026-03-31.
 */
export const subnetTraits = (subnet: AzureSubnetAnswer): SubnetTraits => ({
  ...(typeof subnet.defaultoutboundaccess === 'boolean' && { lendsWayOut: subnet.defaultoutboundaccess }),
  ...endpointPolicies[subnet.privateendpointnetworkpolicies?.toLowerCase() ?? ''],
  ...offeredPolicies[subnet.privatelinkservicenetworkpolicies?.toLowerCase() ?? ''],
})

type NicTraits = Pick<Nic, 'forwards' | 'pickedAddresses' | 'nameServers' | 'accelerated' | 'borrowsWayOut'>

export function nicTraits(nic: AzureNicAnswer): NicTraits {
  const picked = nic.ipconfigurations.filter((own) => /^dynamic$/i.test(own.privateipallocationmethod ?? ''))
  const pickedAddresses = addressesOf(picked.map(({ privateipaddress }) => privateipaddress))
  const nameServers = addressesOf(nic.dnssettings?.dnsservers ?? [])
  return {
    ...(typeof nic.enableipforwarding === 'boolean' && { forwards: nic.enableipforwarding }),
    ...(pickedAddresses.length > 0 && { pickedAddresses }),
    ...(nameServers.length > 0 && { nameServers }),
    ...(typeof nic.enableacceleratednetworking === 'boolean' && { accelerated: nic.enableacceleratednetworking }),
    ...(typeof nic.defaultoutboundconnectivityenabled === 'boolean' && {
      borrowsWayOut: nic.defaultoutboundconnectivityenabled,
    }),
  }
}
