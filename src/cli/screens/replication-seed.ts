/** The screen of `drplan replication seed`: when the first copies are there. */
import type { Finding } from '../../model/finding.ts'
import { count, duration, trim } from '../../model/quantity.ts'
import type { SeedingAnswer, SeedingPlan } from '../../model/seeding.ts'
import { harmless, paragraph, style, table } from '../text.ts'
import { findingBlocks } from './findings.ts'
import { enoughMiBps, gib, momentOf } from './replication-words.ts'

export interface SeedScreen {
  readonly answer: SeedingAnswer
  readonly names: Readonly<Record<string, string>>
  readonly findings: readonly Finding[]
  readonly width: number
  readonly all: boolean
}

const MOST_ROWS = 15

export function seedScreen({ answer, names, findings, width, all }: SeedScreen): readonly string[] {
  const { plan } = answer
  return [
    ...(plan
      ? planLines(plan, width)
      : paragraph('The link is unknown, so no end of first copies can be told.', width)),
    ...finishLines(answer, width),
    '',
    ...(plan ? [...vmTable(plan, { names, width, all }), ''] : []),
    ...findingBlocks(findings, width),
  ]
}

function planLines(plan: SeedingPlan, width: number): readonly string[] {
  const { vms, start, finish, hours, boundHours, sizesGiB, churnGiB } = plan
  if (finish === null) return paragraph('No first copy can be planned.', width)
  const streams = vms.reduce((most, { stream }) => Math.max(most, stream), 0)
  const batches = vms.reduce((most, { batch }) => Math.max(most, batch), 0)
  const bound = boundHours > 0 ? `; no order of copies is done in less than ${duration(boundHours * 60)}` : ''
  return paragraph(
    `${style.bold('First copies')} of ${count(vms.length, 'VM')}, ${gib(sizesGiB)} GiB and ${gib(churnGiB)} GiB of changes meanwhile: from ${momentOf(start)} to ${style.bold(momentOf(finish))}, ${duration(hours * 60)}, ${streams} at a time, ${count(batches, 'batch', 'batches')}${bound}.`,
    width,
  )
}

export const isInTime = ({ plan, finishBy, leftOut }: SeedingAnswer): boolean =>
  finishBy === null ||
  (plan !== null &&
    plan.never.length === 0 &&
    leftOut.length === 0 &&
    (plan.finish === null || Date.parse(plan.finish) <= Date.parse(finishBy)))

function finishLines(answer: SeedingAnswer, width: number): readonly string[] {
  const { finishBy, neededMiBps, linkMiBps, leftOut } = answer
  if (finishBy === null) return []
  const needed =
    neededMiBps === null
      ? 'No link is in time: the rate of one VM, the hours of the link or the date has to change.'
      : `It needs a link of ${style.bold(`${enoughMiBps(neededMiBps)} MiB/s`)}${linkMiBps === null ? '' : `; there are ${trim(linkMiBps, 2)}`}.`
  const unknown = leftOut.length > 0 ? ` ${count(leftOut.length, 'VM')} of unknown size or writes not counted.` : ''
  const state = isInTime(answer)
    ? style.kept('●\u00a0in\u00a0time')
    : style.broken('■\u00a0not\u00a0certain to be in time')
  return paragraph(`By ${momentOf(finishBy)}: ${state}. ${needed}${unknown}`, width)
}

function vmTable(
  { vms, never }: SeedingPlan,
  { names, width, all }: Pick<SeedScreen, 'names' | 'width' | 'all'>,
): readonly string[] {
  const shown = all ? vms : vms.slice(0, MOST_ROWS)
  const hidden = vms.length - shown.length
  const right = { right: true } as const
  const columns = [
    { head: 'VM', cut: 14 },
    { head: 'tier', cut: 8, ...right },
    { head: 'GiB', ...right },
    { head: 'stream', drop: 1, ...right },
    { head: 'batch', drop: 2, ...right },
    { head: 'begins' },
    { head: 'is there' },
  ]
  const rows = [
    ...shown.map((vm) => [
      style.bold(harmless(names[vm.vmId] ?? vm.vmId)),
      harmless(vm.tierId),
      gib(vm.sizeGiB),
      String(vm.stream),
      String(vm.batch),
      momentOf(vm.start),
      momentOf(vm.finish),
    ]),
    ...never.map(({ vmId }) => [style.bold(harmless(names[vmId] ?? vmId)), '', '', '', '', '–', style.broken('never')]),
  ]
  if (rows.length === 0) return []
  const more = hidden > 0 ? [style.dim(`  … ${hidden} more: drplan replication seed --show-all`)] : []
  return [...table(columns, rows, width), ...more]
}
