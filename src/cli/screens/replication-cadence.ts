/** The screen of `drplan replication cadence`: how seldom snapshots and logs may be taken. */
import type { CadenceAnswer, CadenceChange, CadenceReport, CadenceUnknown, VmCadence } from '../../model/cadence.ts'
import { count, duration, fixed, promised, trim } from '../../model/quantity.ts'
import { harmless, paragraph, style, table } from '../text.ts'
import { gib } from './replication-words.ts'

export interface CadenceScreen {
  readonly report: CadenceReport
  readonly width: number
  readonly all: boolean
}

const MOST_ROWS = 15

export function cadenceScreen({ report, width, all }: CadenceScreen): readonly string[] {
  const shown = all ? report.vms : report.vms.slice(0, MOST_ROWS)
  const hidden = report.vms.length - shown.length
  return [
    ...paragraph(
      `${style.bold('Cadence')} of ${count(report.vms.length, 'VM')}: the ${report.isPriced ? 'cheapest' : 'longest'} intervals that keep RTO and RPO, were each brought back from snapshots and logs.`,
      width,
    ),
    '',
    ...tierTable(report, width),
    '',
    ...vmTable(shown, report, width),
    ...(hidden > 0 ? [style.dim(`  … ${hidden} more: drplan replication cadence --show-all`)] : []),
    '',
    ...notes(report, width),
  ]
}

const right = { right: true } as const

function tierTable({ tiers, isPriced, currency }: CadenceReport, width: number): readonly string[] {
  const columns = [
    { head: 'tier', cut: 8, ...right },
    { head: 'RTO', ...right },
    { head: 'RPO', ...right },
    { head: 'kept', ...right },
    { head: 'snapshots', ...right },
    { head: 'logs', ...right },
    { head: 'kept GiB', drop: 1, ...right },
    { head: 'sent GiB/month', drop: 2, ...right },
    ...(isPriced ? [{ head: `${currency}/month`, ...right }] : []),
  ]
  const rows = tiers.map((tier) => [
    harmless(tier.tierId),
    promised(tier.rtoMinutes),
    promised(tier.rpoMinutes),
    (tier.kept === tier.vms ? style.kept : style.broken)(`${tier.kept} of ${tier.vms}`),
    every(tier.snapshotMinutes),
    every(tier.logMinutes),
    gib(tier.keptGiB),
    gib(tier.sentGiBPerMonth),
    ...(isPriced ? [tier.costPerMonth === null ? '–' : fixed(tier.costPerMonth, 2)] : []),
  ])
  return table(columns, rows, width)
}

const every = (minutes: number | null): string => (minutes === null ? '–' : promised(minutes))

function vmTable(vms: readonly VmCadence[], { isPriced, currency }: CadenceReport, width: number): readonly string[] {
  const columns = [
    { head: 'VM', cut: 14 },
    { head: 'tier', cut: 8, ...right },
    { head: 'GiB', drop: 3, ...right },
    { head: 'GiB/h', drop: 4, ...right },
    { head: 'snapshot', ...right },
    { head: 'log', ...right },
    { head: 'RTO', drop: 1, ...right },
    { head: 'RPO', ...right },
    { head: 'kept GiB', drop: 5, ...right },
    ...(isPriced ? [{ head: `${currency}/month`, drop: 2, ...right }] : []),
    { head: 'what is missing', cut: 22 },
  ]
  const rows = vms.map((vm) => [
    style.bold(harmless(vm.name)),
    harmless(vm.tierId),
    vm.sizeGiB === null ? '?' : gib(vm.sizeGiB),
    vm.churnGiBPerHour === null ? '?' : gib(vm.churnGiBPerHour),
    ...cadenceCells(vm.answer, isPriced),
    remarkOf(vm),
  ])
  return table(columns, rows, width)
}

function cadenceCells(answer: CadenceAnswer | null, isPriced: boolean): readonly string[] {
  const cadence = answer?.cadence
  if (!cadence) return ['–', '–', '–', '–', '–', ...(isPriced ? ['–'] : [])]
  const synthetic = cadence.takenEvery > 1 ? ` 1:${cadence.takenEvery}` : ''
  return [
    `${every(cadence.snapshotMinutes)}${synthetic}`,
    every(cadence.logMinutes),
    duration(cadence.rtoMinutes),
    duration(cadence.rpoMinutes),
    gib(cadence.keptGiB),
    ...(isPriced ? [fixed(cadence.costPerMonth, 2)] : []),
  ]
}

const missing: Record<Exclude<CadenceUnknown, 'replay-rate'>, string> = {
  size: 'its disks',
  writes: 'what it writes',
  'copy-rate': 'the link',
}

/** Why there is none. */
function remarkOf({ answer, unknown }: VmCadence): string {
  if (answer === null) {
    const named = unknown.flatMap((one) => (one === 'replay-rate' ? [] : [missing[one]]))
    return style.risk(`cannot tell without ${named.join(', ')}`)
  }
  if (answer.cadence) return ''
  const [change] = answer.changes
  if (change) return style.broken(changeWords(change))
  return style.broken(answer.best ? bestWords(answer.best) : 'cannot be kept up')
}

/** Where no single change is enough. */
const bestWords = ({ rtoMinutes, rpoMinutes }: NonNullable<CadenceAnswer['best']>): string =>
  `at best RTO ${duration(rtoMinutes)}, RPO ${duration(rpoMinutes)}`

function changeWords({ what, needed }: CadenceChange): string {
  const rates = { restoreMiBps: 'restore', replayMiBps: 'replay', copyMiBps: 'copy' } as const
  if (what === 'restoreMiBps' || what === 'replayMiBps' || what === 'copyMiBps')
    return `${rates[what]} ${trim(Math.ceil(needed * 10) / 10, 1)} MiB/s`
  const words = {
    snapshotMinutes: 'a snapshot every',
    logMinutes: 'a log every',
    rtoMinutes: 'an RTO of',
    rpoMinutes: 'an RPO of',
  }
  return `${words[what]} ${duration(needed)}`
}

function notes({ vms, isPriced }: CadenceReport, width: number): readonly string[] {
  const withoutReplay = vms.filter(({ unknown }) => unknown.includes('replay-rate')).length
  const withoutCopy = vms.filter(({ unknown }) => unknown.includes('copy-rate')).length
  const synthetic = vms.some(({ answer }) => (answer?.cadence?.takenEvery ?? 1) > 1)
  const lines = [
    ...(withoutCopy > 0
      ? ['Nobody says what the link carries: set replication.linkMiBps, or replication.cadence.copyMiBps.']
      : []),
    ...(withoutReplay > 0
      ? [
          `Whether logs would do cannot be told of ${count(withoutReplay, 'VM')}: set replication.logShipping.replayMiBps, as measured.`,
        ]
      : []),
    ...(synthetic
      ? ['1:k = one snapshot in k is taken from the VM, the others are made of the last one and its log.']
      : []),
    ...(isPriced ? [] : ['Costs are not counted: set replication.cadence.prices.']),
  ]
  return lines.flatMap((line) => paragraph(style.dim(line), width))
}
