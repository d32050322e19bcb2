/**
 * When a VM is back, given when it may begin. A disaster is detected and declared first, for all VMs alike; then comes
 * work on the VM, once everything it needs is back; users are redirected at the end, which nothing waits for.
 */
import type { Achieved } from './mapping.ts'

export interface RecoveryTerms {
  /** Minutes until it may begin. */
  readonly ready: number
  readonly work: number
  readonly redirect: number
}

/** What the platform does to a machine of another one, while it brings it back. */
export const CONVERT = 'convert'

const beforeStart = new Set(['detect', 'declare'])

export function recoveryTerms({ terms }: Pick<Achieved, 'terms'>): RecoveryTerms {
  let [ready, work, redirect] = [0, 0, 0]
  for (const { name, minutes } of terms)
    if (beforeStart.has(name)) ready += minutes
    else if (name === 'redirect') redirect += minutes
    else work += minutes
  return { ready, work, redirect }
}

/** Two decimals, as recovery times are rounded: sums of fractions must not miss a promise by their last digit. */
const tidyMinutes = (minutes: number): number => Math.round(minutes * 100) / 100

export interface Back {
  readonly start: number
  /** What needs it may begin. */
  readonly end: number
  /** Users are served again. */
  readonly served: number
  /** Does it wait for others longer than for the declaration? */
  readonly waits: boolean
}

/** `needed`: when the last of what it needs is back; 0 when it needs nothing. */
export function backAfter({ ready, work, redirect }: RecoveryTerms, needed: number): Back {
  const start = Math.max(ready, needed)
  const end = tidyMinutes(start + work)
  return { start, end, served: tidyMinutes(end + redirect), waits: needed > ready }
}
