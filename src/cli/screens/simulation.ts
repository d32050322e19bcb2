/** The screen of `drplan simulate`: every promise with its distribution, worst first, and what would help. */
import { count, duration, percent, percentDown, promised, trim } from '../../model/quantity.ts'
import type { SimulatedPromise, SimulationReport, SimulationVerdict } from '../../model/simulation-report.ts'
import type { GoalResult, ShareEstimate } from '../../model/simulation.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'
import { verdictMark } from '../verdict.ts'
import { findingBlocks } from './findings.ts'
import { leverTable } from './simulation-levers.ts'
import { histogramPlot, strip, stripHead, stripSize } from './simulation-plots.ts'

export interface SimulationScreen {
  readonly report: SimulationReport
  readonly width: number
  /** Every application, not only the first. */
  readonly all: boolean
  /** Whose times are drawn; null = those of the worst. */
  readonly application: string | null
  /** Can blocks be drawn? Without them, quantiles stand in their place. */
  readonly plots: boolean
}

const MOST_ROWS = 12
/** What a column more takes. */
const DOUBT_CELLS = 14

export function simulationScreen(screen: SimulationScreen): readonly string[] {
  const { report, width } = screen
  const rows = rowsOf(report)
  return [
    ...paragraph(
      `${report.scenario.id}: ${style.dim(`${count(report.runs, 'run')}, seed ${report.seed}.`)} ${harmless(report.scenario.means)}`,
      width,
    ),
    '',
    ...promiseTable(rows, screen),
    '',
    ...togetherLines(report, width),
    ...lossLines(rows, width),
    '',
    ...distribution(rows, screen),
    '',
    ...leverTable(report, width),
    ...paragraph(style.dim(basisSentence(report)), width),
    ...(report.findings.length > 0 ? ['', ...findingBlocks(report.findings, width)] : []),
  ]
}

interface Row {
  readonly promise: SimulatedPromise
  readonly goal: GoalResult
}

const rank: Record<SimulationVerdict, number> = { broken: 0, 'at-risk': 1, kept: 2, none: 3 }

/** Worst first; equal ones in the order of the plan. */
function rowsOf({ promises, goals }: SimulationReport): readonly Row[] {
  const byName = new Map(goals.flatMap((goal) => (goal.kind === 'application' ? [[goal.name, goal] as const] : [])))
  return promises
    .flatMap((promise) => {
      const goal = byName.get(promise.application)
      return goal ? [{ promise, goal }] : []
    })
    .toSorted(
      (a, b) =>
        rank[a.promise.verdict] - rank[b.promise.verdict] || (a.goal.kept?.share ?? 1) - (b.goal.kept?.share ?? 1),
    )
}

const marks: Record<SimulationVerdict, () => string> = {
  broken: () => style.broken('■ broken'),
  'at-risk': () => style.risk('▲ at risk'),
  kept: () => style.kept('● kept'),
  none: () => style.dim('– none'),
}
const words: Record<SimulationVerdict, string> = { broken: 'broken', 'at-risk': 'at risk', kept: 'kept', none: 'none' }

function promiseTable(rows: readonly Row[], { width, all, plots }: SimulationScreen): readonly string[] {
  const shown = all ? rows : rows.slice(0, MOST_ROWS)
  const hidden = rows.length - shown.length
  const doubted = rows.some(({ promise }) => doubtOf(promise, plots) !== '')
  const size = stripSize(doubted ? width - DOUBT_CELLS : width)
  const columns: readonly Column[] = [
    { head: 'verdict' },
    { head: 'application', cut: 12 },
    { head: 'tier', right: true },
    ...(doubted ? [{ head: 'by plan', cut: DOUBT_CELLS - 2 }] : []),
    { head: 'promise', right: true },
    { head: 'P50', right: true, drop: 3 },
    { head: 'P95', right: true },
    { head: 'in time', right: true },
    plots ? { head: stripHead(size), drop: 1 } : { head: 'P99', right: true, drop: 1 },
  ]
  const cells = shown.map(({ promise, goal }) => [
    plots ? marks[promise.verdict]() : words[promise.verdict],
    style.bold(harmless(promise.application)),
    promise.tierId,
    ...(doubted ? [doubtOf(promise, plots)] : []),
    promised(goal.promisedMinutes),
    minutesOf(goal.p50),
    minutesOf(goal.p95),
    goal.kept ? shareOf(goal.kept) : '–',
    plots ? strip(goal, size) : minutesOf(goal.p99),
  ])
  const more = hidden > 0 ? [style.dim(`  … ${hidden} more, none of them worse: drplan simulate --all`)] : []
  return [...table(columns, cells, width), ...more]
}

