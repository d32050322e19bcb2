/** VMs in a weaker tier than what needs them, directly or through others; and what became of the waivers. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Needs } from '../../model/needs.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { requiredRanks, waiverOf, type RequiredRank, type TierWaivers } from '../../model/tier-order.ts'
import { namesOf } from './names.ts'

interface Order {
  readonly byId: ReadonlyMap<string, ScopedVm>
  readonly required: ReadonlyMap<string, RequiredRank>
  /** Ids of those that need it, by id. */
  readonly users: ReadonlyMap<string, readonly string[]>
  readonly waivers: TierWaivers
}

/** `needs` also with those that the order of recovery ignores: a promise does not end where a circle is cut. */
export function tierOrderFindings(
  planned: readonly ScopedVm[],
  needs: Needs,
  waivers: TierWaivers,
): readonly Finding[] {
  const byId = new Map(planned.map((scoped) => [scoped.vm.id, scoped]))
  const isWaived = (id: string): boolean => {
    const scoped = byId.get(id)
    return scoped !== undefined && waiverOf(scoped.vm, waivers)?.inForce === true
  }
  const own = new Map(planned.map(({ vm, tier }) => [vm.id, tier.priority]))
  const order = { byId, required: requiredRanks(own, needs, isWaived), users: usersOf(needs), waivers }
  const weak = planned.filter(({ vm, tier }) => strongerUsers(vm.id, tier.priority, order).length > 0)
  return [
    ...weak.map((scoped) => weakFinding(scoped, order)),
    ...unusedWaivers(weak, waivers).map((one) =>
      createFinding('plan.tier-waiver-unused', {
        subject: one.vm,
        message: `tiering.waivers names ${one.vm} (${one.owner}, until ${one.until}), which is not in the plan, or in no weaker tier than what needs it.`,
        suggestion: 'Correct the name, or take the waiver out.',
      }),
    ),
  ]
}

function usersOf(needs: Needs): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>()
  for (const [id, targets] of needs)
    for (const target of targets) {
      const known = users.get(target)
      if (known) known.push(id)
      else users.set(target, [id])
    }
  return users
}

/** Those that need it and are more urgent than it, themselves or by what needs them. */
const strongerUsers = (id: string, priority: number, { users, required }: Order): readonly string[] =>
  (users.get(id) ?? []).filter((user) => (required.get(user)?.rank ?? priority) < priority)

function weakFinding({ vm, tier }: ScopedVm, order: Order): Finding {
  const users = strongerUsers(vm.id, tier.priority, order)
  const about = { subject: vm.name, affected: [vm.id, ...users] }
  const given = waiverOf(vm, order.waivers)
  const who = whoNeeds(users, tier.priority, order)
  if (given?.inForce)
    return createFinding('plan.tier-waived', {
      ...about,
      message: `${vm.name} stays in tier ${tier.id}, although ${who} it: waived by ${given.waiver.owner} until ${given.waiver.until} (${given.waiver.reason})${order.waivers.today === null ? '; whether that day has passed is not judged' : ''}.`,
      suggestion:
        order.waivers.today === null ? 'Set mapping.today in drplan.yaml, so that ends of waivers are judged.' : null,
    })
  const ended = given ? ` The waiver of ${given.waiver.owner} ended on ${given.waiver.until}.` : ''
  return createFinding('plan.dependency-tier', {
    ...about,
    message: `${vm.name} is in tier ${tier.id}, but ${who} it.${ended}`,
    suggestion: `Raise the tier of ${vm.name}, or waive it under tiering.waivers of drplan.yaml with an owner and a last day.`,
  })
}

/** "web-1, web-2 in a stronger tier need", or "shop-1 in a stronger tier, through cache-1, needs". */
function whoNeeds(users: readonly string[], priority: number, { byId, required }: Order): string {
  const nameOf = (id: string): string => byId.get(id)?.vm.name ?? id
  const direct = users.filter((id) => (byId.get(id)?.tier.priority ?? priority) < priority)
  if (direct.length > 0)
    return `${namesOf(direct.map(nameOf))} in a stronger tier ${direct.length === 1 ? 'needs' : 'need'}`
  const through = users[0] ?? ''
  return `${nameOf(required.get(through)?.by ?? through)} in a stronger tier, through ${nameOf(through)}, needs`
}

const unusedWaivers = (weak: readonly ScopedVm[], { waivers }: TierWaivers): TierWaivers['waivers'] =>
  waivers.filter((one) => !weak.some(({ vm }) => one.vm === vm.id || one.vm === vm.name))
