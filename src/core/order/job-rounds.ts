/** One group in jobs of a service: so many VMs in a job, so many jobs and so many VMs in all of them at a time. */

export interface JobLimits {
  readonly vmsInJob: number
  /** Null = no such limit. */
  readonly jobsAtOnce: number | null
  readonly vmsAtOnce: number | null
}

/**
 * Rounds follow one another; the jobs of a round run side by side. As few rounds and as few jobs in each as there can be:
 * every round but the last is full.
 */
export function jobRounds(
  vms: readonly string[],
  { vmsInJob, jobsAtOnce, vmsAtOnce }: JobLimits,
): readonly (readonly (readonly string[])[])[] {
  const inRound = Math.min(vmsAtOnce ?? Infinity, (jobsAtOnce ?? Infinity) * vmsInJob)
  return chunks(vms, inRound).map((round) => chunks(round, vmsInJob))
}

function chunks(items: readonly string[], size: number): readonly (readonly string[])[] {
  if (items.length <= size) return items.length === 0 ? [] : [items]
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
