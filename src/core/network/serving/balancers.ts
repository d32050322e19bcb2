/** Load balancers, made again where everything that they stand on is planned. */
import type { Reading } from '../../../model/address.ts'
import { formatAddress } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { SubnetTranslation } from '../../../model/network-translation.ts'
import type {
  BalancerTranslation,
  ListenerProtocol,
  TargetPoolTranslation,
} from '../../../model/serving-translation.ts'
import { fixedAddresses, type ServingContext } from './context.ts'
import { fault, firstOf } from './faults.ts'
import { frontSeat, placed, takenBy, whyNotFronted, whyNotPassedOn } from './fronted.ts'
import { goesTo, isWeb, readProtocol } from './protocols.ts'
import { makePool, type MadePool } from './target-pools.ts'
import type { Unbuilt } from './unbuilt.ts'

type Balancer = NetworkObjectOf<'load-balancer'>
type Listener = Balancer['listeners'][number]
type Pools = ReadonlyMap<string, NetworkObjectOf<'target-pool'>>

export interface MadeBalancer {
  readonly balancer: BalancerTranslation
  readonly pools: readonly TargetPoolTranslation[]
  readonly unbuilt: readonly Unbuilt[]
}

/** Faults end the sentence "because …". */
export function makeBalancer(given: Balancer, pools: Pools, context: ServingContext): Reading<MadeBalancer> {
  const role = roleOf(given)
  if (role === 'gateway') return fault('the appliances behind it are not planned as such')
  const strange = isFronted(context) ? whyNotFronted(given, role) : null
  if (strange !== null) return fault(strange)
  const balancer = isFronted(context) ? placed(given, pools, context) : given
  const vpcKey = context.vpcKeys.get(balancer.vpcId ?? '')
  if (vpcKey === undefined) return fault('its network is not planned, or not known')
  const subnets = isFronted(context) ? frontSeat(balancer, context) : seats(balancer, role, context)
  if (!subnets.ok) return subnets
  return makeSeated({ balancer, role, subnets: subnets.value }, vpcKey, { pools, context })
}

const isFronted = ({ limits }: ServingContext): boolean => limits.balancers === 'fronted'

interface Seated {
  readonly balancer: Balancer
  readonly role: BalancerTranslation['role']
  readonly subnets: readonly SubnetTranslation[]
}

function makeSeated(
  seated: Seated,
  vpcKey: string,
  { pools, context }: { readonly pools: Pools; readonly context: ServingContext },
): Reading<MadeBalancer> {
  const { balancer, role, subnets } = seated
  const groups = balancer.securityGroupIds.map((id) => context.groupKeys.get(id))
  if (groups.includes(undefined)) return fault('a security group of it is not in the inventory')
  const key = stableKey(balancer.name, balancer.id)
  const listeners = makeListeners(balancer, { role, key, pools, context })
  if (listeners.made.length === 0) return fault(nothingMade(listeners.unbuilt))
  const { addresses, lost } = keptAddresses(seated, context)
  return {
    ok: true,
    value: {
      balancer: {
        key,
        from: balancer.id,
        name: balancer.name,
        role,
        internal: balancer.internal,
        vpcKey,
        subnetKeys: subnets.map((subnet) => subnet.key).toSorted(),
        addresses,
        securityGroupKeys: [...new Set(groups.flatMap((group) => group ?? []))].toSorted(),
        crossZone: balancer.crossZone ?? null,
        listeners: listeners.made.map(({ listener }) => listener),
      },
      pools: listeners.made.map(({ pool }) => pool.pool),
      unbuilt: [...listeners.unbuilt, ...listeners.made.flatMap(({ pool }) => pool.unbuilt), ...lost],
    },
  }
}

function nothingMade(listeners: readonly Unbuilt[]): string {
  const reasons = [...new Set(listeners.map(({ why }) => why))]
  return `none of its listeners can be made${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`
}

/** A classic one that speaks only HTTP looks into requests, as application balancers do; others pass connections on. */
function roleOf({ role, listeners }: Balancer): 'application' | 'network' | 'gateway' {
  if (role !== 'classic') return role
  const isOfWeb = listeners.every(({ protocol }) => {
    const read = readProtocol(protocol)
    return read !== null && isWeb(read)
  })
  return isOfWeb && listeners.length > 0 ? 'application' : 'network'
}

/** The subnets it stands in, one in each zone. */
function seats(
  balancer: Balancer,
  role: BalancerTranslation['role'],
  { subnetsById, limits, routes }: ServingContext,
): Reading<readonly SubnetTranslation[]> {
  const subnets = balancer.subnetIds.flatMap((id) => subnetsById.get(id) ?? [])
  if (balancer.subnetIds.length === 0) return fault('its subnets are not known')
  if (subnets.length < balancer.subnetIds.length) return fault('a subnet of it is not planned')
  const zones = new Set(subnets.map(({ zone }) => zone)).size
  if (zones < subnets.length) return fault('two of its subnets are in one zone of the recovery region')
  const needed = limits.applicationZones?.value ?? 0
  if (role === 'application' && zones < needed)
    return fault(`its subnets are in ${zones} of the ${needed} zones that an application balancer needs`)
  const open = new Set(
    routes
      .filter(({ hop, destination }) => hop === 'internet-gateway' && destination.prefixLength === 0)
      .map(({ tableKey }) => tableKey),
  )
  if (!balancer.internal && subnets.some(({ routeTableKey }) => !open.has(routeTableKey)))
    return fault('it is public, and a subnet of it has no route to the internet')
  return { ok: true, value: subnets }
}

