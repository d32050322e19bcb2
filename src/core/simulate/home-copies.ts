/**
 * What has to be sent home, by the rules of the failback runbook (core/runbook/failback.ts): a difference needs something to
 * differ from, so it is one only of replicated servers whose old disks still stand.
 */
import type { RecoveryModel } from '../../model/config.ts'
import type { FailbackReport, HomeCopy, MissingHome } from '../../model/failback-report.ts'
import type { Demand } from '../../model/forecast.ts'
import type { Assignment } from '../../model/mapping.ts'
import type { Plan } from '../../model/plan.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import { compareText } from '../../model/text-order.ts'

export interface HomeCopies {
  readonly copies: readonly HomeCopy[]
  readonly link: FailbackReport['link']
  readonly missing: readonly MissingHome[]
}

const MIB_PER_GIB = 1024
const SECONDS_PER_HOUR = 3600

export type HomePlan = Pick<Plan, 'mapping' | 'demands'>
type FailbackSettings = SimulationSettings['failback']

/** Every VM that has a component; in the order of their ids. */
export function homeCopies(
  { mapping, demands }: HomePlan,
  { failback, recovery }: { readonly failback: FailbackSettings; readonly recovery: RecoveryModel },
): HomeCopies {
  const writes = new Map(demands.map(({ vmId, churnGiBPerHour }) => [vmId, churnGiBPerHour]))
  const drafts = mapping.assignments
    .map((assignment) => draftOf(assignment, writes.get(assignment.vmId) ?? null, failback))
    .toSorted((a, b) => compareText(a.vmId, b.vmId))
  const link = linkOf(drafts, failback)
  const hours = copyingHours(drafts, link)
  const copies = drafts.map((draft): HomeCopy => {
    const { vmId, kind, gib, because } = draft
    return { vmId, kind, gib, because, atCutOverGiB: lastDifference(draft, { hours, recovery }) }
  })
  return { copies, link, missing: missingIn(copies, link, drafts) }
}

interface Draft {
  readonly vmId: string
  readonly kind: HomeCopy['kind']
  readonly because: string
  readonly gib: number | null
  /** Of its disks; null = unknown. */
  readonly sizeGiB: number | null
  readonly replicated: boolean
  readonly writes: Demand['churnGiBPerHour']
}

const meanOf = (writes: NonNullable<Draft['writes']>): number => writes.mean ?? writes.median

function draftOf({ vmId, offering, disks }: Assignment, writes: Draft['writes'], failback: FailbackSettings): Draft {
  const replicated = offering.strategy !== 'backup-restore'
  const sizeGiB = disks.length === 0 ? null : disks.reduce((sum, disk) => sum + disk.sizeGiB, 0)
  const kind = replicated && failback.disksAtHome === 'kept' ? 'delta' : 'full'
  const written = writes && meanOf(writes) * failback.awayHours
  const gib = kind === 'full' ? sizeGiB : written === null ? null : Math.min(written, sizeGiB ?? Infinity)
  return { vmId, kind, because: reasonFor(kind, replicated), gib, sizeGiB, replicated, writes }
}

function reasonFor(kind: HomeCopy['kind'], replicated: boolean): string {
  if (kind === 'delta') return 'it is replicated, and its old disks still stand'
  return replicated
    ? 'its old disks are gone, or were written to since'
    : 'it came from a backup, and no snapshot is common to both sites'
}

function linkOf(drafts: readonly Draft[], { linkHomeMiBps }: FailbackSettings): FailbackReport['link'] {
  const perHour = drafts.reduce((sum, { writes }) => sum + (writes ? meanOf(writes) : 0), 0)
  const writtenMiBps = (perHour * MIB_PER_GIB) / SECONDS_PER_HOUR
  const left = linkHomeMiBps === null ? 0 : linkHomeMiBps - writtenMiBps
  return { homeMiBps: linkHomeMiBps, writtenMiBps, copyMiBps: left > 0 ? left : null }
}

/** All at once over what is left of the line; what nobody knows takes no time. */
function copyingHours(drafts: readonly Draft[], { copyMiBps }: FailbackReport['link']): number | null {
  if (copyMiBps === null) return null
  const gib = drafts.reduce((sum, one) => sum + (one.gib ?? 0), 0)
  return (gib * MIB_PER_GIB) / copyMiBps / SECONDS_PER_HOUR
}

/** Replication that was turned round is behind by its lag; of a full copy that was taken once, all that was written since. */
function lastDifference(
  { replicated, writes, sizeGiB }: Draft,
  { hours, recovery }: { readonly hours: number | null; readonly recovery: RecoveryModel },
): number | null {
  if (!writes || (!replicated && hours === null)) return null
  const written = replicated ? (writes.high * recovery.replicationLagMinutes) / 60 : meanOf(writes) * (hours ?? 0)
  return Math.min(written, sizeGiB ?? Infinity)
}

function missingIn(
  copies: readonly HomeCopy[],
  { homeMiBps }: FailbackReport['link'],
  drafts: readonly Draft[],
): readonly MissingHome[] {
  const idsOf = (has: (draft: Draft) => boolean): string[] => drafts.filter(has).map(({ vmId }) => vmId)
  const unsized = idsOf(({ sizeGiB, kind }) => sizeGiB === null && kind === 'full')
  const unmeasured = idsOf(({ writes }) => writes === null)
  return [
    ...(homeMiBps === null && copies.length > 0
      ? [{ what: 'the line home', fix: 'State simulation.failback.linkHomeMiBps in drplan.yaml.', vmIds: [] }]
      : []),
    ...(unsized.length > 0
      ? [{ what: 'the size of disks', fix: 'State the disks of these VMs in the inventory.', vmIds: unsized }]
      : []),
    ...(unmeasured.length > 0
      ? [
          {
            what: 'what is written to disks',
            fix: 'Add a source that measures written bytes of these VMs (disk-written-bytes).',
            vmIds: unmeasured,
          },
        ]
      : []),
  ]
}
