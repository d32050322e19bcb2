/**
 * The attributes that drplan uses, by the schemas of the Terraform providers for AWS and Azure; everything else in a
 * resource stays unread. Old states write numbers and truth as text.
 */
import { z } from 'zod'

const text = z.string().nullish()
const id = z.string().min(1)
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .catch(null)
const truth = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')])
  .nullish()
  .catch(null)
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
const texts = list(z.string())
const tags = z.record(z.string(), z.string().nullable()).nullish()

const blockDevice = z.object({
  volume_id: text,
  device_name: text,
  volume_size: number,
  volume_type: text,
  iops: number,
  throughput: number,
})

export const awsInstance = z.object({
  id,
  instance_type: text,
  availability_zone: text,
  instance_state: text,
  subnet_id: text,
  private_ip: text,
  secondary_private_ips: texts,
  ipv6_addresses: texts,
  public_ip: text,
  vpc_security_group_ids: texts,
  primary_network_interface_id: text,
  cpu_core_count: number,
  cpu_threads_per_core: number,
  host_id: text,
  placement_group: text,
  root_block_device: list(blockDevice),
  ebs_block_device: list(blockDevice),
  tags,
})
export const awsVolume = z.object({ id, size: number, type: text, iops: number, throughput: number })
export const awsAttachment = z.object({ instance_id: id, volume_id: id, device_name: text })
export const awsNic = z.object({
  id,
  subnet_id: text,
  mac_address: text,
  private_ip: text,
  private_ips: texts,
  ipv6_addresses: texts,
  security_groups: texts,
  attachment: list(z.object({ instance: text, device_index: number })),
})
export const awsNicAttachment = z.object({ instance_id: id, network_interface_id: id, device_index: number })
export const awsAddress = z.object({ instance: text, network_interface: text })
export const awsVpc = z.object({ id, cidr_block: text, tags })
export const awsSubnet = z.object({ id, vpc_id: z.string(), cidr_block: text, availability_zone: text, tags })

const permission = {
  protocol: text,
  from_port: number,
  to_port: number,
  cidr_blocks: texts,
  ipv6_cidr_blocks: texts,
  prefix_list_ids: texts,
  self: truth,
  description: text,
}
export const awsGroup = z.object({
  id,
  name: text,
  vpc_id: text,
  description: text,
  ingress: list(z.object({ ...permission, security_groups: texts })),
  egress: list(z.object({ ...permission, security_groups: texts })),
})
export const awsGroupRule = z.object({
  ...permission,
  security_group_id: id,
  type: text,
  source_security_group_id: text,
})
export const awsVpcRule = z.object({
  security_group_id: id,
  ip_protocol: text,
  from_port: number,
  to_port: number,
  cidr_ipv4: text,
  cidr_ipv6: text,
  prefix_list_id: text,
  referenced_security_group_id: text,
  description: text,
})

const azureDisk = z.object({
  name: text,
  disk_size_gb: number,
  storage_account_type: text,
  managed_disk_type: text,
  managed_disk_id: text,
  id: text,
  lun: number,
  os_type: text,
})
const image = list(z.object({ publisher: text, offer: text, sku: text }))

export const azureVm = z.object({
  id,
  name: id,
  location: text,
  size: text,
  vm_size: text,
  zone: text,
  zones: texts,
  network_interface_ids: texts,
  os_disk: list(azureDisk),
  storage_os_disk: list(azureDisk),
  storage_data_disk: list(azureDisk),
  source_image_reference: image,
  storage_image_reference: image,
  private_ip_addresses: texts,
  tags,
})
export const azureManagedDisk = z.object({
  id,
  name: text,
  disk_size_gb: number,
  storage_account_type: text,
  disk_iops_read_write: number,
  disk_mbps_read_write: number,
  max_shares: number,
})
export const azureAttachment = z.object({ managed_disk_id: id, virtual_machine_id: id, lun: number })
export const azureNic = z.object({
  id,
  mac_address: text,
  ip_configuration: list(
    z.object({ private_ip_address: text, subnet_id: text, public_ip_address_id: text, primary: truth }),
  ),
})
export const azureVnet = z.object({ id, name: z.string(), address_space: texts })
export const azureSubnet = z.object({ id, name: z.string(), address_prefixes: texts, address_prefix: text })
const azureRule = z.object({
  name: z.string(),
  description: text,
  priority: number,
  direction: z.string(),
  access: z.string(),
  protocol: z.string(),
  source_port_range: text,
  source_port_ranges: texts,
  destination_port_range: text,
  destination_port_ranges: texts,
  source_address_prefix: text,
  source_address_prefixes: texts,
  destination_address_prefix: text,
  destination_address_prefixes: texts,
  source_application_security_group_ids: texts,
  destination_application_security_group_ids: texts,
})
export type TerraformAzureRule = z.infer<typeof azureRule>
export const azureGroup = z.object({ id, name: z.string(), security_rule: list(azureRule) })
export const azureGroupRule = azureRule.extend({ id })
export const azureRouteTable = z.object({
  id,
  name: z.string(),
  route: list(
    z.object({
      name: z.string(),
      address_prefix: z.string(),
      next_hop_type: z.string(),
      next_hop_in_ip_address: text,
    }),
  ),
})
export const azureSubnetTable = z.object({ subnet_id: id, route_table_id: id })
export const azureSubnetGroup = z.object({ subnet_id: id, network_security_group_id: id })
export const azureNicGroup = z.object({ network_interface_id: id, network_security_group_id: id })
