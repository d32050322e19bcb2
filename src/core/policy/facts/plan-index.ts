/** The parts of a plan by what policies ask them by: made once for all policies. */
import { formatAddress } from '../../../model/address.ts'
import type { Catalogue, DiskClass, DrComponent } from '../../../model/dr-component.ts'
import type { Demand } from '../../../model/forecast.ts'
import type { Assignment, MappedAccelerator } from '../../../model/mapping.ts'
import type { AddressTranslation, SubnetTranslation } from '../../../model/network-translation.ts'
import type { Plan, PlannedVm } from '../../../model/plan.ts'
import type { SecurityRule } from '../../../model/network.ts'
import type { Site, Vm } from '../../../model/site.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Tier } from '../../../model/tier.ts'
import { servicesByVm } from './services.ts'

/** What is known beside the plan; whatever is not given makes its facts unknown. */
export interface PolicySurroundings {
  readonly site?: Site | undefined
  readonly catalogue?: Catalogue | undefined
  /** Day on which the vendor's support of its operating system ends (ISO), by VM; VMs of unknown releases are left out. */
  readonly supportEnds?: ReadonlyMap<string, string> | undefined
  /** ISO date that ages are counted to. */
  readonly today?: string | undefined
}

export interface PlanIndex extends PolicySurroundings {
  readonly plan: Plan
  readonly vms: ReadonlyMap<string, PlannedVm>
  readonly assignments: ReadonlyMap<string, Assignment>
  readonly demands: ReadonlyMap<string, Demand>
  readonly accelerators: ReadonlyMap<string, MappedAccelerator>
  readonly verdicts: ReadonlyMap<string, string>
  readonly tiers: ReadonlyMap<string, Tier>
  /** Number of the wave by VM. */
  readonly waves: ReadonlyMap<string, number>
  readonly addresses: ReadonlyMap<string, readonly AddressTranslation[]>
  readonly subnets: ReadonlyMap<string, SubnetTranslation>
  /** Keys of route tables that lead to the internet by its gateway. */
  readonly publicTables: ReadonlySet<string>
  /** Ids of VMs by key of the security group of one of their cards. */
  readonly groupVms: ReadonlyMap<string, ReadonlySet<string>>
  /** Behind a load balancer that is not internal. */
  readonly publicTargets: ReadonlySet<string>
  /** Cards' addresses by key of the subnet. */
  readonly cardsIn: ReadonlyMap<string, readonly AddressTranslation[]>
  readonly guardedSubnets: ReadonlySet<string>
  /** Subnets by key of the route table. */
  readonly tableSubnets: ReadonlyMap<string, readonly SubnetTranslation[]>
  readonly vpcNames: ReadonlyMap<string, string>
  readonly tableNames: ReadonlyMap<string, string>
  readonly groupNames: ReadonlyMap<string, string>
  readonly prefixLists: ReadonlyMap<string, Plan['network']['prefixLists'][number]>
  /** By the text of the address at the recovery site. */
  readonly vmByAddress: ReadonlyMap<string, string>
  readonly pools: ReadonlyMap<string, Pool>
  readonly balancerVms: ReadonlyMap<string, readonly string[]>
  /** Names of applications that one needs, sorted. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  readonly services: ReadonlyMap<string, ReadonlySet<string>>
  readonly components: ReadonlyMap<string, DrComponent>
  readonly diskClasses: ReadonlyMap<string, DiskClass>
  readonly siteVms: ReadonlyMap<string, Vm>
  readonly siteRules: ReadonlyMap<string, SecurityRule>
  /** Null = its region is not known. */
  readonly inPrimaryRegion: boolean | null
}

const byKey = <One, Key>(rows: readonly One[], keyOf: (row: One) => Key): ReadonlyMap<Key, One> =>
  new Map(rows.map((row) => [keyOf(row), row]))

function grouped<One, Key>(rows: readonly One[], keyOf: (row: One) => Key): ReadonlyMap<Key, readonly One[]> {
  const groups = new Map<Key, One[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

export function indexPlan(plan: Plan, surroundings: PolicySurroundings): PlanIndex {
  const { mapping, network } = plan
  const addresses = grouped(network.addresses, ({ vmId }) => vmId)
  return {
    ...surroundings,
    plan,
    vms: byKey(plan.vms, ({ vmId }) => vmId),
    assignments: byKey(mapping.assignments, ({ vmId }) => vmId),
    demands: byKey(plan.demands, ({ vmId }) => vmId),
    accelerators: byKey(mapping.accelerators ?? [], ({ vmId }) => vmId),
    verdicts: new Map((mapping.compatibility ?? []).map(({ vmId, verdict }) => [vmId, verdict])),
    tiers: byKey(plan.tiers, ({ id }) => id),
    waves: new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((vmId) => [vmId, number] as const))),
    addresses,
    subnets: byKey(network.subnets, ({ key }) => key),
    publicTables: new Set(
      network.routes
        .filter(({ hop, destination }) => hop === 'internet-gateway' && destination.prefixLength === 0)
        .map(({ tableKey }) => tableKey),
    ),
    groupVms: groupMembers(network.addresses),
    ...indexNetwork(plan),
    needs: needsOf(plan),
    services: servicesByVm(plan, surroundings.site),
    ...indexSurroundings(surroundings),
    inPrimaryRegion: inPrimaryRegion(plan),
  }
}

