import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseOption, type Option } from '../../../../src/core/mapping/choose.ts'
import { openRules } from '../../../../src/core/mapping/open-rules.ts'
import { openEstate } from '../../../../src/core/mapping/shared/chain-times.ts'
import { deadlinesFor } from '../../../../src/core/mapping/shared/chains.ts'
import { UNITS, valueOf } from '../../../../src/core/mapping/value.ts'
import { resolveDependencies } from '../../../../src/core/plan/dependencies.ts'
import { timeRecovery } from '../../../../src/core/plan/waves.ts'
import type { ScopedVm } from '../../../../src/model/scoped-vm.ts'
import { backAfter, recoveryTerms } from '../../../../src/model/recovery-terms.ts'
import { strategies } from '../../../../src/model/tier.ts'
import { aDemand } from '../../../builders.ts'
import { aNetwork } from '../../../builders-network.ts'
import { REGION, aCatalogue, aPolicy, aRecoveryModel, aScopedVm, aTier, mapSite } from '../builders.ts'

/** Pilot light is back after 30 min, warm standby after 24, hot standby after 4; a chain adds all but the first 12. */
const tierOf = (rtoMinutes: number | null) =>
  aTier(['hot-standby', 'warm-standby', 'pilot-light'], { id: `rto-${rtoMinutes}`, rtoMinutes })

const vmNamed = (id: string, rtoMinutes: number | null, dependsOn: readonly string[] = []): ScopedVm =>
  aScopedVm({ id, name: id, dependsOn: [...dependsOn] }, tierOf(rtoMinutes))

const mapThem = (vms: readonly ScopedVm[]) =>
  mapSite({ vms, demands: new Map(vms.map(({ vm }) => [vm.id, aDemand({ vmId: vm.id })])) }).mapping

const strategiesOf = (mapping: ReturnType<typeof mapThem>): readonly string[] =>
  mapping.assignments.map(({ offering }) => offering.strategy)

describe('a chain of VMs that need one another', () => {
  it('is as cheap as each by itself while that is in time', () => {
    expect(strategiesOf(mapThem([vmNamed('db', 60), vmNamed('web', 60, ['db'])]))).toEqual([
      'pilot-light',
      'pilot-light',
    ])
  })

  it('gets as little more as keeps the promise, and says for whom', () => {
    // By themselves both are back after 30 min, but web begins only after 29: 47.
    const mapping = mapThem([vmNamed('db', 30), vmNamed('web', 30, ['db'])])

    expect(strategiesOf(mapping).toSorted()).toEqual(['hot-standby', 'pilot-light'])
    const moved = mapping.assignments.find(({ offering }) => offering.strategy === 'hot-standby')
    expect(moved?.insteadOf?.strategy).toBe('pilot-light')
    expect(moved?.reason).toMatch(
      /but (it waits for what it needs, and would be late|web, which needs it, must be back within 30 min)\.$/,
    )
    expect(mapping.solution).toMatchObject({ status: 'optimal', gap: 0 })
    expect(mapping.solution.method).toContain('1 VM must be back sooner than by themselves')
  })

  it('is left as it is where nothing would help', () => {
    const only = aTier(['pilot-light'], { rtoMinutes: 30 })
    const vms = [
      aScopedVm({ id: 'db', name: 'db' }, only),
      aScopedVm({ id: 'web', name: 'web', dependsOn: ['db'] }, only),
    ]

    expect(strategiesOf(mapThem(vms))).toEqual(['pilot-light', 'pilot-light'])
  })

  it('is left out where it bites its own tail', () => {
    const vms = [vmNamed('a', 30, ['b']), vmNamed('b', 30, ['a'])]

    expect(strategiesOf(mapThem(vms))).toEqual(['pilot-light', 'pilot-light'])
  })
})

const rules = openRules({
  catalogue: aCatalogue(),
  region: REGION,
  policy: aPolicy(),
  recovery: aRecoveryModel(),
  kept: new Map(),
  site: { region: null, network: aNetwork() },
})

