/** Is there a question at all? Only where the best of each VM breaks something that VMs share. */
import { resolveNeeds } from '../../../model/needs.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import type { Rules } from '../choose.ts'
import type { VmChoice } from '../map-vm.ts'
import type { Apart } from './keep-apart.ts'
import { isExceeded, ledgerOf } from './ledger.ts'
import type { SharedLimit } from './limits.ts'
import { askAll, type Question } from './question.ts'
import { undominatedOptions } from './undominated.ts'

export interface Posed {
  readonly scoped: readonly ScopedVm[]
  readonly choices: readonly VmChoice[]
  readonly limits: readonly SharedLimit[]
  readonly apart: Apart
  readonly rules: Rules
  readonly zones: number
}

/** Null: what is best for each VM is best for all. */
export function questionOf({ scoped, choices, limits, apart, rules, zones }: Posed): Question | null {
  const choosers = choices.flatMap((choice) => (choice.kind === 'option' ? [choice] : []))
  const free = ledgerOf(limits.filter(canBind), choosers).every((row) => !isExceeded(row))
  if (free && apart.pairs.length === 0 && edgesOf(scoped, rules).length === 0) return null
  return pose({ scoped, choices, limits, apart, rules, zones, valued: rules })
}

const canBind = ({ most, fixed }: SharedLimit): boolean => most !== null && !fixed

/** `valued`: the rules that options are valued by, where they are not those that options are made by. */
export function pose({
  scoped,
  choices,
  limits,
  apart,
  rules,
  zones,
  valued,
}: Posed & { readonly valued: Rules }): Question {
  const choosers = choices.flatMap((choice) => (choice.kind === 'option' ? [choice] : []))
  const binding = limits.filter(canBind)
  const around = { rules, limits: binding }
  return askAll({
    choosers: choosers.map((one) => ({
      scoped: one.scoped,
      options: undominatedOptions(one.scoped, one.demand, around),
    })),
    limits: binding,
    rules: valued,
    edges: edgesOf(scoped, rules),
    pairs: apart.pairs,
    zones,
  })
}

/** Where promises may be given up, nothing is given up further than what leans on it. */
function edgesOf(scoped: readonly ScopedVm[], { policy }: Rules): readonly (readonly [string, string])[] {
  if (policy.objective === 'least-cost') return []
  return [...resolveNeeds(scoped).stated].flatMap(([id, needs]) => needs.map((need) => [id, need] as const))
}
