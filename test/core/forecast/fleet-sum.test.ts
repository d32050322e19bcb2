import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addFleet, frameOf } from '../../../src/core/forecast/fleet.ts'
import { spanOf } from '../../../src/core/forecast/fleet-fill.ts'
import { openFleet } from '../../../src/core/forecast/fleet-sum.ts'
import { aMember, fleets } from './fleets.ts'

describe('a fleet that is added as its series come', () => {
  it('is the fleet of all members at once', () => {
    fc.assert(
      fc.property(fleets, (members) => {
        const spans = members.flatMap(({ grid }) => (grid && spanOf(grid, 'p95')) ?? [])
        const fleet = openFleet(frameOf(spans), { metric: 'cpu' })

        for (const member of members) fleet.add(member)

        expect(fleet.demand()).toEqual(addFleet(members, { metric: 'cpu' }))
      }),
    )
  })

  it('has neither sum nor members when nothing is known of them', () => {
    const fleet = openFleet(frameOf([]), { metric: 'cpu' })

    fleet.add({ vmId: 'a', grid: undefined, allocated: null })

    expect(fleet.demand()).toBeNull()
  })

  it('lists members by id, in whichever order they came', () => {
    const fleet = openFleet(frameOf([]), { metric: 'cpu' })

    for (const vmId of ['c', 'a', 'b']) fleet.add({ vmId, grid: undefined, allocated: vmId === 'b' ? null : 2 })

    expect(fleet.demand()).toMatchObject({ peakOfSums: 4, members: [{ vmId: 'a' }, { vmId: 'c' }], unknown: ['b'] })
  })

  it('refuses a VM that comes twice', () => {
    const fleet = openFleet(frameOf([]), { metric: 'cpu' })
    fleet.add(aMember('a', [1]))

    expect(() => fleet.add(aMember('a', [1]))).toThrow('a fails over twice.')
  })
})
