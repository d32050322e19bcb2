/** Why one VM comes back as it does: runs what is stale, gathers what the steps say of it, and writes no plan. */
import { explainChoice } from '../core/mapping/explain-vm.ts'
import { resolveDependencies, type DependencyGraph } from '../core/plan/dependencies.ts'
import { timeRecovery, type Timing } from '../core/plan/waves.ts'
import { BugError } from '../errors.ts'
import { formatAddress } from '../model/address.ts'
import { formatCidr } from '../model/cidr.ts'
import type { MappedDisk } from '../model/mapping.ts'
import type { Plan } from '../model/plan.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { Site, Vm } from '../model/site.ts'
import type {
  ApplicationExplanation,
  ChoiceExplanation,
  ExplainedAddress,
  ExplainedDisk,
  Explanation,
  Neighbour,
  RecoveryOrder,
  RecoveryTimes,
  VmExplanation,
} from '../model/vm-explanation.ts'
import { withLock } from '../workspace/lock.ts'
import { assemble, runSteps, type Steps } from './assemble.ts'
import type { StepContext } from './context.ts'
import { keptBy, keptPlan } from './kept-plan.ts'
import { scopeOf } from './scope.ts'

/** A VM of the site by its id, or an application of the plan by its name. */
type Picked = { readonly id: string } | { readonly application: string }

/** Picks one of all VMs of the site, or of the applications of the plan; what it throws passes through. */
type PickOne = (vms: readonly Vm[], applications: readonly string[]) => Picked

export const explain = (context: StepContext, pick: PickOne): Promise<Explanation> =>
  withLock(context.folders.workspace, async () => {
    const steps = await runSteps(context)
    const { vms } = steps.monitored.site.stored.content
    const { planned, excluded } = scopeOf(
      steps.monitored.site.stored.content,
      context.config,
      steps.demands.stored.content.demands,
    )
    const picked = pick(vms, [...new Set(planned.map(({ application }) => application))])
    if ('application' in picked) return explainApplication(picked.application, assemble(context, steps))
    const { id } = picked
    const scoped = planned.find(({ vm }) => vm.id === id)
    if (scoped) return explainPlanned(scoped, planned, { context, steps })
    return {
      vmId: id,
      name: vms.find((vm) => vm.id === id)?.name ?? id,
      excluded: excluded.find(({ vmId }) => vmId === id)?.reason ?? 'it is not in the plan',
    }
  })

interface Made {
  readonly context: StepContext
  readonly steps: Steps
}

function explainApplication(
  name: string,
  { applications = [], promises, vms, arbitration = [] }: Plan,
): ApplicationExplanation {
  const application = applications.find((one) => one.name === name)
  if (!application) throw new BugError('bug.invariant', `The plan has no application ${name}.`)
  const own = new Set([...application.vmIds, ...application.protectionGroups.flatMap(({ vmIds }) => vmIds)])
  return {
    application,
    promise: promises.find((one) => one.application === name) ?? null,
    arbitration: arbitration.filter(({ applications: names }) => names.includes(name)),
    names: Object.fromEntries(vms.filter(({ vmId }) => own.has(vmId)).map(({ vmId, name: vmName }) => [vmId, vmName])),
  }
}

async function explainPlanned(
  scoped: ScopedVm,
  planned: readonly ScopedVm[],
  { context, steps }: Made,
): Promise<Explanation> {
  const { vm, tier, application, tierOrigin = { kind: 'source' }, tierProposal = null } = scoped
  const plan = assemble(context, steps)
  const { mapping } = plan
  const assignment = mapping.assignments.find(({ vmId }) => vmId === vm.id) ?? null
  return {
    vmId: vm.id,
    name: vm.name,
    application,
    tier,
    tierOrigin,
    tierProposal,
    promise: plan.promises.find(({ vmIds }) => vmIds.includes(vm.id)) ?? null,
    demand: plan.demands.find(({ vmId }) => vmId === vm.id) ?? null,
    measured: steps.demands.stored.content.forecasts
      .filter(({ vmId }) => vmId === vm.id)
      .map(({ metric }) => metric)
      .sort(),
    region: mapping.region,
    currency: mapping.currency,
    hoursPerMonth: mapping.hoursPerMonth,
    catalogueAsOf: mapping.catalogueAsOf,
    choice: await choiceOf(scoped, plan, { context, site: steps.monitored.site.stored.content }),
    assignment,
    unmapped: mapping.unmapped.find(({ vmId }) => vmId === vm.id) ?? null,
    ...fitnessOf(vm.id, mapping),
    disks: vm.disks.map((disk) => explainDisk(disk, assignment?.disks ?? [])),
    addresses: addressesOf(vm.id, plan),
    order: orderOf(vm.id, planned, plan),
    findings: plan.findings.filter(({ affected }) => affected.includes(vm.id)),
  }
}

