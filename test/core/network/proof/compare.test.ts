import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareLists, type Compared, type ConfirmedDifference } from '../../../../src/core/network/proof/compare.ts'
import { everything, type Box, type Rule, type RuleList } from '../../../../src/core/network/proof/packets.ts'
import { decide } from '../../../../src/core/network/proof/walk.ts'
import { anyMutation, mutate } from './mutate.ts'
import { agree, aWorld, listIn, moved, moveOf, packetsOf, range, values, type Move, type World } from './tiny-world.ts'

const all = everything(4)
const identity = [{ from: all.source[0]!, to: all.source[0]! }]

const aRule = (id: string, over: Partial<Box> = {}, outcome = 1): Rule => ({
  id,
  outcome,
  boxes: [{ ...all, ...over }],
})

const compare = (source: RuleList, target: RuleList, over: Partial<Parameters<typeof compareLists>[0]> = {}) =>
  compareLists({ family: 4, source, target, pieces: identity, ...over })

const when = (...symbols: readonly (readonly [string, boolean])[]) => ({ symbols: new Map(symbols) })

/** Each difference shown is one, by walking both lists. */
function expectShown(compared: Compared, source: RuleList, target: RuleList): void {
  if (compared.verdict === 'equal') return
  const shown: readonly ConfirmedDifference[] = compared.differences
  for (const { packet, image, before, after } of shown) {
    expect(decide(source, packet)).toEqual(before)
    expect(decide(target, { ...packet, ...image })).toEqual(after)
    expect(before.outcome).not.toBe(after.outcome)
  }
}

const variants = (world: World) =>
  fc.tuple(listIn(world), listIn(world), moveOf(world), fc.nat({ max: 3 }), anyMutation)

/** The translation, once with a mutation, or another list. */
function targetOf(
  [source, other, move, kind, mutation]: [RuleList, RuleList, Move, number, Parameters<typeof mutate>[1]],
  world: World,
) {
  const base = moved(kind === 0 ? other : source, move, world.family)
  return kind < 3 && base.length > 0 ? mutate(base, mutation) : base
}

describe('the verdict on two lists', () => {
  it.each([
    ['IPv4', aWorld(), 250],
    ['IPv6', aWorld({ family: 6 }), 150],
    ['16 IPv4 addresses', aWorld({ addresses: 16 }), 40],
  ])('is that of trying every packet (%s)', (_, world, numRuns) => {
    const seen = new Set<string>()

    fc.assert(
      fc.property(variants(world), (variant) => {
        const [source, , move] = variant
        const target = targetOf(variant, world)

        const compared = compareLists({ family: world.family, source, target, pieces: move.pieces })

        expect(compared.verdict).toBe(agree(world, { source, target, ...move }) ? 'equal' : 'different')
        expectShown(compared, source, target)
        seen.add(compared.verdict)
      }),
      { numRuns },
    )
    expect([...seen].sort()).toEqual(['different', 'equal'])
  })

  it('is equal for a list that went through the address map', () => {
    const world = aWorld({ family: 6 })

    fc.assert(
      fc.property(listIn(world, 12), moveOf(world), (source, move) => {
        const target = moved(source, move, 6)

        expect(compareLists({ family: 6, source, target, pieces: move.pieces }).verdict).toBe('equal')
      }),
      { numRuns: 100 },
    )
  })

  it('does not depend on how the rules are cut into boxes', () => {
    const source = [aRule('both', { port: range(80, 443) })]
    const target = [aRule('high', { port: range(200, 443) }), aRule('low', { port: range(80, 300) })]

    expect(compare(source, target)).toMatchObject({ verdict: 'equal' })
  })

  it('is equal only with a reason: a domain without addresses leaves it undetermined', () => {
    expect(compare([], [], { pieces: [] })).toMatchObject({
      verdict: 'undetermined',
      missing: ['an address in the domain of the proof'],
    })
  })

  it('is undetermined at the node limit, though the lists are equal', () => {
    const lists = Array.from({ length: 40 }, (_, index) =>
      aRule(`r${index}`, { port: range(index, 3 * index), source: range(7 * index, 9 * index) }),
    )

    const compared = compare(lists, lists, { nodeLimit: 30 })

    expect(compared).toEqual({ verdict: 'undetermined', missing: ['node limit 30'], differences: [] })
  })

  it('refuses an address map whose pieces overlap', () => {
    const twice = [...identity, { from: range(0, 1)[0]!, to: range(5, 6)[0]! }]

    expect(() => compare([], [], { pieces: twice })).toThrow(RangeError)
  })
})

