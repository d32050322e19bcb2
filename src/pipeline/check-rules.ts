/** What a check looks at, as `drplan check --list` shows it. */
import type { RuleFacts } from '../core/gate/judge.ts'
import { checks } from '../core/plan/checks/index.ts'
import { InputError } from '../errors.ts'
import type { ReportedRule } from '../model/check-report.ts'
import type { Check } from '../model/check.ts'
import { findingCodes, type FindingCode } from '../model/finding-codes.ts'
import { compareText } from '../model/text-order.ts'
import { loadConfig } from '../workspace/config.ts'
import { builtInPolicies, loadPolicies } from './policies.ts'
import { factsOfPolicy } from './judged-policies.ts'

/** Every code that drplan may find; a check says where its codes come from. */
export function knownRules(): ReadonlyMap<string, RuleFacts> {
  const sources = new Map(
    Object.values<Check>(checks).flatMap(({ codes, source }) => codes.map((code) => [code, source])),
  )
  return new Map(
    (Object.keys(findingCodes) as FindingCode[]).map((id) => {
      const { severity, meaning } = findingCodes[id]
      return [id, { id, severity, meaning, fix: null, source: sources.get(id) ?? null }]
    }),
  )
}

/** What the checks themselves may find. */
export const lookedAt: readonly string[] = Object.values<Check>(checks).flatMap(({ codes }) => codes)

interface Listing {
  readonly configFile: string
  /** It is an error when it is not there. */
  readonly isConfigNamed: boolean
  /** Also what reading, mapping and translating find. */
  readonly all: boolean
}

/** By id. Throws InputError `config.*` or `policy.*`. */
export async function listRules({ configFile, isConfigNamed, all }: Listing): Promise<readonly ReportedRule[]> {
  const loaded = await loadConfig(configFile).catch((error: unknown) => {
    if (!isConfigNamed && error instanceof InputError && error.code === 'config.missing') return null
    throw error
  })
  const { severities = {}, policies = [], withoutPolicies = [] } = loaded?.config.check ?? {}
  const counted = loaded
    ? await loadPolicies({ ...loaded, settings: { policies, withoutPolicies } })
    : (await builtInPolicies()).policies
  const own = [...knownRules().values()].filter(({ id }) => all || /^(check|standing)\./.test(id))
  return [...own, ...counted.map(factsOfPolicy)]
    .map((rule): ReportedRule => {
      const stated = severities[rule.id]
      if (stated === undefined || stated === rule.severity) return rule
      return { ...rule, severity: stated, statedSeverity: rule.severity }
    })
    .sort((a, b) => compareText(a.id, b.id))
}
