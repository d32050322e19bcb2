/**
 * A component for every VM. First each VM by itself; where that takes more than VMs share (quotas, stock, money, zones),
 * all of them at once: that question is asked by the caller, since answering it may take a thread and a while.
 */
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import { compareFindings } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { FailoverTarget } from '../../model/failover-target.ts'
import type { Demand } from '../../model/forecast.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Quota } from '../../model/shared-limit.ts'
import type { Site } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { sumMoney } from './money.ts'
import { assertRegion } from './region.ts'
import { assign, chooseFor, type VmChoice, type VmMapping } from './map-vm.ts'
import { openRules } from './open-rules.ts'
import type { Rules } from './choose.ts'
import { ladderFindings } from './ladder/ladder-findings.ts'
import { withLadder } from './ladder/ladder-needs.ts'
import { rotateZones } from './ladder/rotate-zones.ts'
import { decide, type Answer, type Decision } from './shared/decide.ts'
import { planApart, type Apart } from './shared/keep-apart.ts'
import { ledgerFindings, ledgerOf } from './shared/ledger.ts'
import { sharedLimits, type SharedLimit } from './shared/limits.ts'
import { limitFindings } from './shared/limit-findings.ts'
import { questionOf } from './shared/pose.ts'
import type { Question } from './shared/question.ts'
import { reservationTotals } from './reservations.ts'
import { termsFindings } from './terms-findings.ts'
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

/** Throws InputError `config.region-unknown`, and `catalogue.damaged` when a service that a strategy needs has no price. */
export function draftMapping(input: MapSiteInput): DraftMapping {
  const { catalogue, region, policy } = input
  assertRegion(catalogue, region)
  const rules = openRules(input)
  const scoped = input.vms.toSorted((a, b) => compareText(a.vm.id, b.vm.id))
  const choices = scoped.map((one) => chooseFor(one, input.demands.get(one.vm.id), rules))
  const limits = sharedLimits({ policy, quotas: input.quotas, site: input.site, currency: catalogue.currency })
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

/**
 * `answer` is that to the question of the draft, null where it asks none. Every VM comes out once, assigned or unmapped,
 * in the order of its id; `excluded` is left to the caller.
 */
export function completeMapping(
  draft: DraftMapping,
  answer: Answer | null,
): { mapping: Mapping; findings: readonly Finding[] } {
  const { input, rules, limits, choices, apart } = draft
  const decision = decide(draft, answer)
  const zones = zonesToTry(draft, decision)
  const most = input.policy.targetsPerVm
  const mapped = choices.map((choice): VmMapping => {
    if (choice.kind === 'none') return choice.mapping
    const { scoped, option } = choice
    const given = decision.given.get(scoped.vm.id) ?? { option, zone: null, instead: null }
    const ladder = { zones: zones.get(scoped.vm.id) ?? [], most }
    const apartOnHosts = apart.hosts.get(scoped.vm.id) ?? null
    return assign(scoped, { ...given, apartOnHosts }, { market: rules.market, ladder })
  })
  const targets = new Map(
    mapped.flatMap(({ assignment }) => (assignment ? [[assignment.vmId, assignment.targets ?? []] as const] : [])),
  )
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
    ...termsFindings(input.policy, { scoped: input.vms, market: rules.market, site: input.site }),
    ...targetFindings(draft, targets),
    ...limitFindings(input, limits, decision.taken),
    ...ledgerFindings(ledger, Object.keys(input.policy.quotas).length > 0),
    ...decision.findings,
  ]
  return {
    mapping: {
      ...joined(mapped, input),
      ledger: withLadder(ledger, limits, { taken: decision.taken, targets, market: rules.market }),
      solution: decision.solution,
    },
    findings: findings.sort(compareFindings),
  }
}

/** By VM id, for VMs that have a zone. */
function zonesToTry({ apart, input }: DraftMapping, { given }: Decision): ReadonlyMap<string, readonly number[]> {
  const first = [...given].flatMap(([id, { zone }]) => (zone === null ? [] : [[id, zone] as const]))
  return rotateZones({ groups: apart.groups, first: new Map(first), zones: input.zones.perRegion })
}

function targetFindings(
  { apart, input }: DraftMapping,
  targets: ReadonlyMap<string, readonly FailoverTarget[]>,
): readonly Finding[] {
  if (apart.groups.length === 0) return []
  return ladderFindings({
    groups: apart.groups,
    targets,
    zones: input.zones.perRegion,
    names: new Map(input.vms.map(({ vm }) => [vm.id, vm.name])),
    most: input.policy.targetsPerVm,
  })
}

function joined(
  mapped: readonly VmMapping[],
  { catalogue, region, vms }: MapSiteInput,
): Omit<Mapping, 'ledger' | 'solution'> {
  const assignments = mapped.flatMap((one) => one.assignment ?? [])
  const reservations = reservationTotals(
    assignments,
    vms.map(({ tier }) => tier),
  )
  return {
    target: catalogue.target,
    region,
    assignments,
    unmapped: mapped.flatMap((one) => one.unmapped ?? []),
    excluded: [],
    ...(reservations && { reservations }),
    standbyPerMonth: sumMoney(assignments.map((one) => one.offering.standbyPerMonth)),
    recoveredPerHour: sumMoney(assignments.map((one) => one.offering.recoveredPerHour)),
    currency: catalogue.currency,
    catalogueAsOf: catalogue.asOf,
  }
}