/** One option by each strategy of its tier that keeps its own promise. */
const optionsOf = (scoped: ScopedVm): readonly Option[] =>
  strategies.flatMap((strategy) => {
    if (!scoped.tier.strategies.includes(strategy)) return []
    const alone = { ...scoped, tier: { ...scoped.tier, strategies: [strategy] } }
    const choice = chooseOption(alone, aDemand({ vmId: scoped.vm.id }), rules)
    return choice.kind === 'option' && choice.option.time.rtoExcess === 0 ? [choice.option] : []
  })

/** In the order of the list, in which everything comes after what it needs. */
function lateIn(vms: readonly ScopedVm[], chosen: readonly Option[]): readonly string[] {
  const ends = new Map<string, number>()
  return vms.flatMap(({ vm, tier }, index) => {
    const needed = Math.max(0, ...vm.dependsOn.map((id) => ends.get(id) ?? 0))
    const { end, served } = backAfter(recoveryTerms(chosen[index]!.time.achieved), needed)
    ends.set(vm.id, end)
    return served > (tier.rtoMinutes ?? Infinity) ? [vm.id] : []
  })
}

/** The cheapest combination of which no VM is late that need not be; by trying all. */
function cheapestInTime(vms: readonly ScopedVm[]): { readonly value: number; readonly late: readonly string[] } {
  const options = vms.map(optionsOf)
  const fastest = options.map(
    (own) => own.toSorted((a, b) => a.time.achieved.rtoMinutes - b.time.achieved.rtoMinutes)[0]!,
  )
  const unavoidable = lateIn(vms, fastest)
  let best = Infinity
  const walk = (chosen: readonly Option[], value: number): void => {
    const own = options[chosen.length]
    if (!own) {
      if (lateIn(vms, chosen).every((id) => unavoidable.includes(id))) best = Math.min(best, value)
      return
    }
    for (const option of own) walk([...chosen, option], value + valueOf(option, vms[chosen.length]!, rules))
  }
  walk([], 0)
  return { value: best / UNITS['least-cost'], late: unavoidable }
}

const estates = fc
  .array(fc.record({ rto: fc.constantFrom(28, 30, 45, 60, 90, null), needs: fc.array(fc.nat(4), { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((machines) =>
    machines.map(({ rto, needs }, index) =>
      vmNamed(`vm-${index}`, rto, [...new Set(needs.filter((one) => one < index).map((one) => `vm-${one}`))]),
    ),
  )

describe('the chains of a small estate', () => {
  it('cost as little as any combination that is in time, and are in time as the plan counts it', () => {
    fc.assert(
      fc.property(estates, (vms) => {
        const mapping = mapThem(vms)

        const { value, late } = cheapestInTime(vms)
        const timings = timeRecovery(
          vms,
          resolveDependencies(vms),
          new Map(mapping.assignments.map((one) => [one.vmId, one])),
        )
        const lateNow = vms.filter(({ vm, tier }) => timings.get(vm.id)!.served > (tier.rtoMinutes ?? Infinity))
        expect(mapping.solution.value).toBeCloseTo(value, 6)
        expect(lateNow.every(({ vm }) => late.includes(vm.id))).toBe(true)
      }),
      { numRuns: 120 },
    )
  })

  it('are mended one by one to the same end, at no less cost', () => {
    fc.assert(
      fc.property(estates, (vms) => {
        const demands = new Map(vms.map(({ vm }) => [vm.id, aDemand({ vmId: vm.id })]))
        const taken = vms.flatMap((scoped) => {
          const choice = chooseOption(scoped, demands.get(scoped.vm.id)!, rules)
          return choice.kind === 'option' ? [{ scoped, option: choice.option }] : []
        })
        const deadlines = deadlinesFor(openEstate({ vms, demands, rules }), taken) ?? new Map()
        const chosen = vms.map((scoped) => {
          const choice = chooseOption(scoped, demands.get(scoped.vm.id)!, { ...rules, deadlines })
          return choice.kind === 'option' ? choice.option : null
        })

        const { value, late } = cheapestInTime(vms)
        const own = chosen.reduce((sum, option, index) => sum + valueOf(option!, vms[index]!, rules), 0)
        expect(lateIn(vms, chosen as Option[]).every((id) => late.includes(id))).toBe(true)
        expect(own / UNITS['least-cost']).toBeGreaterThanOrEqual(value - 1e-6)
      }),
      { numRuns: 120 },
    )
  })
})
