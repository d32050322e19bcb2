/** The pools of drplan.yaml beside the mapping: they change neither what is chosen nor what it costs. */
import type { MappingPolicy, PoolConfig } from '../../../model/config.ts'
import type { Finding } from '../../../model/finding.ts'
import { matches } from '../../../model/match.ts'
import type { Network } from '../../../model/network.ts'
import type { StandbyPool } from '../../../model/standby-pool.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Market } from '../market.ts'
import { reservationItem } from '../price.ts'
import type { Taken } from '../shared/ledger.ts'
import { poolFindings, tooFew } from './pool-findings.ts'
import { sizePool, type PoolMember } from './size-pool.ts'

interface Around {
  readonly policy: Pick<MappingPolicy, 'pools'>
  readonly market: Pick<Market, 'candidates' | 'hoursPerMonth'>
  readonly site: { readonly network: Network }
}

export interface PlannedPools {
  /** In the order of drplan.yaml; without those that nobody shares. */
  readonly pools: readonly StandbyPool[]
  readonly findings: readonly Finding[]
}

/** A VM belongs to the first pool that matches it. */
export function planPools(taken: readonly Taken[], { policy: { pools = [] }, market, site }: Around): PlannedPools {
  const sorted = taken.toSorted((a, b) => compareText(a.scoped.vm.id, b.scoped.vm.id))
  const byPool = Map.groupBy(sorted, (one) => pools.find((pool) => isIn(pool, one, site)) ?? null)
  const planned = pools.map((pool, index) => planPool(pool, index, { market, own: byPool.get(pool) ?? [] }))
  return {
    pools: planned.flatMap(({ pools }) => pools),
    findings: planned.flatMap(({ findings }) => findings),
  }
}

const isIn = ({ match }: PoolConfig, { scoped }: Taken, site: Around['site']): boolean =>
  matches(match, { ...scoped.vm, application: scoped.application }, site)

function planPool(
  { name, slots, failures }: PoolConfig,
  index: number,
  { market, own }: { readonly market: Around['market']; readonly own: readonly Taken[] },
): PlannedPools {
  const members = own.flatMap((one) => memberOf(one, market))
  const running = own.length - members.length
  if (members.length < 2) return { pools: [], findings: [tooFew(index, { members: members.length, running })] }
  const { conflict, unplaced, ...sized } = sizePool(members, { market, slots, failures })
  return {
    pools: [{ name, running, ...sized }],
    findings: poolFindings(index, { name, ...sized, conflict, unplaced }),
  }
}

/** None where the recovered component runs already. */
function memberOf({ scoped, option }: Taken, market: Around['market']): readonly PoolMember[] {
  const alone = reservationItem(option, market)
  return alone ? [{ vm: scoped.vm, needs: option.needs, alonePerMonth: alone.amount }] : []
}
