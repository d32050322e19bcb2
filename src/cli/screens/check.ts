/**
 * The report of a check for a terminal and a build log: words in capitals first on the line, so that grep works; no
 * marks, no colour, the same order every time. What is in the baseline or waived was decided, so it is short.
 */
import type { CheckReport, ReportedFinding, ReportedRule } from '../../model/check-report.ts'
import {
  checkExitCode,
  checkVerdict,
  foldByRule,
  groupFindings,
  waiverWords,
  type CheckGroup,
  type FoldedFinding,
} from '../../model/check-groups.ts'
import { severities } from '../../model/finding-codes.ts'
import { verdicts } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import { harmless, paragraph, table } from '../text.ts'

export interface CheckScreenOptions {
  /** Cells of a line; Infinity for a log, where lines are not wrapped. */
  readonly width: number
  /** Every finding, also those that are known, and however many of a rule. */
  readonly all: boolean
}

/** Of one rule and severity in a group. */
const MOST_OF_RULE = 5
/** Letters of a name or a sentence that are shown. */
const MOST_LETTERS = 500

const words = { error: 'ERROR', warning: 'WARNING', info: 'NOTE' } as const

export function checkScreen(report: CheckReport, options: CheckScreenOptions): readonly string[] {
  const groups = groupFindings(report.findings).filter(({ findings }) => findings.length > 0)
  return [
    ...groups.flatMap((group) => groupLines(group, options)),
    ...said(promiseSentence(report), options, 0),
    ...report.notChecked.flatMap((sentence) => said(`Not looked at: ${shown(sentence)}`, options, 0)),
    ...staleSentence(report, options),
    `drplan check ${checkVerdict(report)}${leftOut(groups, options)}`,
    `exit ${checkExitCode(report)}`,
  ].map(inert)
}

/** How many entries are named before the rest is counted. */
const MOST_STALE = 5

function staleSentence({ staleBaseline }: CheckReport, options: CheckScreenOptions): readonly string[] {
  if (staleBaseline.length === 0) return []
  const named = staleBaseline.slice(0, options.all ? Infinity : MOST_STALE)
  const rest = staleBaseline.length - named.length
  const names = named.map(({ rule, subject }) => `${shown(rule)} ${shown(subject)}`).join('; ')
  const more = rest > 0 ? `; and ${rest} more (--all)` : ''
  return said(`In the baseline, and found no more: ${names}${more}. --write-baseline leaves them out.`, options, 0)
}

function groupLines(group: CheckGroup, options: CheckScreenOptions): readonly string[] {
  const counts = severities.flatMap((severity) => {
    const number = group.findings.filter((finding) => finding.severity === severity).length
    return number > 0 ? [count(number, severity === 'info' ? 'note' : severity)] : []
  })
  const head = `${group.title}: ${counts.join(', ')}`.replaceAll('\u00a0', ' ')
  if (group.id === 'known' && !options.all) return [`${head} (--all lists them)`, '']
  const most = options.all ? Infinity : MOST_OF_RULE
  return [head, '', ...foldByRule(group.findings, most).flatMap((folded) => foldedLines(folded, options))]
}

function foldedLines(folded: FoldedFinding, options: CheckScreenOptions): readonly string[] {
  if (folded.kind === 'rest') {
    return [`${words[folded.severity]} and ${folded.count} more of ${shown(folded.rule)} (--all)`, '']
  }
  const { finding } = folded
  const head = `${words[finding.severity]} ${shown(finding.rule)} ${shown(finding.subject)}`
  const waiver = waiverWords(finding)
  if (waiver !== null) return [...said(head, options, 0), ...said(`waived by ${shown(waiver)}`, options, 4), '']
  return [...said(head, options, 0), ...detailsOf(finding).flatMap((text) => said(text, options, 4)), '']
}

const detailsOf = ({ message, suggestion, place }: ReportedFinding): readonly string[] => [
  shown(message),
  ...(suggestion === null ? [] : [`fix: ${shown(suggestion)}`]),
  ...(place === null ? [] : [`at: ${shown(place)}`]),
]

/** A sentence, wrapped, `indent` cells from the left. */
const said = (text: string, { width }: CheckScreenOptions, indent: number): readonly string[] =>
  paragraph(text, width - indent + 2).map((line) => ' '.repeat(indent) + line.slice(2))

function shown(text: string): string {
  const kept = text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1)}…`
  return harmless(kept.toWellFormed())
}

function promiseSentence({ promises, vms, plan }: CheckReport): string {
  const counted = (from: CheckReport['promises']['now']): string =>
    verdicts.map((verdict) => `${from[verdict]} ${verdict}`).join(', ')
  const [planned, now] = [counted(promises.planned), counted(promises.now)]
  const compared = `${count(vms, 'VM')} of ${shown(plan.site)} compared with the plan for ${shown(plan.target)} ${shown(plan.region)}.`
  return `${compared} Promises: ${planned === now ? now : `${planned} as planned; ${now} as they would be now`}.`
}

function leftOut(groups: readonly CheckGroup[], { all }: CheckScreenOptions): string {
  const counted = groups.flatMap(({ id, findings }) => {
    if (id === 'known') return [`${findings.length} in the baseline${all ? '' : ' left out'}`]
    return id === 'waived' ? [`${findings.length} waived`] : []
  })
  return counted.length === 0 ? '' : ` (${counted.join(', ')})`
}

/**
 * Runners obey what looks like a command in a build log: GitHub `::name` at the start of a line and `##[` anywhere,
 * Azure DevOps `##vso[` anywhere. A name cannot write one.
 */
const inert = (line: string): string =>
  line.replace(/^(\s*):(?=:[A-Za-z])/, String.raw`$1\u{3a}`).replaceAll(/##(?=\[|vso\[)/gi, String.raw`#\u{23}`)

/** `drplan check --list`: what is looked at, how bad it is, and what it rests on. */
export const ruleList = (rules: readonly ReportedRule[], width: number): readonly string[] =>
  table(
    [
      { head: 'rule', cut: 24 },
      { head: 'severity' },
      { head: 'means', cut: 24 },
      { head: 'source', cut: true, drop: 1 },
    ],
    rules.map(({ id, severity, statedSeverity, meaning, source }) => [
      shown(id),
      words[severity] +
        (statedSeverity === undefined || statedSeverity === severity ? '' : ` (${words[statedSeverity]})`),
      shown(meaning),
      source === null ? '–' : shown(source),
    ]),
    width,
  ).map(inert)
