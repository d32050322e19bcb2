/** The screen of `drplan replication line`: the latest points that fit together, what they lose, or why there are none. */
import type { Finding } from '../../model/finding.ts'
import { count, duration, promised } from '../../model/quantity.ts'
import type { LineGroup, LineVm, RecoveryLineReport } from '../../model/recovery-line.ts'
import { harmless, paragraph, style, table } from '../text.ts'
import { findingBlocks } from './findings.ts'
import { momentOf } from './replication-words.ts'

export interface LineScreen {
  readonly report: RecoveryLineReport
  readonly findings: readonly Finding[]
  readonly width: number
}

const SECONDS_PER_MINUTE = 60

export function lineScreen({ report, findings, width }: LineScreen): readonly string[] {
  const { vms, notAfter, failedAt, complete } = report
  const until = notAfter === null ? '' : `, no point after ${momentOf(notAfter)}`
  const state = complete ? style.kept('●\u00a0complete') : style.broken('■\u00a0incomplete')
  return [
    ...paragraph(
      `${style.bold('Recovery line')} of ${count(vms.length, 'VM')} for a failure at ${momentOf(failedAt)}${until}: ${state}.`,
      width,
    ),
    '',
    ...groupTable(report, width),
    '',
    ...vmTable(report, width),
    '',
    ...notes(report, width),
    ...findingBlocks(findings, width),
  ]
}

const right = { right: true } as const
const lossOf = (seconds: number | null): string => (seconds === null ? '–' : duration(seconds / SECONDS_PER_MINUTE))

function groupTable({ groups }: RecoveryLineReport, width: number): readonly string[] {
  const columns = [
    { head: 'what fits together', cut: 16 },
    { head: 'VMs', ...right },
    { head: 'oldest point' },
    { head: 'newest point', drop: 1 },
    { head: 'skew', ...right },
    { head: 'worst loss', ...right },
  ]
  const rows = groups.map((group: LineGroup) => [
    style.bold(group.applications.map(harmless).join(', ')),
    String(group.vmIds.length),
    group.complete ? momentOf(group.oldestAt ?? '') : style.broken('none'),
    group.newestAt === null ? '–' : momentOf(group.newestAt),
    lossOf(group.skewSeconds),
    lossOf(group.lossSeconds),
  ])
  return table(columns, rows, width)
}

function vmTable(report: RecoveryLineReport, width: number): readonly string[] {
  const names = new Map(report.vms.map(({ vmId, name }) => [vmId, name]))
  const columns = [
    { head: 'VM', cut: 14 },
    { head: 'point', cut: 12 },
    { head: 'loss', ...right },
    { head: 'RPO', ...right },
    { head: 'rolled back', drop: 1, ...right },
    { head: 'skew', drop: 2, ...right },
    { head: 'why', cut: 20 },
  ]
  const rows = report.vms.map((vm) => [
    style.bold(harmless(vm.name)),
    vm.at === null ? style.broken('none') : momentOf(vm.at),
    isLost(vm) ? style.broken(lossOf(vm.lossSeconds)) : lossOf(vm.lossSeconds),
    promised(vm.rpoMinutes),
    lossOf(vm.rolledBackSeconds),
    lossOf(vm.skewSeconds),
    reasonOf(vm, (id) => harmless(names.get(id) ?? id)),
  ])
  return table(columns, rows, width)
}

const isLost = ({ lossSeconds, rpoMinutes }: LineVm): boolean =>
  lossSeconds !== null && rpoMinutes !== null && lossSeconds > rpoMinutes * SECONDS_PER_MINUTE

/** Of a VM that went back, the edge that sent it. */
function reasonOf({ why, becauseOf, name }: LineVm, nameOf: (vmId: string) => string): string {
  const others = becauseOf.map(nameOf).join(', ')
  const reasons = {
    newest: 'its newest',
    needs: `${harmless(name)} → ${others}`,
    group: `of one moment with ${others}`,
    'no-point': 'no point that it accepts',
  }
  return reasons[why]
}

function notes({ notAsked, pointsElsewhere, limits }: RecoveryLineReport, width: number): readonly string[] {
  const lines = [
    ...(limits.length === 0
      ? [
          'Nothing says that states of these VMs have to fit: no stated dependency within an application or protection group, and no replication.line.allowedSkew.',
        ]
      : []),
    ...(notAsked.length > 0
      ? [
          `${count(notAsked.length, 'planned VM')} without a point in the file, and not needed by any that has one, ${notAsked.length === 1 ? 'is' : 'are'} left out.`,
        ]
      : []),
    ...(pointsElsewhere > 0 ? [`${count(pointsElsewhere, 'point')} of VMs that are not planned passed over.`] : []),
  ]
  return lines.length === 0 ? [] : [...lines.flatMap((line) => paragraph(style.dim(line), width)), '']
}
