/**
 * Translated load balancers as values of variables: standard ones of Azure, which pass packets on. One stands in foundation/
 * when any server behind it does, and is made by recovery/ otherwise, because it costs by the hour.
 */
import { onePoolKeyOf } from '../../model/listener-rules.ts'
import { formatAddress, type Address } from '../../model/address.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { BalancerTranslation, ListenerProtocol, TargetPoolTranslation } from '../../model/serving-translation.ts'
import { cardsOf, stands, type PlacedVm } from '../placed-vms.ts'
import { azureNetworkLimits } from './limits.ts'
import { isReplicated } from './terraform-replication.ts'
import { nameOf } from './terraform-network.ts'

type Listener = BalancerTranslation['listeners'][number]

/** Values of the variables of one root. */
interface Serving {
  readonly balancers: Readonly<Record<string, ReturnType<typeof balancerValue>>>
  readonly listeners: Readonly<Record<string, ReturnType<typeof listenerValue>>>
  readonly pool_targets: ReturnType<typeof targetValues>
}

export function servingVariables(
  network: NetworkTranslation,
  vms: readonly PlacedVm[],
): { readonly foundation: Serving; readonly recovery: Serving } {
  const { balancers = [], targetPools = [] } = network
  const pools = new Map(targetPools.map((pool) => [pool.key, pool]))
  const standing = new Set(vms.filter(stands).map(({ vm }) => vm.vmId))
  const isStanding = ({ listeners }: BalancerTranslation): boolean =>
    listeners.some((listener) => pools.get(onePoolKeyOf(listener))?.targets.some(({ vmId }) => standing.has(vmId)))
  const fronts = frontAddresses(network)
  const rootOf = (isFoundation: boolean): Serving => {
    const own = balancers.filter((balancer) => isStanding(balancer) === isFoundation)
    const made = vms.filter((placed) => stands(placed) === isFoundation && !isReplicated(placed))
    return {
      balancers: Object.fromEntries(own.map((one) => [one.key, balancerValue(one, fronts)])),
      listeners: Object.fromEntries(own.flatMap((one) => one.listeners.flatMap(listenersOf(one, pools)))),
      pool_targets: targetValues(balancers, pools, made),
    }
  }
  return { foundation: rootOf(true), recovery: rootOf(false) }
}

const balancerValue = (balancer: BalancerTranslation, fronts: ReadonlyMap<string, string>) => {
  const address = fronts.get(balancer.key)
  const [subnetKey] = balancer.subnetKeys
  return {
    label: nameOf(balancer),
    ...(balancer.internal && subnetKey !== undefined ? { subnet_key: subnetKey } : {}),
    ...(balancer.internal && address !== undefined ? { address } : {}),
  }
}

/**
 * Of each internal balancer the known one; others get the last that no server and no other balancer has. One that Azure
 * chooses would be the first that is free, and that of a server which is not there yet.
 */
function frontAddresses({ balancers = [], subnets, addresses }: NetworkTranslation): ReadonlyMap<string, string> {
  const inside = balancers.filter(({ internal }) => internal)
  const known = inside.flatMap(({ key, addresses: [first] }) =>
    first ? [[key, formatAddress(first.to)] as const] : [],
  )
  const taken = new Set([
    ...addresses.flatMap(({ to }) => (to ? [formatAddress(to)] : [])),
    ...known.map(([, address]) => address),
  ])
  const fronts = new Map(known)
  for (const { key, subnetKeys } of inside) {
    const subnet = subnets.find((one) => one.key === subnetKeys[0])
    const free = fronts.has(key) || !subnet ? null : lastFree(subnet, taken)
    if (free === null) continue
    taken.add(free)
    fronts.set(key, free)
  }
  return fronts
}

function lastFree({ block }: SubnetTranslation, taken: ReadonlySet<string>): string | null {
  const { reservedFirst, reservedLast } = azureNetworkLimits
  const size = 1n << BigInt(32 - block.prefixLength)
  for (let place = size - BigInt(reservedLast) - 1n; place >= BigInt(reservedFirst); place--) {
    const address = formatAddress({ family: 4, value: block.network + place } satisfies Address)
    if (!taken.has(address)) return address
  }
  return null
}

