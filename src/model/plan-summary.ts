/** What `drplan plan --json` prints: a contract with scripts. Missing is null, never 0; units are in the names. */
import { severities } from './finding-codes.ts'
import type { EquivalenceVerdict } from './equivalence.ts'
import type { Plan, Verdict } from './plan.ts'

export interface PlanSummary {
  readonly schema: 'drplan/plan-summary@1'
  readonly planSha256: string
  readonly site: string
  readonly target: string
  readonly vms: {
    readonly planned: number
    readonly mapped: number
    readonly unmapped: number
    readonly excluded: number
  }
  readonly promises: Readonly<Record<Verdict, number>>
  readonly applications: Plan['promises']
  readonly cost: {
    readonly currency: string
    readonly standbyPerMonth: number
    readonly recoveredPerHour: number
    readonly recoveredPerDay: number
    readonly hoursPerMonth: number
    readonly catalogue: string
  }
  readonly network: {
    readonly subnets: number
    readonly addresses: number
    readonly routes: number
    readonly securityRules: number
    readonly equivalence: EquivalenceVerdict
    readonly accepted: boolean
  }
  readonly findings: Readonly<Record<(typeof severities)[number], number>>
  /** Null = drplan writes no such file for the target. */
  readonly files: Readonly<Record<string, string | null>>
}

export function summaryJson(
  plan: Plan,
  made: { readonly planSha256: string; readonly files: PlanSummary['files'] },
): PlanSummary {
  const { mapping, network, promises } = plan
  const verdicts = (verdict: Verdict): number => promises.filter((one) => one.verdict === verdict).length
  const found = Object.fromEntries(
    severities.map((severity) => [severity, plan.findings.filter((finding) => finding.severity === severity).length]),
  )
  return {
    schema: 'drplan/plan-summary@1',
    planSha256: made.planSha256,
    site: plan.site.id,
    target: `${plan.target.id}:${plan.target.region}`,
    vms: {
      planned: plan.vms.length,
      mapped: mapping.assignments.length,
      unmapped: mapping.unmapped.length,
      excluded: mapping.excluded.length,
    },
    promises: {
      broken: verdicts('broken'),
      undecided: verdicts('undecided'),
      kept: verdicts('kept'),
      none: verdicts('none'),
    },
    applications: promises,
    cost: {
      currency: mapping.currency,
      standbyPerMonth: mapping.standbyPerMonth,
      recoveredPerHour: mapping.recoveredPerHour,
      recoveredPerDay: mapping.recoveredPerHour * 24,
      hoursPerMonth: mapping.hoursPerMonth,
      catalogue: mapping.catalogueAsOf,
    },
    network: {
      subnets: network.subnets.length,
      addresses: network.addresses.length,
      routes: network.routes.length,
      securityRules: network.securityRules.length,
      equivalence: plan.equivalence.verdict,
      accepted: plan.equivalence.accepted,
    },
    findings: { error: found['error'] ?? 0, warning: found['warning'] ?? 0, info: found['info'] ?? 0 },
    files: made.files,
  }
}
