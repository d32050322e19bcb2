import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareScenarios } from '../../../src/core/scenario/compare.ts'
import { createFinding } from '../../../src/model/finding.ts'
import { anOffering } from '../../builders-plan.ts'
import { aTier } from '../plan/builders.ts'
import { aDrilled, aMappedScenario, aMapping, anAssigned } from '../../builders-scenario.ts'
import { aSite, aVm } from '../../builders.ts'

const site = aSite({ vms: [aVm({ id: 'a', name: 'alpha' }), aVm({ id: 'b' })] })

test('the first is compared with nothing, the others with the first', () => {
  const base = aMappedScenario(aMapping([anAssigned('a', 10)]), { config: aDrilled(4) })
  const other = aMappedScenario(aMapping([anAssigned('a', 7)]), { name: 'other', config: aDrilled(4) })

  const { scenarios } = compareScenarios(site, base, [other])

  expect(scenarios.map(({ difference }) => difference)).toEqual([
    null,
    { standbyPerMonth: -3, recoveredPerDay: 0, perYear: expect.closeTo(-36), share: expect.closeTo(-36 / 124.8) },
  ])
  expect(scenarios[0]?.cost).toMatchObject({ perYear: expect.closeTo(12 * 10 + 12 * 4 * 0.1), drillHoursPerMonth: 4 })
})

test('a scenario that is the first again differs in nothing', () => {
  const base = aMappedScenario(aMapping([anAssigned('a', 10), anAssigned('b', 5)]))

  const [, same] = compareScenarios(site, base, [base]).scenarios

  expect(same).toMatchObject({ difference: { perYear: 0, share: 0 }, vmDifferences: [] })
})

test('differences of VMs add up to that of the totals, whatever comes, goes or changes its price', () => {
  const vmIds = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const cents = fc.integer({ min: 0, max: 1_000_000 }).map((amount) => amount / 100)
  const mappings = fc
    .uniqueArray(fc.record({ vmId: vmIds, standbyPerMonth: cents, recoveredPerHour: cents }), {
      selector: ({ vmId }) => vmId,
    })
    .map((vms) => aMapping(vms.map(({ vmId, ...price }) => anAssigned(vmId, 0, { offering: anOffering(price) }))))
  const hours = fc.integer({ min: 0, max: 20 }).map(aDrilled)

  fc.assert(
    fc.property(fc.tuple(mappings, hours), fc.tuple(mappings, hours), ([before, drilled], [after, otherwise]) => {
      const base = aMappedScenario(before, { config: drilled })
      const other = aMappedScenario(after, { config: otherwise })

      const [, outcome] = compareScenarios(site, base, [other]).scenarios

      const sum = outcome?.vmDifferences.reduce((total, { perYear }) => total + perYear, 0)
      expect(sum).toBeCloseTo(outcome?.difference?.perYear ?? Number.NaN, 4)
    }),
  )
})

test('VMs that differ are told apart: another component, another price, lost, and not planned any more', () => {
  const dearer = anAssigned('b', 8)
  const lost = { vmId: 'c', tierId: '3', constraint: 'vCPU', needed: '9', available: '8', reason: 'too large' }
  const base = aMappedScenario(aMapping(['a', 'b', 'c', 'd', 'e'].map((id) => anAssigned(id, 5))))
  const moved = anAssigned('a', 5, { offering: anOffering({ componentId: 'r7i.large' }) })
  const other = aMappedScenario(aMapping([moved, dearer, anAssigned('e', 5)], { unmapped: [lost] }))

  const [, outcome] = compareScenarios(site, base, [other]).scenarios

  const told = outcome?.vmDifferences.map(({ vmId, name, isOther, after }) => [vmId, name, isOther, after.state])
  expect(told).toEqual([
    ['c', 'c', true, 'unmapped'],
    ['d', 'd', true, 'not-planned'],
    ['b', 'b', false, 'mapped'],
    ['a', 'alpha', true, 'mapped'],
  ])
})

test('a promise is kept by a VM that is back in time and can run there; best effort promises nothing', () => {
  const late = { rtoMinutes: 9999, rpoMinutes: 1, terms: [] }
  const lost = { vmId: 'e', tierId: '1', constraint: 'vCPU', needed: '9', available: '8', reason: 'too large' }
  const assignments = [
    anAssigned('a', 1, { tierId: '3' }),
    anAssigned('b', 1, { tierId: '3', achieved: late }),
    anAssigned('c', 1, { tierId: '3' }),
    anAssigned('d', 1, { tierId: '4' }),
  ]
  const compatibility = [
    { vmId: 'a', verdict: 'ready', rules: [] },
    { vmId: 'c', verdict: 'not-ready', rules: [] },
  ] as const

  const [outcome] = compareScenarios(
    site,
    aMappedScenario(aMapping(assignments, { compatibility, unmapped: [lost] })),
    [],
  ).scenarios

  expect(outcome?.vms).toEqual({
    mapped: 4,
    unmapped: 1,
    promised: 4,
    keeping: 1,
    promisedLess: 0,
    compatibility: { ready: 1, conditional: 0, 'not-ready': 1, unknown: 0 },
    strategies: { 'backup-restore': 4 },
  })
})

test('a weaker tier, a weaker promise of a tier, and a VM left out promise less', () => {
  const tiers = [aTier('2'), aTier('3'), aTier('4')]
  const weaker = [{ ...aTier('2'), rpoMinutes: 120 }, aTier('3'), aTier('4')]
  const of = (tierIds: readonly string[], table = tiers) =>
    aMappedScenario(aMapping(tierIds.map((tierId, index) => anAssigned(`vm-${index}`, 1, { tierId }))), {
      config: { ...aDrilled(4), tiers: table },
    })

  const { scenarios } = compareScenarios(site, of(['2', '3', '4']), [
    of(['2', '3', '4']),
    of(['3', '4', '3']),
    of(['2', '3', '4'], weaker),
    of(['2']),
  ])

  // Best effort promises nothing, so leaving it out takes nothing away.
  expect(scenarios.map(({ vms }) => vms.promisedLess)).toEqual([0, 0, 2, 1, 1])
})

test('findings are counted by severity', () => {
  const found = createFinding('forecast.history-missing', { subject: 'x', message: 'y' })

  const [outcome] = compareScenarios(site, aMappedScenario(aMapping([]), { findings: [found, found] }), []).scenarios

  expect(outcome?.findings).toEqual({ error: 0, warning: 0, info: 0, [found.severity]: 2 })
})

test('money of two currencies has no difference, and neither has a share of nothing', () => {
  const base = aMappedScenario(aMapping([]))
  const euro = aMappedScenario(aMapping([anAssigned('a', 5)], { currency: 'EUR' }))
  const dollar = aMappedScenario(aMapping([anAssigned('a', 5)]))

  const { scenarios } = compareScenarios(site, base, [euro, dollar])

  expect(scenarios.map(({ difference }) => difference?.share)).toEqual([undefined, undefined, null])
  expect(scenarios[1]?.difference).toBeNull()
})
