import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NetworkTranslation } from '../../../../src/model/network-translation.ts'
import { carryToAws, carryToAzure, type Carried } from '../../../builders-filters.ts'
import { orderedWorld, permissionWorld } from './generated.ts'

const RUNS = 120
const proven = ['structural', 'equal']

/** Null for a translation that is proven; else all that is needed to see why it is not. */
function faultOf({ proof, translation }: Carried): string | null {
  if (proven.includes(proof.verdict)) return null
  const { packetFilters, securityRules } = translation
  return JSON.stringify([proof.differences, proof.missing, packetFilters, securityRules], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString(16) : value,
  )
}

describe('filters carried over to the other kind of platform', () => {
  it('let the same connections through: groups of permissions as ordered filters', () => {
    fc.assert(
      fc.property(permissionWorld, (world) => {
        const carried = carryToAzure(world)

        expect(faultOf(carried)).toBeNull()
        expect(carried.translation.securityGroups).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('let the same connections through: ordered filters as groups of permissions', () => {
    fc.assert(
      fc.property(orderedWorld, (world) => {
        const carried = carryToAws(world)

        expect(faultOf(carried)).toBeNull()
        expect(carried.translation.packetFilters).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('let the same connections through: ordered filters as ordered filters', () => {
    fc.assert(
      fc.property(orderedWorld, (world) => {
        const carried = carryToAzure(world)

        expect(faultOf(carried)).toBeNull()
      }),
      { numRuns: RUNS },
    )
  })

  it('differ, or are proven anyway, where an entry is taken out: a proof never leaves it open', () => {
    let different = 0
    fc.assert(
      fc.property(permissionWorld, fc.nat(), (world, which) => {
        const carried = carryToAzure(world)
        const { verdict } = carried.prove(withoutEntry(carried.translation, which))

        if (verdict === 'different') different++
        expect([...proven, 'different']).toContain(verdict)
      }),
      { numRuns: RUNS },
    )

    expect(different).toBeGreaterThan(RUNS / 10)
  })

  it('differ, or are proven anyway, where a rule is taken out', () => {
    let different = 0
    fc.assert(
      fc.property(orderedWorld, fc.nat(), (world, which) => {
        const carried = carryToAws(world)
        const { securityRules } = carried.translation
        const left = securityRules.filter((_, index) => index !== which % Math.max(1, securityRules.length))
        const { verdict } = carried.prove({ ...carried.translation, securityRules: left })

        if (verdict === 'different') different++
        expect([...proven, 'different']).toContain(verdict)
      }),
      { numRuns: RUNS },
    )

    expect(different).toBeGreaterThan(RUNS / 10)
  })
})

function withoutEntry(translation: NetworkTranslation, which: number): NetworkTranslation {
  const { packetFilters } = translation
  const [filter, ...rest] = packetFilters.slice(which % packetFilters.length)
  if (!filter) return translation
  const entries = filter.entries.filter((_, index) => index !== which % filter.entries.length)
  const before = packetFilters.slice(0, which % packetFilters.length)
  return { ...translation, packetFilters: [...before, { ...filter, entries }, ...rest] }
}
