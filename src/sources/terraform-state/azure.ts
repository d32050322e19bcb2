/** azurerm virtual machines and networks, brought into the shape of azure-site.ts. */
import type { Disk, Nic, Vm } from '../../model/site.ts'
import { type AzureRouteTable, readHop } from '../azure-routes.ts'
import type { AzureRule } from '../azure-security.ts'
import { networkOfSubnet, type AzureParts } from '../azure-site.ts'
import { firstOfEach } from '../json-items.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { uniqueIds } from '../unique-ids.ts'
import { blankDisk, blankVm, type PlacedVm } from '../vm-list.ts'
import { addressesOf, plainTags, positive, type VmNotes } from './aws.ts'
import { blocksOf } from './aws-network.ts'
import type { Resources } from './resources.ts'
import type { TerraformAzureRule } from './schema.ts'

export function readAzureParts(resources: Resources): AzureParts {
  const groupOfSubnet = new Map(
    resources.azureSubnetGroups.map(({ value }) => [
      value.subnet_id.toLowerCase(),
      value.network_security_group_id.toLowerCase(),
    ]),
  )
  const groupOfNic = new Map(
    resources.azureNicGroups.map(({ value }) => [
      value.network_interface_id.toLowerCase(),
      value.network_security_group_id.toLowerCase(),
    ]),
  )
  const tableOfSubnet = new Map(
    resources.azureSubnetTables.map(({ value }) => [value.subnet_id.toLowerCase(), value.route_table_id.toLowerCase()]),
  )
  return {
    networks: firstOfEach(resources.azureVnets, ({ id }) => id).map(({ value }) => ({
      id: value.id.toLowerCase(),
      name: value.name,
      blocks: blocksOf(value.address_space),
      peerIds: [],
    })),
    subnets: firstOfEach(resources.azureSubnets, ({ id }) => id).map(({ value }) => {
      const id = value.id.toLowerCase()
      const blocks = blocksOf([...value.address_prefixes, value.address_prefix ?? ''])
      return {
        id,
        name: value.name,
        vpcId: networkOfSubnet(id),
        block: blocks.find(({ family }) => family === 4) ?? null,
        groupId: groupOfSubnet.get(id) ?? null,
        routeTableId: tableOfSubnet.get(id) ?? null,
      }
    }),
    routeTables: firstOfEach(resources.azureRouteTables, ({ id }) => id).map(({ value }) => tableOf(value)),
    nics: firstOfEach(resources.azureNics, ({ id }) => id).map(({ value }) => ({
      nic: nicOf(value),
      groupId: groupOfNic.get(value.id.toLowerCase()) ?? null,
    })),
    groups: firstOfEach(resources.azureGroups, ({ id }) => id).map(({ value }) => ({
      id: value.id.toLowerCase(),
      name: value.name,
      rules: [...value.security_rule, ...ownRules(value.id, resources)].map(ruleOf),
      defaultRules: [],
    })),
  }
}

const tableOf = ({ id, name, route }: Resources['azureRouteTables'][number]['value']): AzureRouteTable => ({
  id: id.toLowerCase(),
  name,
  routes: route.map((own) => ({
    name: own.name,
    destination: own.address_prefix,
    ...readHop(own.next_hop_type, own.next_hop_in_ip_address),
  })),
})

function nicOf(value: Resources['azureNics'][number]['value']): Nic {
  const configurations = value.ip_configuration.toSorted(
    (a, b) => Number(b.primary ?? false) - Number(a.primary ?? false),
  )
  return {
    id: value.id.toLowerCase(),
    subnetId: configurations[0]?.subnet_id?.toLowerCase() ?? null,
    macAddress: value.mac_address?.toLowerCase().replaceAll('-', ':') || null,
    addresses: addressesOf(configurations.map((own) => own.private_ip_address)),
    securityGroupIds: [],
    hasPublicAddress: configurations.some((own) => Boolean(own.public_ip_address_id)),
  }
}

/** A rule that is a resource of its own has the id of its group in front of its own, and stands in the group too. */
const ownRules = (groupId: string, { azureGroupRules, azureGroups }: Resources): readonly TerraformAzureRule[] => {
  const group = azureGroups.find(({ value }) => value.id === groupId)
  const inside = new Set(group?.value.security_rule.map(({ name }) => name))
  const prefix = `${groupId.toLowerCase()}/securityrules/`
  return azureGroupRules
    .map(({ value }) => value)
    .filter(({ id, name }) => id.toLowerCase().startsWith(prefix) && !inside.has(name))
}

const lowered = (ids: readonly string[]): readonly string[] => ids.map((id) => id.toLowerCase())

const several = (one: string | null | undefined, many: readonly string[]): readonly string[] =>
  many.length > 0 ? many : one ? [one] : []

const ruleOf = (rule: TerraformAzureRule): AzureRule => ({
  name: rule.name,
  priority: rule.priority ?? 0,
  direction: /^inbound$/i.test(rule.direction) ? 'ingress' : 'egress',
  allows: /^allow$/i.test(rule.access),
  protocol: rule.protocol,
  sourcePorts: several(rule.source_port_range, rule.source_port_ranges),
  ports: several(rule.destination_port_range, rule.destination_port_ranges),
  sources: several(rule.source_address_prefix, rule.source_address_prefixes),
  destinations: several(rule.destination_address_prefix, rule.destination_address_prefixes),
  sourceGroups: lowered(rule.source_application_security_group_ids),
  destinationGroups: lowered(rule.destination_application_security_group_ids),
  description: rule.description ?? '',
})

