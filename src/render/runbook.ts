/** The failover runbook: sections of templates/runbook/failover in the order of their numbers. */
import { formatAddress } from '../model/address.ts'
import { failbackHome } from '../model/failback-home.ts'
import type { Plan, PlannedVm } from '../model/plan.ts'
import { count, duration, promised } from '../model/quantity.ts'
import { renderMarkdown } from './template.ts'
import type { RenderedFile } from './terraform.ts'

/** `templates` are the files of templates/runbook/failover by name. */
export function renderRunbook(plan: Plan, templates: ReadonlyMap<string, string>): RenderedFile {
  const view = viewOf(plan)
  const sections = [...templates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => renderMarkdown(name, text, view))
  return { path: 'failover.md', contents: `${sections.map((section) => section.trim()).join('\n\n')}\n` }
}

function viewOf(plan: Plan): object {
  const vms = new Map(plan.vms.map((vm) => [vm.vmId, vm]))
  const addresses = Map.groupBy(plan.network.addresses, ({ vmId }) => vmId)
  const assignments = new Map(plan.mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
  const using = (...strategies: string[]): readonly string[] =>
    plan.mapping.assignments.flatMap(({ vmId, offering }) =>
      strategies.includes(offering.strategy) ? [vms.get(vmId)?.name ?? vmId] : [],
    )
  return {
    plan,
    terraform: plan.findings.every(({ code }) => code !== 'plan.terraform-unavailable'),
    /** What another service of the target makes, in a sentence and what to do; null = Terraform makes all. */
    partial: plan.findings.find(({ code }) => code === 'plan.terraform-partial') ?? null,
    /** How many VMs failback/ can make again. */
    home: failbackHome(plan)?.vmIds.size ?? 0,
    homeless: plan.findings.filter(({ code }) => code === 'plan.failback-partial'),
    count,
    duration,
    promised,
    hot: using('hot-standby', 'active-active'),
    warm: using('warm-standby'),
    pilot: using('pilot-light'),
    restored: using('backup-restore'),
    lost: plan.mapping.unmapped.map(({ vmId, reason }) => ({ name: vms.get(vmId)?.name ?? vmId, reason })),
    waves: plan.waves.map((wave) => ({
      ...wave,
      made: wave.vmIds.filter((id) => madeOnTheDay.has(assignments.get(id)?.offering.strategy ?? '')).length,
      tier: plan.tiers.find(({ id }) => id === wave.tierId),
      vms: wave.vmIds.map((id) => vmView(vms.get(id), { addresses, vms, assignment: assignments.get(id) })),
    })),
    records: plan.network.dnsRecords.filter(({ rule }) => rule !== 'kept'),
  }
}

/** Strategies whose servers do not stand before the day. */
const madeOnTheDay: ReadonlySet<string> = new Set(['pilot-light', 'backup-restore'])

interface VmContext {
  readonly addresses: ReadonlyMap<string, Plan['network']['addresses']>
  readonly vms: ReadonlyMap<string, PlannedVm>
  readonly assignment: Plan['mapping']['assignments'][number] | undefined
}

function vmView(vm: PlannedVm | undefined, { addresses, vms, assignment }: VmContext): object {
  return {
    ...vm,
    component: assignment?.offering.componentId ?? 'none',
    strategy: assignment?.offering.strategy ?? 'none',
    addresses: (addresses.get(vm?.vmId ?? '') ?? []).map(
      ({ from, to }) =>
        `${from ? formatAddress(from) : 'unknown'} → ${to ? formatAddress(to) : 'given by the platform'}`,
    ),
    needs: (vm?.dependsOn ?? []).map((id) => vms.get(id)?.name ?? id),
  }
}
