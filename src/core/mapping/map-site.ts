/**
 * A component for every VM. First each VM by itself; where that takes more than VMs share (quotas, stock, money, zones),
 * all of them at once: that question is asked by the caller, since answering it may take a thread and a while.
 */
import type { AccountQuotas } from '../../model/account-quotas.ts'
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import { compareFindings } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { Demand } from '../../model/forecast.ts'
import type { Mapping, Solution } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Quota } from '../../model/shared-limit.ts'
import type { Site } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { sumMoney } from './money.ts'
import { assertRegion } from './region.ts'
import { assign, chooseFor, type Given, type VmChoice, type VmMapping } from './map-vm.ts'
import { openRules } from './open-rules.ts'
import type { Deadline, Option, Rules } from './choose.ts'
import { countOf } from './amounts.ts'
import type { IntegerAnswer, IntegerQuestion } from './optimise/linear-solver.ts'
import { chainQuestions, readChains, type ChainQuestion } from './shared/chain-model.ts'
import { openEstate, type Estate } from './shared/chain-times.ts'
import { deadlinesFor } from './shared/chains.ts'
import { decide, type Answer, type Decision } from './shared/decide.ts'
import { planApart, type Apart } from './shared/keep-apart.ts'
import { oldQuotasFindings } from './shared/account-quotas.ts'
import { ledgerFindings, ledgerOf } from './shared/ledger.ts'
import { sharedLimits, type SharedLimit } from './shared/limits.ts'
import { limitFindings } from './shared/limit-findings.ts'
import { questionOf } from './shared/pose.ts'
import type { Question } from './shared/question.ts'
import { siteFindings, unstatedFindings } from './site-findings.ts'
import type { Kept } from './value.ts'

export interface MapSiteInput {
  readonly vms: readonly ScopedVm[]
  /** By VM id. */
  readonly demands: ReadonlyMap<string, Demand>
  readonly catalogue: Catalogue
  /** Of the recovery site. */
  readonly region: string
  readonly policy: MappingPolicy
  readonly recovery: RecoveryModel
  readonly site: Pick<Site, 'network'>
  /** Of the platform. */
  readonly quotas: readonly Quota[]
  /** As read from the account at the recovery site; absent = nobody has. */
  readonly accountQuotas?: AccountQuotas | null
  readonly zones: { readonly perRegion: number; readonly ofSubnets: boolean }
  /** What VMs had in an earlier plan, by VM id; empty without one. */
  readonly kept: ReadonlyMap<string, Kept>
}

/** What is decided before the question is answered. */
export interface DraftMapping {
  readonly input: MapSiteInput
  readonly rules: Rules
  readonly limits: readonly SharedLimit[]
  readonly apart: Apart
  /** In the order of VM ids. */
  readonly choices: readonly VmChoice[]
  /** Null: what is best for each VM is best for all. */
  readonly question: Question | null
}

/** What the caller has answered, in a thread or not: the choice for all VMs, or an integer model. */
export type Asked =
  | { readonly kind: 'assign'; readonly instance: Question['instance'] }
  | { readonly kind: 'integer'; readonly question: IntegerQuestion }
export type Reply = Answer | IntegerAnswer

type Asking<Result> = Generator<Asked, Result, Reply>

/** Deadlines change what the optimiser may choose, which changes what waits: so often it is asked again at most. */
const MOST_ROUNDS = 4

/**
 * Asks what is to be answered for all VMs at once, as often as it must: VMs that wait for others get deadlines where
 * promises are broken. Every VM comes out once, assigned or unmapped, in the order of its id; `excluded` is left to the
 * caller. Throws what `draftMapping` throws.
 */
export function* mapSite(input: MapSiteInput): Asking<{ mapping: Mapping; findings: readonly Finding[] }> {
  const first = yield* decided(draftMapping(input))
  let { draft, decision } = first
  let bound = decision.solution.bound
  for (let round = 0; round < MOST_ROUNDS && isSolved(decision) && input.policy.objective === 'least-cost'; round++) {
    const mended = yield* mendChains({ draft, decision }, round === 0)
    if (!mended) break
    if (mended.bound !== null) bound = Math.max(bound ?? 0, mended.bound)
    const next = yield* decided(draftMapping(input, mended.deadlines))
    // What VMs share goes before what waits: a promise that is broken by waiting is a finding of the plan.
    if (!isSolved(next.decision)) break
    ;({ draft, decision } = next)
  }
  return completeMapping(draft, decision, bound)
}

interface Decided {
  readonly draft: DraftMapping
  readonly decision: Decision
}

function* decided(draft: DraftMapping): Asking<Decided> {
  const { question } = draft
  const reply = canBeAsked(question) ? yield { kind: 'assign', instance: question.instance } : null
  return { draft, decision: decide(draft, reply && 'optimised' in reply ? reply : null) }
}

interface Mended {
  readonly deadlines: Rules['deadlines']
  readonly bound: number | null
}

/** All chains at once where that can be; else one by one. */
function* mendChains({ draft, decision }: Decided, atOnce: boolean): Asking<Mended | null> {
  const { input, rules } = draft
  const estate = openEstate({ vms: input.vms, demands: input.demands, rules })
  const alone = new Map(
    draft.choices.flatMap((choice) =>
      choice.kind === 'option' ? [[choice.scoped.vm.id, choice.option] as const] : [],
    ),
  )
  const mended = atOnce ? readChains(yield* askChains(estate, alone), { estate, alone }) : null
  if (mended) return mended
  const deadlines = deadlinesFor(estate, decision.taken)
  return deadlines && { deadlines, bound: null }
}