type AzureVm = Resources['azureLinuxVms'][number]['value']

export function readAzureVms(
  resources: Resources,
  nics: ReadonlyMap<string, Nic>,
  notes: VmNotes,
): readonly PlacedVm[] {
  const read = (items: Resources['azureLinuxVms'], family: 'linux' | 'windows' | null): readonly PlacedVm[] =>
    items.map(({ value, place }) => ({ vm: vmOf(value, { resources, nics, notes, family }), place }))
  return [
    ...read(resources.azureLinuxVms, 'linux'),
    ...read(resources.azureWindowsVms, 'windows'),
    ...read(resources.azureOldVms, null),
  ]
}

interface Context {
  readonly resources: Resources
  readonly nics: ReadonlyMap<string, Nic>
  readonly notes: VmNotes
  readonly family: 'linux' | 'windows' | null
}

function vmOf(value: AzureVm, { resources, nics, notes, family }: Context): Vm {
  const tags = plainTags(value.tags)
  return {
    ...blankVm,
    id: value.id.toLowerCase(),
    name: value.name,
    source: 'terraform-state',
    os: osOf(value, family),
    sourceType: value.size ?? value.vm_size ?? null,
    disks: disksOf(value, resources, notes),
    nics: value.network_interface_ids.flatMap((id) => nics.get(id.toLowerCase()) ?? []),
    placement: { ...blankVm.placement, zone: value.zone || value.zones[0] || null },
    ...nounsFromTags(tags),
    tags,
  }
}

/** The kind of the resource says the family; of the old kind the OS disk does. */
function osOf(value: AzureVm, family: Context['family']): Vm['os'] {
  const stated = family ?? value.storage_os_disk[0]?.os_type?.toLowerCase() ?? ''
  if (stated !== 'linux' && stated !== 'windows') return null
  return { name: imageName(value) || stated, family: stated }
}

const imageName = (value: AzureVm): string => {
  const image = [...value.source_image_reference, ...value.storage_image_reference][0]
  return [image?.publisher, image?.offer, image?.sku].filter((word) => Boolean(word)).join(' ')
}

interface StatedDisk {
  readonly name: string | null
  readonly id: string | null
  readonly size: number | null
  readonly type: string | null
  readonly boot: boolean
}

function disksOf(value: AzureVm, resources: Resources, notes: VmNotes): readonly Disk[] {
  const managed = new Map(resources.azureDisks.map(({ value: disk }) => [disk.id.toLowerCase(), disk]))
  const stated = [...ownDisks(value), ...attachedDisks(value, resources)]
  const ids = uniqueIds(stated.map(({ id, name }, index) => (id ?? name ?? `disk-${index}`).toLowerCase()))
  return stated.flatMap((own, index) => {
    const id = ids[index] ?? ''
    const disk = managed.get(id)
    const capacityGiB = positive(disk?.disk_size_gb) ?? own.size
    if (capacityGiB !== null) return [diskOf(own, { id, capacityGiB, disk })]
    notes.withoutSize.push(value.id.toLowerCase())
    return []
  })
}

type ManagedDisk = Resources['azureDisks'][number]['value']

const diskOf = (
  own: StatedDisk,
  { id, capacityGiB, disk }: { id: string; capacityGiB: number; disk: ManagedDisk | undefined },
): Disk => ({
  ...blankDisk,
  id,
  name: disk?.name ?? own.name ?? id,
  capacityGiB,
  sourceClass: disk?.storage_account_type ?? own.type,
  ...performanceOf(disk),
  attachment: (disk?.max_shares ?? 1) > 1 ? 'shared' : 'exclusive',
  boot: own.boot,
})

/** Azure counts in megabytes of 10^6 bytes a second. */
function performanceOf(disk: ManagedDisk | undefined): Pick<Disk, 'iops' | 'throughputMiBps'> {
  const megabytes = positive(disk?.disk_mbps_read_write)
  return {
    iops: positive(disk?.disk_iops_read_write),
    throughputMiBps: megabytes === null ? null : (megabytes * 1e6) / 2 ** 20,
  }
}

function ownDisks(value: AzureVm): readonly StatedDisk[] {
  const read = (disks: AzureVm['os_disk'], boot: boolean): readonly StatedDisk[] =>
    disks.map((disk) => ({
      name: disk.name || null,
      id: disk.managed_disk_id || disk.id || null,
      size: positive(disk.disk_size_gb),
      type: disk.storage_account_type || disk.managed_disk_type || null,
      boot,
    }))
  return [
    ...read([...value.os_disk, ...value.storage_os_disk].slice(0, 1), true),
    ...read(value.storage_data_disk, false),
  ]
}

/** In the order of their LUNs; the old kind lists its disks itself. */
function attachedDisks(value: AzureVm, { azureAttachments }: Resources): readonly StatedDisk[] {
  const known = new Set(value.storage_data_disk.map(({ managed_disk_id: id }) => id?.toLowerCase()))
  return azureAttachments
    .map((item) => item.value)
    .filter(
      (own) =>
        own.virtual_machine_id.toLowerCase() === value.id.toLowerCase() &&
        !known.has(own.managed_disk_id.toLowerCase()),
    )
    .toSorted((a, b) => (a.lun ?? 0) - (b.lun ?? 0))
    .map((own) => ({ name: null, id: own.managed_disk_id, size: null, type: null, boot: false }))
}
