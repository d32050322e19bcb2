/**
 * Cost against exposure. Every strategy that can be priced is looked at, also those that a tier does not allow: the
 * frontier shows what promises cost, so promises do not narrow it. Quotas and stock do; the budget does not.
 */
import type { Frontier, FrontierPoint } from '../../../model/frontier.ts'
import type { Achieved, Mapping } from '../../../model/mapping.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import type { RecoveryStrategy, Tier } from '../../../model/tier.ts'
import type { FrontierPoint as Traced } from '../optimise/frontier.ts'
import type { Conflict } from '../optimise/optimise.ts'
import { draftMapping, type DraftMapping, type MapSiteInput } from '../draft-mapping.ts'
import { sumMoney } from '../money.ts'
import { scopedTimeOf } from '../scoped-time.ts'
import { exposureOf, perMonth, UNITS } from '../value.ts'
import { conflictFinding, hopelessFinding } from './conflict-words.ts'
import { timesBack, waitingAmong } from './chain-times.ts'
import type { Taken } from './ledger.ts'
import type { SharedLimit } from './limits.ts'
import { pose } from './pose.ts'
import type { Question } from './question.ts'

/** Exposure counts in thousandths of a promise: whole numbers, as the frontier asks for. */
const EXPOSURE_UNIT = 1000

export interface FrontierQuestion {
  readonly question: Question
  /** The number of the limit that is lowered. */
  readonly limit: number
  readonly draft: DraftMapping
}

/** Throws what `draftMapping` throws. */
export function frontierQuestion(input: MapSiteInput): FrontierQuestion {
  const policy = { ...input.policy, objective: 'most-protection' as const, budgetPerMonth: null, keep: null }
  const draft = draftMapping({ ...input, policy, kept: new Map() })
  const limits = [...draft.limits, exposure(draft)]
  const question = pose({
    scoped: input.vms,
    choices: draft.choices,
    limits,
    apart: draft.apart,
    rules: draft.rules,
    zones: input.zones.perRegion,
    valued: { ...draft.rules, policy: { ...policy, objective: 'least-cost' } },
  })
  return { question, limit: question.limits.findIndex(({ id }) => id === EXPOSURE), draft }
}

const EXPOSURE = 'exposure'

const exposure = ({ rules }: DraftMapping): SharedLimit => ({
  id: EXPOSURE,
  name: 'Exposure',
  unit: 'thousandths of a promise',
  most: Number.MAX_VALUE,
  used: null,
  initially: null,
  source: null,
  assumed: false,
  stated: true,
  fixed: false,
  ofComponent: false,
  amountOf(option, scoped) {
    const { copiedGiB } = option.diskPlan
    const time = scopedTimeOf(option.strategy, scoped, { copiedGiB, rules })
    return Math.round(exposureOf(time, scoped.tier) * EXPOSURE_UNIT)
  },
})

/** `traced` in any order; `chosen` is what the plan uses. */
export function readFrontier(
  { question, draft }: FrontierQuestion,
  traced: { readonly points: readonly Traced[]; readonly outOfTime: boolean },
  chosen: Frontier['chosen'],
): Frontier {
  const points = traced.points.flatMap((point) => pointOf(question, draft, point) ?? [])
  const conflict = traced.points.find((one) => one.conflict !== null)?.conflict
  return {
    vms: question.choosers.length,
    currency: draft.input.catalogue.currency,
    points: nonDominated(points),
    chosen,
    none: points.length > 0 ? null : whyNone(question, conflict ?? null),
    stopped: traced.outOfTime ? 'time-limit' : null,
  }
}

function whyNone(question: Question, conflict: Conflict | null): string {
  const [hopeless] = question.hopeless
  if (hopeless) return hopelessFinding(hopeless).message
  return conflict ? conflictFinding(question, conflict).message : 'No mapping was found.'
}

