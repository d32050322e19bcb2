/** A small change of a translated list is either found, with a packet that shows it, or changes nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDice, makeList, makePieces, moveList } from '../../../../bench/proof/lists.ts'
import { compareLists, type Compared } from '../../../../src/core/network/proof/compare.ts'
import {
  dimensions,
  maximumOf,
  type Dimension,
  type Packet,
  type RuleList,
} from '../../../../src/core/network/proof/packets.ts'
import { domainOf, pullBackList } from '../../../../src/core/network/proof/pull-back.ts'
import { decide } from '../../../../src/core/network/proof/walk.ts'
import { anyMutation, mutate } from './mutate.ts'
import { agree, aWorld, listIn, moved, moveOf } from './tiny-world.ts'

/** Every difference is one in the lists as they are written; says whether there is one. */
function isShown(compared: Compared, source: RuleList, target: RuleList): boolean {
  if (compared.verdict === 'equal') return false
  expect(compared.verdict).toBe('different')
  expect(compared.differences.length).toBeGreaterThan(0)
  for (const { packet, image } of compared.differences)
    expect(decide(source, packet).outcome).not.toBe(decide(target, { ...packet, ...image }).outcome)
  return true
}

describe('a mutant of a list over few packets', () => {
  it('is never called equal if any packet tells it apart', () => {
    const world = aWorld({ addresses: 4, ports: 4 })
    const counts = { equal: 0, different: 0 }
    const anyList = listIn(world, 5).filter((list) => list.length > 0)

    fc.assert(
      fc.property(anyList, moveOf(world), anyMutation, (source, move, mutation) => {
        const target = mutate(moved(source, move, 4), mutation)

        const compared = compareLists({ family: 4, source, target, pieces: move.pieces })

        const isFound = isShown(compared, source, target)
        expect(agree(world, { source, target, ...move })).toBe(!isFound)
        counts[isFound ? 'different' : 'equal']++
      }),
      { numRuns: 2200 },
    )
    expect(counts.different).toBeGreaterThan(300)
    expect(counts.equal).toBeGreaterThan(300)
  })
})

describe.each([4, 6] as const)('a mutant of a list like those of real sites (IPv%i)', (family) => {
  const pieces = makePieces(family)
  const domain = domainOf(pieces)

  it.each(['allows', 'ordered'] as const)(
    'is never called equal if a packet near the change tells it apart (%s)',
    (kind) => {
      const source = makeList({ family, rules: 60, kind })
      const translated = moveList(source, pieces, family)
      const counts = { equal: 0, different: 0 }

      fc.assert(
        fc.property(anyMutation, fc.nat(), (mutation, seed) => {
          const target = mutate(translated, mutation)

          const compared = compareLists({ family, source, target, pieces })

          const isFound = isShown(compared, source, target)
          counts[isFound ? 'different' : 'equal']++
          if (isFound) return
          const pulled = pullBackList(target, pieces)
          for (const packet of packetsAtEnds(changedRules(source, pulled), seed))
            expect(decide(pulled, packet).outcome).toBe(decide(source, packet).outcome)
        }),
        { numRuns: 100 },
      )
      expect(counts.different).toBeGreaterThan(20)
    },
  )

  /** Packets whose every coordinate is an end of a rule, or next to one. */
  function packetsAtEnds(rules: RuleList, seed: number): readonly Packet[] {
    const dice = createDice(seed)
    const choices = dimensions.map((dimension) => endsOf(rules, dimension))
    const pick = (values: readonly bigint[] = []): bigint => values[dice(values.length)] ?? 0n
    return Array.from({ length: rules.length > 0 ? 60 : 0 }, () => ({
      protocol: Number(pick(choices[0])),
      port: Number(pick(choices[1])),
      source: pick(choices[2]),
      destination: pick(choices[3]),
      sourcePort: Number(pick(choices[4])),
    }))
  }

  function endsOf(rules: RuleList, dimension: Dimension): readonly bigint[] {
    const isAddress = dimension === 'source' || dimension === 'destination'
    const known = isAddress ? domain : [{ lo: 0n, hi: maximumOf(dimension, family) }]
    return rules
      .flatMap(({ boxes }) => boxes.flatMap((box) => box[dimension]))
      .flatMap(({ lo, hi }) => [lo - 1n, lo, hi, hi + 1n])
      .filter((value) => known.some(({ lo, hi }) => lo <= value && value <= hi))
  }
})

/** The rules that only one of two lists has. */
function changedRules(one: RuleList, other: RuleList): RuleList {
  const spell = (rule: RuleList[number]): string =>
    JSON.stringify([rule.outcome, rule.boxes], (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
  const without = (list: RuleList, known: RuleList): RuleList => {
    const texts = new Set(known.map(spell))
    return list.filter((rule) => !texts.has(spell(rule)))
  }
  return [...without(one, other), ...without(other, one)]
}
