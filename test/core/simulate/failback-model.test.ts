import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configSchema } from '../../../src/model/config.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { SimulationSettings } from '../../../src/model/simulation-settings.ts'
import { copyingModel, cutOverModel } from '../../../src/core/simulate/failback-model.ts'
import { homeCopies, type HomeCopies } from '../../../src/core/simulate/home-copies.ts'
import { aDemand } from '../../builders.ts'
import { endsOf, simulateHere } from './builders.ts'
import { asPlanned, planOf, settingsWith, type VmRow } from './plans.ts'

const { recovery } = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'test' },
  sources: [{ kind: 'inventory', path: 'none' }],
  target: { platform: 'aws', region: 'eu-central-1' },
})

type Failback = SimulationSettings['failback']
const homeWith = (over: Partial<Failback>): SimulationSettings => ({
  ...asPlanned,
  failback: { ...asPlanned.failback, ...over },
})

/** 3.6 GiB an hour are 1.024 MiB/s; null = nobody measures it. */
function plannedWith(rows: readonly VmRow[], giBPerHour: number | null = 3.6): Plan {
  const { plan } = planOf(rows)
  const churnGiBPerHour = giBPerHour === null ? null : { median: giBPerHour, high: giBPerHour, mean: giBPerHour }
  return { ...plan, demands: rows.map(({ id }) => aDemand({ vmId: id, churnGiBPerHour })) }
}

const homeOf = (plan: Plan, { failback }: SimulationSettings): HomeCopies => homeCopies(plan, { failback, recovery })

const cutOver = (plan: Plan, settings: SimulationSettings) =>
  cutOverModel({ plan, settings, recovery, home: homeOf(plan, settings) })

const shop: readonly VmRow[] = [
  { id: 'db', application: 'shop', strategy: 'pilot-light', gib: 100 },
  { id: 'app', application: 'shop', strategy: 'pilot-light', gib: 50, dependsOn: ['db'] },
  { id: 'wiki', gib: 200 },
]

describe('what is copied home', () => {
  it('is a difference only of replicated servers whose old disks still stand, and says why', () => {
    const kept = homeOf(plannedWith(shop), homeWith({ disksAtHome: 'kept', awayHours: 10, linkHomeMiBps: 100 }))

    expect(kept.copies.map(({ vmId, kind, gib }) => [vmId, kind, gib])).toEqual([
      ['app', 'delta', 36],
      ['db', 'delta', 36],
      ['wiki', 'full', 200],
    ])
    expect(kept.copies.at(-1)?.because).toBe('it came from a backup, and no snapshot is common to both sites')
    expect(homeOf(plannedWith(shop), homeWith({})).copies.map(({ kind }) => kind)).toEqual(['full', 'full', 'full'])
  })

  it('is never more than the disks', () => {
    const { copies } = homeOf(plannedWith(shop), homeWith({ disksAtHome: 'kept', awayHours: 10_000 }))

    expect(copies.map(({ gib }) => gib)).toEqual([50, 100, 200])
  })

  it('shares with what is written what the line carries, and cannot end where nothing is left', () => {
    const { link } = homeOf(plannedWith(shop), homeWith({ linkHomeMiBps: 13.072 }))

    expect(link.writtenMiBps).toBeCloseTo(3.072, 9)
    expect(link.copyMiBps).toBeCloseTo(10, 9)
    const short = homeWith({ linkHomeMiBps: 3 })
    expect(copyingModel({ settings: short, home: homeOf(plannedWith(shop), short) })).toBeNull()
  })

  it('is not guessed: what nobody knows is named', () => {
    const { missing, copies } = homeOf(plannedWith([{ id: 'db', gib: 0 }], null), homeWith({}))

    expect(missing.map(({ what, vmIds }) => [what, vmIds])).toEqual([
      ['the line home', []],
      ['the size of disks', ['db']],
      ['what is written to disks', ['db']],
    ])
    expect(copies).toMatchObject([{ gib: null, atCutOverGiB: null }])
  })
})

