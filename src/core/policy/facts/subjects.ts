/** Everything that policies may be about, by noun; made when it is first asked for. */
import type { FactValue } from '../../../model/policy-fact.ts'
import type { Plan } from '../../../model/plan.ts'
import type { PolicyNoun } from '../../../model/policy-facts.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Subject } from '../judge.ts'
import { applicationNoun } from './application.ts'
import { balancerNoun, recordNoun } from './serving.ts'
import { diskNoun, limitNoun } from './disk.ts'
import type { Noun } from './noun.ts'
import { indexPlan, type PlanIndex, type PolicySurroundings } from './plan-index.ts'
import { planNoun } from './plan.ts'
import { ruleNoun } from './rule.ts'
import { routeNoun, subnetNoun } from './subnet.ts'
import { vmNoun } from './vm.ts'

type Make = (index: PlanIndex) => readonly Subject[]

function subjectsOf<One, Name extends string>({ list, name, vmIds, reads }: Noun<One, Name>): Make {
  const functions = new Map<string, (one: One, index: PlanIndex) => FactValue>(Object.entries(reads))
  return (index) =>
    list(index).map((one) => ({
      name: () => name(one, index),
      vmIds: () => [...new Set(vmIds(one, index))].sort(compareText),
      read: (fact) => functions.get(fact)?.(one, index) ?? null,
    }))
}

const nouns: Readonly<Record<PolicyNoun, Make>> = {
  plan: subjectsOf(planNoun),
  application: subjectsOf(applicationNoun),
  vm: subjectsOf(vmNoun),
  disk: subjectsOf(diskNoun),
  limit: subjectsOf(limitNoun),
  subnet: subjectsOf(subnetNoun),
  rule: subjectsOf(ruleNoun),
  route: subjectsOf(routeNoun),
  record: subjectsOf(recordNoun),
  balancer: subjectsOf(balancerNoun),
}

/** By noun, in the order of the plan. */
export function createSubjects(plan: Plan, surroundings: PolicySurroundings): (each: PolicyNoun) => readonly Subject[] {
  const index = indexPlan(plan, surroundings)
  const made = new Map<PolicyNoun, readonly Subject[]>()
  return (each) => {
    const known = made.get(each) ?? nouns[each](index)
    made.set(each, known)
    return known
  }
}
