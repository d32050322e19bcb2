/**
 * SARIF 2.1.0 with errata 01 (OASIS, 2023-08-28), for code scanning of GitHub and for viewers. One result a line, no
 * time stamps. Limits of GitHub (docs.github.com, "SARIF results exceed limit", 2026-11): 25,000 rules and results
 * a run, of which the 5,000 worst are shown, and 10 MB after gzip. What cannot be held is left out from the end, and counted.
 */
import { checkExitCode, checkVerdict, compareReported } from '../../model/check-groups.ts'
import { findingStatuses, type CheckReport, type ReportedFinding } from '../../model/check-report.ts'
import type { CheckFormat, CheckFormatOptions } from './format.ts'
import { overrideOf, rulesOf, sarifRule } from './sarif-rules.ts'
import { sarifResult, uriOf } from './sarif-results.ts'
import { sarifText } from './sarif-text.ts'
import { bytesOf, plain, within } from './words.ts'

const schemaUri = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** Rules and results, each. */
const MOST = 25_000
/** Before gzip, which adds less than what is kept back here to text that cannot be compressed. */
const MOST_BYTES = 9_900_000
const MOST_RULE_BYTES = 4_000_000
/** Of what was not looked at. */
const MOST_SENTENCES = 20

export const sarifFormat: CheckFormat = {
  title: 'SARIF 2.1.0, for code scanning of GitHub and for viewers.',
  extension: 'sarif',
  render(report, options) {
    const all = rulesOf(report)
    const ruleLines = within(all.map(sarifRule).map(lineOf), { most: MOST, bytes: MOST_RULE_BYTES })
    const rules = all.slice(0, ruleLines.length)
    const context = {
      configFile: options.configFile,
      hasBaseline: options.hasBaseline ?? report.findings.some(({ status }) => status === 'known'),
      ruleIndexes: new Map(rules.map(({ id }, index) => [id, index])),
    }
    const findings = inOrder(report.findings).filter(({ rule }) => context.ruleIndexes.has(rule))
    const head = headOf(options, ruleLines)
    const overrides = rules.flatMap(overrideOf)
    // The end of the text, and what stands between the lines.
    const spare = bytesOf(head) + bytesOf(JSON.stringify(overrides)) + 70_000
    const lines = findings.slice(0, MOST).map((finding) => lineOf(sarifResult(finding, context)))
    const results = within(lines, { most: MOST, bytes: MOST_BYTES - spare })
    const invocation = invocationOf(report, { overrides, leftOut: report.findings.length - results.length })
    return `${head}"results":[\n${results.join(',\n')}\n],\n"invocations":[${JSON.stringify(invocation)}]}]}\n`
  },
}

const lineOf = (value: object): string => JSON.stringify(value)

/** What asks for something first, then what somebody answers for; worst first in each. */
function inOrder(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
  const rank = ({ status }: ReportedFinding): number => findingStatuses.indexOf(status)
  return findings.toSorted((a, b) => rank(a) - rank(b) || compareReported(a, b))
}

/** The beginning of the text, up to the results. */
function headOf({ configFile, toolVersion, informationUri }: CheckFormatOptions, rules: readonly string[]): string {
  const driver = JSON.stringify({ name: 'drplan', version: toolVersion, ...(informationUri && { informationUri }) })
  // What stands before the last slash tells the analyses of a repository apart: one for each drplan.yaml.
  const automation = JSON.stringify({ id: `drplan-check/${uriOf(plain(configFile, 300))}/` })
  return [
    `{"$schema":${JSON.stringify(schemaUri)},"version":"2.1.0","runs":[{`,
    `"tool":{"driver":${driver.slice(0, -1)},"rules":[\n${rules.join(',\n')}\n]}},`,
    `"automationDetails":${automation},`,
    '',
  ].join('\n')
}

function invocationOf(
  report: CheckReport,
  { overrides, leftOut }: { readonly overrides: readonly object[]; readonly leftOut: number },
): object {
  const left = `${leftOut} of ${report.findings.length} findings are left out, from the end: the log would be larger than what GitHub takes.`
  const said = [
    ...(leftOut > 0 ? [{ level: 'warning', message: { text: left } }] : []),
    ...report.notChecked
      .slice(0, MOST_SENTENCES)
      .map((text) => ({ level: 'note', message: { text: sarifText(plain(text, 400)) } })),
  ]
  return {
    executionSuccessful: true,
    exitCode: checkExitCode(report),
    exitCodeDescription: checkVerdict(report),
    ...(overrides.length > 0 && { ruleConfigurationOverrides: overrides }),
    ...(said.length > 0 && { toolExecutionNotifications: said }),
  }
}
