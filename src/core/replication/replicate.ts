/** The whole of it for the replicated VMs of a site: lag over the history, the link that keeps the RPO, first copies. */
import type { Finding } from '../../model/finding.ts'
import type { Mapping } from '../../model/mapping.ts'
import { matches } from '../../model/match.ts'
import type { Grid } from '../../model/metric-series.ts'
import type { ReplicationReplay, ReplicationSettings } from '../../model/replication.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { SeedingPlan } from '../../model/seeding.ts'
import type { Network } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { linksThatKeep } from './bandwidth.ts'
import { frameOf, linkSharesOf, traceOf, type ChurnTrace, type Frame, type ReplicatedVm } from './churn-trace.ts'
import { replayFindings, seedingFindings, sizeUnknownFinding, type NameOf } from './findings.ts'
import { replayOver } from './replay.ts'
import { planSeeding } from './seeding.ts'
import { HOURS_PER_DAY } from './seeding-link.ts'

const MIB = 2 ** 20
const GIB = 2 ** 30
const HOUR_MS = 3_600_000

export interface ReplicationInputs {
  readonly network: Network
  readonly replicated: readonly ScopedVm[]
  /** Of `disk-written-bytes`, by VM. */
  readonly grids: ReadonlyMap<string, Grid>
  readonly settings: ReplicationSettings
  /** Epoch milliseconds UTC of the first byte of the first copies. */
  readonly seedingStartMs: number
}

export interface Replication {
  readonly replay: ReplicationReplay
  /** Null = the link is unknown. */
  readonly seeding: SeedingPlan | null
  readonly findings: readonly Finding[]
}

/** All that is not brought back from backups: whether the platform replicates or the application, it goes over the link. */
export function replicatedOf(planned: readonly ScopedVm[], mapping: Mapping): readonly ScopedVm[] {
  const strategies = new Map(mapping.assignments.map(({ vmId, offering }) => [vmId, offering.strategy]))
  return planned.filter(({ vm }) => (strategies.get(vm.id) ?? 'backup-restore') !== 'backup-restore')
}

/** @throws InputError `replication.grid-invalid` */
export function replicate(inputs: ReplicationInputs): Replication {
  const { grids, settings } = inputs
  const replicated = [...inputs.replicated].sort((a, b) => compareText(a.vm.id, b.vm.id))
  const names = new Map(replicated.map(({ vm }) => [vm.id, vm.name]))
  const nameOf: NameOf = (vmId) => names.get(vmId) ?? vmId
  const frame = frameOf(replicated.flatMap(({ vm }) => grids.get(vm.id) ?? []))
  const traces = frame
    ? replicated.flatMap((scoped) => {
        const grid = grids.get(scoped.vm.id)
        return (grid && traceOf(replicatedVmOf(scoped, inputs), grid, frame)) ?? []
      })
    : []
  const replay = replayOf(frame, traces, inputs)
  const seeding = settings.linkMiBps === null ? null : seed(traces, inputs)
  const withoutDisks = replicated.filter(({ vm }) => copiedGiB(vm) === null)
  const findings = [
    ...replayFindings(replay, settings, nameOf),
    ...(seeding ? seedingFindings(seeding, nameOf) : []),
    ...withoutDisks.map(({ vm }) => sizeUnknownFinding(vm.id, nameOf)),
  ]
  return { replay, seeding, findings }
}

function replicatedVmOf({ vm, tier }: ScopedVm, { settings, network }: ReplicationInputs): ReplicatedVm {
  const own = settings.compression.classes.find(({ match }) => matches(match, vm, { network }))
  return {
    vmId: vm.id,
    tierId: tier.id,
    priority: tier.priority,
    rpoMinutes: tier.rpoMinutes,
    compression: own?.ratio ?? settings.compression.ratio ?? 1,
  }
}

function replayOf(frame: Frame | null, traces: readonly ChurnTrace[], inputs: ReplicationInputs): ReplicationReplay {
  const { settings, replicated, seedingStartMs } = inputs
  const known = new Set(traces.map(({ vmId }) => vmId))
  const { startMs, stepSeconds, steps } = frame ?? { startMs: seedingStartMs, stepSeconds: HOUR_MS / 1000, steps: 0 }
  const replay = {
    startMs,
    stepSeconds,
    steps,
    traces,
    linkShares: linkSharesOf({ startMs, stepSeconds, steps }, settings),
  }
  return {
    start: new Date(startMs).toISOString(),
    stepSeconds,
    steps,
    linkMiBps: settings.linkMiBps,
    lag: settings.linkMiBps === null ? null : replayOver(settings.linkMiBps, replay),
    kept: linksThatKeep(replay),
    unknownVms: replicated
      .map(({ vm }) => vm.id)
      .filter((id) => !known.has(id))
      .sort(compareText),
    gaps: traces.flatMap(({ vmId, gapSteps }) => (gapSteps > 0 ? [{ vmId, steps: gapSteps }] : [])),
  }
}

function seed(traces: readonly ChurnTrace[], inputs: ReplicationInputs): SeedingPlan {
  const { settings, seedingStartMs: startMs, replicated } = inputs
  const { linkShare, parallel, vmMiBps } = settings.seeding
  const midnight = { startMs: 0, stepSeconds: HOUR_MS / 1000, steps: HOURS_PER_DAY }
  const vms = new Map(replicated.map(({ vm }) => [vm.id, vm]))
  const seeds = traces.flatMap(({ vmId, tierId, priority, compression, bytesPerSecond }) => {
    const vm = vms.get(vmId)
    const sizeGiB = vm ? copiedGiB(vm) : null
    const churnBytesPerSecond = bytesPerSecond.reduce((sum, rate) => sum + rate, 0) / bytesPerSecond.length
    return sizeGiB === null
      ? []
      : [{ vmId, tierId, priority, bytes: (sizeGiB * GIB) / compression, churnBytesPerSecond }]
  })
  return planSeeding(seeds, {
    startMs,
    bytesPerSecondByHour: [...linkSharesOf(midnight, settings)].map(
      (share) => share * linkShare * (settings.linkMiBps ?? 0) * MIB,
    ),
    parallel: parallel ?? Infinity,
    vmBytesPerSecond: vmMiBps === null ? Infinity : vmMiBps * MIB,
  })
}

/** What is in use where that is known; scratch disks are not copied. Null = no disk is known. */
function copiedGiB({ disks }: Vm): number | null {
  if (disks.length === 0) return null
  return disks
    .filter(({ attachment }) => attachment !== 'ephemeral')
    .reduce((sum, { usedGiB, capacityGiB }) => sum + (usedGiB ?? capacityGiB), 0)
}
