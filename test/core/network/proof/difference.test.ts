import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { build, createDiagrams, type Diagram, type Diagrams } from '../../../../src/core/network/proof/diagram.ts'
import { differencesOf, type DifferenceOptions } from '../../../../src/core/network/proof/difference.ts'
import {
  dimensions,
  everything,
  type Box,
  type Packet,
  type Rule,
  type RuleList,
} from '../../../../src/core/network/proof/packets.ts'
import { createSpace, type Domain } from '../../../../src/core/network/proof/space.ts'
import { decide } from '../../../../src/core/network/proof/walk.ts'
import { aWorld, listIn, packetsOf, range, values } from './tiny-world.ts'

const all = everything(4)
const world = aWorld({ addresses: 4, ports: 4 })
const addresses = [0n, 1n, 2n, 3n].map((step) => world.base + step)

const aRule = (id: string, over: Partial<Box>): Rule => ({ id, outcome: 1, boxes: [{ ...all, ...over }] })

function differencesBetween(
  source: RuleList,
  target: RuleList,
  { domain = {}, ...options }: DifferenceOptions & { domain?: Domain } = {},
) {
  const diagrams = createDiagrams(createSpace({ family: 4, lists: [source, target], domain }))
  const found = differencesOf(diagrams, bothIn(diagrams, source, target), options)
  if (found === 'over-limit') throw new Error('The node limit was reached.')
  return found
}

function bothIn(diagrams: Diagrams, source: RuleList, target: RuleList): readonly [Diagram, Diagram] {
  const [before, after] = [build(diagrams, source), build(diagrams, target)]
  if (before === 'over-limit' || after === 'over-limit') throw new Error('The node limit was reached.')
  return [before, after]
}

const holds = (box: Box, packet: Packet): boolean =>
  decide([{ id: 'box', outcome: 1, boxes: [box] }], packet).outcome === 1

describe('the differences of two diagrams', () => {
  it('hold every packet for which the lists differ, with its outcomes, and no other', () => {
    fc.assert(
      fc.property(listIn(world), listIn(world), (source, target) => {
        const { found } = differencesBetween(source, target, { most: 1000 })

        for (const packet of packetsOf(world, addresses)) {
          const [before, after] = [decide(source, packet).outcome, decide(target, packet).outcome]
          const holding = found.filter(({ box }) => holds(box, packet))
          expect(holding.length > 0).toBe(before !== after)
          expect(holding.every((one) => one.before === before && one.after === after)).toBe(true)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are boxes that cannot be wider in any dimension', () => {
    const packets = packetsOf(world, addresses)
    const places = values(...addresses)

    fc.assert(
      fc.property(listIn(world), listIn(world), (source, target) => {
        const { found } = differencesBetween(source, target, { domain: { source: places, destination: places } })

        for (const { box, before, after } of found)
          for (const dimension of dimensions) {
            const line = packets.filter((packet) => holds({ ...box, [dimension]: all[dimension] }, packet))
            const isAlike = (packet: Packet): boolean =>
              decide(source, packet).outcome === before && decide(target, packet).outcome === after
            const slices = Map.groupBy(line, (packet) => packet[dimension])
            for (const slice of slices.values()) expect(slice.every(isAlike)).toBe(holds(box, slice[0]!))
          }
      }),
      { numRuns: 25 },
    )
  })

  it('are in one order, whatever the order of the rules', () => {
    const rules = [5, 3, 9].map((port) => aRule(`r${port}`, { port: values(port), source: range(port, 3 * port) }))

    const { found } = differencesBetween([], rules)

    expect(found).toEqual(differencesBetween([], rules.toReversed()).found)
    expect(found.map(({ box }) => box.port)).toEqual([values(3), values(5), values(9)])
  })

  it('are one wide box where rules overlap', () => {
    const { found } = differencesBetween(
      [],
      [aRule('a', { port: range(1, 9), source: range(0, 5) }), aRule('b', { port: range(1, 9), source: range(3, 8) })],
    )

    expect(found).toEqual([{ box: { ...all, port: range(1, 9), source: range(0, 8) }, before: 0, after: 1 }])
  })

  it('are none between equal lists', () => {
    const list = [aRule('a', { port: range(1, 9) })]

    expect(differencesBetween(list, [...list])).toEqual({ found: [], certain: false, more: false, dependsOn: [] })
  })

  it('name the unlistable symbols that they depend on, and no others', () => {
    const symbols = (name: string) => ({ symbols: new Map([[name, true]]) })
    const [known, one, two] = ['tag', 'sg-1', 'sg-2'].map((name, at) =>
      aRule(name, { port: values(at), ...symbols(name) }),
    )
    const unlistable = new Set(['sg-1', 'sg-2'])

    const depending = differencesBetween([known!, one!, two!], [known!, two!], { unlistable })
    const certain = differencesBetween([known!, one!], [], { unlistable })

    expect(depending).toMatchObject({ certain: false, dependsOn: ['sg-1'], found: { length: 1 } })
    expect(certain).toMatchObject({ certain: true, dependsOn: ['sg-1'], found: [{ box: { port: values(0) } }] })
  })
})
