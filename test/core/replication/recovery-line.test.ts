import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findRecoveryLine } from '../../../src/core/replication/recovery-line.ts'
import {
  recoveryLineQuestionSchema,
  recoveryLineSchema,
  type RecoveryLineQuestion,
  type RecoveryPoint,
} from '../../../src/model/recovery-line.ts'

const MIDNIGHT = Date.UTC(2026, 0, 5)
const minute = (minutes: number): string => new Date(MIDNIGHT + minutes * 60_000).toISOString()

const aPoint = (minutes: number, over: Partial<RecoveryPoint> = {}): RecoveryPoint => ({
  id: `at-${minutes}`,
  at: minute(minutes),
  kind: 'crash-consistent',
  ...over,
})

/** Points by minute, edges as "a>b" or "a>b+seconds". */
const aQuestion = (
  vms: Readonly<Record<string, readonly (number | RecoveryPoint)[]>>,
  edges: readonly string[] = [],
  over: Partial<RecoveryLineQuestion> = {},
): RecoveryLineQuestion => ({
  failedAt: minute(100),
  vms: Object.entries(vms).map(([vmId, points]) => ({
    vmId,
    accepts: 'crash-consistent',
    points: points.map((point) => (typeof point === 'number' ? aPoint(point) : point)),
  })),
  groups: [],
  limits: edges.map((edge) => {
    const [, fromVmId = '', toVmId = '', skew = '0'] = /^(\w+)>(\w+)(?:\+(\d+))?$/.exec(edge)!
    return { fromVmId, toVmId, allowedSkewSeconds: Number(skew) }
  }),
  ...over,
})

const pointsOf = (question: RecoveryLineQuestion): Record<string, string | null> =>
  Object.fromEntries(findRecoveryLine(question).vms.map(({ vmId, pointId }) => [vmId, pointId]))

test('without limits every VM has its newest point', () => {
  expect(pointsOf(aQuestion({ web: [10, 90], db: [50, 20] }))).toEqual({ web: 'at-90', db: 'at-50' })
})

test('what is needed sends back who is newer, and the loss and its reason are said', () => {
  const { vms, complete } = findRecoveryLine(aQuestion({ web: [10, 40, 90], db: [20, 50] }, ['web>db']))

  expect(complete).toBe(true)
  expect(vms).toEqual([
    {
      vmId: 'db',
      pointId: 'at-50',
      at: minute(50),
      lossSeconds: 3000,
      rolledBackSeconds: 0,
      skewSeconds: 600,
      why: 'newest',
      becauseOf: [],
    },
    {
      vmId: 'web',
      pointId: 'at-40',
      at: minute(40),
      lossSeconds: 3600,
      rolledBackSeconds: 3000,
      skewSeconds: 600,
      why: 'needs',
      becauseOf: ['db'],
    },
  ])
})

test('an allowed skew lets a VM be newer by that much', () => {
  expect(pointsOf(aQuestion({ web: [10, 55], db: [50] }, ['web>db+300']))).toMatchObject({ web: 'at-55' })
  expect(pointsOf(aQuestion({ web: [10, 55], db: [50] }, ['web>db+299']))).toMatchObject({ web: 'at-10' })
})

test('points that interleave send one another back to the start: the domino effect', () => {
  const { complete, vms } = findRecoveryLine(aQuestion({ a: [11, 13, 15], b: [10, 12, 14] }, ['a>b', 'b>a']))

  expect(complete).toBe(false)
  expect(vms.map(({ pointId, why, becauseOf }) => [pointId, why, becauseOf])).toEqual([
    [null, 'needs', ['b']],
    [null, 'needs', ['a']],
  ])
})

test('a VM without points takes those with it that need it, and no others', () => {
  const line = aQuestion({ web: [10], app: [10], db: [], log: [5] }, ['web>app', 'app>db', 'db>log'])

  expect(pointsOf(line)).toEqual({ web: null, app: null, db: null, log: 'at-5' })
  expect(findRecoveryLine(line).vms.find(({ vmId }) => vmId === 'db')!.why).toBe('no-point')
})

