/** Who answers behind load balancers, as far as the plan has them. */
import { formatAddress, type Reading } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { ListenerProtocol, TargetPoolTranslation } from '../../../model/serving-translation.ts'
import type { ServingContext } from './context.ts'
import { readHealthCheck } from './health-check.ts'
import { readProtocol } from './protocols.ts'
import type { Unbuilt } from './unbuilt.ts'

type Pool = NetworkObjectOf<'target-pool'>
type Target = TargetPoolTranslation['targets'][number]

export interface MadePool {
  readonly pool: TargetPoolTranslation
  readonly unbuilt: readonly Unbuilt[]
}

/** What a balancer says of a pool that does not say it itself. */
export interface Front {
  readonly vpcId: string | null
  readonly protocol: ListenerProtocol
}

const fault = (text: string): { readonly ok: false; readonly fault: string } => ({ ok: false, fault: text })

/** Faults end the sentence "because …". */
export function makePool(pool: Pool, front: Front, context: ServingContext): Reading<MadePool> {
  const { targets: all } = pool
  const vpcKey = context.vpcKeys.get(pool.vpcId ?? front.vpcId ?? '')
  if (vpcKey === undefined) return fault('its network is not planned')
  if (all.some(({ otherId }) => otherId !== undefined)) return fault('a target is a function or another load balancer')
  if (all.some(({ host }) => host !== undefined)) return fault('a target is stated by name')
  const protocol = pool.protocol === null ? front.protocol : readProtocol(pool.protocol)
  if (protocol === null) return fault(`it speaks ${pool.protocol}`)
  const port = usable(pool.port) ?? usable(all[0]?.port ?? null)
  if (port === null) return fault('its port is not known')
  const byAddress = all.some((target) => target.vmId === null && target.nicId === null)
  const targets = byAddress ? addressTargets(pool, vpcKey, context) : vmTargets(pool, context)
  if (targets.made.length === 0) return fault('none of its targets is planned')
  const made: TargetPoolTranslation = {
    key: stableKey(pool.name, pool.id),
    from: pool.id,
    name: pool.name,
    vpcKey,
    protocol,
    port,
    by: byAddress ? 'address' : 'vm',
    targets: inOrder(targets.made.map((target) => ({ ...target, port: usable(target.port) ?? port }))),
    healthCheck: readHealthCheck(pool.healthCheck),
  }
  return { ok: true, value: { pool: made, unbuilt: targets.lost.map((label) => lostTarget(pool, label)) } }
}

const usable = (port: number | null): number | null => (port === null || port === 0 ? null : port)

const lostTarget = (pool: Pool, label: string): Unbuilt => ({
  noun: 'target',
  id: pool.id,
  label: `${label} of ${pool.name}`,
  why: 'no planned VM is it',
})

const nameOf = (target: Target): string =>
  `${target.vmId} ${'address' in target ? formatAddress(target.address) : ''} ${String(target.port).padStart(5, '0')}`

/** Each once: two names of the primary site may mean one target. */
function inOrder(targets: readonly Target[]): Target[] {
  const byName = new Map(targets.map((target) => [nameOf(target), target]))
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target)
}

interface Found<Made> {
  readonly made: readonly Made[]
  readonly lost: readonly string[]
}

function vmTargets(
  { targets }: Pool,
  { addresses }: ServingContext,
): Found<{ readonly vmId: string; readonly port: number | null }> {
  const planned = new Set(addresses.map(({ vmId }) => vmId))
  const owners = new Map(addresses.map(({ nicId, vmId }) => [nicId, vmId]))
  const named = targets.map(({ vmId, nicId, port }) => ({ vmId: vmId ?? owners.get(nicId ?? ''), nicId, port }))
  return {
    made: named.flatMap(({ vmId, port }) => (vmId !== undefined && planned.has(vmId) ? [{ vmId, port }] : [])),
    lost: named.flatMap(({ vmId, nicId }) =>
      vmId !== undefined && planned.has(vmId) ? [] : [vmId ?? nicId ?? 'a target'],
    ),
  }
}

type AddressTarget = Extract<Target, { readonly address: unknown }>

/** An address may be that of hosts in several networks; the pool is of one. */
function addressTargets(
  { targets }: Pool,
  vpcKey: string,
  { addresses, subnets }: ServingContext,
): Found<Omit<AddressTarget, 'port'> & { readonly port: number | null }> {
  const inside = new Set(subnets.filter((subnet) => subnet.vpcKey === vpcKey).map(({ key }) => key))
  const hosts = new Map(
    addresses.flatMap(({ subnetKey, from, to, vmId }) =>
      from && to && inside.has(subnetKey) ? [[formatAddress(from), { address: to, vmId }]] : [],
    ),
  )
  const named = targets.map(({ address, vmId, nicId, port }) => ({
    host: address ? hosts.get(formatAddress(address)) : undefined,
    label: address ? formatAddress(address) : (vmId ?? nicId ?? 'a target'),
    port,
  }))
  return {
    made: named.flatMap(({ host, port }) => (host ? [{ ...host, port }] : [])),
    lost: named.flatMap(({ host, label }) => (host ? [] : [label])),
  }
}
