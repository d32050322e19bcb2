import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MapSiteInput } from '../../../src/core/mapping/draft-mapping.ts'
import { traceFrontier } from '../../../src/core/mapping/optimise/frontier.ts'
import { frontierQuestion, readFrontier, standingOf } from '../../../src/core/mapping/shared/frontier.ts'
import type { MappingPolicy } from '../../../src/model/config.ts'
import type { CostItem } from '../../../src/model/mapping.ts'
import { strategies } from '../../../src/model/tier.ts'
import { loadHighsSolver } from '../../../src/workers/highs-solver.ts'
import { aDemand, aDisk, aNeed } from '../../builders.ts'
import { aNetwork } from '../../builders-network.ts'
import {
  REGION,
  aCatalogue,
  aComponent,
  aPolicy,
  aRecoveryModel,
  aScopedVm,
  aTier,
  mapAll,
  mapOne,
  mapSite,
} from './builders.ts'

const months = [730, 744] as const
type Hours = (typeof months)[number]

/** 2 vCPU and 8 GiB on s.medium at 0.1 USD an hour, with 73 GiB at 0.1 USD a month. */
const scopedBy = (strategy: (typeof strategies)[number], over = {}) =>
  aScopedVm({ disks: [aDisk({ capacityGiB: 73, usedGiB: 20 })], ...over }, aTier([strategy]))

const mappedBy = (hoursPerMonth: Hours, strategy: (typeof strategies)[number], over: Partial<MappingPolicy> = {}) =>
  mapOne(scopedBy(strategy), {}, { policy: aPolicy({ hoursPerMonth, ...over }) }).mapping

const standbyOf = (...of: Parameters<typeof mappedBy>) => mappedBy(...of).assignments[0]!.offering.standbyPerMonth

