/** What an export is made from: the waves of a plan by keys, packed into the limits of the target's recovery service. */
import type { ExportedWave, OrderToExport, PrioritisedPart } from '../../model/order-export.ts'
import type { Plan, Wave } from '../../model/plan.ts'
import { partsByWave } from '../../model/recovery-parts.ts'
import type { Runbook } from '../../model/runbook.ts'
import type { RecoveryService } from '../../model/target.ts'
import { compareText } from '../../model/text-order.ts'
import { graphOfPlan } from './graph-of-plan.ts'
import { jobRounds } from './job-rounds.ts'
import { prioritise } from './priorities.ts'
import { gatesOf, standingVms } from './required-edges.ts'

interface Given {
  readonly plan: Plan
  /** The unplanned failover. */
  readonly runbook: Runbook
  readonly service: RecoveryService
  /** Of an orchestrator that orders by few priorities, and by needs inside them. */
  readonly priorities: { readonly priorities: number; readonly vmsInPlan: number }
}

export function orderToExport({ plan, runbook, service, priorities }: Given): OrderToExport {
  const waveOf = new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
  const vms = plan.vms.filter(({ vmId }) => waveOf.has(vmId)).sort((a, b) => compareText(a.key, b.key))
  const keys = new Map(vms.map(({ vmId, key }) => [vmId, key]))
  const keyOf = (id: string): string => keys.get(id) ?? id
  const replicated = vmsOf(plan, 'pilot-light')
  const runs = standingVms(plan)
  const grows = vmsOf(plan, 'warm-standby')
  const around = { runbook, service, keyOf, replicated, runs }
  return {
    site: { id: plan.site.id, region: plan.site.region },
    target: plan.target,
    rtoMinutes: strictestRto(plan),
    gates: gatesOf(runbook),
    steps: runbook.steps,
    vms: vms.map(({ vmId, key, name, application }) => ({ vmId, key, name, application })),
    standing: vms.filter(({ vmId }) => grows.has(vmId)).map(({ key }) => key),
    waves: plan.waves.map((wave) => exportedWave(wave, around)),
    replicated: partsByWave(
      vms.filter(({ vmId }) => replicated.has(vmId)).map(({ vmId, key }) => ({ key, wave: waveOf.get(vmId) ?? 0 })),
      service,
    ),
    prioritised: prioritised(plan, keyOf, priorities),
    records: [...new Set(plan.network.dnsRecords.filter(({ rule }) => rule !== 'kept').map(({ name }) => name))].sort(
      compareText,
    ),
  }
}

const vmsOf = ({ mapping }: Plan, strategy: string): ReadonlySet<string> =>
  new Set(mapping.assignments.filter(({ offering }) => offering.strategy === strategy).map(({ vmId }) => vmId))

interface Around extends Pick<Given, 'runbook' | 'service'> {
  readonly keyOf: (id: string) => string
  readonly replicated: ReadonlySet<string>
  readonly runs: ReadonlySet<string>
}

function exportedWave(wave: Wave, { runbook, service, keyOf, replicated, runs }: Around): ExportedWave {
  const { vmsInPart, partsAtOnce, vmsAtOnce } = service
  const keysOf = (wanted: (id: string) => boolean): readonly string[] =>
    wave.vmIds.filter(wanted).map(keyOf).sort(compareText)
  const steps = runbook.steps.filter((step) => step.wave === wave.number)
  return {
    number: wave.number,
    rounds: jobRounds(
      keysOf((id) => replicated.has(id)),
      {
        vmsInJob: vmsInPart.value,
        jobsAtOnce: partsAtOnce?.value ?? null,
        vmsAtOnce: vmsAtOnce?.value ?? null,
      },
    ),
    made: keysOf((id) => !replicated.has(id) && !runs.has(id)),
    timeoutMinutes: steps.reduce((most, { timeoutMinutes }) => Math.max(most, timeoutMinutes), 60),
  }
}

/** Of tiers that promise something, and that some VM of the waves is in. */
function strictestRto({ tiers, waves }: Plan): number | null {
  const used = new Set(waves.map(({ tierId }) => tierId))
  const promised = tiers.flatMap(({ id, rtoMinutes }) => (used.has(id) && rtoMinutes !== null ? [rtoMinutes] : []))
  return promised.length === 0 ? null : Math.min(...promised)
}

function prioritised(plan: Plan, keyOf: (id: string) => string, most: Given['priorities']): readonly PrioritisedPart[] {
  const parts = prioritise(graphOfPlan(plan), most)
  return parts.map(({ vms }) => ({
    vms: vms
      .map(({ key, priority, needs }) => ({ key: keyOf(key), priority, needs: needs.map(keyOf).sort(compareText) }))
      .sort((a, b) => compareText(a.key, b.key)),
  }))
}
