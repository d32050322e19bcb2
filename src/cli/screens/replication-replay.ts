/** The screen of `drplan replication replay`: what a failure would have lost, and which link would have kept the promises. */
import type { Finding } from '../../model/finding.ts'
import { count, duration, percent, percentDown, promised, trim } from '../../model/quantity.ts'
import type { ReplicationReport, TierLag, VmLag, Violation } from '../../model/replication.ts'
import { harmless, paragraph, style, table } from '../text.ts'
import { findingBlocks } from './findings.ts'
import { lossPlot } from './replication-plot.ts'
import { enoughMiBps, gib, momentOf } from './replication-words.ts'

export interface ReplayScreen {
  readonly report: ReplicationReport
  readonly width: number
  /** Every VM, not only the worst. */
  readonly all: boolean
  /** Are there letters beyond ASCII, and can dots be drawn? */
  readonly marks: boolean
  readonly plots: boolean
}

const MOST_ROWS = 8
const MOST_NAMES = 8

export function replayScreen(screen: ReplayScreen): readonly string[] {
  const { report, width } = screen
  const { lag } = report
  return [
    ...paragraph(headOf(report), width),
    '',
    ...(lag ? [...tierTable(lag.tiers, screen), ''] : []),
    ...linkTable(report, width),
    ...(lag && screen.plots ? plotOf(lag.tiers, screen) : []),
    ...(lag ? vmTable(lag.vms, screen) : []),
    ...missingLines(report, width),
    ...blocks(report.findings, width),
  ]
}

function headOf({ names, unknownVms, start, steps, stepSeconds, linkMiBps, scope }: ReplicationReport): string {
  const total = Object.keys(names).length
  const known = total - unknownVms.length
  const link = linkMiBps === null ? 'the link is unknown' : `over ${trim(linkMiBps, 2)}\u00a0MiB/s`
  const which = scope === 'all' ? 'all planned VMs' : 'VMs that the plan does not bring back from backups'
  const from = steps === 0 ? '' : ` from ${momentOf(start)}`
  return `${style.bold('Replay')} of ${duration((steps * stepSeconds) / 60)}${from}, ${link}: ${known} of ${count(total, 'VM')} (${which}).`
}

const lateMinutes = (violations: readonly Violation[]): number => violations.reduce((sum, one) => sum + one.minutes, 0)

function markOf({ withinShare }: Pick<TierLag, 'withinShare'>, marks: boolean): string {
  if (withinShare === null) return marks ? style.dim('– none') : 'none'
  if (withinShare >= 1) return marks ? style.kept('● kept') : 'kept'
  return marks ? style.broken('■ missed') : 'missed'
}

/** Never "100 %" of what was missed once. */
const keptOf = (share: number | null): string =>
  share === null
    ? '–'
    : share < 1 && share >= 0.99
      ? `${trim(Math.floor(share * 10_000) / 100, 2)}\u00a0%`
      : percentDown(share)

function tierTable(tiers: readonly TierLag[], { width, marks }: ReplayScreen): readonly string[] {
  const right = { right: true } as const
  const columns = [
    { head: 'RPO' },
    { head: 'tier', cut: 8, ...right },
    { head: 'VMs', drop: 3, ...right },
    { head: 'promise', ...right },
    { head: 'loss P50', drop: 4, ...right },
    { head: 'P95', ...right },
    { head: 'P99', drop: 2, ...right },
    { head: 'worst', ...right },
    { head: 'in time', ...right },
    { head: 'violated', drop: 1, ...right },
    { head: 'backlog GiB', drop: 5, ...right },
  ]
  const rows = tiers.map((tier) => [
    markOf(tier, marks),
    harmless(tier.tierId),
    String(tier.vms),
    promised(tier.rpoMinutes),
    duration(tier.lossMinutes.p50),
    duration(tier.lossMinutes.p95),
    duration(tier.lossMinutes.p99),
    style.bold(duration(tier.worstLagMinutes)),
    keptOf(tier.withinShare),
    tier.withinShare === null ? '–' : duration(lateMinutes(tier.violations)),
    gib(tier.backlogPeakGiB),
  ])
  return table(columns, rows, width)
}

