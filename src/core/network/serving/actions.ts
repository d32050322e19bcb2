/** What a listener does with a request, as far as a balancer of the plan can do it. */
import type { Reading } from '../../../model/address.ts'
import type { ListenerAction, MadeAction } from '../../../model/listener-rules.ts'
import { fault } from './faults.ts'
import type { PoolOf } from './pool-of.ts'
import type { MadePool } from './target-pools.ts'

export interface MadeRequest {
  readonly action: MadeAction
  readonly pools: readonly MadePool[]
  /** Pools that a share of the requests went to and that are not made, with the reason. */
  readonly lost: readonly { readonly poolId: string; readonly why: string }[]
}

/** The last one ends a request; what comes before it only asks. Faults end the sentence "because …". */
export function makeAction(actions: readonly ListenerAction[], poolOf: PoolOf): Reading<MadeRequest> {
  const asks = actions.find(({ kind }) => kind === 'authenticate')
  if (asks) return fault(`it asks who sends a request (${typeOf(asks)}), with secrets that no inventory holds`)
  const [action, ...more] = actions
  if (!action || more.length > 0) return fault('what it does with a request is not known')
  switch (action.kind) {
    case 'forward':
      return forward(action, poolOf)
    case 'redirect':
      return redirect(action)
    case 'answer':
      return action.status >= 200 && action.status <= 599
        ? withoutPools(action)
        : fault(`it answers with ${action.status}`)
    default:
      return fault(`it does something that drplan does not know (${typeOf(action)})`)
  }
}

const typeOf = (action: ListenerAction): string => ('type' in action ? action.type : action.kind)

const withoutPools = (action: MadeAction): Reading<MadeRequest> => ({
  ok: true,
  value: { action, pools: [], lost: [] },
})

type Forward = Extract<ListenerAction, { readonly kind: 'forward' }>

/** What of the shares can be made takes all requests; the others keep their proportion. */
function forward({ shares, stickySeconds }: Forward, poolOf: PoolOf): Reading<MadeRequest> {
  if (shares.length === 0) return fault('it forwards to nothing that the inventory names')
  const readings = shares.map(({ poolId, weight }) => ({ poolId, weight: weight ?? 1, reading: poolOf(poolId) }))
  const made = readings.flatMap(({ weight, reading }) => (reading.ok ? [{ weight, pool: reading.value }] : []))
  const lost = readings.flatMap(({ poolId, reading }) => (reading.ok ? [] : [{ poolId, why: reading.fault }]))
  const [first] = lost
  if (made.length === 0 && first) return fault(first.why)
  if (made.every(({ weight }) => weight === 0)) return fault('only pools with no share of the requests can be made')
  const pools = made.map(({ pool, weight }) => ({ poolKey: pool.pool.key, weight }))
  return {
    ok: true,
    value: {
      // There is nothing to stay with where there is one pool.
      action: { kind: 'forward', pools, stickySeconds: pools.length > 1 ? stickySeconds : null },
      pools: made.map(({ pool }) => pool),
      lost,
    },
  }
}

type Redirect = Extract<ListenerAction, { readonly kind: 'redirect' }>

/** Names and paths stay as they are: what they quote of a request, and what they say, is the same at both sites. */
function redirect({ protocol, port, host, path, query, status }: Redirect): Reading<MadeRequest> {
  const scheme = schemeOf(protocol)
  const number = portOf(port)
  const code = status === 301 || status === 302 ? status : null
  if (scheme === undefined) return fault(`it redirects to ${protocol}`)
  if (number === undefined) return fault(`it redirects to port ${port}`)
  if (code === null) return fault(`it redirects with status ${status}`)
  return withoutPools({ kind: 'redirect', protocol: scheme, port: number, host, path, query, status: code })
}

/** Undefined for what no balancer of a plan speaks. */
function schemeOf(text: string | null): 'http' | 'https' | null | undefined {
  const scheme = text?.toLowerCase() ?? null
  return scheme === null || scheme === 'http' || scheme === 'https' ? scheme : undefined
}

/** Undefined for what is no port. */
function portOf(text: string | null): number | null | undefined {
  if (text === null) return null
  const port = Number(text)
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined
}
