/** The primary site: its VMs and its network, as read from one or more sources. */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { addressLiteralSchema } from './address-literal.ts'
import { cidrSchema } from './cidr.ts'
import { dependencySchema } from './dependency.ts'
import { findingSchema } from './finding.ts'
import type { Immutable } from './immutable.ts'
import { accountLimitSchema } from './account-limit.ts'
import { networkSchema } from './network.ts'
import { sourceIds } from './source-id.ts'

export const diskSchema = z.strictObject({
  /** Unique within its VM and stable from one reading to the next. */
  id: z.string(),
  name: z.string(),
  capacityGiB: z.number().positive(),
  /** What the guest or the storage says is in use. */
  usedGiB: z.number().nonnegative().nullable(),
  /** The source's own class name, such as gp3 or Premium_LRS. */
  sourceClass: z.string().nullable(),
  /** Provisioned, where the source provisions them. */
  iops: z.number().positive().nullable(),
  throughputMiBps: z.number().positive().nullable(),
  /** `raw` is mapped straight to a LUN, `shared` is attached to several VMs, `ephemeral` dies with its host. */
  attachment: z.enum(['exclusive', 'raw', 'shared', 'ephemeral']),
  boot: z.boolean(),
})
export type Disk = Immutable<z.infer<typeof diskSchema>>

export const nicSchema = z.strictObject({
  id: z.string(),
  subnetId: z.string().nullable(),
  macAddress: z.string().nullable(),
  /** Private addresses, the primary one first. */
  addresses: z.array(addressSchema),
  securityGroupIds: z.array(z.string()),
  /** Reached from outside by a public address of its own. */
  hasPublicAddress: z.boolean(),
  /** Lets traffic pass that is neither from nor for it; absent when the source does not say, as are the others below. */
  forwards: z.boolean().optional(),
  /** Blocks handed to it whole, for containers say. */
  prefixes: z.array(cidrSchema).optional(),
  /** Its place among the interfaces of the VM. */
  deviceIndex: z.int().nonnegative().optional(),
  /** Of its addresses, those that nobody chose: the platform may give others when it is made again. */
  pickedAddresses: z.array(addressSchema).optional(),
  /** What it is told to ask for names, instead of what its network says. */
  nameServers: z.array(addressSchema).optional(),
  /** Reaches the hardware past the software of its host (SR-IOV). */
  accelerated: z.boolean().optional(),
  /** Reaches the internet by an address that the platform lends it, for want of another way out. */
  borrowsWayOut: z.boolean().optional(),
})
export type Nic = Immutable<z.infer<typeof nicSchema>>

export const acceleratorSchema = z.strictObject({
  kind: z.enum(['gpu', 'fpga', 'inference', 'media']),
  model: z.string().nullable(),
  count: z.int().positive(),
  /** Of one accelerator. */
  memoryGiB: z.number().positive().nullable(),
})
export type Accelerator = Immutable<z.infer<typeof acceleratorSchema>>

/** What a VM has of its platform beside size: read for the rules of compatibility. Absent = the source does not say. */
const vmTraitsSchema = z
  .strictObject({
    /** UEFI Secure Boot is on. */
    secureBoot: z.boolean(),
    /** It has a virtual TPM. */
    tpm: z.boolean(),
    /** Devices of its host that are handed through whole, as the source names them; GPUs it can tell are accelerators. */
    passthrough: z.array(z.string()),
    /** A USB device is attached, not only a controller. */
    usb: z.boolean(),
    /** A second copy of it runs in step with it. */
    faultTolerant: z.boolean(),
    /** Its latency sensitivity is set to high. */
    latencySensitive: z.boolean(),
    /** All its memory is reserved on the host. */
    memoryReserved: z.boolean(),
    /** CPU or memory may be added while it runs. */
    hotAdd: z.boolean(),
    /** It is given the virtualisation of the CPU: it may run VMs itself. */
    nestedVirtualisation: z.boolean(),
    /** It is bound to CPUs or NUMA nodes of its host. */
    pinned: z.boolean(),
  })
  .partial()
