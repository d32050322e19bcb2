/**
 * Annotations of GitHub Actions: workflow commands on standard output (docs.github.com, "Workflow commands",
 * 2026-11). A step shows 10 errors, 10 warnings and 10 notices; the rest is counted in the last notice.
 */
import type { CheckReport, ReportedFinding } from '../../model/check-report.ts'
import { checkVerdict, compareReported } from '../../model/check-groups.ts'
import type { Severity } from '../../model/finding-codes.ts'
import { count } from '../../model/quantity.ts'
import type { CheckFormat } from './format.ts'
import { locationOf } from './location.ts'
import { plain, sentenceOf } from './words.ts'

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const

/** Of notices one fewer: the last one counts. */
const most: Record<Severity, number> = { error: 10, warning: 10, info: 9 }

export const githubFormat: CheckFormat = {
  title: 'Annotations of GitHub Actions, on the lines of a pull request.',
  extension: 'txt',
  render(report, { configFile }) {
    const shown = shownOf(report)
    return [...shown.map((finding) => annotation(finding, configFile)), summaryLine(report, shown.length), ''].join(
      '\n',
    )
  },
}

/** Open ones only, new ones first: a place on the page is dear. */
function shownOf({ findings }: CheckReport): readonly ReportedFinding[] {
  const open = findings.filter(({ status }) => status === 'open')
  const isOld = ({ since }: ReportedFinding): number => (since === 'plan' ? 1 : 0)
  const bySeverity = Map.groupBy(
    open.toSorted((a, b) => isOld(a) - isOld(b) || compareReported(a, b)),
    ({ severity }) => severity,
  )
  return (['error', 'warning', 'info'] as const).flatMap((severity) =>
    (bySeverity.get(severity) ?? []).slice(0, most[severity]),
  )
}

function annotation(finding: ReportedFinding, configFile: string): string {
  const { path, line } = locationOf(finding, configFile)
  const title = plain(`${finding.rule} ${finding.subject}`, 200)
  return command(commands[finding.severity], { file: plain(path, 300), line: `${line}`, title }, sentenceOf(finding))
}

function summaryLine(report: CheckReport, shown: number): string {
  const { findings } = report
  const counted = (status: ReportedFinding['status']): number => findings.filter((one) => one.status === status).length
  const more = counted('open') - shown
  const rest = [
    ...(more > 0 ? [`${count(more, 'more open finding')} without an annotation`] : []),
    ...(counted('known') > 0 ? [`${counted('known')} in the baseline`] : []),
    ...(counted('waived') > 0 ? [`${counted('waived')} waived`] : []),
  ]
  const words = [`drplan check ${checkVerdict(report)}`, ...rest].join('; ').replaceAll('\u00a0', ' ')
  return command('notice', { title: 'drplan check' }, `${words}.`)
}

/** The escapes of the runner: data are parted from properties, and properties from one another. */
function command(name: string, properties: Readonly<Record<string, string>>, data: string): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`)
  return `::${name} ${words.join(',')}::${escapeData(data)}`
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
