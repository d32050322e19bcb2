/** The second opinion on small instances: every plan there is, one after another. */
import { checkAssignment } from '../../../../src/core/mapping/optimise/check.ts'
import type { Instance } from '../../../../src/core/mapping/optimise/instance.ts'

/** The least cost of any allowed plan, in cents; null where no plan is allowed. Up to 12 VMs. */
export function enumerateBest(instance: Instance): number | null {
  const plan = new Int32Array(instance.vmCount)
  let best: number | null = null
  const walk = (vm: number, cost: number): void => {
    if (best !== null && cost >= best) return
    if (vm === instance.vmCount) {
      if (checkAssignment(instance, plan).faults.length === 0) best = cost
      return
    }
    for (let k = instance.firstCandidate[vm]!; k < instance.firstCandidate[vm + 1]!; k++) {
      plan[vm] = k
      if (fits(instance, plan, vm)) walk(vm + 1, cost + instance.cost[k]!)
    }
  }
  walk(0, 0)
  return best
}

/** Whether what is decided up to and with `vm` breaks no rule yet. */
function fits(instance: Instance, plan: Int32Array, vm: number): boolean {
  const { level, place, edges, pairs, weakest } = instance
  if (level[plan[vm]!]! > weakest[vm]!) return false
  const decided = (a: number, b: number): boolean => a <= vm && b <= vm && (a === vm || b === vm)
  for (const [index, u] of edges.dependant.entries()) {
    const d = edges.dependency[index]!
    if (decided(u, d) && level[plan[d]!]! > level[plan[u]!]!) return false
  }
  for (const [index, v] of pairs.first.entries()) {
    const w = pairs.second[index]!
    if (decided(v, w) && place[plan[v]!] === place[plan[w]!]) return false
  }
  return withinLimits(instance, plan, vm)
}

function withinLimits(instance: Instance, plan: Int32Array, vm: number): boolean {
  const use = new Float64Array(instance.limits.length)
  for (let v = 0; v <= vm; v++)
    for (let index = instance.firstUse[plan[v]!]!; index < instance.firstUse[plan[v]! + 1]!; index++)
      use[instance.useLimit[index]!] = use[instance.useLimit[index]!]! + instance.useAmount[index]!
  return use.every((amount, limit) => amount <= instance.limits[limit]!)
}
