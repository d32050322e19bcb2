/** What a VM is at the primary site, where that is a cloud: what the way home makes again. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { diskSchema, type Vm } from './site.ts'
import { machineIds, targetIdSchema, type TargetId } from './target-id.ts'

/** A card, with the ids of what guards it itself; what guards its subnet stands there still. */
const primaryCardSchema = z.strictObject({
  /** The order of the card on its VM, from 0. */
  nicIndex: z.int().nonnegative(),
  /** As the source states them; where filters guard cards, those of the subnet too. */
  securityGroupIds: z.array(z.string()),
  packetFilterIds: z.array(z.string()),
  memberGroupIds: z.array(z.string()),
})

/** As the source reads it, in its own words. */
const primaryDiskSchema = diskSchema.pick({
  id: true,
  name: true,
  capacityGiB: true,
  sourceClass: true,
  iops: true,
  throughputMiBps: true,
  boot: true,
})
export type PrimaryDisk = Immutable<z.infer<typeof primaryDiskSchema>>

export const primaryMachineSchema = z.strictObject({
  platform: targetIdSchema,
  /** The source's own name of its type; null = it does not say. */
  size: z.string().nullable(),
  zone: z.string().nullable(),
  /** What it acts as towards the platform; absent when the source does not say. */
  platformRole: z.string().optional(),
  cards: z.array(primaryCardSchema),
  /** Without those that die with their host. */
  disks: z.array(primaryDiskSchema),
})
export type PrimaryMachine = Immutable<z.infer<typeof primaryMachineSchema>>

/** The platform whose machine it is, by what any of its sources calls it; null = none that drplan has Terraform for. */
export function platformOf({ id, otherIds = [] }: Pick<Vm, 'id' | 'otherIds'>): TargetId | null {
  const ids = [id, ...otherIds]
  return targetIdSchema.options.find((platform) => ids.some((each) => machineIds[platform].test(each))) ?? null
}
