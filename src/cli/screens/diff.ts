/** The screen of `drplan diff`: what is worse, what is better, what is otherwise; then how much of what changed. */
import {
  consequenceDirections,
  type Consequence,
  type ConsequenceDirection,
  type KindChanges,
  type PlanDiff,
} from '../../model/plan-diff.ts'
import { diffHeadline } from '../../model/diff-headline.ts'
import { count, duration, fixed } from '../../model/quantity.ts'
import { harmless, paragraph, style, table } from '../text.ts'

export interface DiffScreen {
  readonly width: number
  /** Everything, not only the first of each list. */
  readonly all: boolean
}

const FIRST = 12

const marks: Readonly<Record<ConsequenceDirection, () => string>> = {
  worse: () => style.broken('■ worse'),
  better: () => style.kept('● better'),
  neutral: () => style.dim('– otherwise'),
}

export function diffScreen(diff: PlanDiff, screen: DiffScreen): readonly string[] {
  const { width } = screen
  return [
    ...paragraph(style.bold(diffHeadline(diff)), width),
    ...consequenceDirections.flatMap((direction) => consequenceList(diff, direction, screen)),
    ...networkTable(diff.network, screen),
    ...promiseTable(diff, screen),
    ...simulationTable(diff, screen),
    ...remarks(diff, width),
  ]
}

function consequenceList(
  { consequences }: PlanDiff,
  direction: ConsequenceDirection,
  { width, all }: DiffScreen,
): readonly string[] {
  const own = consequences.filter((one) => one.direction === direction)
  if (own.length === 0) return []
  const shown = all ? own : own.slice(0, FIRST)
  return [
    '',
    `  ${marks[direction]()} ${style.dim(`(${fixed(own.length, 0)})`)}`,
    ...shown.flatMap((one) => consequenceLines(one, width)),
    ...folded(own.length - shown.length),
  ]
}

const consequenceLines = ({ subject, text }: Consequence, width: number): readonly string[] =>
  paragraph(`${style.bold(harmless(subject))}  ${harmless(text)}`, width - 2).map((line) => `  ${line}`)

const folded = (hidden: number): readonly string[] =>
  hidden > 0 ? [style.dim(`    … and ${fixed(hidden, 0)} more (--all)`)] : []

function networkTable(network: readonly KindChanges[], { width }: DiffScreen): readonly string[] {
  if (network.length === 0) return []
  const rows = network.map(({ kind, added, removed, changed }) => [
    kind,
    ...[added, removed, changed].map(({ length }) => (length === 0 ? '–' : fixed(length, 0))),
  ])
  const columns = [
    { head: 'network' },
    { head: 'new', right: true },
    { head: 'gone', right: true },
    { head: 'changed', right: true },
  ]
  return ['', ...table(columns, rows, width)]
}

const minutes = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : duration(value)

function promiseTable({ promises }: PlanDiff, { width, all }: DiffScreen): readonly string[] {
  if (promises.length === 0) return []
  const shown = all ? promises : promises.slice(0, FIRST)
  const rows = shown.map(({ application, before, after }) => [
    harmless(application),
    before?.verdict ?? '–',
    after?.verdict ?? '–',
    minutes(before?.rtoMinutes),
    minutes(after?.rtoMinutes),
    minutes(before?.rpoMinutes),
    minutes(after?.rpoMinutes),
  ])
  const columns = [
    { head: 'application', cut: 16 },
    { head: 'was' },
    { head: 'is' },
    { head: 'RTO was', right: true },
    { head: 'is', right: true },
    { head: 'RPO was', right: true, drop: 2 },
    { head: 'is', right: true, drop: 1 },
  ]
  return ['', ...table(columns, rows, width), ...folded(promises.length - shown.length)]
}

const chance = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${fixed(share * 100, 1)}\u00a0%`

function simulationTable({ simulation }: PlanDiff, { width, all }: DiffScreen): readonly string[] {
  if (!simulation) return []
  const { runs, seed, halfWidth, applications } = simulation
  const basis = `${count(runs, 'simulated recovery', 'simulated recoveries')} of each plan, seed ${seed}, ± ${fixed(halfWidth * 100, 1)} points`
  if (applications.length === 0) return ['', ...paragraph(`Recovery times are the same: ${basis}.`, width)]
  const shown = all ? applications : applications.slice(0, FIRST)
  const rows = shown.map(({ application, before, after }) => [
    harmless(application),
    ...[before, after].flatMap((side) => [minutes(side?.p50Minutes), minutes(side?.p95Minutes), chance(side?.kept)]),
  ])
  const right = { right: true } as const
  const columns = [
    { head: 'application', cut: 16 },
    { head: 'P50 was', ...right, drop: 2 },
    { head: 'P95 was', ...right },
    { head: 'kept', ...right },
    { head: 'P50 is', ...right, drop: 1 },
    { head: 'P95 is', ...right },
    { head: 'kept', ...right },
  ]
  return [
    '',
    ...table(columns, rows, width),
    ...folded(applications.length - shown.length),
    ...paragraph(style.dim(basis), width),
  ]
}

function remarks({ flows, notCompared }: PlanDiff, width: number): readonly string[] {
  const unseen = flows.notCompared.map(
    ({ why, vmIds }) => `Connections of ${count(vmIds.length, 'VM')} are not compared: ${why}.`,
  )
  const lines = [...unseen, ...notCompared.map((what) => `Not compared: ${what}.`)]
  return lines.length === 0 ? [] : ['', ...lines.flatMap((line) => paragraph(style.dim(harmless(line)), width))]
}
