import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strategies } from '../../../src/model/tier.ts'
import { aNeed } from '../../builders.ts'
import { aCatalogue, aComponent, aPolicy, aScopedVm, aTier, mapAll, mapOne } from './builders.ts'

const reserve = (tiers: readonly string[] = ['gold']) => ({ tiers, match: [] })
const standbyLines = (mapped: ReturnType<typeof mapOne>) =>
  mapped.mapping.assignments[0]!.cost.filter(({ phase }) => phase === 'standby').map(({ what, amount }) => [
    what,
    amount,
  ])

describe('a reservation', () => {
  it('holds the recovered component for 730 hours, where nothing of it runs', () => {
    const mapped = mapOne(aScopedVm(), {}, { policy: aPolicy({ reserve: reserve() }) })

    expect(standbyLines(mapped)).toEqual([
      ['replication', 14.6],
      ['plain volumes', 5],
      ['reserved s.medium', 73],
    ])
    expect(mapped.mapping.assignments[0]!.reservation).toEqual({ perMonth: 73, reserved: true })
  })

  it('holds the whole component beside the half that stands by warm', () => {
    const scoped = aScopedVm({}, aTier(['warm-standby']))

    const mapped = mapOne(scoped, {}, { policy: aPolicy({ reserve: reserve() }) })

    expect(standbyLines(mapped)).toEqual([
      ['s.small', 36.5],
      ['plain volumes', 5],
      ['reserved s.medium', 73],
    ])
  })

  it.each(['hot-standby', 'active-active'] as const)('is not needed in %s, which runs already', (strategy) => {
    const scoped = aScopedVm({}, aTier([strategy]))

    const { mapping } = mapOne(scoped, {}, { policy: aPolicy({ reserve: reserve() }) })

    expect(mapping.assignments[0]!.reservation).toBeUndefined()
    expect(mapping.reservations).toBeUndefined()
    expect(mapping.standbyPerMonth).toBe(78)
  })

  it('is priced for every VM that could have one, and paid for none by default', () => {
    const { mapping } = mapOne(aScopedVm())

    expect(mapping.assignments[0]!.reservation).toEqual({ perMonth: 73, reserved: false })
    expect(mapping.standbyPerMonth).toBe(19.6)
  })

  it('is for VMs of a tier or by a match, and is added up from no tier to all', () => {
    const gold = aTier(['pilot-light'])
    const tin = aTier(['backup-restore'], { id: 'tin', priority: 3 })
    const vms = [
      [aScopedVm({ id: 'a' }, tin), {}],
      [aScopedVm({ id: 'b' }, gold), {}],
      [aScopedVm({ id: 'c' }, tin), { vcpus: aNeed(4) }],
    ] as const
    const policy = aPolicy({ reserve: { tiers: ['gold'], match: [{ name: 'c' }] } })

    const { mapping } = mapAll(vms, { policy })

    expect(mapping.reservations).toEqual({
      chosen: { vms: 2, perMonth: 219 },
      steps: [
        { tierIds: [], vms: 0, perMonth: 0 },
        { tierIds: ['gold'], vms: 1, perMonth: 73 },
        { tierIds: ['gold', 'tin'], vms: 3, perMonth: 292 },
      ],
    })
  })

  it('takes no licence', () => {
    const components = [aComponent('s.medium', { perHour: 0.1, windowsPerHour: 0.05 })]
    const scoped = aScopedVm({ os: { name: 'Windows Server 2022', family: 'windows' } })

    const mapped = mapOne(
      scoped,
      {},
      { catalogue: aCatalogue({ components }), policy: aPolicy({ reserve: reserve() }) },
    )

    expect(standbyLines(mapped).at(-1)).toEqual(['reserved s.medium', 73])
  })

  it('for nobody is a finding', () => {
    const policy = aPolicy({ reserve: { tiers: ['lead'], match: [{ name: 'x' }] } })

    expect(mapOne(aScopedVm(), {}, { policy }).findings).toMatchObject([
      { code: 'map.limit-unused', subject: 'mapping.reserve.match[0]' },
      { code: 'map.limit-unused', subject: 'mapping.reserve.tiers' },
    ])
  })
})

describe('a commitment', () => {
  const year = { name: 'one year', percent: 28 }
  const hot = aScopedVm({}, aTier(['hot-standby']))

  it('takes its share off what runs while standing by, and off nothing else', () => {
    const { mapping } = mapOne(hot, {}, { policy: aPolicy({ commitments: [year] }) })

    const lines = mapping.assignments[0]!.cost.map(({ what, phase, unitPrice }) => [phase, what, unitPrice])
    expect(lines.slice(0, 2)).toEqual([
      ['standby', 's.medium, one year', 0.072],
      ['standby', 'plain volumes', 0.1],
    ])
    expect(lines[2]).toEqual(['recovered', 's.medium', 0.1])
  })

  it('is the first that matches', () => {
    const none = { ...year, name: 'of another family', match: { components: ['x.*'] } }
    const commitments = [none, year, { ...year, percent: 60 }]

    const { mapping, findings } = mapOne(hot, {}, { policy: aPolicy({ commitments }) })

    expect(mapping.standbyPerMonth).toBe(57.56)
    expect(findings).toMatchObject([{ code: 'map.limit-unused', subject: 'mapping.commitments[0]' }])
  })

  it('makes a component the cheapest that is not so on demand', () => {
    const components = [aComponent('a.one', { perHour: 0.1 }), aComponent('b.one', { perHour: 0.11 })]
    const commitments = [{ ...year, match: { components: ['b.*'] } }]

    const { mapping } = mapOne(hot, {}, { catalogue: aCatalogue({ components }), policy: aPolicy({ commitments }) })

    expect(mapping.assignments[0]!.offering.componentId).toBe('b.one')
  })
})

