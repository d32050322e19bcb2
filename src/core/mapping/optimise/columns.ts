/**
 * Answers of the oracle, cut into groups of connected components. The groups of different answers can be combined
 * freely, since no edge ties them together: this is the Dantzig-Wolfe form (Operations Research 8(1), 1960), and the
 * more groups, the fewer answers are needed.
 */
import { orderOf } from './lists.ts'
import { answerOf, askOracle, type Oracle } from './oracle.ts'
import { pairPenalties } from './pair-prices.ts'
import type { Reduced } from './reduced.ts'

/** What one answer of the oracle chose for the VMs of one group. */
export interface Column {
  readonly group: number
  /** In cents. */
  readonly cost: number
  /** What the prices of pairs add, in cents. */
  penalty: number
  /** By limit. */
  readonly use: Float64Array
  /** By VM: the candidate, for all groups. */
  readonly answer: Int32Array
  /** Its weight in the last master, and for how many masters in a row that was 0. */
  weight: number
  idle: number
}

export interface Pool {
  readonly reduced: Reduced
  readonly oracle: Oracle
  readonly groupCount: number
  /** By VM. */
  readonly group: Int32Array
  columns: Column[]
  /** May be set to others than those of the instance. */
  readonly limits: Float64Array
  /** How often the oracle was asked. */
  readonly asked: { count: number }
}

/** As many groups as the master can hold rows of without being slow. */
const MAX_GROUPS = 60

export function createPool(reduced: Reduced, oracle: Oracle): Pool {
  const groupCount = Math.min(MAX_GROUPS, reduced.componentSize.length)
  const ofComponent = spread(reduced.componentSize, groupCount)
  return {
    reduced,
    oracle,
    groupCount,
    group: reduced.component.map((component) => ofComponent[component] as number),
    columns: [],
    limits: reduced.limits.slice(),
    asked: { count: 0 },
  }
}

/** The largest first, each to the group that is lightest then. */
function spread(sizes: Int32Array, groupCount: number): Int32Array {
  const load = new Float64Array(groupCount)
  const group = new Int32Array(sizes.length)
  for (const component of orderOf(Float64Array.from(sizes, (size) => -size))) {
    let lightest = 0
    for (let one = 1; one < groupCount; one++) if ((load[one] as number) < (load[lightest] as number)) lightest = one
    group[component] = lightest
    load[lightest] = (load[lightest] as number) + (sizes[component] as number)
  }
  return group
}

export interface Evaluation {
  /** The least priced total, in cents. */
  readonly total: number
  /** What these prices prove: the total less prices times limits. */
  readonly bound: number
  /** By limit, of the whole answer. */
  readonly use: Float64Array
  /** One for every group; they are in the pool already. */
  readonly columns: readonly Column[]
}

export function evaluate(pool: Pool, prices: Float64Array): Evaluation {
  const { oracle, limits } = pool
  const total = askOracle(oracle, prices)
  pool.asked.count++
  const columns = columnsOf(pool, answerOf(oracle))
  pool.columns.push(...columns)
  const use = new Float64Array(limits.length)
  for (const column of columns)
    for (const [limit, amount] of column.use.entries()) use[limit] = (use[limit] as number) + amount
  const bound = prices.reduce((rest, price, limit) => rest - price * (limits[limit] as number), total)
  return { total, bound, use, columns }
}

function columnsOf({ reduced, oracle, groupCount, group, limits }: Pool, answer: Int32Array): Column[] {
  const { firstUse, useLimit, useAmount } = reduced
  const cost = new Float64Array(groupCount)
  const uses = Array.from({ length: groupCount }, () => new Float64Array(limits.length))
  for (let vm = 0; vm < answer.length; vm++) {
    const [k, own] = [answer[vm] as number, group[vm] as number]
    cost[own] = (cost[own] as number) + (oracle.cost[k] as number)
    const use = uses[own] as Float64Array
    const end = firstUse[k + 1] as number
    for (let index = firstUse[k] as number; index < end; index++) {
      const limit = useLimit[index] as number
      use[limit] = (use[limit] as number) + (useAmount[index] as number)
    }
  }
  const penalties = pairPenalties(oracle.pairPrices, { reduced, answer, group, groupCount })
  return uses.map((use, own) => ({
    group: own,
    cost: cost[own] as number,
    penalty: penalties[own] as number,
    use,
    answer,
    weight: 0,
    idle: 0,
  }))
}

/** After the prices of pairs have changed. */
export function repricePairs({ columns, reduced, oracle, group, groupCount }: Pool): void {
  const known = new Map<Int32Array, Float64Array>()
  for (const column of columns) {
    const { answer } = column
    const penalties = known.get(answer) ?? pairPenalties(oracle.pairPrices, { reduced, answer, group, groupCount })
    known.set(answer, penalties)
    column.penalty = penalties[column.group] as number
  }
}
