import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MapSiteInput } from '../../../../src/core/mapping/draft-mapping.ts'
import { traceFrontier } from '../../../../src/core/mapping/optimise/frontier.ts'
import { frontierQuestion, readFrontier, standingOf } from '../../../../src/core/mapping/shared/frontier.ts'
import { defaultTiers } from '../../../../src/model/tier.ts'
import { loadHighsSolver } from '../../../../src/workers/highs-solver.ts'
import { aDemand } from '../../../builders.ts'
import { aNetwork } from '../../../builders-network.ts'
import { REGION, aCatalogue, aPolicy, aRecoveryModel, aScopedVm, mapSite } from '../builders.ts'

const solver = await loadHighsSolver({ secondsPerQuestion: () => 30 })

const anEstate = (tierIds: readonly number[], over: Partial<MapSiteInput> = {}): MapSiteInput => ({
  vms: tierIds.map((tier, index) => aScopedVm({ id: `vm-${index}`, name: `vm-${index}` }, defaultTiers[tier])),
  demands: new Map(tierIds.map((_, index) => [`vm-${index}`, aDemand({ vmId: `vm-${index}` })])),
  catalogue: aCatalogue(),
  region: REGION,
  policy: aPolicy(),
  recovery: aRecoveryModel(),
  site: { region: null, network: aNetwork() },
  quotas: [],
  zones: { perRegion: 3, ofSubnets: true },
  kept: new Map(),
  ...over,
})

function traced(input: MapSiteInput, points = 8) {
  const asked = frontierQuestion(input)
  const options = { solver, seed: 1, targetGap: 0, shouldStop: () => false, limit: asked.limit, points }
  const found = traceFrontier(asked.question.instance, options)
  return readFrontier(asked, { points: found, outOfTime: false }, standingOf(mapSite(input).mapping, input))
}

describe('the frontier of cost and exposure', () => {
  it('costs more from point to point and leaves less exposed, each point proved', () => {
    const tiers = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(tiers, (tierIds) => {
        const { points } = traced(anEstate(tierIds))

        for (const [index, point] of points.entries()) {
          const before = points[index - 1]
          expect(point.costPerMonth).toBeGreaterThan(before?.costPerMonth ?? -1)
          expect(point.exposure).toBeLessThan(before?.exposure ?? Infinity)
          expect(point.gap).toBe(0)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('has no point that the plan is both cheaper and safer than', () => {
    const { points, chosen } = traced(anEstate([0, 1, 2, 3, 4]), 12)

    expect(points.length).toBeGreaterThan(4)
    expect(points.filter((one) => one.costPerMonth > chosen.costPerMonth && one.exposure > chosen.exposure)).toEqual([])
  })

  it('counts a promise as kept only if it is with all that the VM waits for', () => {
    // Two of tier 1 (30 min): pilot light brings each back after 30 min, and the one that waits after 47.
    const db = aScopedVm({ id: 'vm-0', name: 'db' }, defaultTiers[1])
    const web = aScopedVm({ id: 'vm-1', name: 'web', dependsOn: ['db'] }, defaultTiers[1])
    const { points, chosen } = traced({ ...anEstate([1, 1]), vms: [db, web] }, 12)

    expect(chosen.keeping).toBe(2)
    const pilots = points.find(({ strategies }) => strategies['pilot-light'] === 2)
    expect(pilots).toMatchObject({ keeping: 1, longestRtoMinutes: 47 })
    expect(points.filter(({ keeping, costPerMonth }) => keeping === 2 && costPerMonth < chosen.costPerMonth)).toEqual(
      [],
    )
  })

  it('keeps to stock that is stated, and forgets the budget', () => {
    const policy = aPolicy({
      budgetPerMonth: 1,
      limits: [{ name: 'medium', of: 'vms', components: ['s.medium'], most: 1 }],
    })
    const { points } = traced(anEstate([0, 1, 2], { policy }))

    expect(points.length).toBeGreaterThan(1)
    expect(points.every(({ costPerMonth }) => costPerMonth > 1)).toBe(true)
  })

  it('says why there is none', () => {
    const policy = aPolicy({ limits: [{ name: 'machines', of: 'vms', most: 1 }] })
    const { points, none } = traced(anEstate([2, 2], { policy }))

    expect(points).toEqual([])
    expect(none).toContain('machines (at most 1 VM; 2 are the least that these VMs can do with)')
  })
})
