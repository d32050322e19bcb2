/**
 * Through load balancers: who reaches one, by traffic or by a rule of its security groups, needs the machines behind it.
 * The targets of one pool are alternatives: any of them may answer.
 */
import { formatAddress } from '../../model/address.ts'
import type { Dependency, Observed } from '../../model/dependency.ts'
import type { Network } from '../../model/network.ts'
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { ObjectUse } from './from-flows.ts'
import type { Resolving } from './resolving.ts'

type LoadBalancer = NetworkObjectOf<'load-balancer'>
type Pool = NetworkObjectOf<'target-pool'>

/** A balancer that more VMs than this may reach by its rules is public to the site, which says nothing about each. */
const MOST_CLIENTS = 50

interface Reach {
  readonly fromVmId: string
  /** Of the balancer; null = any of its listeners. */
  readonly port: number | null
  readonly observed: Observed | null
}

export function fromLoadBalancers(
  network: Network,
  uses: readonly ObjectUse[],
  resolving: Resolving,
): readonly Dependency[] {
  const pools = new Map(objectsOf(network.objects, 'target-pool').map((pool) => [pool.id, pool]))
  return objectsOf(network.objects, 'load-balancer').flatMap((balancer) => {
    const seen = uses
      .filter(({ object }) => object.id === balancer.id)
      .map(({ fromVmId, flow }): Reach => ({ fromVmId, port: flow.port, observed: flow.observed }))
    const allowed = allowedTo(balancer, network, resolving).filter(
      ({ fromVmId }) => !seen.some((reach) => reach.fromVmId === fromVmId),
    )
    return [...seen, ...allowed].flatMap((reach) => behind(reach, { balancer, pools, resolving }))
  })
}

/** By rules that let in a group, or few addresses, on a port that the balancer listens on. */
function allowedTo(balancer: LoadBalancer, network: Network, { members }: Resolving): readonly Reach[] {
  const groups = new Set(balancer.securityGroupIds)
  return network.securityRules
    .filter(({ direction, groupId, peer }) => direction === 'ingress' && groups.has(groupId) && peer.kind === 'group')
    .flatMap(({ peer, ports }) => {
      const clients = peer.kind === 'group' ? members.ofGroup(peer.groupId) : []
      if (clients.length > MOST_CLIENTS) return []
      return balancer.listeners
        .filter(({ port }) => port !== null && (ports === null || (ports.from <= port && port <= ports.to)))
        .flatMap(({ port }) => clients.map((fromVmId): Reach => ({ fromVmId, port, observed: null })))
    })
}

interface Behind {
  readonly balancer: LoadBalancer
  readonly pools: ReadonlyMap<string, Pool>
  readonly resolving: Resolving
}

function behind(reach: Reach, { balancer, pools, resolving }: Behind): readonly Dependency[] {
  const listeners = balancer.listeners.filter(({ port }) => reach.port === null || port === null || port === reach.port)
  const poolIds = new Set((listeners.length > 0 ? listeners : balancer.listeners).flatMap((one) => one.poolIds))
  return [...poolIds].flatMap((id) => {
    const pool = pools.get(id)
    const targets = pool ? targetsOf(pool, resolving) : []
    const alternatives = targets.length > 1 ? `, one of ${targets.length} that can answer` : ''
    return targets.map(({ vmId, port }) => ({
      fromVmId: reach.fromVmId,
      toVmId: vmId,
      evidence: 'load-balancer' as const,
      protocol: 'tcp',
      port: port ?? pool?.port ?? null,
      observed: reach.observed,
      confidence: reach.observed ? ('likely' as const) : ('possible' as const),
      why: `${reach.observed ? 'traffic was seen to' : 'a rule lets it reach'} load balancer ${balancer.name}${alternatives}`,
    }))
  })
}

function targetsOf(
  { targets }: Pool,
  { members, owners }: Resolving,
): readonly { vmId: string; port: number | null }[] {
  return targets.flatMap(({ vmId, nicId, address, port }) => {
    const owner = address === null ? undefined : owners.get(formatAddress(address))
    const only = owner?.vmIds.length === 1 ? owner.vmIds[0] : undefined
    const id = (vmId && members.byId(vmId)) ?? (nicId && members.ofNic(nicId)) ?? only
    return id ? [{ vmId: id, port }] : []
  })
}