/** What the plan itself says against it: a VM that cannot run there comes back in a simulation all the same. */
function doubtOf({ plan, unmapped, notReady }: SimulatedPromise, plots: boolean): string {
  if (unmapped > 0) return style.broken(`${unmapped} unmapped`)
  if (notReady > 0) return style.broken(`${notReady} not ready`)
  if (plan !== 'broken' && plan !== 'undecided') return ''
  return plots ? verdictMark(plan) : plan
}

/** As in columns: 3 h 15; null = in so many runs it never came back. */
const minutesOf = (minutes: number | null): string =>
  minutes === null
    ? 'never'
    : duration(minutes).replace(
        /(\d+)\u00a0h\u00a0(\d+)\u00a0min$/,
        (_, hours, rest) => `${hours}\u00a0h\u00a0${String(rest).padStart(2, '0')}`,
      )

/** Never "100 %": all of so many runs is not "always". Rounded down, so that a missed target does not read as met. */
export function shareOf({ share }: ShareEstimate): string {
  if (share > 0.999) return '> 99.9\u00a0%'
  if (share >= 0.99) return `${trim(Math.floor(share * 1000 + 1e-9) / 10, 1)}\u00a0%`
  return share > 0 && share < 0.01 ? '< 1\u00a0%' : percentDown(share)
}

function togetherLines({ allKept, target }: SimulationReport, width: number): readonly string[] {
  if (!allKept) return paragraph('Nothing is promised, so nothing can be broken.', width)
  const state = allKept.share >= target ? style.kept : style.broken
  const share = `${shareOf(allKept)} ± ${trim(allKept.halfWidth * 100, 1)} points`
  return paragraph(
    `${style.bold('All promises in time')}  ${state(share.replaceAll(' ', '\u00a0'))}   target ${percent(target)}`,
    width,
  )
}

/** The greatest losses that are not promised. */
function lossLines(rows: readonly Row[], width: number): readonly string[] {
  const promises = rows.filter(({ promise }) => promise.loss.kept !== null)
  const missed = promises.filter(({ promise }) => promise.loss.kept === false)
  if (missed.length === 0) return []
  const named = missed.slice(0, 3).map(({ promise: { application, loss } }) => {
    const lost = loss.minutes === null ? 'an amount that nobody can tell' : duration(loss.minutes)
    return `${harmless(application)} loses ${lost}, promised ${promised(loss.promisedMinutes)}`
  })
  const rest = missed.length > named.length ? `; ${missed.length - named.length} more` : ''
  return paragraph(
    `${style.bold('Data loss')}  ${style.broken(`${missed.length} of ${count(promises.length, 'promise')} ${missed.length === 1 ? 'is' : 'are'} broken`)}, whatever the time: ${named.join('; ')}${rest}.`,
    width,
  )
}

function distribution(
  rows: readonly Row[],
  { report, application, plots, width }: SimulationScreen,
): readonly string[] {
  const shown = application === null ? rows[0] : rows.find(({ promise }) => promise.application === application)
  if (!shown) return []
  if (plots) return histogramPlot(shown.goal, report.runs, width)
  const { name, p50, p95, p99 } = shown.goal
  return paragraph(`${harmless(name)}: P50 ${minutesOf(p50)}, P95 ${minutesOf(p95)}, P99 ${minutesOf(p99)}.`, width)
}

function basisSentence({ basis }: SimulationReport): string {
  const { recordedTasks, assumedTasks, spread, drills } = basis
  const factors = `${spread.low} to ${spread.high} times`
  const from = drills.length > 0 ? ` (${drills.map(harmless).join(', ')})` : ''
  return `Spreads are assumptions until drills replace them: ${count(assumedTasks, 'term')} of VMs and site ${assumedTasks === 1 ? 'takes' : 'take'} ${factors} what the plan says, unless settings say otherwise; ${recordedTasks} ${recordedTasks === 1 ? 'comes' : 'come'} from drills${from}. The ± is of the number of runs, not of these assumptions.`
}
