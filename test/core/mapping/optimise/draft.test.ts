import { describe, expect, test } from 'vitest'
import {
  createDraft,
  effectOfMove,
  effectOfMoves,
  move,
  overloadOf,
  setChoice,
} from '../../../../src/core/mapping/optimise/draft.ts'
import { createChance } from '../../../../src/model/chance.ts'
import { reduce } from '../../../../src/core/mapping/optimise/reduce.ts'
import { aRandomInstance } from './instances.ts'

const made = (seed: number) => {
  const reduced = reduce(aRandomInstance(seed, { vms: 8, edgesPerVm: 0, pairsPerVm: 0, strong: true }), [0, 1, 2])
  if ('kind' in reduced) throw new Error('impossible')
  const chance = createChance(seed)
  const draft = createDraft(reduced, Float64Array.of(3, 5, 2), 1000)
  const pick = (vm: number): number => {
    const [start, end] = [reduced.firstCandidate[vm]!, reduced.firstCandidate[vm + 1]!]
    return start + Math.floor(chance() * (end - start))
  }
  setChoice(
    draft,
    Int32Array.from({ length: 8 }, (_, vm) => pick(vm)),
  )
  return { draft, pick }
}

describe('a draft', () => {
  test('foretells what a move does, and moves keep its sums', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { draft, pick } = made(seed)
      const prices = Float64Array.of(3, 5, 2)
      const vm = seed % 8
      const [overload, cost] = [overloadOf(draft), draft.cost]
      const k = pick(vm)

      const effect = effectOfMove(draft, prices, [vm, k])
      move(draft, vm, k)
      const sums = [overloadOf(draft), draft.cost, ...draft.use]
      setChoice(draft, draft.choice)

      expect(sums).toEqual([overloadOf(draft), draft.cost, ...draft.use])
      expect(effect.overload).toBeCloseTo(overloadOf(draft) - overload, 9)
      expect(effect.cost).toBe(draft.cost - cost)
    }
  })

  test('foretells several moves as one after another', () => {
    const { draft, pick } = made(7)
    const prices = Float64Array.of(3, 5, 2)
    const moves = new Map([0, 3, 5].map((vm) => [vm, pick(vm)]))
    const before = { overload: overloadOf(draft), cost: draft.cost }

    const effect = effectOfMoves(draft, prices, moves)
    for (const [vm, k] of moves) move(draft, vm, k)

    expect(effect.cost).toBe(draft.cost - before.cost)
    expect(effect.overload).toBeCloseTo(overloadOf(draft) - before.overload, 9)
  })
})
