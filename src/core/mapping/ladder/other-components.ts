/**
 * What else holds a VM, in the order in which to try it: another size of the same make, then one of each other make,
 * then the rest. Members of one make share their stock, so where one is scarce its whole make often is. The make of a
 * component with an accelerator that is needed is the model of that, else its family.
 */
import { nominalMemoryGiB } from '../../../model/accelerator-models.ts'
import type { Candidate } from '../market.ts'
import type { Needs } from '../needs.ts'

export interface OtherComponent {
  readonly candidate: Candidate
  readonly sameMake: boolean
}

type MakeNeeds = Pick<Needs, 'accelerators'>

/** `holding`: all that hold the demand in full, from the cheapest up. At most `most` of them, without `chosen`. */
export function otherComponents(
  chosen: Candidate,
  needs: MakeNeeds,
  { holding, most }: { readonly holding: readonly Candidate[]; readonly most: number },
): readonly OtherComponent[] {
  const makeOf = needs.accelerators.length > 0 ? acceleratorsOf : familyOf
  const own = makeOf(chosen)
  const cheapest = new Map<string, Candidate>()
  for (const candidate of holding) {
    if (candidate === chosen) continue
    const make = makeOf(candidate)
    if (!cheapest.has(make)) cheapest.set(make, candidate)
  }
  const same = cheapest.get(own)
  cheapest.delete(own)
  const others = [...cheapest.values()]
  // The next memory up comes before a cheaper one with less or more.
  if (needs.accelerators.length > 0) others.sort((a, b) => memoryOf(a) - memoryOf(b))
  const firsts = [...(same ? [same] : []), ...others]
  return [...firsts, ...restOf(holding, [chosen, ...firsts], most - firsts.length)]
    .slice(0, most)
    .map((candidate) => ({ candidate, sameMake: makeOf(candidate) === own }))
}

function restOf(holding: readonly Candidate[], used: readonly Candidate[], most: number): readonly Candidate[] {
  return most <= 0 ? [] : holding.filter((candidate) => !used.includes(candidate)).slice(0, most)
}

const familyOf = ({ component }: Candidate): string => component.family

const acceleratorsOf = ({ component }: Candidate): string =>
  component.capacity.accelerators.map(({ kind, model }) => model ?? kind).join(' ')

function memoryOf({ component }: Candidate): number {
  const [one] = component.capacity.accelerators
  return one ? (nominalMemoryGiB(one) ?? one.memoryGiB ?? 0) : 0
}