const transports: Readonly<Partial<Record<ListenerProtocol, readonly string[]>>> = {
  tcp: ['Tcp'],
  udp: ['Udp'],
  'tcp-udp': ['Tcp', 'Udp'],
}

/** Pools of Azure belong to one balancer. */
const poolKeyIn = (balancer: BalancerTranslation, poolKey: string): string => `${balancer.key}/${poolKey}`

const listenersOf =
  (balancer: BalancerTranslation, pools: ReadonlyMap<string, TargetPoolTranslation>) => (listener: Listener) => {
    const pool = pools.get(onePoolKeyOf(listener))
    return (transports[listener.protocol] ?? []).map((transport, index) => {
      const value = listenerValue({ balancer, listener, transport }, pool?.healthCheck ?? null)
      return [index === 0 ? listener.key : `${listener.key}_${transport.toLowerCase()}`, value] as const
    })
  }

interface Spoken {
  readonly balancer: BalancerTranslation
  readonly listener: Listener
  readonly transport: string
}

function listenerValue({ balancer, listener, transport }: Spoken, check: TargetPoolTranslation['healthCheck']) {
  const { port, targetPort = port, keepsAddress = false } = listener
  const probe = probeOf(listener, check)
  return {
    balancer_key: balancer.key,
    protocol: transport,
    port,
    target_pool_key: poolKeyIn(balancer, onePoolKeyOf(listener)),
    target_port: targetPort,
    keeps_address: keepsAddress,
    ...(probe === null ? {} : { probe }),
  }
}

const asked = { http: 'Http', https: 'Https', tcp: 'Tcp' } as const

/** Without a word from the primary site: does the port answer? Of UDP nobody can ask that. */
export function probeOf(
  { protocol, port, targetPort = port }: Listener,
  check: TargetPoolTranslation['healthCheck'],
): { readonly protocol: string; readonly port: number; readonly path?: string } | null {
  if (!check) return protocol === 'udp' ? null : { protocol: 'Tcp', port: targetPort }
  const path = check.protocol === 'tcp' ? {} : { path: check.path ?? '/' }
  return { protocol: asked[check.protocol], port: check.port ?? targetPort, ...path }
}

/** By which of its cards, and which address of that, a server is behind a balancer; the first ones where nobody says it. */
function targetValues(
  balancers: readonly BalancerTranslation[],
  pools: ReadonlyMap<string, TargetPoolTranslation>,
  vms: readonly PlacedVm[],
) {
  const byId = new Map(vms.map((placed) => [placed.vm.vmId, placed]))
  return Object.fromEntries(
    balancers.flatMap((balancer) =>
      [...new Set(balancer.listeners.map(onePoolKeyOf))].flatMap((poolKey) =>
        (pools.get(poolKey)?.targets ?? []).flatMap((target) => {
          const placed = byId.get(target.vmId)
          if (!placed) return []
          const place = placeOf(placed, 'address' in target ? target.address : null)
          const key = `${poolKeyIn(balancer, poolKey)}/${placed.vm.key}/${place.interface_key}/${place.address_index}`
          return [
            [key, { target_pool_key: poolKeyIn(balancer, poolKey), server_key: placed.vm.key, ...place }] as const,
          ]
        }),
      ),
    ),
  )
}

function placeOf({ addresses }: PlacedVm, address: Address | null): { interface_key: string; address_index: number } {
  const text = address && formatAddress(address)
  for (const [index, card] of cardsOf(addresses).entries()) {
    const own = card.flatMap(({ to }) => (to?.family === 4 ? [formatAddress(to)] : []))
    const at = own.findIndex((one) => one === text)
    if (at >= 0) return { interface_key: String(index), address_index: at }
  }
  return { interface_key: '0', address_index: 0 }
}