const fitnessOf = (
  id: string,
  { compatibility = [], accelerators = [] }: Plan['mapping'],
): Pick<VmExplanation, 'compatibility' | 'accelerator'> => ({
  compatibility: compatibility.find(({ vmId }) => vmId === id) ?? null,
  accelerator: accelerators.find(({ vmId }) => vmId === id) ?? null,
})

async function choiceOf(
  scoped: ScopedVm,
  plan: Plan,
  { context, site }: { readonly context: StepContext; readonly site: Pick<Site, 'network' | 'region'> },
): Promise<ChoiceExplanation | null> {
  const { config, target } = context
  const demand = plan.demands.find(({ vmId }) => vmId === scoped.vm.id)
  if (!demand) return null
  const { mapping: policy, recovery } = config
  return explainChoice({
    scoped,
    demand,
    catalogue: target.loadCatalogue(),
    region: config.target.region,
    policy,
    recovery,
    site,
    dayConversions: target.compatibility.dayConversions ?? [],
    kept: keptBy(await keptPlan(context)),
    assignment: plan.mapping.assignments.find(({ vmId }) => vmId === scoped.vm.id) ?? null,
  })
}

function explainDisk({ id, name, capacityGiB }: Vm['disks'][number], mapped: readonly MappedDisk[]): ExplainedDisk {
  const volume = mapped.find(({ diskId }) => diskId === id)
  return {
    diskId: id,
    name,
    capacityGiB,
    classId: volume?.classId ?? null,
    sizeGiB: volume?.sizeGiB ?? null,
    iops: volume?.iops ?? null,
    throughputMiBps: volume?.throughputMiBps ?? null,
  }
}

function addressesOf(vmId: string, { network }: Plan): readonly ExplainedAddress[] {
  const subnets = new Map(network.subnets.map((subnet) => [subnet.key, subnet]))
  return network.addresses
    .filter((address) => address.vmId === vmId)
    .flatMap(({ subnetKey, from, to, rule }) => {
      const subnet = subnets.get(subnetKey)
      if (!subnet) return []
      return {
        from: from && formatAddress(from),
        to: to && formatAddress(to),
        subnet: subnet.name,
        fromBlock: subnet.fromBlock && formatCidr(subnet.fromBlock),
        toBlock: formatCidr(subnet.block),
        rule,
      }
    })
}

function orderOf(vmId: string, planned: readonly ScopedVm[], { mapping, waves }: Plan): RecoveryOrder {
  const graph = resolveDependencies(planned)
  const timings = timeRecovery(planned, graph, new Map(mapping.assignments.map((one) => [one.vmId, one])))
  const byId = new Map(planned.map((scoped) => [scoped.vm.id, scoped]))
  const neighbour = (id: string): readonly Neighbour[] => {
    const scoped = byId.get(id)
    if (!scoped) return []
    const endMinutes = timings.get(id)?.end ?? null
    return [{ vmId: id, name: scoped.vm.name, tierId: scoped.tier.id, endMinutes }]
  }
  return {
    wave: waves.find(({ vmIds }) => vmIds.includes(vmId))?.number ?? null,
    times: timesOf(timings.get(vmId), byId),
    waitsFor: (graph.needs.get(vmId) ?? []).flatMap(neighbour),
    waitedForBy: usersOf(vmId, graph).flatMap(neighbour),
  }
}

function timesOf(timing: Timing | undefined, byId: ReadonlyMap<string, ScopedVm>): RecoveryTimes | null {
  if (!timing) return null
  const { start, end, served, waitedFor } = timing
  const waitsLastFor = waitedFor === null ? null : (byId.get(waitedFor)?.vm.name ?? waitedFor)
  return { startMinutes: start, endMinutes: end, servedMinutes: served, waitsLastFor }
}

const usersOf = (vmId: string, { needs }: DependencyGraph): readonly string[] =>
  [...needs]
    .filter(([, own]) => own.includes(vmId))
    .map(([id]) => id)
    .sort()
