/** The screen of `drplan monitor --status`: what is held of every VM, least known first, and what is missing. */
import {
  confidenceLevels,
  type ConfidenceLevel,
  type SeriesStatus,
  type VmDataStatus,
} from '../../model/data-status.ts'
import type { DataStatus } from '../../model/vm-status.ts'
import { count, fixed, percentDown, trim } from '../../model/quantity.ts'
import { cut, facts, harmless, paragraph, style, table, type Column } from '../text.ts'

export interface DataStatusScreen {
  readonly width: number
  /** Every row, name and reason; else a few of each, and the rest is counted. */
  readonly all: boolean
}

const columns: readonly Column[] = [
  { head: 'VM', cut: true },
  { head: 'metric', cut: 10 },
  { head: 'first', drop: 2 },
  { head: 'last', drop: 1 },
  { head: 'coverage', right: true },
  { head: 'longest gap', right: true },
  { head: 'confidence' },
]

const vmColumns: readonly Column[] = [
  { head: 'metric', cut: 10 },
  { head: 'first', drop: 3 },
  { head: 'last' },
  { head: 'samples', right: true, drop: 2 },
  { head: 'coverage', right: true },
  { head: 'longest gap', right: true },
  { head: 'gap from', drop: 1 },
]

/** A series that ends a little before the others is only late. */
const SILENT_HOURS = 2
const ROWS_SHOWN = 20
const FEW = 5

export function dataStatusScreen(status: DataStatus, screen: DataStatusScreen): readonly string[] {
  const rows = status.vms.flatMap((vm) => vm.series.map((series) => ({ vm, series })))
  const kept = screen.all ? rows : rows.slice(0, ROWS_SHOWN)
  const hidden = rows.length - kept.length
  const shown = kept.map(({ vm, series }) => [
    harmless(vm.name),
    series.metric,
    dayOf(series.first),
    lastCell(series, dayOf),
    percentDown(series.coverage),
    gapCell(series),
    confidenceCell(vm.confidence.level),
  ])
  return [
    ...(rows.length > 0 ? [...table(columns, shown, screen.width)] : ['  No samples.']),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more, least known first: --all`)] : []),
    '',
    ...levelTable(status.vms, screen.width),
    '',
    ...missingLines(status.vms, screen),
    ...siteFacts(status, rows, screen),
    '',
    ...notes(screen.width),
  ]
}

/** One VM, with times to the minute and the start of every gap. */
export function vmDataScreen(vm: VmDataStatus, width: number): readonly string[] {
  const rows = vm.series.map((series) => [
    series.metric,
    minuteOf(series.first),
    lastCell(series, minuteOf),
    fixed(series.samples, 0),
    percentDown(series.coverage),
    gapCell(series),
    series.longestGap ? minuteOf(series.longestGap.from) : '–',
  ])
  const { level, missing } = vm.confidence
  return [
    ...(rows.length > 0 ? table(vmColumns, rows, width) : ['  No samples.']),
    '',
    ...paragraph(`${style.bold(harmless(vm.name))}: confidence ${confidenceCell(level)}.`, width),
    ...(missing.length > 0 ? paragraph(`Missing: ${missingWords(vm)}.`, width) : []),
    ...(vm.collectUntil ? paragraph(`Collect until ${minuteOf(vm.collectUntil)} for ${vm.nextLevel}.`, width) : []),
    '',
    ...notes(width),
  ]
}

const dayOf = (iso: string): string => iso.slice(0, 10)
const minuteOf = (iso: string): string => iso.slice(0, 16).replace('T', '\u00a0')

const lastCell = (series: SeriesStatus, shape: (iso: string) => string): string =>
  isSilent(series) ? style.risk(shape(series.last)) : shape(series.last)

const gapCell = ({ longestGap }: SeriesStatus): string => (longestGap ? `${trim(longestGap.hours, 1)}\u00a0h` : '–')

const colours = { none: style.broken, low: style.risk, medium: String, high: style.kept } as const
const confidenceCell = (level: ConfidenceLevel): string => colours[level](level)

/** How many VMs have reached which level, and when the last of them reaches the next one. */
function levelTable(vms: readonly VmDataStatus[], width: number): readonly string[] {
  const rows = confidenceLevels.map((level) => {
    const own = vms.filter(({ confidence }) => confidence.level === level)
    const dates = own.flatMap(({ collectUntil }) => collectUntil ?? []).sort()
    const undated = own.filter(({ nextLevel, collectUntil }) => nextLevel && !collectUntil).length
    return [
      confidenceCell(level),
      fixed(own.length, 0),
      dates.length === 0 ? '–' : minuteOf(dates[dates.length - 1] ?? ''),
      undated === 0 ? '–' : fixed(undated, 0),
    ]
  })
  const heads: readonly Column[] = [
    { head: 'confidence' },
    { head: 'VMs', right: true },
    { head: 'all at the next level' },
    { head: 'without a date', right: true },
  ]
  return table(heads, [...rows, ['total', fixed(vms.length, 0), '', ''].map(style.bold)], width)
}

const isSilent = ({ silentHours }: SeriesStatus): boolean => silentHours > SILENT_HOURS

/** The days that are missing are counted to the last sample, so a silence since then has to be told beside them. */
function missingWords({ confidence, series }: VmDataStatus): string {
  const ended = series.some((one) => (one.metric === 'cpu' || one.metric === 'memory') && isSilent(one))
  const silence = 'its samples ended early, and the silence will count as a gap'
  return [...confidence.missing, ...(ended ? [silence] : [])].join('; ')
}

/** The same words of fifty VMs are one line about fifty VMs. */
function missingLines(vms: readonly VmDataStatus[], { width, all }: DataStatusScreen): readonly string[] {
  const measured = vms.filter(({ series, confidence }) => series.length > 0 && confidence.missing.length > 0)
  const groups = [...Map.groupBy(measured, missingWords)]
  groups.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1))
  if (groups.length === 0) return []
  const shown = all ? groups : groups.slice(0, FEW)
  const hidden = groups.length - shown.length
  return [
    ...paragraph('Missing for the next level:', width),
    ...shown.flatMap(([words, own]) => paragraph(`${nameFew(own, all)}: ${words}.`, width)),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more reasons: --all`)] : []),
    '',
  ]
}

