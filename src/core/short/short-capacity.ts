/** The lists for a day on which capacity is short, made before it. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import { trim } from '../../model/quantity.ts'
import type { RunbookSettings } from '../../model/runbook-settings.ts'
import type { Capacity, ShortCapacity } from '../../model/short-capacity.ts'
import { applicationsOf, fits, nothing, plus, startsWithin } from './shed.ts'

/** Enough to see what goes first; between two of them the next one down is meant. */
const SHARES = [0.75, 0.5, 0.25]

export function planShortCapacity(
  plan: Pick<Plan, 'vms' | 'demands' | 'tiers' | 'mapping'>,
  { freeCapacity, preempt }: Pick<RunbookSettings, 'freeCapacity' | 'preempt'>,
): ShortCapacity {
  const applications = applicationsOf(plan)
  const needed = applications.reduce((sum, { size }) => plus(sum, size), nothing)
  return {
    needed,
    levels: SHARES.map((share) => {
      const room = { vcpus: needed.vcpus * share, memoryGiB: needed.memoryGiB * share }
      const { starts, shrinks } = startsWithin(applications, room)
      const started = new Set(starts)
      const waits = applications.map(({ name }) => name).filter((name) => !started.has(name))
      return { share, starts: [...starts], shrinks: [...shrinks], waits: waits.sort() }
    }),
    ...(preempt.length > 0 && { preemption: preemption(needed, { freeCapacity, preempt }) }),
  }
}

function preemption(
  needed: Capacity,
  { freeCapacity, preempt }: Pick<RunbookSettings, 'freeCapacity' | 'preempt'>,
): ShortCapacity['preemption'] {
  let free = freeCapacity
  const steps = preempt.map(({ name, how, undo, frees }) => {
    free = free && plus(free, frees)
    return { name, how, undo, free, enough: free && fits(needed, free) }
  })
  return { free: freeCapacity, steps }
}

/** Stopping all of them, and still there is no room; or nobody said how much room there is. */
export function shortFindings({ needed, preemption }: ShortCapacity): readonly Finding[] {
  const last = preemption?.steps.at(-1)
  if (!last || last.enough === true) return []
  const missing = last.free
    ? [
        ...(needed.vcpus > last.free.vcpus ? [`${trim(needed.vcpus - last.free.vcpus, 1)} vCPU`] : []),
        ...(needed.memoryGiB > last.free.memoryGiB
          ? [`${trim(needed.memoryGiB - last.free.memoryGiB, 1)} GiB of memory`]
          : []),
      ]
    : []
  return [
    createFinding('plan.preemption-short', {
      subject: 'runbook.preempt',
      message: last.free
        ? `Stopping everybody of runbook.preempt leaves the recovery site ${missing.join(' and ')} short.`
        : 'Whether stopping everybody of runbook.preempt makes enough room cannot be told: nobody said what is free at the recovery site.',
      suggestion: last.free
        ? 'Name more of them, ask for more capacity, or expect the applications of the shed list to wait.'
        : 'State it in drplan.yaml (runbook.freeCapacity).',
    }),
  ]
}
