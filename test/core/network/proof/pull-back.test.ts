import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { everything, type RuleList } from '../../../../src/core/network/proof/packets.ts'
import {
  createPieces,
  domainOf,
  inverse,
  pullBack,
  pullBackList,
  pushForward,
  type Piece,
} from '../../../../src/core/network/proof/pull-back.ts'
import { intersect, intervalSet } from '../../../../src/model/intervals.ts'
import { aWorld, moveOf, range, values } from './tiny-world.ts'

const world = aWorld({ addresses: 24 })
const anyMove = moveOf(world)
const anySet = fc
  .array(fc.tuple(fc.nat({ max: 120 }), fc.nat({ max: 9 })), { maxLength: 6 })
  .map((runs) =>
    intervalSet(
      runs.map(([from, length]) => ({ lo: world.base + BigInt(from), hi: world.base + BigInt(from + length) })),
    ),
  )

const aPiece = (from: readonly [number, number], to: readonly [number, number]): Piece => ({
  from: range(...from)[0]!,
  to: range(...to)[0]!,
})

describe('a set carried through the address map', () => {
  it('comes back as its part that the map knows', () => {
    fc.assert(
      fc.property(anyMove, anySet, (move, set) => {
        const pieces = createPieces(move.pieces)

        expect(pullBack(pushForward(set, pieces), pieces)).toEqual(intersect(set, domainOf(pieces)))
        expect(pushForward(pullBack(set, pieces), pieces)).toEqual(intersect(set, domainOf(inverse(pieces))))
      }),
    )
  })

  it('is the images of its addresses, one by one', () => {
    fc.assert(
      fc.property(anyMove, anySet, (move, set) => {
        const images = [...move.images].filter(([from]) => set.some(({ lo, hi }) => lo <= from && from <= hi))

        expect(pushForward(set, createPieces(move.pieces))).toEqual(values(...images.map(([, to]) => to)))
      }),
    )
  })

  it('keeps the order where the map does', () => {
    const packed = createPieces([aPiece([10, 19], [100, 109]), aPiece([30, 34], [110, 114])])

    expect(pushForward(range(0, 32), packed)).toEqual(range(100, 112))
    expect(pullBack(range(105, 111), packed)).toEqual(intervalSet([...range(15, 19), ...range(30, 31)]))
  })
})

describe('the inverse of the address map', () => {
  it('undoes it, and its own inverse is the map', () => {
    fc.assert(
      fc.property(anyMove, anySet, (move, set) => {
        const pieces = createPieces(move.pieces)

        expect(pushForward(set, inverse(pieces))).toEqual(pullBack(set, pieces))
        expect(inverse(inverse(pieces))).toEqual(pieces)
      }),
    )
  })
})

describe('pieces of an address map', () => {
  it('are one piece where neighbours move alike', () => {
    const pieces = createPieces([aPiece([5, 9], [25, 29]), aPiece([0, 4], [20, 24]), aPiece([10, 10], [31, 31])])

    expect(pieces.byFrom).toEqual([aPiece([0, 9], [20, 29]), aPiece([10, 10], [31, 31])])
  })

  it.each([
    ['two go to one place', [aPiece([0, 4], [20, 24]), aPiece([5, 9], [24, 28])]],
    ['one place goes to two', [aPiece([0, 4], [20, 24]), aPiece([4, 8], [30, 34])]],
    ['a piece changes its length', [aPiece([0, 4], [20, 25])]],
    ['a piece is empty', [aPiece([4, 3], [20, 19])]],
  ])('are refused where %s', (_, pieces) => {
    expect(() => createPieces(pieces)).toThrow(RangeError)
  })
})

describe('a list in source addresses', () => {
  it('has its ports and outcomes as they were, and equal sets as one object', () => {
    const all = everything(4)
    const pieces = createPieces([aPiece([0, 9], [50, 59])])
    const box = { ...all, port: values(443), source: range(52, 70), destination: range(52, 70) }
    const list: RuleList = [{ id: 'a', outcome: 3, boxes: [box, { ...box, destination: all.destination }] }]

    const [rule] = pullBackList(list, pieces)

    expect(rule).toEqual({
      id: 'a',
      outcome: 3,
      boxes: [
        { ...box, source: range(2, 9), destination: range(2, 9) },
        { ...box, source: range(2, 9), destination: range(0, 9) },
      ],
    })
    expect(rule?.boxes[0]?.source).toBe(rule?.boxes[1]?.source)
  })
})