function linkTable({ kept }: ReplicationReport, width: number): readonly string[] {
  const [first] = kept
  if (!first) return []
  const columns = [
    { head: 'link that keeps the RPO, of the time', cut: 12 },
    ...first.needs.map(({ share }) => ({ head: percent(share), right: true })),
  ]
  const rows = kept.map(({ tierId, needs }) => [
    tierId === null ? style.bold('all tiers') : `tier ${harmless(tierId)}`,
    ...needs.map(({ linkMiBps }) => (linkMiBps === null ? style.broken('no link') : `${enoughMiBps(linkMiBps)} MiB/s`)),
  ])
  return [...table(columns, rows, width), '']
}

/** Of the tier that misses most; where none does, of the one that is latest. */
function plotOf(tiers: readonly TierLag[], { report, width }: ReplayScreen): readonly string[] {
  const [worst] = [...tiers].sort(
    (a, b) => (a.withinShare ?? 1) - (b.withinShare ?? 1) || b.worstLagMinutes - a.worstLagMinutes,
  )
  if (!worst || worst.worstLagMinutes === 0) return []
  return [...lossPlot(worst, report, width), '']
}

function vmTable(vms: readonly VmLag[], { report, width, all }: ReplayScreen): readonly string[] {
  const ranked = vms
    .filter(({ worstLagMinutes }) => all || worstLagMinutes > 0)
    .toSorted((a, b) => (a.withinShare ?? 1) - (b.withinShare ?? 1) || b.worstLagMinutes - a.worstLagMinutes)
  if (ranked.length === 0) return vms.length === 0 ? [] : [...paragraph('No VM is ever late.', width), '']
  const shown = all ? ranked : ranked.slice(0, MOST_ROWS)
  const right = { right: true } as const
  const columns = [
    { head: 'VM', cut: 14 },
    { head: 'tier', cut: 8, ...right },
    { head: 'promise', ...right },
    { head: 'worst', ...right },
    { head: 'in time', ...right },
    { head: 'violated', drop: 1, ...right },
    { head: 'backlog GiB', drop: 2, ...right },
    { head: 'written GiB', drop: 3, ...right },
  ]
  const rows = shown.map((vm) => [
    style.bold(harmless(report.names[vm.vmId] ?? vm.vmId)),
    harmless(vm.tierId),
    promised(vm.rpoMinutes),
    duration(vm.worstLagMinutes),
    keptOf(vm.withinShare),
    vm.withinShare === null ? '–' : duration(lateMinutes(vm.violations)),
    gib(vm.backlogPeakGiB),
    gib(vm.writtenGiB),
  ])
  const hidden = ranked.length - shown.length
  const more =
    hidden > 0 ? [style.dim(`  … ${hidden} more, none of them worse: drplan replication replay --show-all`)] : []
  return [...table(columns, rows, width), ...more, '']
}

/** Nobody is counted as writing nothing. */
function missingLines({ names, unknownVms, gaps, steps }: ReplicationReport, width: number): readonly string[] {
  const named = (ids: readonly string[]): string => {
    const shown = ids.slice(0, MOST_NAMES).map((id) => harmless(names[id] ?? id))
    const rest = ids.length - shown.length
    return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
  }
  const worst = gaps.reduce((most, one) => Math.max(most, one.steps), 0)
  return [
    ...(unknownVms.length > 0
      ? paragraph(
          `${style.risk('Not in any figure')}, since nobody measures what they write: ${named(unknownVms)}.`,
          width,
        )
      : []),
    ...(gaps.length > 0
      ? paragraph(
          `Steps without a sample count with the largest one of the VM: up to ${worst} of ${steps} (${named(gaps.map(({ vmId }) => vmId))}).`,
          width,
        )
      : []),
    ...(unknownVms.length + gaps.length > 0 ? [''] : []),
  ]
}

/** What is said above is not said again for each VM. */
const blocks = (findings: readonly Finding[], width: number): readonly string[] =>
  findingBlocks(
    findings.filter(({ code }) => code !== 'replication.churn-unknown' && code !== 'replication.churn-gaps'),
    width,
  )
