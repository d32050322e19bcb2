/**
 * Code quality of GitLab: a JSON array of the fields that GitLab reads (docs.gitlab.com, "Code Quality report format",
 * 2026-11). What is waived or in the baseline is left out, because the widget of a merge request has no word for it;
 * one entry says how many, with one fingerprint for ever, so that it never counts as new.
 */
import type { CheckReport, ReportedFinding } from '../../model/check-report.ts'
import { compareReported } from '../../model/check-groups.ts'
import type { Severity } from '../../model/finding-codes.ts'
import type { CheckFormat } from './format.ts'
import { locationOf, type RepositoryLocation } from './location.ts'
import { plain, sentenceOf } from './words.ts'

const severities: Record<Severity, string> = { error: 'critical', warning: 'major', info: 'info' }

const leftOutFingerprint = '0000000000000000'

export const gitlabFormat: CheckFormat = {
  title: 'Code quality of GitLab, in the widget of a merge request.',
  extension: 'json',
  render(report, { configFile }) {
    const open = report.findings.filter(({ status }) => status === 'open').toSorted(compareReported)
    const entries = [...open.map((finding) => entryOf(finding, configFile)), ...leftOut(report, configFile)]
    return entries.length === 0 ? '[]\n' : `[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`
  },
}

function entryOf(finding: ReportedFinding, configFile: string): object {
  return {
    description: sentenceOf(finding),
    check_name: plain(finding.rule, 255),
    fingerprint: finding.fingerprint,
    severity: severities[finding.severity],
    location: placed(locationOf(finding, configFile)),
  }
}

const placed = ({ path, line }: RepositoryLocation): object => ({ path, lines: { begin: line } })

function leftOut({ findings }: CheckReport, configFile: string): readonly object[] {
  const first = findings.find(({ status }) => status !== 'open')
  if (!first) return []
  const counted = (wanted: string): number => findings.filter(({ status }) => status === wanted).length
  return [
    {
      description: `drplan check: left out here are ${counted('waived')} waived findings and ${counted('known')} in the baseline.`,
      check_name: 'check.left-out',
      fingerprint: leftOutFingerprint,
      severity: severities.info,
      location: placed(locationOf({ ...first, place: null }, configFile)),
    },
  ]
}
