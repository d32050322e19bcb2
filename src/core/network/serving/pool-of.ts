/** The pools that one listener may forward to, made when they are asked for. */
import type { Reading } from '../../../model/address.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { ServingContext } from './context.ts'
import { fault } from './faults.ts'
import { isFronted, whyNotPassedOn } from './fronted.ts'
import { goesTo } from './protocols.ts'
import { makePool, type Front, type MadePool } from './target-pools.ts'

/** By the id of the primary site. */
export type Pools = ReadonlyMap<string, NetworkObjectOf<'target-pool'>>

/** Faults end the sentence "because …". */
export type PoolOf = (poolId: string) => Reading<MadePool>

export const poolsFor =
  (pools: Pools, front: Front, context: ServingContext): PoolOf =>
  (poolId) => {
    const pool = pools.get(poolId)
    if (!pool) return fault('what it forwards to is not in the inventory')
    const made = makePool(pool, front, context)
    if (!made.ok) return fault(`of its target pool: ${made.fault}`)
    const { protocol } = made.value.pool
    if (!goesTo(front.protocol, protocol)) return fault(`its target pool speaks ${protocol}`)
    const passed = isFronted(context) ? whyNotPassedOn(front.protocol, made.value.pool) : null
    return passed === null ? made : fault(passed)
  }
