/** The mapping as it is shown, from what was decided. */
import { compareFindings } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { FailoverTarget } from '../../model/failover-target.ts'
import type { Mapping, Solution } from '../../model/mapping.ts'
import { compareText } from '../../model/text-order.ts'
import { sumMoney } from './money.ts'
import { assign, type Given, type VmMapping } from './map-vm.ts'
import type { Deadline } from './choose.ts'
import { countOf } from './amounts.ts'
import { planPools } from './pools/plan-pools.ts'
import { ladderFindings } from './ladder/ladder-findings.ts'
import { primaryFindings } from './ladder/primary-findings.ts'
import { withLadder } from './ladder/ladder-needs.ts'
import { rotateZones } from './ladder/rotate-zones.ts'
import type { Decision } from './shared/decide.ts'
import { oldQuotasFindings } from './shared/account-quotas.ts'
import { ledgerFindings, ledgerOf } from './shared/ledger.ts'
import { limitFindings } from './shared/limit-findings.ts'
import { recoveryPartsFindings } from './shared/recovery-parts.ts'
import { reservationTotals } from './reservations.ts'
import { termsFindings } from './terms-findings.ts'
import { siteFindings, unstatedFindings } from './site-findings.ts'
import { transferFindings, transferTotals } from './transfer-findings.ts'
import type { DraftMapping, MapSiteInput } from './draft-mapping.ts'

/** `bound`: what is proved for all rules together, chains included. */
export function completeMapping(
  draft: DraftMapping,
  decision: Decision,
  bound: number | null,
): { mapping: Mapping; findings: readonly Finding[] } {
  const { input, rules, limits, choices, apart } = draft
  const { accountQuotas = null } = input
  const zones = zonesToTry(draft, decision)
  const most = input.policy.targetsPerVm
  const mapped = choices.map((choice): VmMapping => {
    if (choice.kind === 'none') return choice.mapping
    const { scoped, option } = choice
    const given = decision.given.get(scoped.vm.id) ?? { option, zone: null, instead: null }
    const instead = insteadOf(given, rules.deadlines.get(scoped.vm.id))
    const ladder = { zones: zones.get(scoped.vm.id) ?? [], most }
    const apartOnHosts = apart.hosts.get(scoped.vm.id) ?? null
    return assign(scoped, { ...given, instead, apartOnHosts }, { market: rules.market, ladder })
  })
  const targets = new Map(
    mapped.flatMap(({ assignment }) => (assignment ? [[assignment.vmId, assignment.targets ?? []] as const] : [])),
  )
  const { pools, findings: poolFindings } = planPools(decision.taken, { ...input, market: rules.market })
  const transfer = transferTotals(decision.taken, rules.market)
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
    ...poolFindings,
    ...copyFindings(draft, decision),
    ...targetFindings(draft, targets),
    ...limitFindings(input, limits, decision.taken),
    ...oldQuotasFindings(accountQuotas, input.policy),
    ...ledgerFindings(ledger, accountQuotas !== null || Object.keys(input.policy.quotas).length > 0),
    ...decision.findings,
  ]
  return {
    mapping: {
      ...joined(mapped, input),
      ...(pools.length > 0 && { pools }),
      ...(transfer && { transfer }),
      ledger: withLadder(ledger, limits, { taken: decision.taken, targets, market: rules.market }),
      solution: solutionOf(draft, decision, bound),
    },
    findings: findings.sort(compareFindings),
  }
}

/** Of what the platform copies: its transfer, and how much of it comes back at a time. */
const copyFindings = ({ input, rules }: DraftMapping, { taken }: Decision): readonly Finding[] => [
  ...transferFindings(taken, { ...input, market: rules.market }),
  ...(input.recoveryService ? recoveryPartsFindings(input.recoveryService, taken) : []),
]

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

/** By VM id, for VMs that have a zone. */
function zonesToTry({ apart, input }: DraftMapping, { given }: Decision): ReadonlyMap<string, readonly number[]> {
  const first = [...given].flatMap(([id, { zone }]) => (zone === null ? [] : [[id, zone] as const]))
  return rotateZones({ groups: apart.groups, first: new Map(first), zones: input.zones.perRegion })
}

function targetFindings(
  { apart, input }: DraftMapping,
  targets: ReadonlyMap<string, readonly FailoverTarget[]>,
): readonly Finding[] {
  const primary = primaryFindings(input.policy.keepApart, input.vms, input.site)
  if (apart.groups.length === 0) return primary
  const ladder = ladderFindings({
    groups: apart.groups,
    targets,
    zones: input.zones.perRegion,
    names: new Map(input.vms.map(({ vm }) => [vm.id, vm.name])),
    most: input.policy.targetsPerVm,
  })
  return [...primary, ...ladder]
}

function joined(
  mapped: readonly VmMapping[],
  { catalogue, region, vms, policy }: MapSiteInput,
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
    hoursPerMonth: policy.hoursPerMonth,
    catalogueAsOf: catalogue.asOf,
  }
}