function nameFew(vms: readonly VmDataStatus[], all: boolean): string {
  const shown = (all ? vms : vms.slice(0, FEW)).map(({ name }) => harmless(name))
  const more = vms.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${fixed(more, 0)} more` : '')
}

interface HeldRow {
  readonly vm: VmDataStatus
  readonly series: SeriesStatus
}

function siteFacts(status: DataStatus, held: readonly HeldRow[], { width, all }: DataStatusScreen): readonly string[] {
  const without = status.vms.filter(({ series }) => series.length === 0)
  const silent = held.filter(({ series }) => isSilent(series)).length
  const { vms, series } = status.outsidePlan
  return facts(
    [
      [
        'Site',
        cut(harmless(status.site), 20),
        `latest sample ${status.latestSample ? minuteOf(status.latestSample) : 'none'}`,
      ],
      ['Longest gap', ...longestGap(held)],
      ['Ended early', count(silent, 'series', 'series'), `more than ${SILENT_HOURS} h before the latest sample`],
      ['Without metrics', count(without.length, 'VM'), nameFew(without, all)],
      ...(series > 0 ? [['Not planned', count(vms, 'VM'), count(series, 'series', 'series')] as const] : []),
    ],
    width,
  )
}

function longestGap(held: readonly HeldRow[]): [string, string] {
  let worst: { readonly hours: number; readonly note: string } | null = null
  for (const { vm, series } of held) {
    const { metric, longestGap: gap } = series
    if (!gap || gap.hours <= (worst?.hours ?? 0)) continue
    worst = { hours: gap.hours, note: `${metric} of ${harmless(vm.name)}, from ${minuteOf(gap.from)}` }
  }
  return worst ? [`${trim(worst.hours, 1)}\u00a0h`, worst.note] : ['none', '']
}

const notes = (width: number): readonly string[] =>
  paragraph(
    style.dim(
      'All times are UTC. Coverage: hours with a sample between the first and the last one. A date holds if collection goes on from the latest sample without a gap; there is none where CPU or memory was never measured.',
    ),
    width,
  )
