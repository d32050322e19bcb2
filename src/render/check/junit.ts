/**
 * JUnit XML as Jenkins, GitLab and Azure DevOps read it (junit-10.xsd of the xUnit plug-in of Jenkins): a suite for
 * each stage, a test for each rule that was looked at. They read one `failure` of a test, so the findings of a rule share it.
 */
import type { CheckReport, ReportedFinding, ReportedRule } from '../../model/check-report.ts'
import { compareReported, fails, waiverWords } from '../../model/check-groups.ts'
import { compareText } from '../../model/text-order.ts'
import type { CheckFormat } from './format.ts'
import { rulesOf } from './sarif-rules.ts'
import { groupOfRule, plain, sentenceOf, severityWords } from './words.ts'
import { element, textElement } from './xml.ts'

/** Findings written out for one rule; the rest is counted. */
const MOST_OF_RULE = 100

interface TestCase {
  readonly xml: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
}

export const junitFormat: CheckFormat = {
  title: 'JUnit XML, for the tests page of a build server.',
  extension: 'xml',
  render(report) {
    const suites = [...suitesOf(report)]
    const cases = suites.flatMap(([, tests]) => tests)
    const xml = element(
      'testsuites',
      { name: 'drplan check', ...countsOf(cases) },
      suites.map(([name, tests]) =>
        element(
          'testsuite',
          { name, ...countsOf(tests), skipped: tests.filter(({ outcome }) => outcome === 'skipped').length },
          tests.map((test) => test.xml),
        ),
      ),
    )
    return `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`
  },
}

const countsOf = (tests: readonly TestCase[]): Readonly<Record<string, number>> => ({
  tests: tests.length,
  failures: tests.filter(({ outcome }) => outcome === 'failed').length,
  errors: 0,
})

/** By name. A page without any test is taken for a fault of the build, so there is always one. */
function suitesOf(report: CheckReport): ReadonlyMap<string, readonly TestCase[]> {
  const rules = rulesOf(report).toSorted((a, b) => compareText(a.id, b.id))
  const findings = Map.groupBy(report.findings, ({ rule }) => rule)
  const suites = new Map<string, readonly TestCase[]>()
  const byGroup = [...Map.groupBy(rules, ({ id }) => groupOfRule(id))].sort(([a], [b]) => compareText(a, b))
  for (const [group, members] of byGroup) {
    suites.set(
      group,
      members.map((rule) => testOf(rule, (findings.get(rule.id) ?? []).toSorted(compareReported), report)),
    )
  }
  if (report.notChecked.length > 0) suites.set('not looked at', report.notChecked.map(notLookedAt))
  if (suites.size === 0)
    suites.set('check', [{ xml: element('testcase', nameOf('check', 'nothing found')), outcome: 'passed' }])
  return suites
}

const nameOf = (group: string, name: string): Readonly<Record<string, string>> => ({
  classname: `drplan.${plain(group, 100)}`,
  name: plain(name, 255),
})

function testOf({ id, meaning }: ReportedRule, findings: readonly ReportedFinding[], report: CheckReport): TestCase {
  const isFailing = (finding: ReportedFinding): boolean => fails(finding, report.failOn)
  const failing = findings.filter(isFailing)
  const waived = findings.filter(({ status }) => status === 'waived')
  const rest = findings.filter((finding) => finding.status !== 'waived' && !isFailing(finding))
  const onlyWaived = failing.length === 0 && rest.length === 0 ? waived : []
  const said = onlyWaived.length > 0 ? rest : [...rest, ...waived]
  const children = [
    ...parts('failure', failing, meaning),
    ...parts('skipped', onlyWaived, meaning),
    ...(said.length > 0 ? [textElement('system-out', {}, linesOf(said))] : []),
  ]
  const outcome = failing.length > 0 ? 'failed' : onlyWaived.length > 0 ? 'skipped' : 'passed'
  return { xml: element('testcase', nameOf(groupOfRule(id), id), children), outcome }
}

function parts(name: string, findings: readonly ReportedFinding[], meaning: string): readonly string[] {
  const [first] = findings
  if (!first) return []
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''
  const message = `${sentenceOf(first)}${more}`
  return [textElement(name, { type: first.severity, message }, [`Rule: ${meaning}`, ...linesOf(findings)])]
}

function linesOf(findings: readonly ReportedFinding[]): readonly string[] {
  const more = findings.length - MOST_OF_RULE
  const lines = findings.slice(0, MOST_OF_RULE).map((finding) => {
    const place = finding.place === null ? '' : ` (${plain(finding.place, 300)})`
    return `${severityWords[finding.severity]} ${sentenceOf(finding)}${place}${statusWords(finding)}`
  })
  return more > 0 ? [...lines, `and ${more} more`] : lines
}

function statusWords(finding: ReportedFinding): string {
  const waiver = waiverWords(finding)
  if (waiver !== null) return ` - waived by ${plain(waiver, 300)}`
  return finding.status === 'known' ? ' - in the baseline' : ''
}

const notLookedAt = (sentence: string, index: number): TestCase => ({
  xml: element('testcase', nameOf('not looked at', `${index + 1}`), [
    element('skipped', { message: plain(sentence, 1000) }),
  ]),
  outcome: 'skipped',
})