export type VmTraits = Immutable<z.infer<typeof vmTraitsSchema>>

export const vmSchema = z.strictObject({
  /** The vendor's own id; unique in the site. */
  id: z.string().min(1),
  /** What other sources call it, where several were merged: their metrics find it by these. */
  otherIds: z.array(z.string()).optional(),
  name: z.string(),
  /** Which source it was read from. */
  source: z.enum(sourceIds),
  /** Only workloads are planned. */
  kind: z.enum(['workload', 'template', 'placeholder', 'platform']),
  power: z.enum(['on', 'off', 'suspended', 'unknown']),
  /** Allocated; null when the source does not say. */
  vcpus: z.int().positive().nullable(),
  memoryGiB: z.number().positive().nullable(),
  architecture: z.enum(['x86_64', 'arm64']).nullable(),
  firmware: z.enum(['bios', 'uefi']).nullable(),
  os: z.strictObject({ name: z.string(), family: z.enum(['linux', 'windows', 'other']) }).nullable(),
  /** The source's own type name, such as m5.large. */
  sourceType: z.string().nullable(),
  disks: z.array(diskSchema),
  nics: z.array(nicSchema),
  accelerators: z.array(acceleratorSchema),
  /** Where it runs, by the source's names; VMs that share a value fail together. */
  placement: z.strictObject({
    datacenter: z.string().nullable(),
    cluster: z.string().nullable(),
    host: z.string().nullable(),
    zone: z.string().nullable(),
  }),
  application: z.string().nullable(),
  protectionGroup: z.string().nullable(),
  /** The tier's id, where the source (a tag, a column) gives one. */
  tier: z.string().nullable(),
  /** Ids or names of VMs that must run before this one. */
  dependsOn: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  /** The name of the key that its first login is made with, never the key; absent when the source does not say. */
  keyName: z.string().optional(),
  /** What it acts as towards the platform: the id of an instance profile or managed identity. */
  platformRole: z.string().optional(),
  traits: vmTraitsSchema.optional(),
  /** Addresses of the site in what it runs at its start (user data); absent when that was not read. */
  literals: z.array(addressLiteralSchema).optional(),
})
export type Vm = Immutable<z.infer<typeof vmSchema>>

/** What VMs of the primary site run on, where the source says how large it is. */
const siteHostSchema = z.strictObject({
  /** Unique in the site. */
  id: z.string().min(1),
  /** As `placement.host` of its VMs. */
  name: z.string(),
  cluster: z.string().nullable(),
  datacenter: z.string().nullable(),
  memoryGiB: z.number().positive().nullable(),
  /** Logical processors, hyper-threading counted where it is on. */
  threads: z.int().positive().nullable(),
  /** Runs nothing for the time being. */
  maintenance: z.boolean(),
})
export type SiteHost = Immutable<z.infer<typeof siteHostSchema>>

export const siteSchema = z.strictObject({
  id: z.string(),
  region: z.string().nullable(),
  /** ISO 8601 UTC: the latest time any of the sources states; null when none does. */
  capturedAt: z.string().nullable(),
  vms: z.array(vmSchema),
  network: networkSchema,
  /** Sorted by id; absent when no source says any. */
  hosts: z.array(siteHostSchema).optional(),
  /** Of the accounts it runs in, sorted by id; absent when no source says any. */
  limits: z.array(accountLimitSchema).optional(),
  /** Sorted (compareDependencies). What rules of drplan.yaml state is not among it: they belong to the plan. */
  dependencies: z.array(dependencySchema),
  /** What the sources found worth saying while reading. */
  findings: z.array(findingSchema),
})
export type Site = Immutable<z.infer<typeof siteSchema>>

/** The total size of a VM's disks in GiB. */
export const totalDiskGiB = (vm: Vm): number => vm.disks.reduce((sum, disk) => sum + disk.capacityGiB, 0)