/** Only those of the network have addresses of their own, and only inside may anybody choose them. One in each subnet. */
function keptAddresses(
  { balancer, role, subnets }: Seated,
  context: ServingContext,
): { readonly addresses: BalancerTranslation['addresses'][number][]; readonly lost: readonly Unbuilt[] } {
  if (!balancer.internal || role !== 'network') return { addresses: [], lost: [] }
  const fixed = fixedAddresses(balancer, subnets, context)
  const bySubnet = new Map(fixed.toReversed().map((one) => [one.subnetKey, one]))
  const addresses = [...bySubnet.values()].toSorted((a, b) => (a.subnetKey < b.subnetKey ? -1 : 1))
  const kept = new Set(addresses.map(({ from }) => formatAddress(from)))
  const lost = balancer.addresses
    .map(formatAddress)
    .filter((address) => !kept.has(address))
    .map((address): Unbuilt => ({
      noun: 'address',
      id: balancer.id,
      label: `${address} of ${balancer.name}`,
      why: 'the load balancer cannot have the address that takes its place',
    }))
  return { addresses, lost }
}

interface ListenerContext {
  readonly role: BalancerTranslation['role']
  readonly key: string
  readonly pools: Pools
  readonly context: ServingContext
}

interface MadeListener {
  readonly listener: BalancerTranslation['listeners'][number]
  readonly pool: MadePool
}

function makeListeners(
  balancer: Balancer,
  given: ListenerContext,
): { readonly made: readonly MadeListener[]; readonly unbuilt: readonly Unbuilt[] } {
  const made: MadeListener[] = []
  const unbuilt: Unbuilt[] = []
  const ports = new Set<string>()
  for (const listener of balancer.listeners) {
    const reading = makeListener(listener, balancer, given)
    const takes = reading.ok ? takesOf(reading.value, given.context) : []
    if (reading.ok && !takes.some((port) => ports.has(port))) {
      made.push(reading.value)
      for (const port of takes) ports.add(port)
    } else {
      const why = reading.ok
        ? 'another one of the same load balancer has its port, or that of its targets'
        : reading.fault
      const label = `${balancer.name} ${listener.protocol} ${listener.port ?? 'all ports'}`
      unbuilt.push({ noun: 'listener', id: listener.id, label, why })
    }
  }
  return { made: made.toSorted((a, b) => (a.listener.key < b.listener.key ? -1 : 1)), unbuilt }
}

const takesOf = ({ listener, pool }: MadeListener, context: ServingContext): readonly string[] =>
  isFronted(context) ? takenBy(listener, pool.pool) : [listener.key]

function makeListener(
  listener: Listener,
  balancer: Balancer,
  { role, key, pools, context }: ListenerContext,
): Reading<MadeListener> {
  const said = sayable(isFronted(context) ? { ...listener, keepsAddress: false } : listener, balancer, role)
  if (!said.ok) return said
  const { protocol, port } = said.value
  const [poolId = ''] = listener.poolIds
  const pool = pools.get(poolId)
  if (!pool) return fault('what it forwards to is not in the inventory')
  const made = poolBehind({ listener, protocol, pool }, balancer, context)
  if (!made.ok) return made
  const poolKey = made.value.pool.key
  const behind = isFronted(context) ? passing(listener, made.value) : {}
  return {
    ok: true,
    value: { listener: { key: `${key}-${protocol}-${port}`, protocol, port, poolKey, ...behind }, pool: made.value },
  }
}

interface Forward {
  readonly listener: Listener
  readonly protocol: ListenerProtocol
  readonly pool: NetworkObjectOf<'target-pool'>
}

function poolBehind(
  { listener, protocol, pool }: Forward,
  { vpcId }: Balancer,
  context: ServingContext,
): Reading<MadePool> {
  const front = { vpcId, protocol, ...(isFronted(context) && { port: listener.targetPort }) }
  const made = makePool(pool, front, context)
  if (!made.ok) return fault(`of its target pool: ${made.fault}`)
  if (!goesTo(protocol, made.value.pool.protocol)) return fault(`its target pool speaks ${made.value.pool.protocol}`)
  const passed = isFronted(context) ? whyNotPassedOn(protocol, made.value.pool) : null
  return passed === null ? made : fault(passed)
}

const passing = ({ targetPort, keepsAddress }: Listener, { pool }: MadePool) => ({
  targetPort: targetPort ?? pool.targets[0]?.port ?? pool.port,
  ...(keepsAddress === true && { keepsAddress: true as const }),
})

type Said = Pick<MadeListener['listener'], 'protocol' | 'port'>

/** Has it a counterpart at all? */
function sayable(listener: Listener, balancer: Balancer, role: BalancerTranslation['role']): Reading<Said> {
  const { protocol, port } = listener
  const read = readProtocol(protocol)
  if (read === null || isWeb(read) !== (role === 'application')) return fault(`it speaks ${protocol}`)
  if (port === null || port === 0) return fault(EVERY_PORT)
  const isSealed = read === 'https' || read === 'tls'
  const why = firstOf([
    ...elsewhere(listener),
    [balancer.role === 'classic' && isSealed, 'whether it encrypts what it passes on is not known'],
  ])
  return why === null ? { ok: true, value: { protocol: read, port } } : fault(why)
}

const EVERY_PORT = 'it listens on every port'

/** Ways to answer that are not one pool for all. */
const elsewhere = ({
  poolIds,
  conditional,
  allPorts,
  keepsAddress,
}: Listener): readonly (readonly [boolean, string])[] => [
  [allPorts === true, EVERY_PORT],
  [keepsAddress === true, "its targets hold the front's own address"],
  [
    conditional === true || poolIds.length > 1,
    'it redirects, answers by itself, or forwards by rules that the inventory does not give',
  ],
  [poolIds.length === 0, 'it forwards to nothing that the inventory names'],
]
