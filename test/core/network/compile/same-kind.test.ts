import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carryToAws } from '../../../builders-filters.ts'
import { permissionWorld } from './generated.ts'

describe('groups of permissions carried over to a platform that has them too', () => {
  it('let the same connections through', () => {
    fc.assert(
      fc.property(permissionWorld, (world) => {
        const { proof, translation } = carryToAws(world)

        expect(['structural', 'equal']).toContain(proof.verdict)
        expect(translation.memberGroups).toEqual([])
      }),
      { numRuns: 120 },
    )
  })
})
