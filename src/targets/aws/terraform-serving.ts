/**
 * Translated load balancers and endpoints as values of variables. A balancer stands in foundation/ when any server behind
 * it does, and is made by recovery/ otherwise, because it costs by the hour.
 */
import { formatAddress } from '../../model/address.ts'
import { stableKey } from '../../model/key.ts'
import { poolKeysOf } from '../../model/listener-rules.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type {
  BalancerTranslation,
  EndpointTranslation,
  TargetPoolTranslation,
} from '../../model/serving-translation.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { listenerValues, protocols, ruleValues } from './terraform-listeners.ts'
import { tagValue } from './text.ts'

export interface Servers {
  /** Prefix of names, another one for each site. */
  readonly name: string
  readonly vms: readonly PlacedVm[]
  readonly stands: (placed: PlacedVm) => boolean
}

/** Values of the variables of one root. */
export interface Serving {
  readonly balancers: ReturnType<typeof balancerValues>
  readonly listeners: ReturnType<typeof listenerValues>
  readonly listener_rules: ReturnType<typeof ruleValues>
  readonly target_pools: ReturnType<typeof poolValues>
  readonly pool_targets: ReturnType<typeof targetValues>
}

export function servingVariables(
  network: NetworkTranslation,
  servers: Servers,
): { readonly foundation: Serving; readonly recovery: Serving } {
  const { balancers = [] } = network
  const standing = standingBalancers(network, servers)
  const rootOf = (isFoundation: boolean): Serving => {
    const own = balancers.filter(({ key }) => standing.has(key) === isFoundation)
    const forwarded = new Set(own.flatMap(({ listeners }) => listeners.flatMap(poolKeysOf)))
    const pools = (network.targetPools ?? []).filter(({ key }) => forwarded.has(key))
    const vms = servers.vms.filter((placed) => servers.stands(placed) === isFoundation)
    return {
      balancers: balancerValues(own, servers.name),
      listeners: listenerValues(own),
      listener_rules: ruleValues(own),
      target_pools: poolValues(pools, servers.name),
      pool_targets: targetValues(network.targetPools ?? [], vms),
    }
  }
  return { foundation: rootOf(true), recovery: rootOf(false) }
}

/** Keys of balancers behind which a server stands. */
function standingBalancers({ balancers = [], targetPools = [] }: NetworkTranslation, servers: Servers) {
  const vmIds = new Set(servers.vms.filter(servers.stands).map(({ vm }) => vm.vmId))
  const pools = new Set(
    targetPools.filter(({ targets }) => targets.some(({ vmId }) => vmIds.has(vmId))).map(({ key }) => key),
  )
  return new Set(
    balancers
      .filter(({ listeners }) => listeners.flatMap(poolKeysOf).some((key) => pools.has(key)))
      .map(({ key }) => key),
  )
}

/**
 * Names of load balancers and target groups have 32 letters, digits and hyphens at most (Elastic Load Balancing API,
 * CreateLoadBalancer, CreateTargetGroup) and are unique in the account and region; keys are longer.
 */
export function shortName(...parts: readonly string[]): string {
  const whole = ['dr', ...parts].join('-')
  const hash = stableKey('x', whole).slice(-7)
  return `${whole.slice(0, 24).replace(/-+$/, '')}-${hash}`
}

const labelOf = ({ name, key }: { readonly name: string; readonly key: string }): string => tagValue(name) || key

/** An empty text stands for any address, because the values of a map are of one type. */
const seats = ({ subnetKeys, addresses }: Pick<BalancerTranslation, 'subnetKeys' | 'addresses'>) => {
  const fixed = new Map(addresses.map(({ subnetKey, to }) => [subnetKey, formatAddress(to)]))
  return Object.fromEntries(subnetKeys.map((key) => [key, fixed.get(key) ?? '']))
}

const balancerValues = (balancers: readonly BalancerTranslation[], site: string) =>
  Object.fromEntries(
    balancers.map((balancer) => [
      balancer.key,
      {
        name: shortName(site, balancer.key),
        label: labelOf(balancer),
        type: balancer.role,
        internal: balancer.internal,
        security_group_keys: [...balancer.securityGroupKeys],
        // An application load balancer always spreads over all zones, and refuses to be told otherwise.
        ...(balancer.role === 'network' && balancer.crossZone !== null ? { cross_zone: balancer.crossZone } : {}),
        subnets: seats(balancer),
      },
    ]),
  )

/** What cannot be changed in place is in the name, so that a new group can stand beside the old one. */
const poolValues = (pools: readonly TargetPoolTranslation[], site: string) =>
  Object.fromEntries(
    pools.map((pool) => {
      const { protocol, port, by, vpcKey, key } = pool
      return [
        key,
        {
          name: shortName(site, key, protocol, String(port), by, vpcKey),
          label: labelOf(pool),
          vpc_key: vpcKey,
          protocol: protocols[protocol],
          port,
          target_type: by === 'vm' ? 'instance' : 'ip',
          ...healthCheck(pool),
        },
      ]
    }),
  )

/** Groups of HTTP and HTTPS cannot ask by TCP (Elastic Load Balancing API, CreateTargetGroup): AWS then asks for /. */
function healthCheck({ protocol, healthCheck: check }: TargetPoolTranslation) {
  const isWeb = protocol === 'http' || protocol === 'https'
  if (!check || (isWeb && check.protocol === 'tcp')) return {}
  const port = check.port === null ? 'traffic-port' : String(check.port)
  const path = check.path === null ? {} : { path: check.path }
  return { health_check: { protocol: protocols[check.protocol], port, ...path } }
}

function targetValues(pools: readonly TargetPoolTranslation[], vms: readonly PlacedVm[]) {
  const keys = new Map(vms.map(({ vm }) => [vm.vmId, vm.key]))
  return Object.fromEntries(
    pools.flatMap((pool) =>
      pool.targets.flatMap((target) => {
        const serverKey = keys.get(target.vmId)
        if (serverKey === undefined) return []
        const address = 'address' in target ? { address: formatAddress(target.address) } : {}
        const name = [serverKey, ...Object.values(address), target.port].join('-')
        const value = { target_pool_key: pool.key, server_key: serverKey, port: target.port, ...address }
        return [[`${pool.key}/${name}`, value] as const]
      }),
    ),
  )
}

export const endpointValues = (endpoints: readonly EndpointTranslation[]) =>
  Object.fromEntries(
    endpoints.map((endpoint) => [
      endpoint.key,
      {
        label: labelOf(endpoint),
        type: endpoint.role === 'gateway' ? 'Gateway' : 'Interface',
        service: endpoint.service,
        vpc_key: endpoint.vpcKey,
        route_table_keys: [...endpoint.routeTableKeys],
        security_group_keys: [...endpoint.securityGroupKeys],
        private_names: endpoint.privateNames,
        subnets: seats(endpoint),
      },
    ]),
  )

/** Addresses of servers in subnets where something stands that takes any free address, each by itself: one VM is one entry. */
export function reservedAddresses({ balancers = [], endpoints = [] }: NetworkTranslation, vms: readonly PlacedVm[]) {
  const shared = new Set([...balancers, ...endpoints].flatMap(({ subnetKeys }) => subnetKeys))
  return Object.fromEntries(
    vms.flatMap(({ vm, addresses }) =>
      addresses.flatMap(({ subnetKey, to }) =>
        to?.family === 4 && shared.has(subnetKey)
          ? [[`${vm.key}/${formatAddress(to)}`, { subnet_key: subnetKey, address: formatAddress(to) }] as const]
          : [],
      ),
    ),
  )
}
