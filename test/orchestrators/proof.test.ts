import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { unsaidEdges } from '../../src/core/order/prove.ts'
import { requiredEdges } from '../../src/core/order/required-edges.ts'
import { exportIds, type ExportId, type SaidOrder } from '../../src/model/order-export.ts'
import type { Plan } from '../../src/model/plan.ts'
import { orchestrators, readBack } from '../../src/orchestrators/index.ts'
import { awsRecoveryService } from '../../src/targets/aws/quotas.ts'
import { azureRecoveryService } from '../../src/targets/azure/quotas.ts'
import { nodes, orderOf, planOf, runbookOf, tinyService } from './random-plans.ts'
import { holdingBack, keeps, run, tasksOf } from './runs.ts'

function written(id: ExportId, plan: Plan, service = tinyService) {
  const document = orchestrators[id].write(orderOf(plan, service))
  const edges = requiredEdges(plan, runbookOf(plan))
  return {
    edges,
    unsaid: unsaidEdges(readBack(id, document), edges),
    tasks: tasksOf(id, document.main.contents, document.beside[0]?.contents ?? ''),
  }
}

describe.each(exportIds)('the proof of %s', (id) => {
  test('every run keeps every edge that is not listed', () => {
    fc.assert(
      fc.property(nodes(9), fc.infiniteStream(fc.nat(1_000_000)), (given, choices) => {
        const { edges, unsaid, tasks } = written(id, planOf(given))
        const listed = new Set(unsaid.map(({ before, after }) => `${before} ${after}`))

        const happened = run(tasks, (moves) => choices.next().value % moves.length)

        expect(happened).toHaveLength(tasks.length * 2)
        const broken = edges.filter(({ before, after }) => !keeps(happened, before, after))
        expect(broken.filter(({ before, after }) => !listed.has(`${before} ${after}`))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('every edge that is not listed is kept by the run that holds it back the most', () => {
    fc.assert(
      fc.property(nodes(9), (given) => {
        const { edges, unsaid, tasks } = written(id, planOf(given))
        const listed = new Set(unsaid.map(({ before, after }) => `${before} ${after}`))

        for (const { before, after } of edges)
          expect([before, after, keeps(run(tasks, holdingBack(before)), before, after)]).toEqual([
            before,
            after,
            !listed.has(`${before} ${after}`) || !tasks.some(({ act }) => act === after),
          ])
      }),
      { numRuns: 80 },
    )
  })

  test('writes the same bytes for the same plan', () => {
    fc.assert(
      fc.property(nodes(6), (given) => {
        const write = () => orchestrators[id].write(orderOf(planOf(given)))

        expect(write()).toEqual(write())
      }),
      { numRuns: 20 },
    )
  })
})

describe('by the limits of the services', () => {
  it.each(['arc', 'ssm', 'srm'] as const)('%s keeps all of the order', (id) => {
    fc.assert(
      fc.property(nodes(12), (given) => {
        expect(written(id, planOf(given), awsRecoveryService).unsaid.filter(({ why }) => why !== 'left-out')).toEqual(
          [],
        )
      }),
      { numRuns: 60 },
    )
  })

  it('asr keeps all of the order of replicated VMs within seven waves, and names what crosses two plans', () => {
    const chain = (length: number): Plan =>
      planOf(
        Array.from({ length }, (_, index) => ({
          strategy: 'pilot-light' as const,
          tier: 0,
          needs: index === 0 ? [] : [index - 1],
        })),
      )

    expect(written('asr', chain(7), azureRecoveryService).unsaid).toEqual([])
    expect(written('asr', chain(8), azureRecoveryService).unsaid).toEqual([
      { before: 'vm:vm-6', after: 'vm:vm-7', because: 'need', why: 'other-plan' },
    ])
  })

  it('asr lists VMs that another service brings back', () => {
    const plan = planOf([
      { strategy: 'backup-restore', tier: 0, needs: [] },
      { strategy: 'pilot-light', tier: 0, needs: [0] },
    ])

    expect(written('asr', plan, azureRecoveryService).unsaid).toContainEqual({
      before: 'vm:vm-0',
      after: 'vm:vm-1',
      because: 'need',
      why: 'left-out',
    })
  })
})

describe('what a document says', () => {
  const edge = { before: 'vm:a', after: 'vm:b', because: 'need' } as const
  const said = (...stages: readonly (readonly string[])[]): SaidOrder => ({
    plans: [{ name: 'one', stages: stages.map((acts) => ({ acts, within: [] })) }],
  })

  it.each([
    ['same-group', said(['vm:a', 'vm:b'])],
    ['reversed', said(['vm:b'], ['vm:a'])],
    ['left-out', said(['vm:b'])],
    ['other-plan', { plans: [...said(['vm:a']).plans, ...said(['vm:b']).plans] }],
  ] as const)('is %s', (why, order) => {
    expect(unsaidEdges(order, [edge])).toEqual([{ ...edge, why }])
  })

  it('counts a need of a need', () => {
    const order: SaidOrder = {
      plans: [
        {
          name: 'one',
          stages: [
            {
              acts: ['vm:a', 'vm:b', 'vm:c'],
              within: [
                ['vm:a', 'vm:c'],
                ['vm:c', 'vm:b'],
              ],
            },
          ],
        },
      ],
    }

    expect(unsaidEdges(order, [edge])).toEqual([])
  })
})
