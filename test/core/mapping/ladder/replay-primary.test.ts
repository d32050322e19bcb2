import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { primaryFindings } from '../../../../src/core/mapping/ladder/primary-findings.ts'
import { replayPrimary } from '../../../../src/core/mapping/ladder/replay-primary.ts'
import type { Placement } from '../../../../src/core/mapping/pools/failure-domains.ts'
import { defaultTiers } from '../../../../src/model/tier.ts'
import { aSite, aVm } from '../../../builders.ts'

const at = (host: string | null, cluster: string | null = null, zone: string | null = null): Placement => ({
  datacenter: null,
  cluster,
  host,
  zone,
})

const named = (prefix: string) => fc.option(fc.integer({ min: 1, max: 3 }).map((number) => `${prefix}${number}`))

const estates = fc
  .array(fc.record({ host: named('h'), cluster: named('c'), zone: named('z') }), { minLength: 1, maxLength: 6 })
  .map((all) => new Map(all.map(({ host, cluster, zone }, index) => [`vm-${index}`, at(host, cluster, zone)])))

const kinds = { host: ['host'], zone: ['host', 'cluster', 'zone'] } as const

/** Every one and every two of all hosts, clusters and zones there are, and whom they take down. */
function allFailures(placements: ReadonlyMap<string, Placement>, by: keyof typeof kinds) {
  const domains = kinds[by].flatMap((kind) =>
    [...new Set([...placements.values()].flatMap((one) => one[kind] ?? []))].map((name) => ({ kind, name })),
  )
  const down = (failed: readonly (typeof domains)[number][]): readonly string[] =>
    [...placements].flatMap(([id, one]) => (failed.some(({ kind, name }) => one[kind] === name) ? [id] : []))
  return {
    singles: domains.map((one) => down([one])),
    doubles: domains.flatMap((one, index) => domains.slice(index + 1).map((two) => down([one, two]))),
  }
}

const texts = (sets: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(sets.map((one) => one.join()))].sort()

describe('failures of the primary site', () => {
  it.each(['host', 'zone'] as const)('apart by %s: finds what trying every single one finds', (by) => {
    fc.assert(
      fc.property(estates, (placements) => {
        const { singles } = replayPrimary([...placements.keys()], placements, by)

        const tried = allFailures(placements, by).singles.filter((down) => down.length > 1)
        expect(texts(singles.map(({ down }) => down))).toEqual(texts(tried))
      }),
    )
  })

  it.each(['host', 'zone'] as const)('apart by %s: finds whether any two take all down, as trying them does', (by) => {
    fc.assert(
      fc.property(estates, (placements) => {
        const { doubles } = replayPrimary([...placements.keys()], placements, by)

        const { singles, doubles: pairs } = allFailures(placements, by)
        const isAll = (down: readonly string[]): boolean => down.length === placements.size
        const expected = placements.size >= 3 && !singles.some(isAll) && pairs.some(isAll)
        expect(doubles.length > 0).toBe(expected)
        expect(doubles.every(({ down, failed }) => isAll(down) && failed.length === 2)).toBe(true)
      }),
    )
  })

  it('names the finest that takes down the same', () => {
    const placements = new Map([
      ['a', at('h1', 'c1', 'z1')],
      ['b', at('h1', 'c1', 'z1')],
    ])

    expect(replayPrimary(['a', 'b'], placements, 'zone').singles).toEqual([
      { failed: [{ kind: 'host', name: 'h1' }], down: ['a', 'b'] },
    ])
  })

  it('lets VMs that are apart by host share a rack', () => {
    const placements = new Map([
      ['a', at('h1', 'c1')],
      ['b', at('h2', 'c1')],
    ])

    expect(replayPrimary(['a', 'b'], placements, 'host').singles).toEqual([])
  })

  it('says which pair, by which rule, and what fails', () => {
    const scoped = ['a', 'b', 'c'].map((id) => ({
      vm: aVm({ id, name: `web-${id}`, placement: at(id === 'c' ? 'esx-2' : 'esx-1') }),
      tier: defaultTiers[0]!,
      application: 'shop',
    }))

    const found = primaryFindings([{ match: { name: 'web-*' }, by: 'host' }], scoped, aSite())

    expect(found.map(({ message, affected }) => [message, affected])).toEqual([
      [
        'web-a and web-b are to be kept apart, and go down together at the primary site when host esx-1 fails.',
        ['a', 'b'],
      ],
      [
        'web-a, web-b and web-c are to be kept apart, and go down together at the primary site when host esx-1 and host esx-2 fail.',
        ['a', 'b', 'c'],
      ],
    ])
  })
})