describe('the way home', () => {
  it('copies for as long as what is left of the line takes for all of it', () => {
    const settings = homeWith({ linkHomeMiBps: 103.072 })
    const model = copyingModel({ settings, home: homeOf(plannedWith(shop), settings) })

    expect(model && Math.max(...Object.values(endsOf(model)))).toBeCloseTo((350 * 1024) / 100 / 60, 1)
  })

  it('cuts over in the sum of its steps: closed, last difference, fenced, wave after wave, redirected', () => {
    const plan = plannedWith(shop, 0)
    const settings = homeWith({ linkHomeMiBps: 100 })

    const ends = endsOf(cutOver(plan, settings))

    // 15 closed + 5 fenced; boot 2 + start 2 + verify 1 a wave, or where one needs another; redirect 1.
    expect(ends['home:fence']).toBe(20)
    expect(ends['vm:db/verify']).toBe(25)
    expect(ends['vm:app/verify']).toBe(30)
    expect(ends['vm:app/redirect']).toBe(31)
  })

  it('sends at the cut-over what was written while a backup was copied, and of replication its lag', () => {
    const settings = homeWith({ linkHomeMiBps: 103.072 })
    const { copies } = homeOf(plannedWith(shop), settings)
    const hours = (350 * 1024) / 100 / 3600

    expect(copies.find(({ vmId }) => vmId === 'wiki')?.atCutOverGiB).toBeCloseTo(3.6 * hours, 6)
    expect(copies.find(({ vmId }) => vmId === 'db')?.atCutOverGiB).toBeCloseTo(3.6 / 60, 6)
  })

  it('leaves out what has no component: it never went away', () => {
    const plan = plannedWith([{ id: 'db' }, { id: 'lost', strategy: null }])

    expect(cutOver(plan, homeWith({})).goals.map(({ id }) => id)).toEqual(['application:db', 'whole'])
  })
})

const rows = fc
  .array(fc.record({ replicated: fc.boolean(), gib: fc.integer({ min: 1, max: 400 }), needs: fc.nat(9) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((drawn) =>
    drawn.map(({ replicated, gib, needs }, index): VmRow => ({
      id: `vm-${index}`,
      strategy: replicated ? 'pilot-light' : 'backup-restore',
      gib,
      dependsOn: needs < index ? [`vm-${needs}`] : [],
    })),
  )

const p95 = (plan: Plan, settings: SimulationSettings): readonly number[] =>
  simulateHere(cutOver(plan, settings), { runs: 20 }).goals.map((goal) => goal.p95 ?? Infinity)

describe('laws of the way home', () => {
  const drawn = settingsWith({})
  const over = (failback: Partial<Failback>): SimulationSettings => ({
    ...drawn,
    failback: { ...drawn.failback, ...failback },
  })

  it('a faster line, or old disks that still stand, never make a cut-over later', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 20, max: 200 }), (own, mibPerSecond) => {
        const plan = plannedWith(own, 1)
        const slow = p95(plan, over({ linkHomeMiBps: mibPerSecond }))
        const fast = p95(plan, over({ linkHomeMiBps: mibPerSecond * 2 }))
        const kept = p95(plan, over({ linkHomeMiBps: mibPerSecond, disksAtHome: 'kept' }))

        // Speeds change at whole milliseconds.
        slow.forEach((minutes, goal) => {
          expect(fast[goal]).toBeLessThanOrEqual(minutes + 0.01)
          expect(kept[goal]).toBeLessThanOrEqual(minutes + 0.01)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('nothing starts at home before the recovery site is fenced, and every copy is there', () => {
    fc.assert(
      fc.property(rows, (own) => {
        const ends = endsOf(cutOver(plannedWith(own, 5), homeWith({ linkHomeMiBps: 100 })))
        const fenced = ends['home:fence'] ?? 0

        for (const { id } of own) {
          expect(ends[`vm:${id}/copy home`]).toBeLessThanOrEqual(fenced - 5 + 1e-9)
          expect(ends[`vm:${id}/boot`]).toBeGreaterThanOrEqual(fenced + 2 - 1e-9)
        }
      }),
    )
  })
})
