/** How a runbook is called: its file, and what people type. */
import type { Runbook } from './runbook.ts'

export const runbookNames = ['prepare', 'failover', 'planned-failover', 'drill', 'failback'] as const
export type RunbookName = (typeof runbookNames)[number]

export const runbookName = ({ phase, mode }: Pick<Runbook, 'phase' | 'mode'>): RunbookName =>
  phase === 'failover' && mode === 'planned' ? 'planned-failover' : phase
