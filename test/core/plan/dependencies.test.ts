import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveDependencies } from '../../../src/core/plan/dependencies.ts'
import { aVm } from '../../builders.ts'
import { aScopedVm, aTier } from './builders.ts'

const graphOf = (edges: Record<string, string[]>) =>
  resolveDependencies(Object.entries(edges).map(([id, dependsOn]) => aScopedVm(id, { dependsOn })))

describe('dependencies', () => {
  it('are resolved by id before name, without repeats and without the VM itself', () => {
    const planned = [
      { vm: aVm({ id: 'i-1', name: 'db' }), tier: aTier('3'), application: 'a' },
      { vm: aVm({ id: 'db', name: 'other' }), tier: aTier('3'), application: 'a' },
      { vm: aVm({ id: 'web', dependsOn: ['db', 'other', 'web'] }), tier: aTier('3'), application: 'a' },
    ]

    const { needs, findings } = resolveDependencies(planned)

    expect(needs.get('web')).toEqual(['db'])
    expect(findings).toEqual([])
  })

  it('on a name that two VMs have, or nobody, are said and left out', () => {
    const planned = ['i-1', 'i-2'].map((id) => ({ vm: aVm({ id, name: 'db' }), tier: aTier('3'), application: 'a' }))

    const { needs, findings } = resolveDependencies([...planned, aScopedVm('web', { dependsOn: ['db', 'gone'] })])

    expect(needs.get('web')).toEqual([])
    expect(findings).toMatchObject([{ code: 'plan.dependency-unknown', affected: ['web'] }])
    expect(findings[0]?.message).toContain('db, gone')
  })

  it('in a circle are cut at one edge, which is named', () => {
    const { needs, findings } = graphOf({ a: ['b'], b: ['c'], c: ['a'] })

    expect([...needs].flatMap(([, targets]) => targets)).toHaveLength(2)
    expect(findings).toMatchObject([{ code: 'plan.dependency-cycle', affected: ['a', 'b', 'c'] }])
    expect(findings[0]?.message).toContain('a → b → c → a. The plan ignores c → a.')
  })

  it('on something in a weaker tier are said', () => {
    const { findings } = resolveDependencies([
      aScopedVm('web', { tier: '1', dependsOn: ['db'] }),
      aScopedVm('db', { tier: '3' }),
    ])

    expect(findings).toMatchObject([{ code: 'plan.dependency-tier', subject: 'db', affected: ['db', 'web'] }])
  })

  it('always leave an order in which everything comes after what it needs, whatever the order of the VMs', () => {
    const anyGraph = fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(anyGraph, (targets) => {
        const planned = targets.map((to, index) =>
          aScopedVm(`v${index}`, { dependsOn: to.map((one) => `v${one % targets.length}`) }),
        )

        const graph = resolveDependencies(planned)

        const position = new Map(graph.order.map((id, index) => [id, index]))
        expect(graph.order).toHaveLength(planned.length)
        for (const [id, needs] of graph.needs)
          for (const need of needs) expect(position.get(need)).toBeLessThan(position.get(id) ?? -1)
        expect(resolveDependencies([...planned].reverse())).toEqual(graph)
      }),
      { numRuns: 300 },
    )
  })

  it('in a chain of 50,000 VMs, each also in need of the last, are resolved', () => {
    const many = 50_000
    const planned = Array.from({ length: many }, (_, index) =>
      aScopedVm(`v${String(index).padStart(5, '0')}`, {
        dependsOn: index + 1 < many ? [`v${String(index + 1).padStart(5, '0')}`, 'v00000'] : ['v00000'],
      }),
    )

    const { order, findings } = resolveDependencies(planned)

    expect(order[0]).toBe('v49999')
    expect(findings).toHaveLength(1)
    expect(findings[0]?.message.length).toBeLessThan(1000)
  })

  it('of all on all are said once for each VM that closes circles', () => {
    const ids = Array.from({ length: 200 }, (_, index) => `v${index}`)

    const { findings } = graphOf(Object.fromEntries(ids.map((id) => [id, ids])))

    expect(findings).toHaveLength(199)
    expect(Math.max(...findings.map(({ message }) => message.length))).toBeLessThan(1000)
  })
})
