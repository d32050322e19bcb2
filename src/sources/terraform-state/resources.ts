/** The resources of all files by what they are. */
import type { z } from 'zod'
import { readItems, type Item } from '../json-items.ts'
import type { Report } from '../report.ts'
import type { Resource } from './documents.ts'
import * as schema from './schema.ts'

/** What is read of which types. */
const kinds = {
  awsInstances: { types: ['aws_instance'], schema: schema.awsInstance },
  awsVolumes: { types: ['aws_ebs_volume'], schema: schema.awsVolume },
  awsAttachments: { types: ['aws_volume_attachment'], schema: schema.awsAttachment },
  awsNics: { types: ['aws_network_interface'], schema: schema.awsNic },
  awsNicAttachments: { types: ['aws_network_interface_attachment'], schema: schema.awsNicAttachment },
  awsAddresses: { types: ['aws_eip'], schema: schema.awsAddress },
  awsVpcs: { types: ['aws_vpc', 'aws_default_vpc'], schema: schema.awsVpc },
  awsSubnets: { types: ['aws_subnet', 'aws_default_subnet'], schema: schema.awsSubnet },
  awsGroups: { types: ['aws_security_group', 'aws_default_security_group'], schema: schema.awsGroup },
  awsGroupRules: { types: ['aws_security_group_rule'], schema: schema.awsGroupRule },
  awsIngressRules: { types: ['aws_vpc_security_group_ingress_rule'], schema: schema.awsVpcRule },
  awsEgressRules: { types: ['aws_vpc_security_group_egress_rule'], schema: schema.awsVpcRule },
  azureLinuxVms: { types: ['azurerm_linux_virtual_machine'], schema: schema.azureVm },
  azureWindowsVms: { types: ['azurerm_windows_virtual_machine'], schema: schema.azureVm },
  azureOldVms: { types: ['azurerm_virtual_machine'], schema: schema.azureVm },
  azureDisks: { types: ['azurerm_managed_disk'], schema: schema.azureManagedDisk },
  azureAttachments: { types: ['azurerm_virtual_machine_data_disk_attachment'], schema: schema.azureAttachment },
  azureNics: { types: ['azurerm_network_interface'], schema: schema.azureNic },
  azureVnets: { types: ['azurerm_virtual_network'], schema: schema.azureVnet },
  azureSubnets: { types: ['azurerm_subnet'], schema: schema.azureSubnet },
  azureGroups: { types: ['azurerm_network_security_group'], schema: schema.azureGroup },
  azureGroupRules: { types: ['azurerm_network_security_rule'], schema: schema.azureGroupRule },
  azureSubnetGroups: { types: ['azurerm_subnet_network_security_group_association'], schema: schema.azureSubnetGroup },
  azureRouteTables: { types: ['azurerm_route_table'], schema: schema.azureRouteTable },
  azureSubnetTables: { types: ['azurerm_subnet_route_table_association'], schema: schema.azureSubnetTable },
  azureNicGroups: {
    types: ['azurerm_network_interface_security_group_association'],
    schema: schema.azureNicGroup,
  },
} as const satisfies Record<string, { types: readonly string[]; schema: z.ZodType }>

type Kind = keyof typeof kinds
export type Resources = { readonly [Name in Kind]: readonly Item<z.infer<(typeof kinds)[Name]['schema']>>[] }

const knownTypes: ReadonlySet<string> = new Set(Object.values(kinds).flatMap(({ types }) => types))

export const isKnownType = (type: string): boolean => knownTypes.has(type)

export function sortResources(resources: readonly Item<Resource>[], report: Report): Resources {
  const byType = Map.groupBy(resources, ({ value }) => value.type)
  const how = { report, suggestion: 'Refresh the state: terraform apply -refresh-only' }
  const sorted = Object.fromEntries(
    Object.entries(kinds).map(([kind, { types, schema: shape }]) => {
      const own = types.flatMap((type) => byType.get(type) ?? [])
      const items = own.map(({ value, place }) => ({ value: value.attributes, place }))
      return [kind, readItems(items, shape, how)]
    }),
  ) as Record<Kind, readonly Item<unknown>[]>
  return sorted as Resources
}
