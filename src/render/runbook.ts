/** Runbooks as Markdown for people, from the sections of templates/runbook/<name> in the order of their numbers, and as JSON. */
import { formatAddress } from '../model/address.ts'
import { failbackHome } from '../model/failback-home.ts'
import type { Plan, PlannedVm } from '../model/plan.ts'
import { count, duration, percent, promised, trim } from '../model/quantity.ts'
import type { Runbook, RunbookStage } from '../model/runbook.ts'
import { runbookName } from '../model/runbook-name.ts'
import { stepPrinter } from './runbook-step.ts'
import { renderMarkdown } from './template.ts'
import type { RenderedFile } from './terraform.ts'

export interface RunbookSources {
  /** The files of templates/runbook by path. */
  readonly templates: ReadonlyMap<string, string>
  /** Of plan.json: a run of the runbook starts only while the plan is still that one. */
  readonly planSha256: string
}

export function renderRunbook(
  runbook: Runbook,
  plan: Plan,
  { templates, planSha256 }: RunbookSources,
): readonly RenderedFile[] {
  const name = runbookName(runbook)
  const view = viewOf(runbook, plan, templates.get('step.md') ?? '')
  const sections = [...templates]
    .filter(([path]) => path.startsWith(`${name}/`))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => renderMarkdown(path, text, view).trim())
    .filter((section) => section !== '')
  return [
    { path: `${name}.md`, contents: `${sections.join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n` },
    {
      path: `${name}.json`,
      contents: `${JSON.stringify({ schema: 'drplan/runbook@1', plan: planSha256, ...runbook }, null, 2)}\n`,
    },
  ]
}

function viewOf(runbook: Runbook, plan: Plan, template: string): object {
  const vms = new Map(plan.vms.map((vm) => [vm.vmId, vm]))
  const addresses = Map.groupBy(plan.network.addresses, ({ vmId }) => vmId)
  const assignments = new Map(plan.mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
  const { print, found } = stepPrinter(runbook, template, (id) => vms.get(id)?.name ?? id)
  const unavailable = plan.findings.find(({ code }) => code === 'plan.terraform-unavailable')
  const using = (...strategies: string[]): readonly string[] =>
    plan.mapping.assignments.flatMap(({ vmId, offering }) =>
      strategies.includes(offering.strategy) ? [vms.get(vmId)?.name ?? vmId] : [],
    )
  return {
    plan,
    terraform: unavailable === undefined,
    unavailable: unavailable?.message,
    count,
    trim,
    percent,
    some,
    duration,
    promised,
    /** Steps of a stage, those of one wave only where it is named. */
    steps: (stage: RunbookStage, wave?: number) =>
      print(({ stage: own, wave: of }) => own === stage && (wave === undefined || of === wave)),
    has: (stage: RunbookStage) => runbook.steps.some((step) => step.stage === stage),
    parameters: runbook.parameters,
    found,
    hot: using('hot-standby', 'active-active'),
    lost: plan.mapping.unmapped.map(({ vmId, reason }) => ({ name: vms.get(vmId)?.name ?? vmId, reason })),
    /** What another service of the target makes, in a sentence and what to do. */
    partial: plan.findings.filter(({ code }) => code === 'plan.terraform-partial'),
    /** How many VMs failback/ can make again, and why not the others. */
    home: failbackHome(plan)?.vmIds.size ?? 0,
    homeless: plan.findings.filter(({ code }) => code === 'plan.failback-partial'),
    waves: plan.waves.map((wave) => ({
      ...wave,
      tier: plan.tiers.find(({ id }) => id === wave.tierId),
      vms: wave.vmIds.map((id) => vmView(vms.get(id), { addresses, vms, assignment: assignments.get(id) })),
    })),
    records: plan.network.dnsRecords.filter(({ rule }) => rule !== 'kept'),
  }
}

const MOST_NAMES = 20

/** As many as a cell of a table holds; all of them are in plan.json. */
function some(names: readonly string[]): string {
  if (names.length === 0) return '–'
  const more = names.length - MOST_NAMES
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

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
