/** What a person should know about replication. */
import { createFinding, type Finding } from '../../model/finding.ts'
import { count, duration, percentDown, promised, trim } from '../../model/quantity.ts'
import type { RecoveryLine } from '../../model/recovery-line.ts'
import type { ReplicationReplay, TierLag } from '../../model/replication.ts'
import type { ReplicationSettings } from '../../model/replication-settings.ts'
import type { SeedingPlan } from '../../model/seeding.ts'

/** Of a VM by its id; names are the user's text and are only ever shown. */
export type NameOf = (vmId: string) => string

type Settings = Pick<ReplicationSettings, 'linkMiBps' | 'compression'>

export function replayFindings(replay: ReplicationReplay, settings: Settings, nameOf: NameOf): Finding[] {
  const { lag, unknownVms, gaps } = replay
  return [
    ...settingFindings(settings),
    ...churnUnknownFindings(unknownVms, nameOf),
    ...gaps.map(({ vmId, steps }) =>
      createFinding('replication.churn-gaps', {
        subject: nameOf(vmId),
        message: `${count(steps, 'step')} of ${replay.steps} have no sample of what ${nameOf(vmId)} writes: they count with its largest one.`,
        suggestion: 'Collect over the gap, if the source still has it.',
        affected: [vmId],
      }),
    ),
    ...(lag?.tiers ?? []).flatMap((tier) => tierFinding(tier, replay)),
  ]
}

export const churnUnknownFindings = (vmIds: readonly string[], nameOf: NameOf): Finding[] =>
  vmIds.map((vmId) =>
    createFinding('replication.churn-unknown', {
      subject: nameOf(vmId),
      message: `Nobody measures what ${nameOf(vmId)} writes: it is in no lag, bandwidth or first copy.`,
      suggestion: 'Add a source of disk-written-bytes for it under sources in drplan.yaml.',
      affected: [vmId],
    }),
  )

export function settingFindings({ linkMiBps, compression }: Settings): Finding[] {
  const place = 'drplan.yaml'
  const link = createFinding('replication.link-unknown', {
    subject: 'replication.linkMiBps',
    message: 'Nobody says what the link between the sites carries: no lag and no end of first copies can be told.',
    suggestion: 'Set replication.linkMiBps in drplan.yaml, measured while the link is otherwise in use.',
    place,
  })
  const ratio = createFinding('replication.compression-unknown', {
    subject: 'replication.compression.ratio',
    message: 'Nobody says how well the data compresses: what is written is counted as it is, the most that it can be.',
    suggestion:
      'Set replication.compression.ratio in drplan.yaml: bytes written over bytes sent, as a pilot shows them.',
    place,
  })
  return [...(linkMiBps === null ? [link] : []), ...(compression.ratio === null ? [ratio] : [])]
}

function tierFinding(tier: TierLag, { lag, kept, linkMiBps }: ReplicationReplay): Finding[] {
  const { tierId, withinShare, violations, rpoMinutes, worstLagMinutes } = tier
  if (withinShare === null || violations.length === 0) return []
  const needed = kept.find((one) => one.tierId === tierId)?.needs.find(({ share }) => share === 1)?.linkMiBps ?? null
  return [
    createFinding('replication.objective-missed', {
      subject: `tier ${tierId}`,
      message:
        `Over a link of ${trim(linkMiBps ?? 0, 1)} MiB/s the RPO of tier ${tierId} (${promised(rpoMinutes)}) is kept ` +
        `${percentDown(withinShare)} of the time: ${count(violations.length, 'violation')}, the worst lag ${duration(worstLagMinutes)}.`,
      suggestion:
        needed === null
          ? 'No link keeps it always: replication may not use the link for longer than the RPO. Change replication.schedule.'
          : `A link of ${trim(Math.ceil(needed * 10) / 10, 1)} MiB/s would have kept it always.`,
      affected: (lag?.vms ?? [])
        .filter((vm) => vm.tierId === tierId && vm.violations.length > 0)
        .map(({ vmId }) => vmId),
    }),
  ]
}

export const seedingFindings = ({ never }: SeedingPlan, nameOf: NameOf): Finding[] =>
  never.map(({ vmId, why, churnMiBps, leftMiBps }) =>
    createFinding('replication.seeding-never', {
      subject: nameOf(vmId),
      message:
        `${nameOf(vmId)} changes by ${trim(churnMiBps, 2)} MiB/s, and ` +
        (why === 'link'
          ? `what stronger tiers and larger VMs leave of the link is ${trim(leftMiBps, 2)} MiB/s: its first copy is never done.`
          : `one VM is copied at ${trim(leftMiBps, 2)} MiB/s at most: its first copy is never done.`),
      suggestion:
        why === 'link'
          ? 'Widen the link, or raise replication.seeding.linkShare; or protect it by backups.'
          : 'Raise replication.seeding.vmMiBps if the product can, or protect it by backups.',
      affected: [vmId],
    }),
  )

export const recoveryLineFindings = ({ vms }: RecoveryLine, nameOf: NameOf): Finding[] =>
  vms
    .filter(({ pointId }) => pointId === null)
    .map(({ vmId, why, becauseOf }) =>
      createFinding('replication.no-consistent-point', {
        subject: nameOf(vmId),
        message:
          why === 'no-point'
            ? `${nameOf(vmId)} has no recovery point that it accepts.`
            : why === 'group'
              ? `${nameOf(vmId)} has no recovery point of one moment with ${becauseOf.map(nameOf).join(', ')}.`
              : `The oldest recovery point of ${nameOf(vmId)} is too new for what ${becauseOf.map(nameOf).join(', ')} can be brought back to.`,
        suggestion:
          'Take multi-VM consistent recovery points of these VMs, keep them longer, or allow a skew between them.',
        affected: [vmId, ...becauseOf],
      }),
    )

export const sizeUnknownFinding = (vmId: string, nameOf: NameOf): Finding =>
  createFinding('replication.size-unknown', {
    subject: nameOf(vmId),
    message: `The inventory has no disk of ${nameOf(vmId)}: it is in no first copy.`,
    suggestion: 'Read its disks from a source that has them.',
    affected: [vmId],
  })
