import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { domainsOf, worstFailure, type Placement } from '../../../../src/core/mapping/pools/failure-domains.ts'

const at = (over: Partial<Placement> = {}): Placement => ({
  datacenter: null,
  cluster: null,
  host: null,
  zone: null,
  ...over,
})
const onHosts = (...hosts: readonly string[]): readonly Placement[] => hosts.map((host) => at({ host }))

describe('the worst failure', () => {
  it('of one domain is that of the host with the most VMs', () => {
    const worst = worstFailure(onHosts('a', 'b', 'b', 'c', 'b', 'c'), 1)

    expect(worst).toEqual({ domains: [{ kind: 'host', name: 'b' }], hit: 3 })
  })

  it('of two is that of the two largest', () => {
    const worst = worstFailure(onHosts('a', 'b', 'b', 'c', 'b', 'c'), 2)

    expect(worst.hit).toBe(5)
    expect(worst.domains.map(({ name }) => name)).toEqual(['b', 'c'])
  })

  it('of more domains than there are is that of all', () => {
    expect(worstFailure(onHosts('a', 'b'), 3).hit).toBe(2)
  })

  it('counts a VM of which nothing is known whatever fails', () => {
    expect(worstFailure([...onHosts('a', 'b'), at(), at()], 1).hit).toBe(3)
    expect(worstFailure([at(), at()], 1)).toEqual({ domains: [], hit: 2 })
  })

  it('takes the zone where neither host nor cluster is known, and the datacenter last', () => {
    const worst = worstFailure([at({ zone: 'z1' }), at({ zone: 'z1', datacenter: 'd' }), at({ datacenter: 'd' })], 1)

    expect(worst).toEqual({ domains: [{ kind: 'zone', name: 'z1' }], hit: 2 })
  })

  it('of a cluster that one VM is known by hits all VMs on the hosts in it', () => {
    const placements = [
      at({ host: 'a', cluster: 'x' }),
      at({ host: 'b', cluster: 'x' }),
      at({ cluster: 'x' }),
      at({ host: 'c', cluster: 'y' }),
      at({ host: 'c', cluster: 'y' }),
    ]

    expect(worstFailure(placements, 1)).toEqual({ domains: [{ kind: 'cluster', name: 'x' }], hit: 3 })
    expect(worstFailure(placements, 2).hit).toBe(5)
  })

  it('does not count a VM twice that two failed domains hit', () => {
    const placements = [at({ host: 'a', cluster: 'x' }), at({ host: 'a', cluster: 'x' }), at({ cluster: 'x' })]

    expect(worstFailure(placements, 2).hit).toBe(3)
  })
})

const name = (of: string) => fc.option(fc.constantFrom(`${of}1`, `${of}2`, `${of}3`, `${of}4`), { nil: null })
/** Any placement, also clusters that are stretched over zones. */
const anyPlacement = fc.record({ host: name('h'), cluster: name('c'), zone: name('z'), datacenter: name('d') })

/** Every set of so many of the domains, or of all where there are fewer. */
const subsets = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  size === 0 || items.length === 0
    ? [[]]
    : items.flatMap((item, index) => subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]))

describe('by enumeration of all failures', () => {
  it('none is worse, and the named one hits as many', () => {
    fc.assert(
      fc.property(fc.array(anyPlacement, { maxLength: 14 }), fc.integer({ min: 1, max: 3 }), (placements, failures) => {
        const hitBy = (failed: ReturnType<typeof domainsOf>): number =>
          placements.filter(
            (one) =>
              Object.values(one).every((value) => value === null) ||
              failed.some(({ kind, name: domain }) => one[kind] === domain),
          ).length

        const worst = worstFailure(placements, failures)

        const all = subsets(domainsOf(placements), failures).map(hitBy)
        expect(worst.hit).toBe(Math.max(...all))
        expect(hitBy(worst.domains)).toBe(worst.hit)
        expect(worst.domains.length).toBeLessThanOrEqual(failures)
      }),
      { numRuns: 500 },
    )
  })

  it('a further failure never hits fewer, and never more than the members', () => {
    fc.assert(
      fc.property(fc.array(anyPlacement, { maxLength: 40 }), (placements) => {
        const [one = 0, two = 0, three = 0] = [1, 2, 3].map((failures) => worstFailure(placements, failures).hit)

        expect(one).toBeLessThanOrEqual(two)
        expect(two).toBeLessThanOrEqual(three)
        expect(three).toBeLessThanOrEqual(placements.length)
      }),
    )
  })
})
