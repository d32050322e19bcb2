/** The policies of drplan and of drplan.yaml, over the plan as it would be made now. */
import type { Found, RuleFacts } from '../core/gate/judge.ts'
import { evaluatePolicies } from '../core/policy/evaluate.ts'
import type { CheckSettings } from '../model/check-settings.ts'
import type { CheckContext } from '../model/check.ts'
import type { LoadedPolicy, PolicyFinding } from '../model/policy.ts'
import type { StepContext } from './context.ts'
import { loadPolicies, surroundingsOf } from './policies.ts'

export interface JudgedPolicies {
  readonly found: readonly Found[]
  /** Of every policy, by the id of its rule. */
  readonly rules: ReadonlyMap<string, RuleFacts>
}

type Checked = Pick<CheckContext, 'plan' | 'replanned' | 'site' | 'today'>

/** Throws InputError `policy.*`. */
export async function judgedPolicies(
  context: StepContext,
  { plan, replanned, site, today, settings }: Checked & { readonly settings: CheckSettings },
): Promise<JudgedPolicies> {
  const { placeOf, configFolder: folder } = context
  const policies = await loadPolicies({ settings, folder, placeOf })
  const surroundings = surroundingsOf({ site, catalogue: context.target.loadCatalogue(), today })
  const before = new Set(evaluatePolicies(policies, plan, surroundings).findings.map(identityOf))
  const { findings } = evaluatePolicies(policies, replanned, surroundings)
  return {
    found: findings.map((finding) => foundBy(finding, before.has(identityOf(finding)) ? 'plan' : 'now')),
    rules: new Map(policies.map((policy) => [ruleId(policy.id), factsOfPolicy(policy)])),
  }
}

const ruleId = (policyId: string): string => `policy.${policyId}`

const identityOf = ({ policyId, outcome, subject }: PolicyFinding): string =>
  JSON.stringify([policyId, outcome, subject])

const foundBy = (finding: PolicyFinding, since: Found['since']): Found => ({
  rule: ruleId(finding.policyId),
  severity: finding.severity,
  subject: finding.subject,
  message: finding.message,
  suggestion: finding.fix,
  affected: [...finding.affected],
  place: null,
  since,
})

export const factsOfPolicy = ({ id, severity, title, fix, source }: LoadedPolicy): RuleFacts => ({
  id: ruleId(id),
  severity,
  meaning: title,
  fix,
  source,
})
