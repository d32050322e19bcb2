/**
 * Two axes, never one: a tier is a promise (RTO, RPO), a strategy is a way to keep it, and a component
 * (dr-component.ts) is what the recovery site offers.
 */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** From the dearest to the cheapest to keep standing. */
export const strategies = ['active-active', 'hot-standby', 'warm-standby', 'pilot-light', 'backup-restore'] as const
export const strategySchema = z.enum(strategies)
export type RecoveryStrategy = (typeof strategies)[number]

export const tierSchema = z.strictObject({
  /** Short and stable, such as "0" or "gold". */
  id: z.string().min(1),
  name: z.string(),
  /** Promised time to return; null = best effort. */
  rtoMinutes: z.number().positive().nullable(),
  /** Promised data loss; null = best effort. */
  rpoMinutes: z.number().nonnegative().nullable(),
  /** Lower comes back first. */
  priority: z.int().nonnegative(),
  /** The ways allowed to keep the promise; the cheapest that keeps it is taken. */
  strategies: z.array(strategySchema).min(1),
})
export type Tier = Immutable<z.infer<typeof tierSchema>>

/** The default table; every figure can be changed in drplan.yaml. */
export const defaultTiers: readonly Tier[] = [
  { id: '0', name: 'mission critical', rtoMinutes: 5, rpoMinutes: 1, priority: 0, strategies: ['hot-standby'] },
  {
    id: '1',
    name: 'critical',
    rtoMinutes: 30,
    rpoMinutes: 5,
    priority: 1,
    strategies: ['hot-standby', 'warm-standby', 'pilot-light'],
  },
  {
    id: '2',
    name: 'important',
    rtoMinutes: 240,
    rpoMinutes: 60,
    priority: 2,
    strategies: ['warm-standby', 'pilot-light', 'backup-restore'],
  },
  {
    id: '3',
    name: 'deferrable',
    rtoMinutes: 1440,
    rpoMinutes: 1440,
    priority: 3,
    strategies: ['pilot-light', 'backup-restore'],
  },
  { id: '4', name: 'best effort', rtoMinutes: null, rpoMinutes: null, priority: 4, strategies: ['backup-restore'] },
]
