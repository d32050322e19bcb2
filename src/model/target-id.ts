/** The platforms drplan plans for. */
import { z } from 'zod'

export const targetIds = ['aws', 'azure'] as const
export const targetIdSchema = z.enum(targetIds)
export type TargetId = (typeof targetIds)[number]

/**
 * Ids that a platform gives its machines, and no other inventory does (EC2 user guide, "Resource IDs"; Azure Resource
 * Manager, "Resource ID").
 */
export const machineIds: Readonly<Record<TargetId, RegExp>> = {
  aws: /^i-[0-9a-f]{8,17}$/,
  azure: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.compute\/virtualmachines\/[^/]+$/i,
}
