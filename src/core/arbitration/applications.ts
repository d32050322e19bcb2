/** The applications of a plan, each with its two cells. */
import type { Application } from '../../model/application.ts'
import { cellStates, type CellState } from '../../model/arbitration.ts'
import type { Plan } from '../../model/plan.ts'
import type { Runbook } from '../../model/runbook.ts'
import type { Vm } from '../../model/site.ts'
import { effectsOf } from './effects.ts'
import { workflowsOf } from './transitions.ts'

export interface ApplicationInput {
  readonly plan: Pick<Plan, 'site' | 'target' | 'vms' | 'mapping' | 'network' | 'waves' | 'promises'>
  readonly runbooks: readonly Runbook[]
  /** Of the primary site. */
  readonly vms: readonly Pick<Vm, 'id' | 'placement' | 'protectionGroup'>[]
  readonly selfFencing: boolean
}

/** In the order of the promises; none where there are no runbooks. */
export function planApplications(input: ApplicationInput): readonly Application[] {
  const { plan, runbooks, vms } = input
  const failover = runbooks.find(({ phase, mode }) => phase === 'failover' && mode === 'unplanned')
  const failback = runbooks.find(({ phase }) => phase === 'failback')
  if (!failover || !failback) return []
  const away = workflowsOf(failover, plan)
  const home = workflowsOf(failback, plan)
  const placed = new Map(vms.map((vm) => [vm.id, vm]))
  const zonesThere = recoveryZones(plan)
  const groups = groupsOf(plan.vms, placed)
  const states = statesOf(input)
  return plan.promises.map(({ application, tierId, vmIds }) => ({
    name: application,
    tierId,
    vmIds,
    cells: {
      primary: {
        site: plan.site.id,
        region: plan.site.region,
        zones: sorted(vmIds.flatMap((id) => placeOf(placed.get(id)) ?? [])),
      },
      recovery: {
        platform: plan.target.id,
        region: plan.target.region,
        zones: [...new Set(vmIds.flatMap(zonesThere))].sort((a, b) => a - b),
      },
    },
    states: states(vmIds),
    protectionGroups: groups.filter((group) => group.vmIds.some((id) => vmIds.includes(id))),
    workflow: { failover: away(vmIds), failback: home(vmIds) },
  }))
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort()

const placeOf = (vm: Pick<Vm, 'placement'> | undefined): string | null =>
  vm ? (vm.placement.zone ?? vm.placement.cluster ?? vm.placement.datacenter) : null

/** As the mapping gives it; else the zone of its subnets. */
function recoveryZones({ mapping, network }: ApplicationInput['plan']): (vmId: string) => readonly number[] {
  const given = new Map(mapping.assignments.map(({ vmId, offering }) => [vmId, offering.zone]))
  const ofSubnet = new Map(network.subnets.map(({ key, zone }) => [key, zone]))
  const addresses = Map.groupBy(network.addresses, ({ vmId }) => vmId)
  return (vmId) => {
    const zone = given.get(vmId)
    if (zone !== undefined) return [zone]
    return (addresses.get(vmId) ?? []).flatMap(({ subnetKey }) => ofSubnet.get(subnetKey) ?? [])
  }
}

function groupsOf(
  planned: ApplicationInput['plan']['vms'],
  placed: ReadonlyMap<string, Pick<Vm, 'protectionGroup'>>,
): Application['protectionGroups'] {
  const members = planned.flatMap(({ vmId }) => {
    const name = placed.get(vmId)?.protectionGroup ?? null
    return name === null ? [] : [{ name, vmId }]
  })
  return [...Map.groupBy(members, ({ name }) => name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => ({ name, vmIds: own.map(({ vmId }) => vmId).sort() }))
}

/** Where it starts from, what runbooks make of it, and what happens to the primary site (core/arbitration/workflow.ts). */
function statesOf({
  plan,
  runbooks,
  selfFencing,
}: ApplicationInput): (vmIds: readonly string[]) => Application['states'] {
  const effects = runbooks.filter(({ phase }) => phase === 'failover' || phase === 'failback').flatMap(effectsOf)
  const reached = (cell: 'primary' | 'recovery'): readonly CellState[] =>
    effects.filter((effect) => effect.cell === cell).map(({ to }) => to)
  const strategies = new Map(plan.mapping.assignments.map(({ vmId, offering }) => [vmId, offering.strategy]))
  const inOrder = (states: readonly CellState[]): CellState[] => cellStates.filter((one) => states.includes(one))
  return (vmIds) => {
    const own = new Set(vmIds.flatMap((id) => strategies.get(id) ?? []))
    // A site that has to ask stands by while it may not serve.
    const asks = selfFencing && own.has('hot-standby')
    return {
      primary: inOrder(['active', 'failed', ...reached('primary'), ...(asks ? (['standby'] as const) : [])]),
      recovery: inOrder([own.has('active-active') ? 'active' : 'standby', ...reached('recovery')]),
    }
  }
}
