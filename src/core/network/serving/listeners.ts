/** What load balancers listen to, and where each request goes. */
import type { Reading } from '../../../model/address.ts'
import type { MadeAction } from '../../../model/listener-rules.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { BalancerTranslation, ListenerProtocol } from '../../../model/serving-translation.ts'
import { makeAction, type MadeRequest } from './actions.ts'
import type { ServingContext } from './context.ts'
import { fault, firstOf } from './faults.ts'
import { isFronted, takenBy } from './fronted.ts'
import { poolsFor, type PoolOf, type Pools } from './pool-of.ts'
import { isWeb, readProtocol } from './protocols.ts'
import { lostPools, makeRules, type LeftRule, type MadeRules } from './rules.ts'
import type { MadePool } from './target-pools.ts'
import type { Unbuilt } from './unbuilt.ts'

type Balancer = NetworkObjectOf<'load-balancer'>
type Listener = Balancer['listeners'][number]

export interface ListenerContext {
  readonly role: BalancerTranslation['role']
  readonly key: string
  readonly pools: Pools
  readonly context: ServingContext
}

export interface MadeListener {
  readonly listener: BalancerTranslation['listeners'][number]
  readonly pools: readonly MadePool[]
  readonly unbuilt: readonly Unbuilt[]
}

export function makeListeners(
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
      unbuilt.push({ noun: 'listener', id: listener.id, label: labelOf(listener, balancer), why })
    }
  }
  return { made: made.toSorted((a, b) => (a.listener.key < b.listener.key ? -1 : 1)), unbuilt }
}

const takesOf = ({ listener, pools }: MadeListener, context: ServingContext): readonly string[] =>
  isFronted(context) ? pools.flatMap(({ pool }) => takenBy(listener, pool)) : [listener.key]

/** One front leads to one port of all targets, which see its own address where it is told so. */
function passing({ targetPort, keepsAddress }: Listener, [made]: readonly MadePool[], context: ServingContext) {
  if (!isFronted(context) || !made) return {}
  return {
    targetPort: targetPort ?? made.pool.targets[0]?.port ?? made.pool.port,
    ...(keepsAddress === true && { keepsAddress: true as const }),
  }
}

const labelOf = ({ protocol, port }: Listener, { name }: Balancer): string =>
  `${name} ${protocol} ${port ?? 'all ports'}`

/** Where balancers pass packets on, targets may own the address of the front. */
const asSaid = (listener: Listener, context: ServingContext): Listener =>
  isFronted(context) ? { ...listener, keepsAddress: false } : listener

function makeListener(listener: Listener, balancer: Balancer, given: ListenerContext): Reading<MadeListener> {
  const { role, key: balancerKey, context } = given
  const said = sayable(asSaid(listener, context), balancer, role)
  if (!said.ok) return said
  const key = `${balancerKey}-${said.value.protocol}-${said.value.port}`
  const requests = requestsOf({ listener, balancer }, { key, protocol: said.value.protocol }, given)
  if (!requests.ok) return requests
  const { last, rules, left } = requests.value
  const fields = lastFields(last?.action ?? { kind: 'refuse' })
  if (isFronted(context) && !('poolKey' in fields)) return fault('it shares connections among pools')
  const pools = [...(last?.pools ?? []), ...rules.pools]
  const ruled = rules.rules.length > 0 ? { rules: [...rules.rules] } : {}
  const lost = left.map((one) => leftRule(one, { listener, balancer, pools: given.pools }))
  return {
    ok: true,
    value: {
      listener: { key, ...said.value, ...fields, ...ruled, ...passing(listener, pools, context) },
      pools,
      unbuilt: [...pools.flatMap(({ unbuilt }) => unbuilt), ...lost],
    },
  }
}

interface Asked {
  readonly listener: Listener
  readonly balancer: Balancer
}

function requestsOf(
  { listener, balancer: { vpcId } }: Asked,
  { key, protocol }: { readonly key: string; readonly protocol: ListenerProtocol },
  { pools, context }: ListenerContext,
): Reading<Requests> {
  const front = { vpcId, protocol, ...(isFronted(context) && { port: listener.targetPort }) }
  return makeRequests(listener, {
    listenerKey: key,
    map: context.mapOf(vpcId),
    network: context.network,
    poolOf: poolsFor(pools, front, context),
    mostValues: context.limits.valuesPerListenerRule?.value ?? Infinity,
  })
}

interface Requests {
  /** Null where what the listener does with all other requests is left. */
  readonly last: MadeRequest | null
  readonly rules: MadeRules
  readonly left: readonly LeftRule[]
}

/** Faults where nothing of it can be made, or a rule would let through what it must not. */
function makeRequests(listener: Listener, context: Parameters<typeof makeRules>[1]): Reading<Requests> {
  const rules = makeRules(listener.rules ?? [], context)
  if (!rules.ok) return rules
  const last = lastOf(listener, context.poolOf)
  const isUseful = rules.value.rules.some(({ action }) => action.kind !== 'refuse')
  if (!last.ok && !isUseful) return last
  const { id } = listener
  const own = last.ok ? lostPools({ id, order: null }, last.value) : [{ id, order: null, why: last.fault }]
  return {
    ok: true,
    value: { last: last.ok ? last.value : null, rules: rules.value, left: [...own, ...rules.value.left] },
  }
}

/** A source that does not know actions has listeners with one pool for all. */
function lastOf({ actions, poolIds }: Listener, poolOf: PoolOf): Reading<MadeRequest> {
  const shares = poolIds.slice(0, 1).map((poolId) => ({ poolId, weight: null }))
  return makeAction(actions ?? [{ kind: 'forward', shares, stickySeconds: null }], poolOf)
}

/** One pool for all is said in the short way. */
function lastFields(action: MadeAction): { readonly poolKey: string } | { readonly action: MadeAction } {
  const [pool, ...more] = action.kind === 'forward' ? action.pools : []
  return pool && more.length === 0 ? { poolKey: pool.poolKey } : { action }
}

function leftRule({ id, order, part, why }: LeftRule, rest: Labelled): Unbuilt {
  const rule = `${labelOf(rest.listener, rest.balancer)} ${order === null ? 'default' : `rule ${order}`}`
  if (!part) return { noun: 'listener rule', id, label: rule, why }
  return { noun: part.noun, id, label: `${rest.pools.get(part.name)?.name ?? part.name} of ${rule}`, why }
}

interface Labelled {
  readonly listener: Listener
  readonly balancer: Balancer
  readonly pools: Pools
}

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
    [role !== 'application' && (listener.rules ?? []).length > 0, 'only application balancers go by rules'],
  ])
  return why === null ? { ok: true, value: { protocol: read, port } } : fault(why)
}

const EVERY_PORT = 'it listens on every port'

/** Ways to answer that no balancer of a plan has. */
const elsewhere = ({
  poolIds,
  conditional,
  actions,
  rules,
  allPorts,
  keepsAddress,
  asksClients,
}: Listener): readonly (readonly [boolean, string])[] => [
  [allPorts === true, EVERY_PORT],
  [keepsAddress === true, "its targets hold the front's own address"],
  [asksClients === true, 'it asks clients for certificates, and whom it trusts is not in the inventory'],
  [
    actions === undefined && (conditional === true || rules !== undefined || poolIds.length > 1),
    'it redirects, answers by itself, or forwards by rules that the inventory does not give',
  ],
  [actions === undefined && poolIds.length === 0, 'it forwards to nothing that the inventory names'],
]
