/** The screen of `drplan simulate --phase failback`: what is copied home, how long that takes, and how long users wait. */
import type { FailbackReport } from '../../model/failback-report.ts'
import { count, duration, trim } from '../../model/quantity.ts'
import type { GoalResult } from '../../model/simulation.ts'
import { facts, harmless, paragraph, style, table } from '../text.ts'
import { findingBlocks } from './findings.ts'

export interface FailbackScreen {
  readonly report: FailbackReport
  readonly width: number
  readonly all: boolean
}

const MOST_ROWS = 12

export function failbackSimulationScreen({ report, width, all }: FailbackScreen): readonly string[] {
  const { runs, seed, findings } = report
  return [
    ...paragraph(
      `The way home: ${style.dim(`${count(runs, 'run')}, seed ${seed}.`)} Everything serves at the recovery site, and goes home as planned: copies first, then writes end, the last differences are sent, and the waves start at home.`,
      width,
    ),
    '',
    ...facts(factsOf(report), width),
    '',
    ...cutOverTable({ report, width, all }),
    '',
    ...paragraph(
      style.dim(
        'The cut-over lasts from the last write at the recovery site until users are served at home. Copies are bounded by the line; spreads of all else are assumptions until somebody walked a failback.',
      ),
      width,
    ),
    ...(findings.length > 0 ? ['', ...findingBlocks(findings, width)] : []),
  ]
}

type Fact = readonly [string, string, string?]

function factsOf(report: FailbackReport): readonly Fact[] {
  const { link, copying, copies, awayHours, disksAtHome } = report
  const differences = copies.filter(({ kind }) => kind === 'delta')
  const away = `after ${trim(awayHours, 1)} h away, old disks ${disksAtHome === 'kept' ? 'still stand' : 'are lost'}`
  return [
    ['Copies', `${count(copies.length - differences.length, 'VM')} whole, ${differences.length} by difference`, away],
    ['To send', amountOf(copies.map(({ gib }) => gib)), 'while the recovery site serves'],
    ['Line home', rateOf(link.homeMiBps), `${trim(link.writtenMiBps, 2)} MiB/s of it for what is written meanwhile`],
    ['Copying', copying ? `P50 ${timeOf(copying.p50)}, P95 ${timeOf(copying.p95)}` : 'cannot tell', 'users are served'],
    ['Last difference', amountOf(copies.map(({ atCutOverGiB }) => atCutOverGiB)), 'once nobody writes'],
    ['Waves', String(report.waves), 'one after the other'],
    ['Data at risk', duration(report.dataAtRiskMinutes), 'writes end before the last copy is taken'],
  ]
}

const rateOf = (mibPerSecond: number | null): string =>
  mibPerSecond === null ? 'not stated' : `${trim(mibPerSecond, 2)} MiB/s`

/** Of those that are known; how many are not, is said. */
function amountOf(amounts: readonly (number | null)[]): string {
  const known = amounts.filter((one) => one !== null)
  const unknown = amounts.length - known.length
  if (known.length === 0 && unknown > 0) return 'cannot tell'
  const gib = `${trim(
    known.reduce((sum, one) => sum + one, 0),
    1,
  )} GiB`
  return unknown === 0 ? gib : `${gib}, and ${count(unknown, 'VM')} of which nobody can tell`
}

const timeOf = (minutes: number | null): string => (minutes === null ? 'never' : duration(minutes))

/** The longest first. */
function cutOverTable({ report, width, all }: FailbackScreen): readonly string[] {
  const least = report.missing.length > 0
  const rows = report.cutOver
    .filter(({ kind }) => kind === 'application')
    .toSorted((a, b) => (b.p95 ?? Infinity) - (a.p95 ?? Infinity) || (a.name < b.name ? -1 : 1))
  const shown = all ? rows : rows.slice(0, MOST_ROWS)
  const whole = report.cutOver.filter(({ kind }) => kind === 'whole')
  const cells = (goal: GoalResult, name: string): readonly string[] => [
    name,
    ...[goal.p50, goal.p95, goal.p99].map((minutes) => `${least ? '≥ ' : ''}${timeOf(minutes)}`),
  ]
  const columns = [
    { head: 'cut-over of', cut: 12 },
    { head: 'P50', right: true },
    { head: 'P95', right: true },
    { head: 'P99', right: true, drop: 1 },
  ]
  const lines = table(
    columns,
    [
      ...shown.map((goal) => cells(goal, style.bold(harmless(goal.name)))),
      ...whole.map((goal) => cells(goal, 'everything')),
    ],
    width,
  )
  const hidden = rows.length - shown.length
  return [...lines, ...(hidden > 0 ? [style.dim(`  … ${hidden} more, none of them longer: --all`)] : [])]
}