describe('a group', () => {
  test('has the latest moment of which all of it have a point', () => {
    const question = aQuestion({ a: [10, 20, 30], b: [10, 20, 40] }, [], { groups: [['a', 'b']] })

    expect(pointsOf(question)).toEqual({ a: 'at-20', b: 'at-20' })
    expect(findRecoveryLine(question).vms[0]).toMatchObject({ why: 'group', becauseOf: ['b'] })
  })

  test('has points of one group point, and the earliest of their times counts', () => {
    const taken = (minutes: number): RecoveryPoint => aPoint(minutes, { groupPointId: 'both' })
    const question = aQuestion({ a: [taken(30), 33], b: [taken(31)], c: [30, 31] }, ['c>b'], { groups: [['a', 'b']] })

    expect(pointsOf(question)).toEqual({ a: 'at-30', b: 'at-31', c: 'at-30' })
  })

  test('that shares a VM with another one is one group with it', () => {
    const groups = [
      ['a', 'b'],
      ['b', 'c'],
    ]

    expect(pointsOf(aQuestion({ a: [1, 2, 3], b: [1, 2, 3], c: [1, 3] }, [], { groups }))).toEqual({
      a: 'at-3',
      b: 'at-3',
      c: 'at-3',
    })
  })
})

test('only application-consistent points are used where nothing else is accepted', () => {
  const question = aQuestion({ db: [50, aPoint(40, { kind: 'application-consistent' })] })
  const strict = { ...question, vms: question.vms.map((vm) => ({ ...vm, accepts: 'application-consistent' as const })) }

  expect([pointsOf(question), pointsOf(strict)]).toEqual([{ db: 'at-50' }, { db: 'at-40' }])
})

const names = ['a', 'b', 'c', 'd']
const anyQuestion: fc.Arbitrary<RecoveryLineQuestion> = fc
  .record({
    points: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 4 }), { minLength: 4, maxLength: 4 }),
    edges: fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.constantFrom(0, 60, 180)), {
      maxLength: 7,
    }),
    groups: fc.array(fc.uniqueArray(fc.constantFrom(...names), { minLength: 2, maxLength: 3 }), { maxLength: 1 }),
  })
  .map(({ points, edges, groups }) =>
    aQuestion(
      Object.fromEntries(names.map((name, at) => [name, points[at]!])),
      edges.map(([from, to, skew]) => `${from}>${to}+${skew}`),
      { groups },
    ),
  )

/** A second opinion: every choice of points, or of none, that keeps all limits. */
function allConsistent({ vms, limits, groups }: RecoveryLineQuestion): number[][] {
  const times = vms.map(({ points }) => [-Infinity, ...points.map(({ at }) => Date.parse(at))])
  const choices = times.reduce<number[][]>((all, own) => all.flatMap((one) => own.map((at) => [...one, at])), [[]])
  const timeOf = (choice: readonly number[], vmId: string): number => choice[vms.findIndex((vm) => vm.vmId === vmId)]!
  return choices.filter(
    (choice) =>
      limits.every(
        (one) => timeOf(choice, one.fromVmId) <= timeOf(choice, one.toVmId) + one.allowedSkewSeconds * 1000,
      ) && groups.every((group) => new Set(group.map((vmId) => timeOf(choice, vmId))).size === 1),
  )
}

test('no consistent set has any VM later: it is that of trying all sets', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const line = findRecoveryLine(question)

      const found = line.vms.map(({ at }) => (at === null ? -Infinity : Date.parse(at)))
      const all = allConsistent(question)
      expect(all).toContainEqual(found)
      for (const choice of all) for (const [at, time] of choice.entries()) expect(time).toBeLessThanOrEqual(found[at]!)
    }),
    { numRuns: 500 },
  )
})

test('the order of VMs and limits does not matter', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const turned = { ...question, vms: question.vms.toReversed(), limits: question.limits.toReversed() }

      expect(pointsOf(turned)).toEqual(pointsOf(question))
    }),
  )
})

test('question and line survive JSON', () => {
  const question = aQuestion({ web: [10], db: [] }, ['web>db'])
  const line = findRecoveryLine(question)

  expect(recoveryLineQuestionSchema.parse(JSON.parse(JSON.stringify(question)))).toEqual(question)
  expect(recoveryLineSchema.parse(JSON.parse(JSON.stringify(line)))).toEqual(line)
})
