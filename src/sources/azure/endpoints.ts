/** Private endpoints, which stand for a service in a subnet, and private link services, which offer one. */
import { formatAddress } from '../../model/address.ts'
import type { NetworkObject } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
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

/** The resource behind it and, of a service with several, which of them: `…/storageAccounts/a blob`. */
function serviceOf(value: AzureEndpoint): string {
  const [first] = [...value.privatelinkserviceconnections, ...value.manualprivatelinkserviceconnections]
  return [first?.privatelinkserviceid ?? 'unknown', ...(first?.groupids ?? [])].join(' ')
}

const parentOf = (id: string): string => id.toLowerCase().replace(/\/[^/]+\/[^/]+$/, '')
