import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BugError } from '../../../../src/errors.ts'
import { createAxis, spansOf, valuesOf } from '../../../../src/core/network/proof/axis.ts'
import { intersect, intervalSet } from '../../../../src/model/intervals.ts'
import { range, values } from './tiny-world.ts'

const anySet = fc
  .array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 9 })), { maxLength: 5 })
  .map((runs) => intervalSet(runs.map(([from, length]) => ({ lo: BigInt(from), hi: BigInt(from + length) }))))

describe('an axis', () => {
  it('gives back the part of a set that is in its domain', () => {
    fc.assert(
      fc.property(anySet, fc.array(anySet), (domain, sets) => {
        const axis = createAxis(domain, new Set(sets))

        for (const set of sets) expect(valuesOf(axis, spansOf(axis, set))).toEqual(intersect(set, domain))
      }),
    )
  })

  it('has as few atoms as the sets tell apart, however scattered the domain is', () => {
    const hosts = values(1, 5, 9, 13, 17)
    const [below, some] = [range(0, 10), range(4, 7)]

    const axis = createAxis(hosts, new Set([below, some, range(0, 1000)]))

    expect(axis.starts).toHaveLength(4)
    expect(spansOf(axis, below)).toEqual([0, 2])
    expect(spansOf(axis, some)).toEqual([1, 1])
  })

  it('joins what overlaps in a set that is not in order', () => {
    const set = [...range(6, 9), ...range(1, 3), ...range(2, 5)]
    const axis = createAxis(range(0, 100), new Set([set]))

    expect(valuesOf(axis, spansOf(axis, set))).toEqual(range(1, 9))
  })

  it('knows no set that it was not made for', () => {
    expect(() => spansOf(createAxis(range(0, 9), new Set()), range(1, 2))).toThrow(BugError)
  })
})
