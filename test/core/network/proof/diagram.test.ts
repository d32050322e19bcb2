import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boxesOf } from '../../../../src/core/network/proof/boxes-of.ts'
import {
  apply,
  build,
  createDiagrams,
  type Built,
  type Diagram,
  type Diagrams,
} from '../../../../src/core/network/proof/diagram.ts'
import { everything, type Packet, type Rule, type RuleList } from '../../../../src/core/network/proof/packets.ts'
import { createSpace } from '../../../../src/core/network/proof/space.ts'
import { decide } from '../../../../src/core/network/proof/walk.ts'
import { aWorld, listIn, packetsOf, range, values } from './tiny-world.ts'

const world = aWorld({ addresses: 4, ports: 4 })
const addresses = Array.from({ length: world.addresses }, (_, index) => world.base + BigInt(index))
const all = everything(4)

const within = (diagram: Built): Diagram => {
  if (diagram === 'over-limit') throw new Error('The node limit was reached.')
  return diagram
}

const diagramsOf = (...lists: readonly RuleList[]): Diagrams => createDiagrams(createSpace({ family: 4, lists }))

/** What a diagram says of a packet: the outcome whose boxes hold it. */
function outcomeIn(
  diagrams: Diagrams,
  root: Diagram,
  outcomes: readonly number[],
): (packet: Packet) => readonly number[] {
  const lists = outcomes.map((outcome): Rule[] => [
    { id: 'boxes', outcome: 1, boxes: boxesOf(diagrams, root, { outcome }).boxes },
  ])
  return (packet) => outcomes.filter((_, index) => decide(lists[index]!, packet).outcome === 1)
}

describe('the diagram of a list', () => {
  it('says of every packet what the first rule says that holds it, and nothing else', () => {
    const someOutcomes = listIn(world).map((list) =>
      list.map((rule, at) => ({ ...rule, outcome: (rule.outcome + at) % 4 })),
    )

    fc.assert(
      fc.property(someOutcomes, (list) => {
        const diagrams = diagramsOf(list)

        const outcomeOf = outcomeIn(diagrams, within(build(diagrams, list)), [0, 1, 2, 3])

        for (const packet of packetsOf(world, addresses))
          expect(outcomeOf(packet)).toEqual([decide(list, packet).outcome])
      }),
      { numRuns: 40 },
    )
  })

  it('is one node with that of any list that means the same', () => {
    fc.assert(
      fc.property(listIn(world, 10), (list) => {
        const allowing = list.map((rule) => ({ ...rule, outcome: 1 }))
        const cut = allowing.flatMap(({ boxes, ...rule }) => boxes.map((box) => ({ ...rule, boxes: [box] })))
        const diagrams = diagramsOf(allowing, cut)

        expect(build(diagrams, cut.toReversed())).toBe(build(diagrams, allowing))
      }),
    )
  })

  it('is one for thousands of rules too', () => {
    const list = Array.from({ length: 3000 }, (_, index): Rule => {
      const source = range(16 * index, 16 * index + 15)
      return { id: `r${index}`, outcome: 1, boxes: [{ ...all, port: values((index * 7919) % 6000), source }] }
    })
    const diagrams = diagramsOf(list)

    expect(build(diagrams, list.toReversed())).toBe(build(diagrams, list))
    expect(build(diagrams, list.slice(1))).not.toBe(build(diagrams, list))
  })

  it('is not there when the node limit is reached, whatever the limit', () => {
    const list = [1, 2, 3, 4].map((n): Rule => {
      return { id: `r${n}`, outcome: 1, boxes: [{ ...all, port: range(n, 9 * n), source: range(n * n, 40 * n) }] }
    })
    const space = createSpace({ family: 4, lists: [list] })
    const whole = createDiagrams(space)
    const enough = (build(whole, list), whole.table.nodes)

    const built = Array.from({ length: enough + 2 }, (_, limit) => build(createDiagrams(space, limit), list))

    expect(built.slice(0, 8)).toEqual(Array(8).fill('over-limit'))
    expect(built.lastIndexOf('over-limit')).toBe(enough - 1)
  })

  it('cannot have an outcome that is not a whole number from 0', () => {
    const list: RuleList = [{ id: 'a', outcome: -1, boxes: [all] }]
    const diagrams = diagramsOf(list)

    expect(() => build(diagrams, list)).toThrow(RangeError)
  })

  it('cannot be made of a space without packets', () => {
    const space = createSpace({ family: 4, lists: [], domain: { source: [] } })

    expect(() => createDiagrams(space)).toThrow(RangeError)
  })
})

describe('two diagrams put together', () => {
  it.each([
    ['and', (a: number, b: number) => a & b],
    ['or', (a: number, b: number) => a | b],
    ['exclusive or', (a: number, b: number) => a ^ b],
  ])('by %s say of every packet what the operation makes of both', (_, operation) => {
    fc.assert(
      fc.property(listIn(world, 4), listIn(world, 4), (left, right) => {
        const diagrams = diagramsOf(left, right)
        const both = [within(build(diagrams, left)), within(build(diagrams, right))] as const

        const outcomeOf = outcomeIn(diagrams, within(apply(diagrams, both, operation)), [0, 1])

        for (const packet of packetsOf(world, addresses))
          expect(outcomeOf(packet)).toEqual([operation(decide(left, packet).outcome, decide(right, packet).outcome)])
      }),
      { numRuns: 15 },
    )
  })
})
