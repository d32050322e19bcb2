/** The platforms drplan plans for. */
import { z } from 'zod'

export const targetIds = ['aws', 'azure'] as const
export const targetIdSchema = z.enum(targetIds)
export type TargetId = (typeof targetIds)[number]
