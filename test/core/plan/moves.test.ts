import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movesSince } from '../../../src/core/plan/moves.ts'
import type { KeyMove, Plan } from '../../../src/model/plan.ts'
import { aPlan, aPlannedServer } from '../../builders-plan.ts'

const named = (name: string, moves?: readonly KeyMove[]): Plan => ({
  ...aPlan({ servers: [aPlannedServer({ id: 'vm-1', name }), aPlannedServer({ id: 'vm-2', name: 'other' })] }),
  ...(moves && { moves }),
})
const keyOf = (plan: Plan): string => plan.vms.find(({ vmId }) => vmId === 'vm-1')?.key ?? ''

test('a VM that was renamed has moved, and nothing else has', () => {
  const [before, after] = [named('shop'), named('store')]

  expect(movesSince(before, after)).toEqual([{ kind: 'vm', from: keyOf(before), to: keyOf(after) }])
  expect(movesSince(before, before)).toEqual([])
})

test('what moved before stays said, because a state may be older than the plan before', () => {
  const first = named('shop')
  const second = named('store', movesSince(first, named('store')))

  const moves = movesSince(second, named('market'))

  expect(moves.map(({ from, to }) => [from, to])).toEqual(
    expect.arrayContaining([
      [keyOf(first), keyOf(second)],
      [keyOf(second), keyOf(named('market'))],
    ]),
  )
})

test('a key that is in use again has not moved away', () => {
  const first = named('shop')
  const second = named('store', movesSince(first, named('store')))

  expect(movesSince(second, first)).toEqual([{ kind: 'vm', from: keyOf(second), to: keyOf(first) }])
})

test('of things that are made from the same one nobody can tell which moved', () => {
  const twice = (name: string): Plan => {
    const plan = named(name)
    const [vpc] = plan.network.vpcs
    if (!vpc) throw new Error('the builder has a VPC')
    const both = [vpc, { ...vpc, key: `${name}-b` }].map((each) => ({ ...each, from: 'vpc-1' }))
    return { ...plan, network: { ...plan.network, vpcs: both } }
  }

  expect(movesSince(twice('a'), twice('b')).filter(({ kind }) => kind === 'vpc')).toEqual([])
})

test('whatever the names were, nothing moves from a key in use, from one place twice, or to one place twice', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2, maxLength: 8 }), (names) => {
      let plan = named(names[0] ?? 'a')
      for (const name of names.slice(1)) {
        const next = named(name)
        plan = { ...next, moves: movesSince(plan, next) }
      }
      const moves = plan.moves ?? []
      const key = keyOf(plan)

      expect(moves.map(({ from }) => from)).not.toContain(key)
      expect(new Set(moves.map(({ from }) => from)).size).toBe(moves.length)
      expect(new Set(moves.map(({ to }) => to)).size).toBe(moves.length)
      expect(follow(keyOf(named(names[0] ?? 'a')), moves)).toBe(key)
    }),
  )
})

const follow = (key: string, moves: readonly KeyMove[]): string => {
  const next = moves.find(({ from }) => from === key)
  return next ? follow(next.to, moves) : key
}
