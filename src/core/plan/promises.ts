/** Is what was promised kept? One answer for each application, by the models of RTO and RPO. */
import type { Assignment } from '../../model/mapping.ts'
import type { ApplicationPromise } from '../../model/plan.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Timing } from './waves.ts'

export interface Outcome {
  readonly timings: ReadonlyMap<string, Timing>
  readonly assignments: ReadonlyMap<string, Assignment>
  /** Names by id, for sentences. */
  readonly names: ReadonlyMap<string, string>
}

/** Worst first: broken, kept, nothing promised; within that the strongest tier, then by name. */
export function judgePromises(planned: readonly ScopedVm[], outcome: Outcome): readonly ApplicationPromise[] {
  const applications = new Map<string, ScopedVm[]>()
  for (const scoped of planned) {
    const members = applications.get(scoped.application)
    if (members) members.push(scoped)
    else applications.set(scoped.application, [scoped])
  }
  const judged = [...applications].map(([application, members]) => judge(application, members, outcome))
  return judged
    .sort(
      (a, b) =>
        rank[a.promise.verdict] - rank[b.promise.verdict] ||
        a.priority - b.priority ||
        compareText(a.promise.application, b.promise.application),
    )
    .map(({ promise }) => promise)
}

const rank = { broken: 0, kept: 1, none: 2 }
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function judge(
  application: string,
  members: readonly ScopedVm[],
  outcome: Outcome,
): { promise: ApplicationPromise; priority: number } {
  const strictest = members.reduce((best, one) => (one.tier.priority < best.tier.priority ? one : best))
  const { tier } = strictest
  const lost = members.filter(({ vm }) => !outcome.timings.has(vm.id))
  const timed = members.flatMap((scoped) => {
    const timing = outcome.timings.get(scoped.vm.id)
    return timing ? [{ scoped, timing }] : []
  })
  const late = timed.filter(({ scoped, timing }) => missed(scoped, timing))
  const slowest = timed.reduce<(typeof timed)[number] | null>(
    (worst, one) => (worst && worst.timing.served >= one.timing.served ? worst : one),
    null,
  )
  const promised = members.some((scoped) => scoped.tier.rtoMinutes !== null || scoped.tier.rpoMinutes !== null)
  const verdict = lost.length > 0 || late.length > 0 ? 'broken' : promised ? 'kept' : 'none'
  const achieved =
    lost.length > 0 || !slowest
      ? null
      : { rtoMinutes: slowest.timing.served, rpoMinutes: Math.max(...timed.map(({ timing }) => timing.rpoMinutes)) }
  return {
    priority: tier.priority,
    promise: {
      application,
      tierId: tier.id,
      vmIds: members.map(({ vm }) => vm.id).sort(),
      promised: { rtoMinutes: tier.rtoMinutes, rpoMinutes: tier.rpoMinutes },
      achieved,
      verdict,
      because: reasonFor({ lost, late, slowest }, outcome),
    },
  }
}

type Timed = { readonly scoped: ScopedVm; readonly timing: Timing }

const missed = ({ tier }: ScopedVm, timing: Timing): boolean =>
  (tier.rtoMinutes !== null && timing.served > tier.rtoMinutes) ||
  (tier.rpoMinutes !== null && timing.rpoMinutes > tier.rpoMinutes)

function reasonFor(
  facts: { lost: readonly ScopedVm[]; late: readonly Timed[]; slowest: Timed | null },
  outcome: Outcome,
): string {
  const [gone] = facts.lost
  const more = facts.lost.length - 1
  if (gone)
    return more === 0 ? `${gone.vm.name} has no component` : `${gone.vm.name} and ${more} more have no component`
  const decisive = facts.late[0] ?? facts.slowest
  if (!decisive) return 'it has no VM'
  const { scoped, timing } = decisive
  const { rpoMinutes } = scoped.tier
  if (rpoMinutes !== null && timing.rpoMinutes > rpoMinutes) {
    return `${scoped.vm.name} may lose ${round(timing.rpoMinutes)} min of data`
  }
  return slowestPart(decisive, outcome)
}

function slowestPart({ scoped: { vm }, timing }: Timed, { assignments, names }: Outcome): string {
  if (timing.waitedFor !== null) {
    return `${vm.name} waits for ${names.get(timing.waitedFor) ?? timing.waitedFor} until ${round(timing.start)} min`
  }
  const terms = assignments.get(vm.id)?.achieved.terms ?? []
  const [longest] = [...terms].sort((a, b) => b.minutes - a.minutes)
  return longest ? `${longest.name} of ${vm.name}, ${round(longest.minutes)} min` : vm.name
}

const round = (minutes: number): string => String(Math.round(minutes * 10) / 10)