function pointOf(
  question: Question,
  { rules, input }: DraftMapping,
  { assignment, bound, gap }: Traced,
): FrontierPoint | null {
  if (!assignment) return null
  const taken = question.choosers.flatMap(({ scoped }, vm): Taken[] => {
    const meaning = question.meanings[assignment[vm] ?? -1]
    return meaning ? [{ scoped, option: meaning.option }] : []
  })
  const { recoveredHoursPerMonth } = rules.policy
  const protectedVms = withWaiting(taken.map(protectedBy), input.vms)
  return {
    ...summaryOf(protectedVms, recoveredHoursPerMonth),
    costBound: bound === null ? null : bound / UNITS['least-cost'],
    gap,
    standbyPerMonth: sumMoney(taken.map(({ option }) => option.standbyPerMonth)),
    recoveredPerHour: sumMoney(taken.map(({ option }) => option.recoveredPerHour)),
    longestRtoMinutes: longest(protectedVms),
    hoursDown: Math.round(protectedVms.reduce((sum, { servedMinutes }) => sum + servedMinutes, 0) / 0.6) / 100,
    strategies: countStrategies(taken),
  }
}

/** What a mapping is compared by. */
export function standingOf(mapping: Pick<Mapping, 'assignments'>, input: MapSiteInput): Frontier['chosen'] {
  const tiers = new Map(input.vms.map(({ vm, tier }) => [vm.id, tier]))
  const protectedVms = mapping.assignments.flatMap(({ vmId, offering, achieved }) => {
    const tier = tiers.get(vmId)
    return tier ? [{ ...offering, vmId, achieved, tier }] : []
  })
  return summaryOf(withWaiting(protectedVms, input.vms), input.policy.recoveredHoursPerMonth)
}

interface Protected {
  readonly vmId: string
  readonly standbyPerMonth: number
  readonly recoveredPerHour: number
  readonly achieved: Achieved
  readonly tier: Tier
}

/** With the minutes until users are served, what it waits for included. */
interface Served extends Protected {
  readonly servedMinutes: number
}

/** VMs on circles are timed by themselves. */
function withWaiting(all: readonly Protected[], vms: readonly ScopedVm[]): readonly Served[] {
  const times = timesBack(waitingAmong(vms), new Map(all.map(({ vmId, achieved }) => [vmId, achieved])))
  return all.map((one) => ({ ...one, servedMinutes: times.get(one.vmId)?.served ?? one.achieved.rtoMinutes }))
}

const protectedBy = ({ option, scoped }: Taken): Protected => ({
  ...option,
  vmId: scoped.vm.id,
  achieved: option.time.achieved,
  tier: scoped.tier,
})

function summaryOf(vms: readonly Served[], recoveredHoursPerMonth: number): Frontier['chosen'] {
  const exposed = vms.reduce((sum, one) => sum + exposureOf(one, one.tier), 0)
  return {
    costPerMonth: sumMoney(vms.map((one) => perMonth(one, { recoveredHoursPerMonth }))),
    exposure: Math.round(exposed * EXPOSURE_UNIT) / EXPOSURE_UNIT,
    keeping: vms.filter(isKept).length,
  }
}

const isKept = ({ achieved, servedMinutes, tier }: Served): boolean =>
  servedMinutes <= (tier.rtoMinutes ?? Infinity) && achieved.rpoMinutes <= (tier.rpoMinutes ?? Infinity)

const longest = (vms: readonly Served[]): number | null =>
  vms
    .filter(({ tier }) => tier.rtoMinutes !== null)
    .reduce<number | null>((most, { servedMinutes }) => Math.max(most ?? 0, servedMinutes), null)

function countStrategies(taken: readonly Taken[]): FrontierPoint['strategies'] {
  const counts = new Map<RecoveryStrategy, number>()
  for (const { option } of taken) counts.set(option.strategy, (counts.get(option.strategy) ?? 0) + 1)
  return Object.fromEntries(counts)
}

/** From the cheapest up, without those that another one is as cheap and as safe as. */
function nonDominated(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  const sorted = points.toSorted((a, b) => a.costPerMonth - b.costPerMonth || a.exposure - b.exposure)
  const kept: FrontierPoint[] = []
  for (const point of sorted) if (point.exposure < (kept.at(-1)?.exposure ?? Infinity)) kept.push(point)
  return kept
}