describe('a difference', () => {
  it('names the packet, its image, and the rules that decide on both sides', () => {
    const pieces = [{ from: range(100, 199)[0]!, to: range(500, 599)[0]! }]
    const source = [aRule('web', { protocol: values(6), port: values(80), source: range(110, 119) })]
    const target = [aRule('web-2', { protocol: values(6), port: values(80, 81), source: range(510, 519) })]

    const compared = compare(source, target, { pieces })

    expect(compared).toEqual({
      verdict: 'different',
      more: false,
      differences: [
        {
          direction: 'newly-allowed',
          box: {
            protocol: values(6),
            port: values(81),
            source: range(110, 119),
            destination: range(100, 199),
            sourcePort: all.sourcePort,
          },
          packet: { protocol: 6, port: 81, source: 110n, destination: 100n, sourcePort: 0 },
          image: { source: 510n, destination: 500n },
          before: { outcome: 0, ruleId: null },
          after: { outcome: 1, ruleId: 'web-2' },
          conditions: new Map(),
        },
      ],
    })
  })

  it('says when what was allowed is denied now, and when another outcome changed', () => {
    const denied = compare([aRule('a')], [aRule('a', {}, 0)])
    const rerouted = compare([aRule('a', {}, 7)], [aRule('a', {}, 8)])

    expect(denied).toMatchObject({ differences: [{ direction: 'now-denied', before: { ruleId: 'a' } }] })
    expect(rerouted).toMatchObject({ differences: [{ direction: 'changed', after: { outcome: 8 } }] })
  })

  it('outside the addresses that are asked about is none', () => {
    const [source, target] = [[aRule('a', { source: range(0, 9) })], [aRule('a', { source: range(0, 19) })]]

    expect(compare(source, target, { restrict: { source: range(0, 9) } }).verdict).toBe('equal')
    expect(compare(source, target, { restrict: { source: range(0, 10) } }).verdict).toBe('different')
    expect(compare(source, target, { pieces: [{ from: range(0, 9)[0]!, to: range(0, 9)[0]! }] }).verdict).toBe('equal')
  })

  it('is shown among at most as many as are wanted, and it is said that there are more', () => {
    const target = [1, 3, 5, 7].map((port) => aRule(`r${port}`, { port: values(port), source: range(0, port) }))

    const few = compare([], target, { most: 3 })
    const allOfThem = compare([], target, { most: 4 })

    expect(few).toMatchObject({ more: true })
    expect(few.verdict === 'different' && few.differences).toHaveLength(3)
    expect(allOfThem).toMatchObject({ more: false })
  })
})

