import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applicationsOf, fits, nothing, plus, startsWithin } from '../../../src/core/short/shed.ts'
import { planShortCapacity, shortFindings } from '../../../src/core/short/short-capacity.ts'
import { runbookSettingsSchema } from '../../../src/model/runbook-settings.ts'
import { defaultTiers } from '../../../src/model/tier.ts'
import { aPlan, aPlannedServer } from '../../builders-plan.ts'
import { aDemand } from '../../builders.ts'

const need = (required: number, expected: number | null = required) => ({ ...aDemand({}).vcpus, required, expected })

interface Node {
  readonly tier: number
  readonly vcpus: number
  readonly needs: readonly number[]
}

/** One VM to an application. */
function planOf(nodes: readonly Node[]) {
  const made = aPlan({
    servers: nodes.map((_, index) => aPlannedServer({ id: `vm-${index}`, application: `app-${index}` })),
  })
  return {
    tiers: defaultTiers.map((tier) => ({ ...tier, strategies: [...tier.strategies] })),
    mapping: made.mapping,
    vms: made.vms.map((vm, index) => ({
      ...vm,
      tierId: String(nodes[index]?.tier ?? 0),
      dependsOn: (nodes[index]?.needs ?? []).map((one) => `vm-${one}`),
    })),
    demands: nodes.map(({ vcpus }, index) =>
      aDemand({ vmId: `vm-${index}`, vcpus: need(vcpus, vcpus / 2), memoryGiB: need(vcpus * 4, vcpus * 3) }),
    ),
  }
}

const estate = fc.array(
  fc.record({
    tier: fc.nat(4),
    vcpus: fc.integer({ min: 1, max: 16 }),
    needs: fc.uniqueArray(fc.nat(6), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 7 },
)
const valid = (nodes: readonly Node[]): readonly Node[] =>
  nodes.map((node, index) => ({ ...node, needs: node.needs.filter((one) => one < nodes.length && one !== index) }))

describe('who starts when capacity is short', () => {
  test('has all that it needs started before it, fits, and is started once', () => {
    fc.assert(
      fc.property(estate, fc.double({ min: 0, max: 1, noNaN: true }), (raw, share) => {
        const applications = applicationsOf(planOf(valid(raw)))
        const all = applications.reduce((sum, { size }) => plus(sum, size), nothing)
        const room = { vcpus: all.vcpus * share, memoryGiB: all.memoryGiB * share }

        const { starts, shrinks } = startsWithin(applications, room)

        const byName = new Map(applications.map((one) => [one.name, one]))
        expect(new Set(starts).size).toBe(starts.length)
        for (const name of starts) for (const other of byName.get(name)!.needs) expect(starts).toContain(other)
        const used = starts.reduce(
          (sum, name) => plus(sum, byName.get(name)![shrinks.includes(name) ? 'least' : 'size']),
          nothing,
        )
        expect(fits(used, room)).toBe(true)
        expect(starts.length === applications.length || share < 1).toBe(true)
      }),
    )
  })

  test('of a stronger tier does not depend on what weaker tiers hold, but for what it needs of them', () => {
    fc.assert(
      fc.property(estate, (raw) => {
        const nodes = valid(raw).map((node) => ({ ...node, needs: [] }))
        const room = { vcpus: 12, memoryGiB: 48 }
        const strongest = (list: readonly Node[]) =>
          startsWithin(applicationsOf(planOf(list)), room).starts.filter(
            (name) => nodes[Number(name.slice(4))]?.tier === 0,
          )

        expect(strongest(nodes.map((node) => (node.tier === 0 ? node : { ...node, vcpus: 1 })))).toEqual(
          strongest(nodes),
        )
      }),
    )
  })

  test('shrinks to what is expected of it before it waits', () => {
    const [one] = applicationsOf(planOf([{ tier: 0, vcpus: 8, needs: [] }]))

    expect(startsWithin([one!], { vcpus: 4, memoryGiB: 24 })).toEqual({ starts: ['app-0'], shrinks: ['app-0'] })
    expect(startsWithin([one!], { vcpus: 3, memoryGiB: 24 })).toEqual({ starts: [], shrinks: [] })
  })

  test('with two that need each other starts both or none', () => {
    const applications = applicationsOf(
      planOf([
        { tier: 0, vcpus: 2, needs: [1] },
        { tier: 0, vcpus: 2, needs: [0] },
      ]),
    )

    expect(startsWithin(applications, { vcpus: 1.9, memoryGiB: 100 }).starts).toEqual([])
    expect(startsWithin(applications, { vcpus: 4, memoryGiB: 100 }).starts.toSorted()).toEqual(['app-0', 'app-1'])
  })
})

describe('who makes room', () => {
  const plan = planOf([{ tier: 0, vcpus: 8, needs: [] }])
  const settings = (over: object) =>
    runbookSettingsSchema.parse({
      preempt: ['test', 'batch'].map((name) => ({
        name,
        frees: { vcpus: 2, memoryGiB: 16 },
        how: 'Stop it.',
        undo: 'Start it.',
      })),
      ...over,
    })

  test.each([
    [{ vcpus: 6, memoryGiB: 32 }, [true, true], []],
    [{ vcpus: 4, memoryGiB: 0 }, [false, true], []],
    [{ vcpus: 3, memoryGiB: 0 }, [false, false], ['plan.preemption-short']],
    [null, [null, null], ['plan.preemption-short']],
  ])('with %j free is enough, one by one: %j', (freeCapacity, enough, found) => {
    const made = planShortCapacity(plan, settings({ freeCapacity }))

    expect(made.preemption?.steps.map((step) => step.enough)).toEqual(enough)
    expect(shortFindings(made).map(({ code }) => code)).toEqual(found)
  })

  test('says by how much it is short', () => {
    const [finding] = shortFindings(planShortCapacity(plan, settings({ freeCapacity: { vcpus: 3, memoryGiB: 0 } })))

    expect(finding?.message).toContain('1 vCPU short')
  })
})
