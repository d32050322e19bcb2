/** Is what was promised kept? One answer for each application, by the models of RTO and RPO. */
import type { Assignment } from '../../model/mapping.ts'
import type { ApplicationPromise } from '../../model/plan.ts'
import { duration } from '../../model/quantity.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Timing } from './waves.ts'
import { compareText } from '../../model/text-order.ts'

export interface Outcome {
  readonly timings: ReadonlyMap<string, Timing>
  readonly assignments: ReadonlyMap<string, Assignment>
  /** Of VMs that cannot run at the recovery site as they are, or need one that cannot: that one. */
  readonly unfit: ReadonlyMap<string, string>
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

const rank = { broken: 0, undecided: 1, kept: 2, none: 3 }
interface Facts {
  /** Without a component. */
  readonly lost: readonly ScopedVm[]
  /** With a component, but in need of a VM that has none. */
  readonly without: readonly Timed[]
  /** With a component that they cannot run on as they are; or in need of a VM that cannot. */
  readonly unfit: readonly ScopedVm[]
  /** The strongest tier first, then the slowest. */
  readonly late: readonly Timed[]
  /** Whose time rests on something nobody knows. */
  readonly untold: readonly Timed[]
  readonly slowest: Timed | null
  readonly promised: boolean
}

interface Timed {
  readonly scoped: ScopedVm
  readonly timing: Timing
}

function judge(
  application: string,
  members: readonly ScopedVm[],
  outcome: Outcome,
): { promise: ApplicationPromise; priority: number } {
  const timed = members.flatMap((scoped) => {
    const timing = outcome.timings.get(scoped.vm.id)
    return timing ? [{ scoped, timing }] : []
  })
  const facts = factsOf(members, timed, outcome)
  const strongest = members.reduce((best, one) => (compareTiers(one, best) < 0 ? one : best)).tier
  const tier =
    facts.lost.length + facts.without.length + facts.unfit.length > 0
      ? strongest
      : (facts.late[0]?.scoped.tier ?? strongest)
  const own = timed.filter(({ scoped }) => scoped.tier.id === tier.id)
  const told =
    [facts.lost, facts.without, facts.unfit, facts.untold].every((doubtful) => doubtful.length === 0) && own.length > 0
  return {
    priority: strongest.priority,
    promise: {
      application,
      tierId: tier.id,
      vmIds: members.map(({ vm }) => vm.id).sort(),
      promised: { rtoMinutes: tier.rtoMinutes, rpoMinutes: tier.rpoMinutes },
      achieved: told ? { rtoMinutes: latest(own), rpoMinutes: worstLoss(own) } : null,
      verdict: verdictOf(facts),
      // Of the VMs whose time is shown: one of a weaker tier may take longer, and keep its own promise.
      because: reasonFor({ ...facts, slowest: slowestOf(own) ?? facts.slowest }, outcome),
    },
  }
}

const latest = (timed: readonly Timed[]): number => timed.reduce((most, { timing }) => Math.max(most, timing.served), 0)

const worstLoss = (timed: readonly Timed[]): number =>
  timed.reduce((most, { timing }) => Math.max(most, timing.rpoMinutes), 0)

const compareTiers = (a: ScopedVm, b: ScopedVm): number =>
  a.tier.priority - b.tier.priority || compareText(a.tier.id, b.tier.id)

const compareLate = (a: Timed, b: Timed): number =>
  compareTiers(a.scoped, b.scoped) || b.timing.served - a.timing.served || compareText(a.scoped.vm.id, b.scoped.vm.id)

function factsOf(members: readonly ScopedVm[], timed: readonly Timed[], { unfit }: Outcome): Facts {
  const back = new Set(timed.map(({ scoped }) => scoped.vm.id))
  return {
    lost: members.filter(({ vm }) => !back.has(vm.id)),
    without: timed.filter(({ timing }) => timing.without !== null),
    unfit: members.filter(({ vm }) => back.has(vm.id) && unfit.has(vm.id)),
    late: timed.filter(missed).sort(compareLate),
    untold: timed.filter(({ timing }) => timing.unknownFrom !== null),
    slowest: slowestOf(timed),
    promised: members.some(({ tier }) => tier.rtoMinutes !== null || tier.rpoMinutes !== null),
  }
}

const slowestOf = (timed: readonly Timed[]): Timed | null =>
  timed.reduce<Timed | null>((worst, one) => (worst && worst.timing.served >= one.timing.served ? worst : one), null)

/** A VM whose time is unknown is at least as slow as what is known of it, so a miss counts even then. */
function verdictOf({ lost, without, unfit, late, untold, promised }: Facts): ApplicationPromise['verdict'] {
  if ([lost, without, unfit, late].some((wrong) => wrong.length > 0)) return 'broken'
  if (!promised) return 'none'
  return untold.length > 0 ? 'undecided' : 'kept'
}

/** Each VM answers for the promise of its own tier, also in an application of a stronger one. */
const missed = ({ scoped: { tier }, timing }: Timed): boolean =>
  (tier.rtoMinutes !== null && timing.served > tier.rtoMinutes) ||
  (tier.rpoMinutes !== null && timing.rpoMinutes > tier.rpoMinutes)

const reasonFor = (facts: Facts, outcome: Outcome): string =>
  missingPart(facts, outcome) ??
  unfitPart(facts, outcome) ??
  unknownPart(facts, outcome) ??
  decisivePart(facts, outcome)

function missingPart({ lost, without }: Facts, outcome: Outcome): string | null {
  const [gone] = lost
  const more = lost.length - 1
  if (gone) return `${gone.vm.name} ${more === 0 ? 'has' : `and ${more} more have`} no component`
  const [bereft] = without
  if (!bereft?.timing.without) return null
  return `${bereft.scoped.vm.name} needs ${nameOf(bereft.timing.without, outcome)}, which has no component`
}

function unfitPart({ unfit: [first, ...more] }: Facts, outcome: Outcome): string | null {
  if (!first) return null
  const culprit = outcome.unfit.get(first.vm.id) ?? first.vm.id
  if (culprit !== first.vm.id)
    return `${first.vm.name} needs ${nameOf(culprit, outcome)}, which is not ready to run there`
  return more.length === 0
    ? `${first.vm.name} is not ready to run there`
    : `${first.vm.name} and ${more.length} more are not ready to run there`
}

function unknownPart({ late, untold: [untold] }: Facts, outcome: Outcome): string | null {
  if (late.length > 0 || !untold?.timing.unknownFrom) return null
  return `the disks of ${nameOf(untold.timing.unknownFrom, outcome)} are unknown, so its restore time is`
}

function decisivePart(facts: Facts, outcome: Outcome): string {
  const decisive = facts.late[0] ?? facts.slowest
  if (!decisive) return 'it has no VM'
  const { scoped, timing } = decisive
  const { rpoMinutes } = scoped.tier
  if (rpoMinutes !== null && timing.rpoMinutes > rpoMinutes) {
    return `${scoped.vm.name} may lose ${duration(timing.rpoMinutes)} of data`
  }
  return slowestPart(decisive, outcome)
}

function slowestPart({ scoped: { vm }, timing }: Timed, outcome: Outcome): string {
  if (timing.waitedFor !== null) {
    return `${vm.name} waits for ${nameOf(timing.waitedFor, outcome)} until ${duration(timing.start)}`
  }
  const terms = outcome.assignments.get(vm.id)?.achieved.terms ?? []
  const [longest] = [...terms].sort((a, b) => b.minutes - a.minutes)
  return longest ? `${vm.name}, mostly ${longest.name}: ${duration(longest.minutes)}` : vm.name
}

const nameOf = (id: string, { names }: Outcome): string => names.get(id) ?? id
