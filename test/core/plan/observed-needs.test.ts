import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resolveDependencies } from '../../../src/core/plan/dependencies.ts'
import { addObservedNeeds } from '../../../src/core/plan/observed-needs.ts'
import { aScopedVm } from './builders.ts'

const needsOf = (edges: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(edges))

test('what was seen joins what is stated', () => {
  const { needs, findings } = addObservedNeeds(needsOf({ a: ['b'], b: [], c: [] }), needsOf({ b: ['c'] }))

  expect(Object.fromEntries(needs)).toEqual({ a: ['b'], b: ['c'], c: [] })
  expect(findings).toEqual([])
})

test('in a circle the statements alone decide, and the rest is said', () => {
  const { needs, findings } = addObservedNeeds(
    needsOf({ a: ['b'], b: [], c: [], d: [] }),
    needsOf({ b: ['a'], c: ['d'], d: ['c', 'd'] }),
  )

  expect(Object.fromEntries(needs)).toEqual({ a: ['b'], b: [], c: [], d: [] })
  expect(findings.map(({ code, affected }) => [code, affected])).toEqual([
    ['plan.dependency-mutual', ['a', 'b']],
    ['plan.dependency-mutual', ['c', 'd']],
  ])
})

test('a chain of 50,000 VMs does not overflow the call stack', () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => `vm-${index}`)
  const chain = new Map(ids.map((id, index) => [id, ids.slice(index + 1, index + 2)]))

  const { needs } = addObservedNeeds(new Map(ids.map((id) => [id, []])), chain)

  expect(needs.get('vm-0')).toEqual(['vm-1'])
})

test('observed needs never make a circle, and never take a statement away', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const anyNeeds = fc
    .array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)))
    .map((edges) => new Map(ids.map((id) => [id, edges.filter(([from]) => from === id).map(([, to]) => to)])))
  fc.assert(
    fc.property(anyNeeds, anyNeeds, (said, seen) => {
      // Statements without circles: towards later letters only.
      const stated = new Map([...said].map(([id, own]) => [id, [...new Set(own.filter((need) => need > id))].sort()]))

      const { needs } = addObservedNeeds(stated, seen)

      for (const [id, own] of stated) expect(needs.get(id)).toEqual(expect.arrayContaining([...own]))
      const graph = resolveDependencies(ids.map((id) => aScopedVm(id, { dependsOn: needs.get(id) ?? [] })))
      expect(graph.findings.filter(({ code }) => code === 'plan.dependency-cycle')).toEqual([])
    }),
  )
})

test('the graph has what was seen after what is stated, and orders by both', () => {
  const graph = resolveDependencies([
    { ...aScopedVm('web'), alsoNeeds: ['db', 'gone'] },
    aScopedVm('db', { dependsOn: ['disk'] }),
    aScopedVm('disk'),
  ])

  expect(graph.order).toEqual(['disk', 'db', 'web'])
  expect(graph.findings).toEqual([])
})
