/** Who answers behind load balancers, as far as the plan has them. */
import { formatAddress, type Address, type Reading } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { ListenerProtocol, TargetPoolTranslation } from '../../../model/serving-translation.ts'
import type { ServingContext } from './context.ts'
import { fault, firstOf } from './faults.ts'
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
  /** Where the listener says it. */
  readonly port?: number | undefined
}

/** Faults end the sentence "because …". */
export function makePool(pool: Pool, front: Front, context: ServingContext): Reading<MadePool> {
  const vpcKey = context.vpcKeys.get(pool.vpcId ?? front.vpcId ?? '')
  if (vpcKey === undefined) return fault('its network is not planned')
  const strange = whyStrange(pool)
  if (strange !== null) return fault(strange)
  const speech = speechOf(pool, front)
  if (!speech.ok) return speech
  const { protocol, port } = speech.value
  const { by, made, lost } = targetsOf(pool, vpcKey, context)
  if (made.length === 0) return fault('none of its targets is planned')
  const translation: TargetPoolTranslation = {
    key: stableKey(pool.name, pool.id),
    from: pool.id,
    name: pool.name,
    vpcKey,
    protocol,
    port,
    by,
    targets: inOrder(made.map((target) => ({ ...target, port: usable(target.port) ?? port }))),
    healthCheck: readHealthCheck(pool.healthCheck),
  }
  return { ok: true, value: { pool: translation, unbuilt: lost.map((label) => lostTarget(pool, label)) } }
}

function speechOf(pool: Pool, front: Front): Reading<Pick<TargetPoolTranslation, 'protocol' | 'port'>> {
  const protocol = pool.protocol === null ? front.protocol : readProtocol(pool.protocol)
  if (protocol === null) return fault(`it speaks ${pool.protocol}`)
  const port = usable(pool.port) ?? usable(pool.targets[0]?.port ?? null) ?? front.port ?? null
  return port === null ? fault('its port is not known') : { ok: true, value: { protocol, port } }
}

/** Targets that no VM can be. */
const whyStrange = ({ targets }: Pool): string | null =>
  firstOf([
    [targets.some(({ otherId }) => otherId !== undefined), 'a target is a function or another load balancer'],
    [targets.some(({ host }) => host !== undefined), 'a target is stated by name'],
  ])

/** All by address as soon as one is: a platform takes the one or the other. */
function targetsOf(pool: Pool, vpcKey: string, context: ServingContext) {
  const isByAddress = pool.targets.some(({ vmId, nicId }) => vmId === null && nicId === null)
  return isByAddress
    ? { by: 'address' as const, ...addressTargets(pool, vpcKey, context) }
    : { by: 'vm' as const, ...vmTargets(pool, context) }
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
  { addresses, limits }: ServingContext,
): Found<{ readonly vmId: string; readonly address?: Address; readonly port: number | null }> {
  const planned = new Set(addresses.map(({ vmId }) => vmId))
  const cards = new Map(addresses.toReversed().map(({ nicId, to }) => [nicId, to]))
  const owners = new Map(addresses.map(({ nicId, vmId }) => [nicId, vmId]))
  const named = targets.map(({ vmId, nicId, port }) => ({ vmId: vmId ?? owners.get(nicId ?? ''), nicId, port }))
  return {
    made: named.flatMap(({ vmId, nicId, port }) => {
      if (vmId === undefined || !planned.has(vmId)) return []
      const own = limits.balancers === 'fronted' && nicId !== null ? cards.get(nicId) : null
      return [{ vmId, port, ...(own && { address: own }) }]
    }),
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
