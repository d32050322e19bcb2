/** The choice for all VMs at once, as numbers for the optimiser; and what its answer means. */
import type { Option, Rules } from '../choose.ts'
import { valueOf } from '../value.ts'
import type { Instance } from '../optimise/instance.ts'
import { strategies } from '../../../model/tier.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import type { SharedLimit } from './limits.ts'

/** One VM that has something to choose. */
interface Chooser {
  readonly scoped: ScopedVm
  readonly options: readonly Option[]
}

export interface QuestionParts {
  readonly choosers: readonly Chooser[]
  /** Those that can bind. */
  readonly limits: readonly SharedLimit[]
  readonly rules: Rules
  /** Ids of what needs, and of what it needs: the latter is never protected worse. */
  readonly edges: readonly (readonly [string, string])[]
  /** Ids of VMs that must be in different zones; only these have a choice of zone. */
  readonly pairs: readonly (readonly [string, string])[]
  readonly zones: number
}

/** What candidate k of the instance stands for. */
interface Meaning {
  readonly option: Option
  /** Null = any zone. */
  readonly zone: number | null
}

/** A VM that alone takes more than there is, whatever it has; and of what. */
export interface Hopeless {
  readonly scoped: ScopedVm
  readonly limits: readonly SharedLimit[]
}

export interface Question {
  readonly hopeless: readonly Hopeless[]
  /** Limits of nothing: what counts against them is not asked for. */
  readonly closed: readonly SharedLimit[]
  readonly instance: Instance
  readonly choosers: readonly Chooser[]
  readonly limits: readonly SharedLimit[]
  /** By candidate. */
  readonly meanings: readonly Meaning[]
}

export function askAll({ choosers: everyone, limits: all, rules, edges, pairs, zones }: QuestionParts): Question {
  const closed = all.filter(({ most }) => most === 0)
  const limits = all.filter(({ most }) => most !== 0)
  const possible = everyone.map((one) => ({
    ...one,
    options: one.options.filter((option) => isAlonePossible(option, one.scoped, all)),
  }))
  const choosers = possible.filter(({ options }) => options.length > 0)
  const apart = new Set(pairs.flat())
  const candidates = choosers.map(({ scoped, options }) => {
    const choice = apart.has(scoped.vm.id) ? Array.from({ length: zones }, (_, zone) => zone) : [null]
    return options.flatMap((option) =>
      choice.map((zone) => ({
        option,
        zone,
        value: valueOf(option, scoped, rules),
        uses: usesOf(option, scoped, limits),
      })),
    )
  })
  const flat = candidates.flat()
  const uses = flat.flatMap((one) => one.uses)
  const numbers = new Map(choosers.map(({ scoped }, number) => [scoped.vm.id, number]))
  const [dependants, dependencies] = numbersOf(edges, numbers)
  const [first, second] = numbersOf(pairs, numbers)
  const instance: Instance = {
    vmCount: choosers.length,
    placeCount: zones,
    firstCandidate: startsOf(candidates.map((one) => one.length)),
    level: Uint8Array.from(flat, ({ option }) => strategies.indexOf(option.strategy)),
    place: Uint8Array.from(flat, ({ zone }) => zone ?? 0),
    cost: Float64Array.from(flat, ({ value }) => value),
    firstUse: startsOf(flat.map((one) => one.uses.length)),
    useLimit: Uint16Array.from(uses, ({ limit }) => limit),
    useAmount: Float64Array.from(uses, ({ amount }) => amount),
    limits: Float64Array.from(limits, ({ most }) => most ?? Infinity),
    weakest: new Uint8Array(choosers.length).fill(strategies.length - 1),
    edges: { dependant: dependants, dependency: dependencies },
    pairs: { first, second },
  }
  const hopeless = possible.flatMap(({ options, scoped }, index) =>
    options.length > 0 ? [] : [{ scoped, limits: inTheWay(everyone[index]?.options ?? [], scoped, all) }],
  )
  return { instance, choosers, limits, meanings: flat, hopeless, closed }
}

const isAlonePossible = (option: Option, scoped: ScopedVm, limits: readonly SharedLimit[]): boolean =>
  limits.every((limit) => limit.amountOf(option, scoped) <= (limit.most ?? Infinity))

/** Of the limits that options exceed alone, those that keep out the most of them, or all if none is enough alone. */
function inTheWay(
  options: readonly Option[],
  scoped: ScopedVm,
  limits: readonly SharedLimit[],
): readonly SharedLimit[] {
  const exceeded = limits
    .map((limit) => ({
      limit,
      times: options.filter((option) => limit.amountOf(option, scoped) > (limit.most ?? Infinity)).length,
    }))
    .filter(({ times }) => times > 0)
  const enough = exceeded.find(({ times }) => times === options.length)
  return (enough ? [enough] : exceeded.toSorted((a, b) => b.times - a.times).slice(0, 3)).map(({ limit }) => limit)
}

function usesOf(
  option: Option,
  scoped: ScopedVm,
  limits: readonly SharedLimit[],
): readonly { readonly limit: number; readonly amount: number }[] {
  return limits
    .map((one, limit) => ({ limit, amount: one.amountOf(option, scoped) }))
    .filter(({ amount }) => amount > 0)
}

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1)
  for (const [index, length] of lengths.entries()) starts[index + 1] = (starts[index] as number) + length
  return starts
}

/** Of pairs that name a VM without a choice, none is left. */
function numbersOf(
  pairs: readonly (readonly [string, string])[],
  numbers: ReadonlyMap<string, number>,
): readonly [Int32Array, Int32Array] {
  const known = pairs.flatMap(([a, b]) => {
    const [left, right] = [numbers.get(a), numbers.get(b)]
    return left === undefined || right === undefined ? [] : [[left, right] as const]
  })
  return [Int32Array.from(known, ([left]) => left), Int32Array.from(known, ([, right]) => right)]
}