function* askChains(
  estate: Estate,
  alone: ReadonlyMap<string, Option>,
): Asking<readonly { readonly asked: ChainQuestion; readonly answer: IntegerAnswer }[]> {
  const parts: { readonly asked: ChainQuestion; readonly answer: IntegerAnswer }[] = []
  for (const asked of chainQuestions(estate, alone, estate.input.rules.policy.gap ?? 0)) {
    const answer = yield { kind: 'integer', question: asked.question }
    if ('columns' in answer) parts.push({ asked, answer })
  }
  return parts
}

const canBeAsked = (question: Question | null): question is Question =>
  question !== null && question.hopeless.length === 0

const isSolved = ({ solution }: Decision): boolean => solution.status === 'optimal' || solution.status === 'feasible'

/** Throws InputError `config.region-unknown`, and `catalogue.damaged` when a service that a strategy needs has no price. */
export function draftMapping(input: MapSiteInput, deadlines: Rules['deadlines'] = new Map()): DraftMapping {
  const { catalogue, region, policy } = input
  assertRegion(catalogue, region)
  const rules = { ...openRules(input), deadlines }
  const scoped = input.vms.toSorted((a, b) => compareText(a.vm.id, b.vm.id))
  const choices = scoped.map((one) => chooseFor(one, input.demands.get(one.vm.id), rules))
  const { quotas, accountQuotas = null, site } = input
  const limits = sharedLimits({ policy, quotas, accountQuotas, site, currency: catalogue.currency })
  const apart = planApart(scoped, { policy, zones: input.zones, site: input.site })
  return {
    input,
    rules,
    limits,
    apart,
    choices,
    question: questionOf({ scoped, choices, limits, apart, rules, zones: input.zones.perRegion }),
  }
}

/** `bound`: what is proved for all rules together, chains included. */
function completeMapping(
  draft: DraftMapping,
  decision: Decision,
  bound: number | null,
): { mapping: Mapping; findings: readonly Finding[] } {
  const { input, rules, limits, choices, apart } = draft
  const { accountQuotas = null } = input
  const mapped = choices.map((choice): VmMapping => {
    if (choice.kind === 'none') return choice.mapping
    const { scoped, option } = choice
    const given = decision.given.get(scoped.vm.id) ?? { option, zone: null, instead: null }
    const instead = insteadOf(given, rules.deadlines.get(scoped.vm.id))
    return assign(scoped, { ...given, instead, apartOnHosts: apart.hosts.get(scoped.vm.id) ?? null }, rules.market)
  })
  const ledger = ledgerOf(limits, decision.taken)
  const vms = input.vms.map((one) => one.vm).toSorted((a, b) => compareText(a.id, b.id))
  const unstated = rules.market.networkUnstated
    ? vms.filter((vm) => input.demands.get(vm.id)?.networkMbps?.required)
    : []
  const findings = [
    ...mapped.flatMap((one) => one.findings),
    ...siteFindings(
      vms,
      mapped.flatMap((one) => one.prices ?? []),
      input.policy,
    ),
    ...unstatedFindings(
      unstated.map((vm) => vm.id),
      input.region,
    ),
    ...apart.findings,
    ...limitFindings(input, limits, decision.taken),
    ...oldQuotasFindings(accountQuotas, input.policy),
    ...ledgerFindings(ledger, accountQuotas !== null || Object.keys(input.policy.quotas).length > 0),
    ...decision.findings,
  ]
  return {
    mapping: { ...joined(mapped, input), ledger, solution: solutionOf(draft, decision, bound) },
    findings: findings.sort(compareFindings),
  }
}

type WithoutHosts = Omit<Given, 'apartOnHosts'>

/** A deadline is the reason before what VMs share is. */
function insteadOf({ option, instead }: WithoutHosts, deadline: Deadline | undefined): WithoutHosts['instead'] {
  if (!deadline || deadline.own.strategy === option.strategy) return instead
  return { option: deadline.own, because: deadline.because }
}

/** Sums of money in another order differ in their last bits. */
const SAME = 1e-9

function solutionOf({ rules }: DraftMapping, { solution }: Decision, bound: number | null): Solution {
  if (rules.deadlines.size === 0) return solution
  const gap = bound === null || bound === 0 ? null : Math.max(0, solution.value / bound - 1)
  const isBest = gap !== null && gap < SAME
  return {
    ...solution,
    status: isBest ? 'optimal' : 'feasible',
    gap: isBest ? 0 : gap,
    bound: isBest ? solution.value : bound,
    method: `${solution.method}; ${countOf(rules.deadlines.size, 'VMs')} must be back sooner than by themselves, for those that wait for them`,
  }
}

function joined(
  mapped: readonly VmMapping[],
  { catalogue, region }: MapSiteInput,
): Omit<Mapping, 'ledger' | 'solution'> {
  const assignments = mapped.flatMap((one) => one.assignment ?? [])
  return {
    target: catalogue.target,
    region,
    assignments,
    unmapped: mapped.flatMap((one) => one.unmapped ?? []),
    excluded: [],
    standbyPerMonth: sumMoney(assignments.map((one) => one.offering.standbyPerMonth)),
    recoveredPerHour: sumMoney(assignments.map((one) => one.offering.recoveredPerHour)),
    currency: catalogue.currency,
    catalogueAsOf: catalogue.asOf,
  }
}
