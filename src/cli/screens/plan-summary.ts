/** The screen of `drplan plan`: the verdict first, worst first, totals, what to do, where the files are. */
import { verdictWords } from '../../model/equivalence.ts'
import type { Finding } from '../../model/finding.ts'
import type { Severity } from '../../model/finding-codes.ts'
import type { ApplicationPromise, Plan } from '../../model/plan.ts'
import { count, duration, fixed, money, promised } from '../../model/quantity.ts'
import { headline } from '../../model/headline.ts'
import { facts, harmless, paragraph, style, table } from '../text.ts'
import { transferWords } from '../../model/transfer.ts'
import { verdictMark } from '../verdict.ts'

export interface PlanFiles {
  readonly plan: string
  readonly report: string
  /** Null = drplan writes none for the target. */
  readonly terraform: string | null
  readonly runbook: string
}

/** Worst first, and the rest is counted. */
const MOST_ROWS = 12

export function planSummary(plan: Plan, files: PlanFiles, width: number): readonly string[] {
  return [
    ...paragraph(style.bold(headline(plan.promises)), width),
    '',
    ...promiseTable(plan.promises, width),
    '',
    ...tierTable(plan, width),
    '',
    ...facts(totals(plan), width),
    '',
    ...first(plan, width),
    ...facts(
      [
        ['Plan', style.typed(harmless(files.plan))],
        ['Report', style.typed(harmless(files.report))],
        ['Terraform', files.terraform === null ? 'none for this target yet' : style.typed(harmless(files.terraform))],
        ['Runbook', style.typed(harmless(files.runbook))],
        ['Next', style.typed('drplan map'), 'which component each VM gets, and why'],
      ],
      width,
    ),
  ]
}

function promiseTable(promises: readonly ApplicationPromise[], width: number): readonly string[] {
  const shown = promises.slice(0, MOST_ROWS)
  const hidden = promises.length - shown.length
  const rows = shown.map((one) => [
    verdictMark(one.verdict),
    style.bold(harmless(one.application)),
    one.tierId,
    promised(one.promised.rtoMinutes),
    one.achieved ? duration(one.achieved.rtoMinutes) : '–',
    promised(one.promised.rpoMinutes),
    one.achieved ? duration(one.achieved.rpoMinutes) : '–',
    harmless(one.because),
  ])
  const columns = [
    { head: 'verdict' },
    { head: 'application', cut: 16 },
    { head: 'tier', right: true },
    { head: 'RTO', right: true },
    { head: 'by model', right: true },
    { head: 'RPO', right: true, drop: 2 },
    { head: 'by model', right: true, drop: 3 },
    { head: 'because of', drop: 1, cut: 40 },
  ]
  const more =
    hidden > 0
      ? [style.dim(`  … ${hidden} more: ${headline(promises.slice(MOST_ROWS))} drplan plan --json shows them`)]
      : []
  return [...table(columns, rows, width), ...more]
}

function tierTable(plan: Plan, width: number): readonly string[] {
  const rows = plan.tiers.flatMap((tier) => {
    const own = plan.mapping.assignments.filter(({ tierId }) => tierId === tier.id)
    const lost = plan.mapping.unmapped.filter(({ tierId }) => tierId === tier.id).length
    if (own.length + lost === 0) return []
    const sum = (value: (one: (typeof own)[number]) => number): number =>
      own.reduce((total, one) => total + value(one), 0)
    return [
      [
        tier.id,
        harmless(tier.name),
        String(own.length + lost),
        lost === 0 ? '–' : style.broken(String(lost)),
        strategiesOf(own),
        fixed(
          sum(({ offering }) => offering.standbyPerMonth),
          2,
        ),
        fixed(sum(({ offering }) => offering.recoveredPerHour) * 24, 2),
      ],
    ]
  })
  const total = [
    style.bold('total'),
    '',
    style.bold(String(plan.vms.length)),
    plan.mapping.unmapped.length === 0 ? '–' : String(plan.mapping.unmapped.length),
    '',
    style.bold(fixed(plan.mapping.standbyPerMonth, 2)),
    style.bold(fixed(plan.mapping.recoveredPerHour * 24, 2)),
  ]
  const columns = [
    { head: 'tier' },
    { head: 'name', drop: 2 },
    { head: 'VMs', right: true },
    { head: 'without component', right: true, drop: 1 },
    { head: 'strategy', drop: 3 },
    { head: 'USD/month', right: true },
    { head: 'USD/24 h on the day', right: true },
  ]
  return table(columns, [...rows, total], width)
}

function strategiesOf(assignments: Plan['mapping']['assignments']): string {
  const counts = new Map<string, number>()
  for (const { offering } of assignments) counts.set(offering.strategy, (counts.get(offering.strategy) ?? 0) + 1)
  return [...counts].map(([strategy, number]) => (counts.size === 1 ? strategy : `${number} ${strategy}`)).join(', ')
}

function totals(plan: Plan): readonly (readonly [string, string, string?])[] {
  const { mapping, network } = plan
  const day = mapping.recoveredPerHour * 24
  const rules = network.packetFilters.reduce((sum, { entries }) => sum + entries.length, network.securityRules.length)
  const by = (severity: Severity): number => plan.findings.filter((finding) => finding.severity === severity).length
  return [
    [
      'Standing by',
      `${money(mapping.standbyPerMonth)}/month`,
      `list prices, the oldest of ${mapping.catalogueAsOf}, ${transferWords(mapping.transfer)}`,
    ],
    [
      'On the day',
      `${money(day)}/24 h`,
      `${money(mapping.recoveredPerHour * mapping.hoursPerMonth)} a month there, without transfer`,
    ],
    [
      'Network',
      `${count(network.subnets.length, 'subnet')}, ${count(network.addresses.length, 'address', 'addresses')}`,
      `${count(rules, 'rule')}, ${count(network.routes.length, 'route')}; connections ${verdictWords(plan.equivalence)}`,
    ],
    ['Findings', count(by('error'), 'error'), `${count(by('warning'), 'warning')}, ${count(by('info'), 'note')}`],
  ]
}

/** The first thing to do: the suggestion of the worst finding. */
function first(plan: Plan, width: number): readonly string[] {
  const worst: Finding | undefined = plan.findings.find(
    ({ severity, suggestion }) => severity === 'error' && suggestion !== null,
  )
  if (!worst) return []
  return [
    ...paragraph(
      `${style.bold('First:')} ${harmless(worst.message)} ${harmless(worst.suggestion ?? '')} (${worst.code})`,
      width,
    ),
    '',
  ]
}
