import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxesOf } from '../../../../src/core/network/proof/boxes-of.ts'
import { build, createDiagrams } from '../../../../src/core/network/proof/diagram.ts'
import { everything, type Box, type Rule, type RuleList } from '../../../../src/core/network/proof/packets.ts'
import { createSpace, type Domain } from '../../../../src/core/network/proof/space.ts'
import { decide } from '../../../../src/core/network/proof/walk.ts'
import { aWorld, listIn, packetsOf, range, values } from './tiny-world.ts'

const all = everything(4)

function allowedBy(list: RuleList, { most, domain = {} }: { most?: number; domain?: Domain } = {}) {
  const diagrams = createDiagrams(createSpace({ family: 4, lists: [list], domain }))
  const root = build(diagrams, list)
  if (root === 'over-limit') throw new Error('The node limit was reached.')
  return boxesOf(diagrams, root, { outcome: 1, ...(most !== undefined && { most }) })
}

const aRule = (over: Partial<Box>, outcome = 1): Rule => ({ id: 'rule', outcome, boxes: [{ ...all, ...over }] })

describe('the boxes that a filter allows', () => {
  it('hold what the filter allows, each packet once', () => {
    const world = aWorld({ addresses: 4, ports: 4 })
    const addresses = Array.from({ length: world.addresses }, (_, index) => world.base + BigInt(index))

    fc.assert(
      fc.property(listIn(world), (list) => {
        const { boxes, more } = allowedBy(list)

        const single = boxes.map((box): RuleList => [{ id: 'box', outcome: 1, boxes: [box] }])
        expect(more).toBe(false)
        for (const packet of packetsOf(world, addresses)) {
          const holding = single.filter((one) => decide(one, packet).outcome === 1)
          expect(holding).toHaveLength(decide(list, packet).outcome)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are few: what a denial leaves of a block is one box', () => {
    const list = [aRule({ source: range(20, 29) }, 0), aRule({ port: values(80, 443), source: range(0, 99) })]

    const { boxes } = allowedBy(list)

    expect(boxes).toEqual([{ ...all, port: values(80, 443), source: [...range(0, 19), ...range(30, 99)] }])
  })

  it('are one where parts of different rules make a box together', () => {
    const wide = aRule({ port: values(80), source: range(0, 9) })
    const both = aRule({ port: values(443), source: range(0, 9) })
    const apart = aRule({ port: values(443), source: range(50, 59), destination: range(3, 4) })

    const { boxes } = allowedBy([wide, both, apart])

    expect(boxes).toEqual([
      { ...all, port: values(80, 443), source: range(0, 9) },
      { ...all, port: values(443), source: range(50, 59), destination: range(3, 4) },
    ])
  })

  it('are inside the domain that was asked about', () => {
    const { boxes } = allowedBy([aRule({ source: range(0, 99) })], {
      domain: { source: [...range(5, 9), ...range(90, 110)] },
    })

    expect(boxes).toEqual([{ ...all, source: [...range(5, 9), ...range(90, 99)] }])
  })

  it('name the sets that a peer must be in or not in', () => {
    const list = [aRule({ symbols: new Map([['Storage', true]]) }, 0), aRule({ port: values(443) })]

    expect(allowedBy(list).boxes).toEqual([{ ...all, port: values(443), symbols: new Map([['Storage', false]]) }])
  })

  it('are as many as were asked for, with a word that there are more', () => {
    const list = [1, 2, 3, 4].map((n) => aRule({ port: values(n), source: range(n, 10 * n) }))

    expect(allowedBy(list, { most: 3 })).toMatchObject({ boxes: { length: 3 }, more: true })
    expect(allowedBy(list, { most: 4 })).toMatchObject({ boxes: { length: 4 }, more: false })
  })
})