describe('a month of 730 or 744 hours', () => {
  it.each([
    ['hot-standby', 73 + 7.3, 74.4 + 7.3],
    ['warm-standby', 36.5 + 7.3, 37.2 + 7.3],
    ['pilot-light', 14.6 + 7.3, 14.88 + 7.3],
    ['backup-restore', 1, 1],
  ] as const)('of %s costs what is paid by the hour so many times, and the rest once', (strategy, usual, long) => {
    expect(standbyOf(730, strategy)).toBeCloseTo(usual, 6)
    expect(standbyOf(744, strategy)).toBeCloseTo(long, 6)
  })

  it('is said in the mapping, and an hour of a disk is that part of its month', () => {
    const mapping = mappedBy(744, 'pilot-light')

    const disk = mapping.assignments[0]!.cost.find(({ phase, unit }) => phase === 'recovered' && unit === 'GiB-hour')
    expect(mapping.hoursPerMonth).toBe(744)
    expect(disk).toMatchObject({ quantity: 73, unitPrice: Number((0.1 / 744).toFixed(10)) })
  })

  it('is what commitments and reservations count by', () => {
    const committed = { commitments: [{ name: 'one year', percent: 50 }] }
    const reserved = { reserve: { tiers: ['gold'], match: [] } }

    expect(standbyOf(744, 'hot-standby', committed)).toBeCloseTo(37.2 + 7.3, 6)
    expect(standbyOf(744, 'pilot-light', reserved)).toBeCloseTo(14.88 + 7.3 + 74.4, 6)
    expect(mappedBy(744, 'pilot-light').reservations!.steps.at(-1)).toMatchObject({ perMonth: 74.4 })
  })

  it('is what pools and licences count by', () => {
    const licensed = aComponent('w.medium', { windowsPerHour: 0.05 })
    const windows = { os: { name: 'Windows', family: 'windows' as const } }
    const policy = aPolicy({
      hoursPerMonth: 744,
      pools: [{ name: 'all', match: { name: '*' }, slots: 1, failures: 1 }],
    })
    const vms = ['a', 'b'].map((id) => [scopedBy('pilot-light', { id, name: id }), {}] as const)
    const catalogue = aCatalogue({ components: [licensed] })

    expect(mapAll(vms, { policy }).mapping.pools).toMatchObject([{ heldPerMonth: 74.4, aloneEachPerMonth: 148.8 }])
    const { mapping } = mapOne(scopedBy('hot-standby', windows), {}, { catalogue, policy })
    expect(mapping.assignments[0]!.offering.standbyPerMonth).toBeCloseTo(744 * 0.15 + 7.3, 6)
  })

  it.each(months)('is what a budget counts by: of %i hours', (hoursPerMonth) => {
    const policy = aPolicy({ hoursPerMonth, budgetPerMonth: 81 })

    const { mapping } = mapOne(scopedBy('hot-standby'), {}, { policy })

    expect(mapping.ledger.find(({ id }) => id === 'budget')?.needed).toBe(standbyOf(hoursPerMonth, 'hot-standby'))
    expect(mapping.solution.status).toBe(hoursPerMonth === 730 ? 'optimal' : 'infeasible')
  })

  it('is what the frontier counts by', async () => {
    const solver = await loadHighsSolver({ secondsPerQuestion: () => 30 })
    const cheapest = (hoursPerMonth: Hours): number => {
      const input: MapSiteInput = {
        vms: [scopedBy('pilot-light')],
        demands: new Map([['vm-1', aDemand({ vmId: 'vm-1' })]]),
        catalogue: aCatalogue({ components: [aComponent('s.medium')] }),
        region: REGION,
        policy: aPolicy({ hoursPerMonth }),
        recovery: aRecoveryModel(),
        site: { region: null, network: aNetwork() },
        quotas: [],
        zones: { perRegion: 3, ofSubnets: true },
        kept: new Map(),
      }
      const asked = frontierQuestion(input)
      const options = { solver, seed: 1, targetGap: 0, shouldStop: () => false, limit: asked.limit, points: 5 }
      const points = traceFrontier(asked.question.instance, options)
      const all = readFrontier(asked, { points, outOfTime: false }, standingOf(mapSite(input).mapping, input)).points
      return all.at(-1)!.standbyPerMonth
    }

    expect(cheapest(744) - cheapest(730)).toBeCloseTo(14 * 0.1, 6)
  })

  it('changes nothing but the part that is paid by the hour, whatever the VM', () => {
    const worlds = fc.record({
      vcpus: fc.constantFrom(1, 2, 4),
      sizes: fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 3 }),
      strategy: fc.constantFrom(...strategies),
      percent: fc.option(fc.integer({ min: 1, max: 90 })),
      reserved: fc.boolean(),
    })
    fc.assert(
      fc.property(worlds, ({ vcpus, sizes, strategy, percent, reserved }) => {
        const disks = sizes.map((capacityGiB, index) => aDisk({ id: `d${index}`, capacityGiB, boot: index === 0 }))
        const terms = {
          commitments: percent === null ? [] : [{ name: 'term', percent }],
          reserve: { tiers: reserved ? ['gold'] : [], match: [] },
        }
        const mapBy = (hoursPerMonth: Hours) =>
          mapOne(
            aScopedVm({ disks }, aTier([strategy])),
            { vcpus: aNeed(vcpus) },
            { policy: aPolicy({ hoursPerMonth, ...terms }) },
          ).mapping.assignments[0]!

        const [usual, long] = months.map(mapBy)

        const sumOf = (isHourly: boolean): number =>
          usual!.cost.filter((item) => item.phase === 'standby' && isByHour(item) === isHourly).reduce(addAmount, 0)
        expect(long!.offering.componentId).toBe(usual!.offering.componentId)
        expect(long!.offering.standbyPerMonth).toBeCloseTo(sumOf(true) * (744 / 730) + sumOf(false), 4)
      }),
      { numRuns: 100 },
    )
  })
})

const isByHour = ({ unit }: CostItem): boolean => unit === 'h' || unit === 'server-hour'
const addAmount = (sum: number, { amount }: CostItem): number => sum + amount
