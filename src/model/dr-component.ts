/**
 * What the recovery site offers. A component says what a machine can do; its prices say where and for
 * how much; an offering (mapping.ts) joins a component, a strategy and a place.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { acceleratorSchema } from './site.ts'
import { targetIdSchema } from './target-id.ts'

const drComponentSchema = z.strictObject({
  /** The vendor's own name, such as m7i.large. */
  id: z.string().min(1),
  target: targetIdSchema,
  family: z.string(),
  /** Still sold as current by the vendor. */
  current: z.boolean(),
  /** Why it is never chosen for a VM that does not run on it already; null = it may be. */
  specialPurpose: z.string().nullable(),
  capacity: z.strictObject({
    vcpus: z.int().positive(),
    memoryGiB: z.number().positive(),
    architecture: z.enum(['x86_64', 'arm64']),
    bootModes: z.array(z.enum(['bios', 'uefi'])).min(1),
    /** Sustained, not burst; null = the vendor does not say. */
    networkMbps: z.number().positive().nullable(),
    diskMiBps: z.number().positive().nullable(),
    diskIops: z.number().positive().nullable(),
    /** Volumes that may be attached, the one it boots from among them. */
    maxDisks: z.int().positive().nullable(),
    /** May disks be attached that ask for premium storage? True where the vendor makes no difference. */
    premiumStorage: z.boolean(),
    maxNics: z.int().positive().nullable(),
    accelerators: z.array(acceleratorSchema),
    localDiskGiB: z.number().nonnegative(),
    bareMetal: z.boolean(),
    /** Share of one vCPU that may be used for ever, 0 to 1; null = not burstable. */
    burstableBaseline: z.number().positive().max(1).nullable(),
    /** CoreMark iterations per second of one vCPU; null = not measured. */
    scorePerVcpu: z.number().positive().nullable(),
  }),
  prices: z.array(
    z.strictObject({
      region: z.string(),
      /** On demand, Linux, in the catalogue's currency. */
      perHour: z.number().positive(),
      asOf: z.iso.date(),
      estimated: z.boolean(),
      /** What a Windows licence of the vendor costs on top; null = not known, or not offered. */
      windowsPerHour: z.number().nonnegative().nullable(),
      windowsEstimated: z.boolean(),
    }),
  ),
})
export type DrComponent = Immutable<z.infer<typeof drComponentSchema>>

const diskClassSchema = z.strictObject({
  id: z.string().min(1),
  target: targetIdSchema,
  /** Still sold as current by the vendor. */
  current: z.boolean(),
  minGiB: z.number().positive(),
  maxGiB: z.number().positive(),
  /** What the size alone brings: a floor and a rate per GiB, up to `maxIops`. */
  baseIops: z.number().nonnegative(),
  iopsPerGiB: z.number().nonnegative(),
  maxIops: z.number().positive(),
  /** Most that may be bought for each GiB of the disk; null = no such limit. */
  maxIopsPerGiB: z.number().positive().nullable(),
  /** The same for throughput, sustained: a floor and a rate per GiB, up to `maxMiBps`. */
  baseMiBps: z.number().nonnegative(),
  miBpsPerGiB: z.number().nonnegative(),
  maxMiBps: z.number().positive(),
  /** Most throughput for each operation per second the disk has; null = no such limit. */
  maxMiBpsPerIops: z.number().positive().nullable(),
  /** May IOPS and throughput be bought on top? */
  provisioned: z.boolean(),
  solidState: z.boolean(),
  bootable: z.boolean(),
  /** Only for components with premium storage. */
  premiumStorage: z.boolean(),
  prices: z.array(
    z.strictObject({
      region: z.string(),
      /** Of the disk as a whole, whatever its size up to `maxGiB`. */
      perDiskMonth: z.number().nonnegative(),
      perGiBMonth: z.number().nonnegative(),
      /** Per operation per second above what is included. */
      perIopsMonth: z.number().nonnegative(),
      perMiBpsMonth: z.number().nonnegative(),
      asOf: z.iso.date(),
    }),
  ),
})
export type DiskClass = Immutable<z.infer<typeof diskClassSchema>>

/** Services a strategy pays for besides compute and disks. */
const serviceIds = [
  'replication-server-hour',
  'replication-server-month',
  'snapshot-gib-month',
  'backup-gib-month',
  /** Decimal gigabytes. */
  'backup-gb-month',
  /** Of a VM of 50 GB at most; and for each 500 GB begun of a larger one. Decimal gigabytes. */
  'backup-50gb-month',
  'backup-500gb-month',
  /** Of each decimal gigabyte that leaves the region: for any other one; for that of `to`, where that has its own price. */
  'transfer-regions-gb',
  'transfer-pair-gb',
  /** Between zones of the region, in each direction. */
  'transfer-zones-gb',
  /** To the internet: of the first 10 TB a month, and of what is above 10, 50 and 150 TB. */
  'transfer-internet-gb',
  'transfer-internet-10tb-gb',
  'transfer-internet-50tb-gb',
  'transfer-internet-150tb-gb',
] as const
export type ServiceId = (typeof serviceIds)[number]

export const catalogueSchema = z.strictObject({
  target: targetIdSchema,
  /** The oldest date among the facts that prices rest on. */
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  /** How many hours a month has where drplan.yaml says nothing else (mapping.hoursPerMonth). */
  hoursPerMonth: z.literal(730),
  regions: z.array(z.string()).min(1),
  sources: z.array(z.strictObject({ id: z.string(), what: z.string(), asOf: z.string() })),
  components: z.array(drComponentSchema),
  diskClasses: z.array(diskClassSchema),
  services: z.array(
    z.strictObject({
      id: z.enum(serviceIds),
      region: z.string(),
      /** Of a transfer that has a price to this region alone. */
      to: z.string().optional(),
      price: z.number().nonnegative(),
      asOf: z.iso.date(),
      estimated: z.boolean(),
      source: z.string(),
    }),
  ),
})
export type Catalogue = Immutable<z.infer<typeof catalogueSchema>>
