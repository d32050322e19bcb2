/**
 * drplan's own inventory, `drplan/inventory@1`: what a person or a script writes where no other source fits. Only the
 * ids are required; whatever is left out is unknown, never zero. The published JSON Schema is made from `inventorySchema`.
 */
import { z } from 'zod'
import { cidrSchema } from '../../model/cidr.ts'
import { addressSchema } from '../../model/address.ts'
import { networkSchema, subnetSchema } from '../../model/network.ts'
import { acceleratorSchema, diskSchema, nicSchema, vmSchema } from '../../model/site.ts'

const disk = diskSchema.shape
const inventoryDiskSchema = z.strictObject({
  id: disk.id.min(1).optional(),
  name: disk.name.optional(),
  capacityGiB: disk.capacityGiB,
  usedGiB: disk.usedGiB.default(null),
  sourceClass: disk.sourceClass.default(null),
  iops: disk.iops.default(null),
  throughputMiBps: disk.throughputMiBps.default(null),
  attachment: disk.attachment.default('exclusive'),
  /** The first disk boots where none says so. */
  boot: disk.boot.optional(),
})

const nic = nicSchema.shape
const inventoryNicSchema = z.strictObject({
  id: nic.id.min(1).optional(),
  subnetId: nic.subnetId.default(null),
  macAddress: nic.macAddress.default(null),
  addresses: nic.addresses.default([]),
  securityGroupIds: nic.securityGroupIds.default([]),
  hasPublicAddress: nic.hasPublicAddress.default(false),
})

const accelerator = acceleratorSchema.shape
const inventoryAcceleratorSchema = z.strictObject({
  kind: accelerator.kind,
  model: accelerator.model.default(null),
  count: accelerator.count.default(1),
  memoryGiB: accelerator.memoryGiB.default(null),
})

const place = vmSchema.shape.placement.shape
const placementSchema = z.strictObject({
  datacenter: place.datacenter.default(null),
  cluster: place.cluster.default(null),
  host: place.host.default(null),
  zone: place.zone.default(null),
})

const vm = vmSchema.shape
export const inventoryVmSchema = z.strictObject({
  id: vm.id,
  /** The id, where there is no name. */
  name: vm.name.optional(),
  kind: vm.kind.default('workload'),
  power: vm.power.default('on'),
  vcpus: vm.vcpus.default(null),
  memoryGiB: vm.memoryGiB.default(null),
  architecture: vm.architecture.default(null),
  firmware: vm.firmware.default(null),
  os: vm.os.default(null),
  sourceType: vm.sourceType.default(null),
  disks: z.array(inventoryDiskSchema).default([]),
  nics: z.array(inventoryNicSchema).default([]),
  accelerators: z.array(inventoryAcceleratorSchema).default([]),
  placement: placementSchema.prefault({}),
  application: vm.application.default(null),
  protectionGroup: vm.protectionGroup.default(null),
  tier: vm.tier.default(null),
  dependsOn: vm.dependsOn.default([]),
  tags: vm.tags.default({}),
  traits: vm.traits,
})
export type InventoryVm = z.infer<typeof inventoryVmSchema>

const network = networkSchema.shape
const inventorySubnetSchema = subnetSchema.extend({
  block: cidrSchema.nullable().default(null),
  zone: subnetSchema.shape.zone.default(null),
  gateway: addressSchema.nullable().default(null),
  routeTableId: subnetSchema.shape.routeTableId.default(null),
})

const inventoryNetworkSchema = z.strictObject({
  vpcs: network.vpcs.default([]),
  subnets: z.array(inventorySubnetSchema).default([]),
  routeTables: network.routeTables.default([]),
  routes: network.routes.default([]),
  securityGroups: network.securityGroups.default([]),
  securityRules: network.securityRules.default([]),
  dnsRecords: network.dnsRecords.default([]),
  objects: network.objects.default([]),
  /** True where `securityRules` is given and this is not. */
  rulesKnown: network.rulesKnown.optional(),
})

/** The file without its VMs, which are read one by one so that a bad one does not lose the others. */
export const inventoryFrameSchema = z.strictObject({
  schema: z.literal('drplan/inventory@1'),
  /** ISO 8601 UTC. */
  capturedAt: z.iso.datetime().nullable().default(null),
  region: z.string().nullable().default(null),
  vms: z.array(z.unknown()),
  network: inventoryNetworkSchema.prefault({}),
})

/** The whole file, for the published JSON Schema (`z.toJSONSchema(inventorySchema, { io: 'input' })`). */
export const inventorySchema = inventoryFrameSchema.extend({ vms: z.array(inventoryVmSchema) })