const rate = fc.integer({ min: 1, max: 40 }).map((cents) => cents / 100)

const worlds = fc.record({
  components: fc.array(fc.record({ vcpus: fc.constantFrom(1, 2, 4), perHour: rate, windowsPerHour: rate }), {
    minLength: 1,
    maxLength: 7,
  }),
  percents: fc.array(fc.record({ percent: fc.integer({ min: 1, max: 90 }), of: fc.integer({ min: 0, max: 6 }) }), {
    maxLength: 3,
  }),
  reserved: fc.boolean(),
  windows: fc.boolean(),
  drill: fc.constantFrom(0, 4, 500),
  allowed: fc.subarray([...strategies], { minLength: 1 }),
})

/** Two VMs, each with the cheapest of all pairs of what recovers and what stands by, by trying every component. */
describe('on any terms', () => {
  it.each([
    ['each VM by itself', false],
    ['all VMs at once', true],
  ])('nothing is cheaper for %s', (_, together) => {
    fc.assert(
      fc.property(worlds, ({ components: parts, percents, reserved, windows, drill, allowed }) => {
        const components = parts.map((one, index) => aComponent(`c${index}.x`, { memoryGiB: 8, ...one }))
        const commitments = percents.map(({ percent, of }) => ({
          name: 'term',
          percent,
          match: { components: [`c${of}.x`] },
        }))
        const policy = aPolicy({
          commitments,
          reserve: reserve(reserved ? ['gold'] : []),
          recoveredHoursPerMonth: drill,
          keepApart: together ? [{ match: { name: '*' }, by: 'zone' }] : [],
        })
        const os = windows ? ({ name: 'Windows', family: 'windows' } as const) : null
        const vms = ['a', 'b'].map((id) => [aScopedVm({ id, os, disks: [] }, aTier(allowed)), {}] as const)
        const catalogue = aCatalogue({ components })
        fc.pre(parts.some(({ vcpus }) => vcpus >= 2))

        const { mapping } = mapAll(vms, { catalogue, policy, zones: { perRegion: 3, ofSubnets: false } })

        const best = Math.min(
          ...allowed.flatMap((strategy) =>
            parts.flatMap((whole, index) => {
              if (whole.vcpus < 2) return []
              const off = (at: number): number => 1 - (percents.find(({ of }) => of === at)?.percent ?? 0) / 100
              const running = (at: number): number =>
                730 * (parts[at]!.perHour * off(at) + (windows ? parts[at]!.windowsPerHour : 0))
              // The cheapest half stands by; a warm standby is not chosen for what it saves in reservations.
              const half = Math.min(...parts.map((_one, at) => running(at)))
              const [machine, isWhole] =
                strategy === 'warm-standby'
                  ? [half, running(index) - half < 1e-6]
                  : strategy === 'hot-standby' || strategy === 'active-active'
                    ? [running(index), true]
                    : [strategy === 'pilot-light' ? 730 * 0.02 : 0, false]
              const held = reserved && !isWhole ? 730 * whole.perHour : 0
              return [machine + held + drill * (whole.perHour + (windows ? whole.windowsPerHour : 0))]
            }),
          ),
        )
        expect(mapping.solution.status).toBe('optimal')
        expect(mapping.solution.value).toBeCloseTo(2 * best, 3)
      }),
      { numRuns: together ? 60 : 300 },
    )
  })

  it('the lines of every price add up to its total', () => {
    fc.assert(
      fc.property(worlds, ({ components: parts, percents, reserved, allowed }) => {
        const components = parts.map((one, index) => aComponent(`c${index}.x`, { memoryGiB: 8, ...one }))
        const commitments = percents.map(({ percent }) => ({ name: 'term', percent }))
        const policy = aPolicy({ commitments, reserve: reserve(reserved ? ['gold'] : []) })

        const { mapping } = mapOne(aScopedVm({}, aTier(allowed)), {}, { catalogue: aCatalogue({ components }), policy })

        for (const { cost, offering } of mapping.assignments) {
          const standby = cost.filter(({ phase }) => phase === 'standby')
          expect(standby.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(offering.standbyPerMonth, 6)
          for (const { amount, quantity, unitPrice } of standby) expect(amount).toBeCloseTo(quantity * unitPrice, 6)
        }
      }),
    )
  })
})