const indexSurroundings = ({ site, catalogue }: PolicySurroundings) => ({
  components: byKey(catalogue?.components ?? [], ({ id }) => id),
  diskClasses: byKey(catalogue?.diskClasses ?? [], ({ id }) => id),
  siteVms: byKey(site?.vms ?? [], ({ id }) => id),
  siteRules: byKey(site?.network.securityRules ?? [], ({ id }) => id),
})

function groupMembers(addresses: readonly AddressTranslation[]): ReadonlyMap<string, ReadonlySet<string>> {
  const members = new Map<string, Set<string>>()
  for (const { vmId, securityGroupKeys } of addresses) {
    for (const key of securityGroupKeys) {
      const group = members.get(key) ?? new Set()
      group.add(vmId)
      members.set(key, group)
    }
  }
  return members
}

type Balancer = NonNullable<Plan['network']['balancers']>[number]
type Pool = NonNullable<Plan['network']['targetPools']>[number]
type Listener = Balancer['listeners'][number]

export const poolsOf = ({ listeners }: Balancer): readonly string[] => [...new Set(listeners.flatMap(poolsOfListener))]

export function poolsOfListener({ poolKey, action, rules = [] }: Listener): readonly string[] {
  const actions = [...(action ? [action] : []), ...rules.map((rule) => rule.action)]
  const forwarded = actions.flatMap((one) => (one.kind === 'forward' ? one.pools.map((pool) => pool.poolKey) : []))
  return [...(poolKey === undefined ? [] : [poolKey]), ...forwarded]
}

const named = (rows: readonly { readonly key: string; readonly name: string }[]): ReadonlyMap<string, string> =>
  new Map(rows.map(({ key, name }) => [key, name]))

function indexNetwork({ network }: Plan) {
  const pools = byKey(network.targetPools ?? [], ({ key }) => key)
  const vmsOf = (balancer: Balancer): readonly string[] =>
    poolsOf(balancer).flatMap((key) => (pools.get(key)?.targets ?? []).map(({ vmId }) => vmId))
  const balancers = network.balancers ?? []
  return {
    pools,
    balancerVms: new Map(balancers.map((balancer) => [balancer.key, vmsOf(balancer)])),
    publicTargets: new Set(balancers.filter(({ internal }) => !internal).flatMap(vmsOf)),
    cardsIn: grouped(network.addresses, ({ subnetKey }) => subnetKey),
    guardedSubnets: new Set(network.packetFilters.flatMap(({ subnetKeys }) => subnetKeys)),
    tableSubnets: grouped(network.subnets, ({ routeTableKey }) => routeTableKey),
    vpcNames: named(network.vpcs),
    tableNames: named(network.routeTables),
    groupNames: named(network.securityGroups),
    prefixLists: byKey(network.prefixLists, ({ key }) => key),
    vmByAddress: new Map(
      network.addresses.flatMap(({ to, vmId }) => (to === null ? [] : [[formatAddress(to), vmId] as const])),
    ),
  }
}

function needsOf({ dependencies }: Plan): ReadonlyMap<string, readonly string[]> {
  const groups = grouped(dependencies, ({ from }) => from)
  return new Map([...groups].map(([from, rows]) => [from, rows.map(({ to }) => to).sort(compareText)]))
}

/** A site that is not on the platform is in none of its regions. */
function inPrimaryRegion({ site, target, vms }: Plan): boolean | null {
  if (!vms.some(({ primary }) => primary?.platform === target.id)) return false
  return site.region === null ? null : site.region === target.region
}

/** Whole days from the day of `from` to that of `to`; below 0 where `to` is earlier; null where one is no date. */
export function daysBetween(from: string, to: string): number | null {
  const [start, end] = [from, to].map((text) => Date.parse(text.slice(0, 10)))
  const days = Math.round(((end ?? Number.NaN) - (start ?? Number.NaN)) / 86_400_000)
  return Number.isFinite(days) ? days : null
}
