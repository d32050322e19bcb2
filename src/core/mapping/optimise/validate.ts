/** What an instance must be before anything is computed with it: a wrong number would come out as a wrong plan. */
import { InputError } from '../../../errors.ts'
import { MAX_LEVEL, type Instance } from './instance.ts'

/**
 * Throws InputError `mapping.candidate-missing`, `mapping.price-invalid`, `mapping.limit-invalid` or
 * `mapping.choice-invalid`, naming the first VM, candidate, limit or edge that is wrong. Circles of edges are allowed:
 * `level(d) <= level(u)` and back again means that both have the same level.
 */
export function assertInstance(instance: Instance): void {
  assertCandidates(instance)
  assertPrices(instance)
  assertUses(instance)
  assertVms(instance, instance.edges.dependant, instance.edges.dependency)
  assertVms(instance, instance.pairs.first, instance.pairs.second)
  assertPairs(instance)
}

function assertCandidates({ vmCount, firstCandidate, level, place, placeCount, cost }: Instance): void {
  for (let vm = 0; vm < vmCount; vm++) {
    if ((firstCandidate[vm + 1] as number) > (firstCandidate[vm] as number)) continue
    throw new InputError('mapping.candidate-missing', `VM number ${vm} has no candidate to be assigned to.`)
  }
  if (level.length !== cost.length || place.length !== cost.length || firstCandidate[vmCount] !== cost.length)
    throw new InputError('mapping.choice-invalid', 'Candidates, their levels, places and prices differ in number.')
  const strange = level.findIndex((one, k) => one > MAX_LEVEL || (place[k] as number) >= placeCount)
  if (strange < 0) return
  throw new InputError('mapping.choice-invalid', `Candidate number ${strange} has a level or place that is not there.`)
}

function assertPrices({ cost }: Instance): void {
  const wrong = cost.findIndex((cents) => !Number.isSafeInteger(cents) || cents < 0)
  if (wrong < 0) return
  throw new InputError(
    'mapping.price-invalid',
    `Candidate number ${wrong} costs ${cost[wrong]}: a price is a whole number of cents, 0 or more.`,
  )
}

function assertUses({ limits, useLimit, useAmount, firstUse, cost }: Instance): void {
  const wrongLimit = limits.findIndex((limit) => !(limit >= 0))
  if (wrongLimit >= 0)
    throw new InputError('mapping.limit-invalid', `Limit number ${wrongLimit} is ${limits[wrongLimit]}.`)
  const wrongUse = useAmount.findIndex((amount) => !Number.isFinite(amount) || amount < 0)
  if (wrongUse >= 0)
    throw new InputError('mapping.limit-invalid', `Use number ${wrongUse} takes ${useAmount[wrongUse]} of a limit.`)
  const unknown = useLimit.findIndex((limit) => limit >= limits.length)
  if (unknown >= 0)
    throw new InputError('mapping.limit-invalid', `Use number ${unknown} counts against a limit that is not there.`)
  if (firstUse[cost.length] !== useAmount.length || useLimit.length !== useAmount.length)
    throw new InputError('mapping.limit-invalid', 'Uses, their limits and their amounts differ in number.')
}

function assertVms({ vmCount }: Instance, first: Int32Array, second: Int32Array): void {
  const known = (vm: number | undefined): boolean => vm !== undefined && vm >= 0 && vm < vmCount
  const wrong = first.findIndex((vm, index) => !known(vm) || !known(second[index]))
  if (wrong < 0 && first.length === second.length) return
  throw new InputError('mapping.choice-invalid', `Edge or pair number ${wrong} names a VM that is not there.`)
}

function assertPairs({ pairs }: Instance): void {
  const wrong = pairs.first.findIndex((vm, index) => vm === pairs.second[index])
  if (wrong < 0) return
  throw new InputError('mapping.choice-invalid', `Pair number ${wrong} keeps a VM apart from itself.`)
}
