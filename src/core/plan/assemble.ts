/** Puts the parts together: what the steps found, in one noun that everything downstream reads. */
import type { Config } from '../../model/config.ts'
import type { Equivalence } from '../../model/equivalence.ts'
import { compareFindings, createFinding, type Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import type { Demand } from '../../model/forecast.ts'
import { stableKey } from '../../model/key.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { ApplicationPromise, Plan, PlannedVm } from '../../model/plan.ts'
import { count, trim } from '../../model/quantity.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Site } from '../../model/site.ts'
import { apartFindings } from './apart.ts'
import { relateApplications } from './application-dependencies.ts'
import { resolveDependencies } from './dependencies.ts'
import { failbackGaps } from './failback-gaps.ts'
import { movesSince } from './moves.ts'
import { primaryMachinesOf, type MachineReader } from './primary-machines.ts'
import { judgePromises } from './promises.ts'
import { unstatedFindings } from './unstated.ts'
import { unfitVms } from './unfit.ts'
import { packWaves, timeRecovery } from './waves.ts'

export interface PlanParts {
  readonly site: Site
  readonly config: Config
  readonly planned: readonly ScopedVm[]
  readonly demands: readonly Demand[]
  readonly mapping: Mapping
  readonly translation: NetworkTranslation
  readonly equivalence: Equivalence
  /** The plan that `terraform.previous` names. */
  readonly previous: Plan | null
  /** Findings of all the steps so far. */
  readonly findings: readonly Finding[]
}

export function assemblePlan(parts: PlanParts): Plan {
  const { site, config, planned, mapping, translation } = parts
  const graph = resolveDependencies(planned, { waivers: config.tiering.waivers, today: config.mapping.today })
  const assignments = new Map(mapping.assignments.map((assignment) => [assignment.vmId, assignment]))
  const timings = timeRecovery(planned, graph, assignments)
  const promises = judgePromises(planned, {
    timings,
    assignments,
    unfit: unfitVms(graph, mapping),
    names: new Map(planned.map(({ vm }) => [vm.id, vm.name])),
  })
  const waves = packWaves(planned, timings)
  const unstated = unstatedFindings(site.dependencies, { planned, vms: site.vms, graph, waves })
  const said = new Set(parts.findings.flatMap(({ code, affected }) => (causes.has(code) ? affected : [])))
  const chains = promises.filter(({ verdict, vmIds }) => verdict === 'broken' && !vmIds.some((id) => said.has(id)))
  const machineOf = primaryMachinesOf(site.network.objects)
  const vms = planned.map((scoped) => plannedVm(scoped, graph.needs.get(scoped.vm.id) ?? [], machineOf))
  const findings = [
    ...parts.findings,
    ...graph.findings,
    ...unstated,
    ...chains.map(lateApplication),
    ...unplaced(parts),
    ...apartFindings(config.mapping.keepApart, { planned, site, mapping, translation }),
    ...failbackGaps({ site: siteOf(site), vms, mapping, network: translation }),
  ]
  const plan: Plan = {
    site: siteOf(site),
    target: { id: config.target.platform, region: config.target.region },
    tiers: config.tiers,
    vms,
    demands: parts.demands,
    mapping,
    network: translation,
    equivalence: parts.equivalence,
    waves,
    promises,
    dependencies: relateApplications(planned, site.dependencies, graph),
    findings: findings.sort(compareFindings),
  }
  const moves = parts.previous ? movesSince(parts.previous, plan) : []
  return moves.length > 0 ? { ...plan, moves } : plan
}

const siteOf = ({ id, region, capturedAt, vms }: Site): Plan['site'] => ({ id, region, capturedAt, vms: vms.length })

function plannedVm(scoped: ScopedVm, dependsOn: readonly string[], machineOf: MachineReader): PlannedVm {
  const { vm, tier, application, tierOrigin, tierProposal } = scoped
  const primary = machineOf(vm)
  return {
    vmId: vm.id,
    key: stableKey(vm.name, vm.id),
    name: vm.name,
    application,
    tierId: tier.id,
    ...(tierOrigin?.kind === 'proposed' && tierProposal
      ? { tierProposal: { confidence: tierProposal.confidence, reasons: tierProposal.reasons } }
      : {}),
    os: vm.os?.family ?? 'unknown',
    firmware: vm.firmware,
    dependsOn,
    ...(primary && { primary }),
  }
}

/** Findings about one VM that say already why its application is not back in time. */
const causes: ReadonlySet<string> = new Set<FindingCode>([
  'map.incompatible',
  'map.objective-missed',
  'map.vm-unmapped',
])

/** Each VM may keep its promise alone while a chain of them does not: only the assembled plan can tell. */
const lateApplication = ({ application, promised, achieved, because, vmIds }: ApplicationPromise): Finding =>
  createFinding('plan.objective-missed', {
    subject: application,
    message:
      achieved && promised.rtoMinutes !== null
        ? `${application} is back after ${trim(achieved.rtoMinutes, 2)} min, and ${trim(promised.rtoMinutes, 2)} min are promised: ${because}.`
        : `${application} does not come back as promised: ${because}.`,
    suggestion: 'Give the VM it waits for a faster strategy (a stronger tier), or shorten the chain of dependencies.',
    affected: vmIds,
  })

/** A VM with a component but without a place in the network cannot be started. */
function unplaced({ mapping, translation }: PlanParts): readonly Finding[] {
  const placed = new Set(translation.addresses.map(({ vmId }) => vmId))
  const lost = mapping.assignments.map(({ vmId }) => vmId).filter((id) => !placed.has(id))
  if (lost.length === 0) return []
  return [
    createFinding('plan.vm-unplaced', {
      subject: count(lost.length, 'VM'),
      message: `${count(lost.length, 'VM has', 'VMs have')} a component, but no subnet at the recovery site.`,
      suggestion: 'See the findings about blocks and subnets.',
      affected: lost,
    }),
  ]
}
