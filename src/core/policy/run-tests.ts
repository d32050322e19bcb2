/** Tests of policies: facts that are given, and what is expected of them. */
import { factOf } from '../../model/policy-check.ts'
import type { GivenSubject, Policy, PolicyOutcome, PolicyTest, PolicyTestResult } from '../../model/policy.ts'
import { policyOutcomes } from '../../model/policy.ts'
import { givenValue } from '../../model/policy-values.ts'
import { whatIsMissing, whyBroken } from './evaluate.ts'
import type { ReadFact } from './holds.ts'
import { judge, worstOutcome } from './judge.ts'

type Faults = PolicyTestResult['faults']

/** Every expectation that is not met; none = the test passes. Tests and policies are those of one checked file. */
export function runPolicyTest(test: PolicyTest, policies: ReadonlyMap<string, Policy>): Faults {
  return policyOutcomes.flatMap((expected) =>
    (test.expect[expected] ?? []).flatMap((policyId) => {
      const policy = policies.get(policyId)
      if (policy === undefined) return []
      const { got, why } = outcomeOf(policy, test.given)
      return got === expected ? [] : [{ policyId, expected, got, why }]
    }),
  )
}

function outcomeOf(
  policy: Policy,
  given: readonly GivenSubject[],
): { readonly got: PolicyOutcome; readonly why: readonly string[] } {
  const reads = given.filter(({ each }) => each === policy.each).map(readGiven)
  const outcomes = reads.map((read) => judge(policy, read))
  const got = worstOutcome(outcomes)
  const why = reads
    .filter((_, index) => outcomes[index] === got)
    .flatMap((read) =>
      got === 'broken'
        ? whyBroken(policy, { read })
        : whatIsMissing(policy, { read }).map((name) => `${name} is not given`),
    )
  return { got, why }
}

const readGiven =
  ({ each, facts }: GivenSubject): ReadFact =>
  (name) => {
    const fact = factOf(each, name)
    return fact === null || !Object.hasOwn(facts, name) ? null : givenValue(fact.type, facts[name])
  }