describe('a set that nobody can list', () => {
  const unlistable = new Set(['sg-unknown'])
  const fromGroup = aRule('group', { port: values(443), ...when(['sg-unknown', true]) })
  const ordinary = aRule('ordinary', { port: values(22), source: range(1, 9) })

  it('does not stand in the way of a proof when both sides name it alike', () => {
    expect(compare([fromGroup, ordinary], [ordinary, fromGroup], { unlistable }).verdict).toBe('equal')
  })

  it('is neither empty nor everybody: a list without its rule is undetermined, and names it', () => {
    const compared = compare([fromGroup, ordinary], [ordinary], { unlistable })

    expect(compared).toMatchObject({
      verdict: 'undetermined',
      missing: ['sg-unknown'],
      differences: [{ direction: 'now-denied', conditions: new Map([['sg-unknown', true]]) }],
    })
  })

  it('does not hide an ordinary rule that is missing as well', () => {
    const compared = compare([fromGroup, ordinary], [], { unlistable })

    expect(compared).toMatchObject({
      verdict: 'different',
      differences: [{ before: { ruleId: 'ordinary' }, conditions: new Map() }],
    })
  })

  it('gives a difference with a condition when someone can list it', () => {
    const tagged = aRule('tag', { port: values(443), ...when(['Storage', true]) })

    const compared = compare([tagged], [], { unlistable })

    expect(compared).toMatchObject({
      verdict: 'different',
      differences: [{ conditions: new Map([['Storage', true]]), packet: { symbols: new Map([['Storage', true]]) } }],
    })
  })

  it('makes no difference where what it holds cannot matter', () => {
    const inside = aRule('in', { port: values(443), ...when(['sg-unknown', true]) })
    const outside = aRule('out', { port: values(443), ...when(['sg-unknown', false]) })

    expect(compare([inside, outside], [aRule('any', { port: values(443) })], { unlistable }).verdict).toBe('equal')
  })

  it('decides only the direction of a difference that is there in any case', () => {
    const source = [aRule('in', when(['sg-unknown', true]))]
    const target = [aRule('out', when(['sg-unknown', false]))]

    const compared = compare(source, target, { unlistable })

    expect(compared).toMatchObject({
      verdict: 'different',
      differences: [
        { direction: 'newly-allowed', conditions: new Map([['sg-unknown', false]]) },
        { direction: 'now-denied', conditions: new Map([['sg-unknown', true]]) },
      ],
    })
  })

  it('gets the verdict of trying every packet with every content', () => {
    const world = aWorld({ addresses: 2, ports: 3 })
    const anySymbols = fc.constantFrom(
      when(),
      when(['sg-unknown', true]),
      when(['Storage', false]),
      when(['sg-unknown', false], ['Storage', true]),
    )
    const anyList = fc
      .tuple(listIn(world, 3), fc.tuple(anySymbols, anySymbols, anySymbols))
      .map(([list, symbols]) =>
        list.map((rule, at) => ({ ...rule, boxes: rule.boxes.map((box) => ({ ...box, ...symbols[at] })) })),
      )
    const seen = new Set<string>()

    fc.assert(
      fc.property(anyList, fc.option(anyList), moveOf(world), (source, other, move) => {
        const target = moved(other ?? source.toReversed(), move, 4)

        const compared = compareLists({ family: 4, source, target, pieces: move.pieces, unlistable })

        expect(compared.verdict).toBe(verdictByTrying(world, { source, target, ...move }))
        expectShown(compared, source, target)
        seen.add(compared.verdict)
      }),
      { numRuns: 300 },
    )
    expect([...seen].sort()).toEqual(['different', 'equal', 'undetermined'])
  })
})

/** A packet differs for certain if it does for both contents of the unknown group, whatever the tag's content. */
function verdictByTrying(world: World, { source, target, images }: { source: RuleList; target: RuleList } & Move) {
  const verdicts = new Set<string>()
  const at = (address: bigint): bigint => images.get(address) ?? -1n
  for (const packet of packetsOf(world, images.keys()))
    for (const tag of [false, true]) {
      const differs = [false, true].map((group) => {
        const one = { ...packet, ...when(['sg-unknown', group], ['Storage', tag]) }
        const image = { ...one, source: at(one.source), destination: at(one.destination) }
        return decide(source, one).outcome !== decide(target, image).outcome
      })
      verdicts.add(differs.every(Boolean) ? 'different' : differs.some(Boolean) ? 'undetermined' : 'equal')
    }
  return ['different', 'undetermined', 'equal'].find((verdict) => verdicts.has(verdict))
}
