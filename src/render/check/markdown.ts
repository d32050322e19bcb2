/**
 * Markdown for a comment on a pull request and for the summary of a step. Most important first; what does not fit is
 * counted. Plain tables, lists and `<details>`, which GitHub, GitLab and Azure DevOps all show.
 */
import type { CheckReport } from '../../model/check-report.ts'
import { checkVerdict, groupFindings, type CheckGroup } from '../../model/check-groups.ts'
import { severities } from '../../model/finding-codes.ts'
import { verdicts } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import type { CheckFormat, CheckFormatOptions } from './format.ts'
import { itemsOf, shownText } from './markdown-items.ts'
import { bytesOf } from './words.ts'

/** GitHub refuses a comment of more than 65,536 characters (GitLab 1,000,000, Azure DevOps 150,000); bytes are never fewer. */
const COMMENT_BYTES = 65_000
/** Of 1 MiB for all that a step writes (docs.github.com, "Job summaries", 2026-11). */
const SUMMARY_BYTES = 1_000_000

export const markdownFormat: CheckFormat = {
  title: 'Markdown for a comment on a pull request; a hidden first line finds it again.',
  extension: 'md',
  render: (report, options) => `${commentMarker(options)}\n${document(report, COMMENT_BYTES - 2000)}`,
}

export const githubSummaryFormat: CheckFormat = {
  title: 'Markdown for the summary of a step of GitHub Actions.',
  extension: 'md',
  render: (report) => document(report, SUMMARY_BYTES - 2000),
}

/** One for each drplan.yaml. Two hyphens would end the comment. */
const commentMarker = ({ configFile }: CheckFormatOptions): string =>
  `<!-- drplan-check ${encodeURIComponent(configFile.toWellFormed()).replaceAll('-', '%2D').slice(0, 1000)} -->`

function document(report: CheckReport, bytes: number): string {
  const groups = groupFindings(report.findings).filter(({ findings }) => findings.length > 0)
  const head = headOf(report, groups)
  const sections: string[] = []
  let left = bytes - bytesOf(head)
  for (const group of groups) {
    // What is waived or known is one click away; so is all but the first group.
    const section = sectionOf(group, { isOpen: sections.length === 0 && group.id !== 'waived', bytes: left })
    left -= bytesOf(section)
    sections.push(section)
  }
  return [head, ...sections].join('\n')
}

function headOf(report: CheckReport, groups: readonly CheckGroup[]): string {
  const { plan, vms, promises } = report
  const counted = (from: CheckReport['promises']['now']): string =>
    verdicts.map((verdict) => `${from[verdict]} ${verdict}`).join(', ')
  const planned = counted(promises.planned)
  const now = counted(promises.now)
  const target = [plan.site, plan.target, plan.region].map((text) => shownText(text))
  return [
    `### drplan check ${checkVerdict(report)}`,
    '',
    ...(groups.length > 0 ? [...countTable(groups), ''] : ['Nothing was found.', '']),
    `${target[0]} to ${target[1]} ${target[2]}, ${count(vms, 'VM')} compared. ${
      planned === now ? `Promises: ${now}.` : `Promises as planned: ${planned}; as they would be now: ${now}.`
    }`,
    ...notChecked(report),
    '',
  ]
    .join('\n')
    .replaceAll('\u00a0', ' ')
}

/** Sentences that are shown; the rest is counted. */
const MOST_SENTENCES = 10

function notChecked({ notChecked }: CheckReport): readonly string[] {
  const more = notChecked.length - MOST_SENTENCES
  const items = notChecked.slice(0, MOST_SENTENCES).map((sentence) => `- ${shownText(sentence)}`)
  if (items.length === 0) return []
  return ['', 'Not looked at:', '', ...items, ...(more > 0 ? [`- and ${more} more`] : [])]
}

function countTable(groups: readonly CheckGroup[]): readonly string[] {
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  return [
    row(['', 'errors', 'warnings', 'notes']),
    row(['---', '---:', '---:', '---:']),
    ...groups.map(({ title, findings }) =>
      row([title, ...severities.map((severity) => findings.filter((one) => one.severity === severity).length)]),
    ),
  ]
}

function sectionOf(group: CheckGroup, { isOpen, bytes }: { readonly isOpen: boolean; readonly bytes: number }): string {
  const summary = `<summary>${group.title}: ${group.findings.length}</summary>`
  const start = `<details${isOpen ? ' open' : ''}>${summary}\n\n`
  const end = '\n\n</details>\n'
  return `${start}${itemsOf(group.findings, bytes - bytesOf(start) - bytesOf(end)).join('\n')}${end}`
}
