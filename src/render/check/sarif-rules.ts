/** The rules of a SARIF log: `reportingDescriptor` (SARIF 2.1.0 section 3.49) with what GitHub asks of it. */
import type { CheckReport, ReportedRule } from '../../model/check-report.ts'
import type { Severity } from '../../model/finding-codes.ts'
import { inlineText } from '../markdown.ts'
import { sarifText } from './sarif-text.ts'
import { clip, groupOfRule, plain } from './words.ts'

export const sarifLevels = { error: 'error', warning: 'warning', info: 'note' } as const

/** GitHub sorts alerts by `problem.severity`; its words are not those of SARIF. */
const problemSeverities: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'recommendation' }

/** Of a description, in GitHub (docs.github.com, "SARIF support for code scanning", 2026-11). */
const LONGEST_DESCRIPTION = 1024

export const sarifRuleId = (rule: string): string => plain(rule, 255)

/** The rules of the report, then those that only its findings name, each once. */
export function rulesOf({ rules, findings }: CheckReport): readonly ReportedRule[] {
  const known = new Map<string, ReportedRule>(rules.map((rule) => [rule.id, rule]))
  for (const { rule, severity } of findings) {
    if (!known.has(rule)) known.set(rule, { id: rule, severity, meaning: rule, fix: null, source: null })
  }
  return [...known.values()]
}

export function sarifRule(rule: ReportedRule): object {
  const { id, severity, statedSeverity, meaning } = rule
  return {
    id: sarifRuleId(id),
    shortDescription: { text: sarifText(plain(meaning, LONGEST_DESCRIPTION)) },
    fullDescription: { text: sarifText(plain(meaning, LONGEST_DESCRIPTION)) },
    help: helpOf(rule),
    defaultConfiguration: { level: sarifLevels[statedSeverity ?? severity] },
    properties: {
      tags: ['disaster-recovery', plain(groupOfRule(id), 100)],
      'problem.severity': problemSeverities[severity],
    },
  }
}

function helpOf({ meaning, fix, source }: ReportedRule): object {
  const parts = [fix ?? meaning, ...(source === null ? [] : [`Source: ${source}`])].map((part) => plain(part, 2000))
  return { text: sarifText(parts.join(' ')), markdown: sarifText(clip(parts.map(inlineText).join('\n\n'), 8000)) }
}

/** Where drplan.yaml states another severity than the rule's own (section 3.20.5). */
export const overrideOf = ({ id, severity, statedSeverity }: ReportedRule, index: number): readonly object[] =>
  statedSeverity === undefined || statedSeverity === severity
    ? []
    : [{ descriptor: { id: sarifRuleId(id), index }, configuration: { level: sarifLevels[severity] } }]
