/** The replicated VMs of a site: what they write as traces, and their lag over the history with the link that keeps the RPO. */
import type { Finding } from '../../model/finding.ts'
import type { Mapping } from '../../model/mapping.ts'
import { matches } from '../../model/match.ts'
import type { Grid } from '../../model/metric-series.ts'
import type { Network } from '../../model/network.ts'
import type { ReplicationReplay } from '../../model/replication.ts'
import type { ReplicationSettings } from '../../model/replication-settings.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Vm } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { linksThatKeep, type OnSearched } from './bandwidth.ts'
import { frameOf, linkSharesOf, traceOf, type ChurnTrace, type Frame, type ReplicatedVm } from './churn-trace.ts'
import { replayFindings, type NameOf } from './findings.ts'
import { replayOver } from './replay.ts'

export interface ReplicationInputs {
  readonly network: Network
  readonly replicated: readonly ScopedVm[]
  /** Of `disk-written-bytes`, by VM. */
  readonly grids: ReadonlyMap<string, Grid>
  readonly settings: ReplicationSettings
}

/** All that is not brought back from backups: whether the platform replicates or the application, it goes over the link. */
export function replicatedOf(planned: readonly ScopedVm[], mapping: Mapping): readonly ScopedVm[] {
  const strategies = new Map(mapping.assignments.map(({ vmId, offering }) => [vmId, offering.strategy]))
  return planned.filter(({ vm }) => (strategies.get(vm.id) ?? 'backup-restore') !== 'backup-restore')
}

/** Their names, by id: names are the user's text and are only ever shown. */
export function namesOf(vms: readonly ScopedVm[]): NameOf {
  const names = new Map(vms.map(({ vm }) => [vm.id, vm.name]))
  return (vmId) => names.get(vmId) ?? vmId
}

/**
 * The history over the link of the settings, and the links that keep the RPO. `onSearched`: told how much is done.
 * @throws InputError `replication.grid-invalid`
 */
export function replaySite(
  inputs: ReplicationInputs,
  onSearched?: OnSearched,
): { readonly replay: ReplicationReplay; readonly findings: readonly Finding[] } {
  const { settings, replicated } = inputs
  const { frame, traces } = tracesOf(inputs)
  const known = new Set(traces.map(({ vmId }) => vmId))
  const whole = { ...frame, traces, linkShares: linkSharesOf(frame, settings) }
  const replay = {
    start: new Date(frame.startMs).toISOString(),
    stepSeconds: frame.stepSeconds,
    steps: frame.steps,
    linkMiBps: settings.linkMiBps,
    lag: settings.linkMiBps === null ? null : replayOver(settings.linkMiBps, whole),
    kept: linksThatKeep(whole, onSearched),
    unknownVms: replicated
      .map(({ vm }) => vm.id)
      .filter((id) => !known.has(id))
      .sort(compareText),
    gaps: traces.flatMap(({ vmId, gapSteps }) => (gapSteps > 0 ? [{ vmId, steps: gapSteps }] : [])),
  }
  return { replay, findings: replayFindings(replay, settings, namesOf(replicated)) }
}

/** Of a history that nobody measured. */
const NO_FRAME: Frame = { startMs: 0, stepSeconds: 3600, steps: 0 }

/** What is known of the VMs' writes, by id. */
export function tracesOf(inputs: ReplicationInputs): { readonly frame: Frame; readonly traces: readonly ChurnTrace[] } {
  const { grids } = inputs
  const replicated = [...inputs.replicated].sort((a, b) => compareText(a.vm.id, b.vm.id))
  const frame = frameOf(replicated.flatMap(({ vm }) => grids.get(vm.id) ?? []))
  if (!frame) return { frame: NO_FRAME, traces: [] }
  const traces = replicated.flatMap((scoped) => {
    const grid = grids.get(scoped.vm.id)
    return (grid && traceOf(replicatedVmOf(scoped, inputs), grid, frame)) ?? []
  })
  return { frame, traces }
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

/** What is in use where that is known; scratch disks are not copied. Null = no disk is known. */
export function copiedGiB({ disks }: Vm): number | null {
  if (disks.length === 0) return null
  return disks
    .filter(({ attachment }) => attachment !== 'ephemeral')
    .reduce((sum, { usedGiB, capacityGiB }) => sum + (usedGiB ?? capacityGiB), 0)
}
