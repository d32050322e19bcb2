/** A difference of plans as Markdown that fits into a comment of a pull request. */
import { diffHeadline } from '../../model/diff-headline.ts'
import { consequenceDirections, type ConsequenceDirection, type PlanDiff } from '../../model/plan-diff.ts'
import { count, duration, fixed } from '../../model/quantity.ts'
import { inlineText } from '../markdown.ts'

/** What a comment on GitHub holds, in characters ("Body is too long (maximum is 65536 characters)"). */
export const MOST_CHARACTERS = 65_536
/** Of one line: names and messages may be of any length. */
const MOST_OF_LINE = 600

const titles: Readonly<Record<ConsequenceDirection, string>> = {
  worse: 'Worse',
  better: 'Better',
  neutral: 'Otherwise',
}

/** Sections in the order of their weight; what does not fit is counted. */
export function planDiffMarkdown(diff: PlanDiff, most = MOST_CHARACTERS): string {
  const head = ['## What the plan changes', '', inlineText(diffHeadline(diff)), '']
  const tail = remarks(diff)
  let left = most - lengthOf(head) - lengthOf(tail) - 1
  const body: string[] = []
  for (const { title, lines, what } of sectionsOf(diff)) {
    if (lines.length === 0) continue
    const fitted = fit({ title, lines, what }, left)
    left -= lengthOf(fitted)
    body.push(...fitted)
  }
  return `${[...head, ...body, ...tail].join('\n').trimEnd()}\n`
}

interface Section {
  /** With the head of a table, where it is one. */
  readonly title: readonly string[]
  readonly lines: readonly string[]
  readonly what: string
}

const lengthOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length + 1, 0)

/** Room for the line that counts what is left out. */
const RESERVE = 80

function fit({ title, lines, what }: Section, room: number): readonly string[] {
  let left = room - lengthOf(title) - RESERVE
  if (left < 0) return []
  const shown: string[] = []
  for (const line of lines) {
    left -= line.length + 1
    if (left < 0) break
    shown.push(line)
  }
  const hidden = lines.length - shown.length
  const rest = hidden > 0 ? ['', `… and ${fixed(hidden, 0)} more ${what} (drplan diff --all)`] : []
  return [...title, ...shown, ...rest, '']
}

const cell = (text: string): string => inlineText(text.length > MOST_OF_LINE ? `${text.slice(0, MOST_OF_LINE)}…` : text)

const sectionsOf = (diff: PlanDiff): readonly Section[] => [
  ...consequenceDirections.map((direction): Section => {
    const own = diff.consequences.filter((one) => one.direction === direction)
    return {
      title: [`### ${titles[direction]} (${own.length})`, ''],
      lines: own.map(({ subject, text }) => `- **${cell(subject)}**: ${cell(text)}`),
      what: 'consequences',
    }
  }),
  promiseSection(diff),
  simulationSection(diff),
]

const minutes = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : duration(value)

const promiseSection = ({ promises }: PlanDiff): Section => ({
  title: ['### Promises', '', '| application | verdict | RTO | RPO |', '|---|---|---|---|'],
  lines: promises.map(({ application, before, after }) =>
    rowOf([
      cell(application),
      `${before?.verdict ?? '–'} → ${after?.verdict ?? '–'}`,
      `${minutes(before?.rtoMinutes)} → ${minutes(after?.rtoMinutes)}`,
      `${minutes(before?.rpoMinutes)} → ${minutes(after?.rpoMinutes)}`,
    ]),
  ),
  what: 'applications',
})

const chance = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${fixed(share * 100, 1)} %`

const simulationSection = ({ simulation }: PlanDiff): Section => ({
  title: [
    `### ${count(simulation?.runs ?? 0, 'simulated recovery', 'simulated recoveries')} of each plan`,
    '',
    '| application | P50 | P95 | promise kept |',
    '|---|---|---|---|',
  ],
  lines: (simulation?.applications ?? []).map(({ application, before, after }) =>
    rowOf([
      cell(application),
      `${minutes(before?.p50Minutes)} → ${minutes(after?.p50Minutes)}`,
      `${minutes(before?.p95Minutes)} → ${minutes(after?.p95Minutes)}`,
      `${chance(before?.kept)} → ${chance(after?.kept)}`,
    ]),
  ),
  what: 'applications',
})

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const remarks = ({ flows, notCompared }: PlanDiff): readonly string[] => [
  ...flows.notCompared.map(
    ({ why, vmIds }) => `Connections of ${count(vmIds.length, 'VM')} are not compared: ${why}.  `,
  ),
  ...notCompared.map((what) => `Not compared: ${inlineText(what)}.  `),
]
