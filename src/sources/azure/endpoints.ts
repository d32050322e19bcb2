/** Private endpoints, which stand for a service in a subnet, and private link services, which offer one. */
import { formatAddress } from '../../model/address.ts'
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import type { Dump } from './answers.ts'
import { aService } from './gateways.ts'
import { addressesOf, idOf, idsOf, vpcOfSubnet } from './lookup.ts'
import type { AzureEndpoint } from './schema-services.ts'

const blank = {
  kind: 'endpoint',
  routeTableIds: [],
  securityGroupIds: [],
  hasPolicy: false,
} as const

export function readEndpoints(dump: Dump): readonly NetworkObject[] {
  const addresses = new Map(
    dump.nics.map(({ value }) => [
      value.id.toLowerCase(),
      addressesOf(value.ipconfigurations.map(({ privateipaddress }) => privateipaddress)),
    ]),
  )
  const withNames = new Set(dump.zoneGroups.map(({ value }) => parentOf(value.id)))
  return [
    ...dump.endpoints.map(({ value }): NetworkObject => {
      const nicIds = idsOf(value.networkinterfaces)
      const stated = value.customdnsconfigs.flatMap(({ ipaddresses }) => ipaddresses)
      const own = [...nicIds.flatMap((id) => addresses.get(id) ?? []), ...addressesOf(stated)]
      return {
        ...blank,
        id: value.id.toLowerCase(),
        name: value.name,
        role: 'interface',
        service: serviceOf(value),
        vpcId: vpcOfSubnet(idOf(value.subnet)),
        subnetIds: idsOf([value.subnet]),
        nicIds,
        addresses: [...new Map(own.map((address) => [formatAddress(address), address])).values()],
        privateNames: withNames.has(value.id.toLowerCase()),
      }
    }),
    ...dump.linkServices.map(({ value }): NetworkObject => {
      const subnetIds = idsOf(value.ipconfigurations.map(({ subnet }) => subnet))
      return {
        ...blank,
        id: value.id.toLowerCase(),
        name: value.name,
        role: 'offered',
        service: value.alias ?? value.name,
        vpcId: vpcOfSubnet(subnetIds[0]),
        subnetIds,
        nicIds: idsOf(value.networkinterfaces),
        addresses: addressesOf(value.ipconfigurations.map(({ privateipaddress }) => privateipaddress)),
        privateNames: null,
      }
    }),
  ]
}

/**
 * A service endpoint is a route to a service of the platform that a subnet may use (Microsoft Learn, "Virtual network
 * service endpoints"): one for each service in a virtual network.
 */
export const readServiceEndpoints = (dump: Dump): readonly NetworkObject[] =>
  dump.vnets.flatMap(({ value }) => {
    const uses = value.subnets.flatMap((subnet) =>
      subnet.serviceendpoints.flatMap(({ service }) =>
        service
          ? [{ service, subnetId: subnet.id.toLowerCase(), policyIds: idsOf(subnet.serviceendpointpolicies) }]
          : [],
      ),
    )
    const vpcId = value.id.toLowerCase()
    return [...Map.groupBy(uses, ({ service }) => service)].map(([service, own]): NetworkObject => ({
      ...blank,
      id: `${vpcId}/serviceendpoints/${service.toLowerCase()}`,
      name: service,
      role: 'gateway',
      service,
      vpcId,
      subnetIds: own.map(({ subnetId }) => subnetId).toSorted(compareText),
      nicIds: [],
      addresses: [],
      privateNames: null,
      ...limitsOf(own, dump),
    }))
  })

interface Use {
  readonly service: string
  readonly subnetId: string
  readonly policyIds: readonly string[]
}

/** A policy of a subnet that does not speak of the service leaves it open; one that was not read may say anything. */
function limitsOf(uses: readonly Use[], { endpointPolicies }: Dump): { hasPolicy?: true; limits?: readonly Limit[] } {
  const policyIds = idsOf(uses.flatMap((use) => use.policyIds.map((id) => ({ id }))))
  const limits = policyIds.flatMap((id): readonly Limit[] => {
    const policy = endpointPolicies.find(({ value }) => value.id.toLowerCase() === id)?.value
    const own = policy?.serviceendpointpolicydefinitions.filter(
      ({ service }) => service?.toLowerCase() === uses[0]?.service.toLowerCase(),
    )
    if (own?.length === 0) return []
    const resources = new Set(
      own?.flatMap(({ serviceresources }) => serviceresources.map((text) => text.toLowerCase())),
    )
    const users = uses.filter((use) => use.policyIds.includes(id))
    return [
      {
        id,
        subnetIds: users.map(({ subnetId }) => subnetId).toSorted(compareText),
        resources: [...resources].toSorted(compareText),
      },
    ]
  })
  return limits.length > 0 ? { hasPolicy: true, limits } : {}
}

type Limit = NonNullable<NetworkObjectOf<'endpoint'>['limits']>[number]

/** A delegated subnet belongs to a service of the platform, whose machines are nobody's VMs. */
export const readDelegations = (dump: Dump): readonly NetworkObject[] =>
  dump.vnets.flatMap(({ value }) =>
    value.subnets.flatMap((subnet) =>
      subnet.delegations.flatMap(({ servicename }) =>
        servicename
          ? [
              aService({
                id: `${subnet.id.toLowerCase()}/delegation`,
                name: subnet.name,
                type: servicename,
                subnetIds: [subnet.id.toLowerCase()],
                facts: {},
              }),
            ]
          : [],
      ),
    ),
  )

/** The resource behind it and, of a service with several, which of them: `…/storageAccounts/a blob`. */
function serviceOf(value: AzureEndpoint): string {
  const [first] = [...value.privatelinkserviceconnections, ...value.manualprivatelinkserviceconnections]
  return [first?.privatelinkserviceid ?? 'unknown', ...(first?.groupids ?? [])].join(' ')
}

const parentOf = (id: string): string => id.toLowerCase().replace(/\/[^/]+\/[^/]+$/, '')
