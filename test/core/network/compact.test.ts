import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAddressMap, imageOf } from '../../../src/core/network/address-map.ts'
import { compact, type CompactQuestion } from '../../../src/core/network/compact.ts'
import { ruleGrowth } from '../../../src/core/network/rule-growth.ts'
import type { CrowdedSubnet } from '../../../src/core/network/range-tree.ts'
import {
  contains,
  containsAddress,
  formatCidr,
  lastOf,
  overlaps,
  parseCidr,
  type Cidr,
} from '../../../src/model/cidr.ts'
import { someLimits } from '../../builders-network.ts'
import { randomCompaction } from '../../support/random-compaction.ts'

const crowd = (
  id: string,
  block: string,
  { places, ...over }: { places: readonly number[] } & Partial<CrowdedSubnet>,
): CrowdedSubnet => {
  const cidr = parseCidr(block)
  return {
    id,
    block: cidr,
    hosts: places.map((place) => cidr.network + BigInt(place)),
    unknown: 0,
    whole: [],
    longestPrefix: 28,
    ...over,
  }
}

const places = (count: number, step = 1): readonly number[] =>
  Array.from({ length: count }, (_, index) => 4 + index * step)

const ask = (over: Partial<CompactQuestion> & Pick<CompactQuestion, 'subnets'>) =>
  compact({ from: parseCidr('10.0.0.0/20'), to: parseCidr('10.9.0.0/22'), named: [], limits: someLimits(), ...over })

const solved = (question: Parameters<typeof ask>[0]) => {
  const answer = ask(question)
  if (!answer.ok) throw new Error(`a /${answer.needed} is needed`)
  return answer.compaction
}

describe('a block made smaller', () => {
  it('keeps subnets as they are where there is room for all of them', () => {
    const { rule, subnets } = solved({
      subnets: [crowd('a', '10.0.0.0/24', { places: [9] }), crowd('b', '10.0.8.0/24', { places: [9] })],
    })

    expect(rule).toBe('offset')
    expect([...subnets.values()].map(formatCidr)).toEqual(['10.9.0.0/24', '10.9.1.0/24'])
  })

  it('keeps blocks that rules name one block each, the finest grain that fits', () => {
    const named = ['10.0.1.0/24', '10.0.4.0/26', '10.0.15.128/25'].map(parseCidr)
    const { rule, ranges } = solved({
      subnets: [crowd('all', '10.0.0.0/20', { places: [300, 301, 1030, 1031, 1032, 4000] })],
      named,
    })

    expect(rule).toBe('compacted')
    expect(ranges.map(({ from }) => formatCidr(from)).toSorted()).toEqual(named.map(formatCidr).toSorted())
    expect(ranges.some((one) => ranges.some((other) => one !== other && overlaps(one.to, other.to)))).toBe(false)
  })

  it('gives up the finest blocks first', () => {
    // Nine hosts in each of eight /28: kept, these need 128 addresses beside what the subnet reserves.
    const starts = [0, 1, 2, 3, 4, 10, 11, 12].map((index) => 16 + index * 256)
    const hosts = starts.flatMap((start) => Array.from({ length: 9 }, (_, index) => start + index))
    const fine = starts.map((start) => `10.0.${start >> 8}.16/28`)
    const tight = solved({
      to: parseCidr('10.9.0.0/25'),
      subnets: [crowd('all', '10.0.0.0/20', { places: hosts })],
      named: [...fine, '10.0.0.0/21'].map(parseCidr),
    })

    expect(tight.rule).toBe('compacted')
    expect(tight.ranges.map(({ from }) => formatCidr(from))).toEqual(['10.0.0.0/21'])
  })

  it('packs hosts where no named block fits, and subnets keep their order', () => {
    const { rule, seats, subnets } = solved({
      to: parseCidr('10.9.0.0/24'),
      subnets: [
        crowd('b', '10.0.8.0/21', { places: places(50, 7) }),
        crowd('a', '10.0.0.0/21', { places: places(40, 9) }),
      ],
    })

    expect(rule).toBe('packed')
    expect(seats.size).toBe(90)
    expect((subnets.get('a')?.network ?? 0n) < (subnets.get('b')?.network ?? 0n)).toBe(true)
  })

  it('takes 600 and 1,019 hosts of a /20 into a /22, and not 1,020', () => {
    const hosts = (count: number) => [crowd('all', '10.0.0.0/20', { places: places(count, 4) })]

    expect(ask({ subnets: hosts(600) }).ok).toBe(true)
    expect(ask({ subnets: hosts(1019) }).ok).toBe(true)
    expect(ask({ subnets: hosts(1020) })).toEqual({ ok: false, needed: 21 })
  })

  it('keeps prefixes of cards as long as they are, and aligned', () => {
    const prefix = parseCidr('10.0.0.64/28')
    const { ranges } = solved({ subnets: [crowd('all', '10.0.0.0/20', { places: places(3), whole: [prefix] })] })

    expect(ranges.map(({ from, to }) => [formatCidr(from), to.prefixLength])).toEqual([['10.0.0.64/28', 28]])
  })

  it('never makes a subnet smaller than its name asks for', () => {
    const { subnets } = solved({
      subnets: [
        crowd('gw', '10.0.0.0/21', { places: [9], longestPrefix: 26 }),
        crowd('a', '10.0.8.0/21', { places: [9] }),
      ],
    })

    expect(subnets.get('gw')?.prefixLength).toBeLessThanOrEqual(26)
  })
})

const anyCrowd = fc.record({
  hosts: fc.array(fc.nat({ max: 4093 }), { minLength: 1, maxLength: 60 }),
  cut: fc.boolean(),
  named: fc.array(fc.record({ length: fc.integer({ min: 21, max: 31 }), at: fc.nat({ max: 4095 }) }), {
    maxLength: 12,
  }),
  to: fc.integer({ min: 22, max: 25 }),
})

const questionOf = ({
  hosts,
  cut,
  named,
  to,
}: typeof anyCrowd extends fc.Arbitrary<infer Value> ? Value : never): CompactQuestion => {
  const from = parseCidr('10.0.0.0/20')
  const values = [...new Set(hosts)].toSorted((a, b) => a - b)
  const low = values.filter((value) => value < 2048)
  const subnets = cut
    ? [
        crowd('low', '10.0.0.0/21', { places: low }),
        crowd('high', '10.0.8.0/21', { places: values.filter((value) => value >= 2048).map((value) => value - 2048) }),
      ]
    : [crowd('all', '10.0.0.0/20', { places: values })]
  const blocks = named.map(({ length, at }): Cidr => ({
    family: 4,
    network: from.network + ((BigInt(at) >> BigInt(32 - length)) << BigInt(32 - length)),
    prefixLength: length,
  }))
  return { from, to: { ...parseCidr('10.9.0.0/16'), prefixLength: to }, subnets, named: blocks, limits: someLimits() }
}

describe('every block made smaller', () => {
  it('keeps hosts apart, in order, in their subnet and off what is reserved', () => {
    fc.assert(
      fc.property(anyCrowd, (parts) => {
        const question = questionOf(parts)
        const answer = compact(question)
        if (!answer.ok) return
        const { seats, subnets, rule } = answer.compaction

        const sources = [...seats.keys()].toSorted((a, b) => (a < b ? -1 : 1))
        const targets = sources.map((source) => seats.get(source) ?? 0n)
        expect(targets.every((value, index) => index === 0 || value > (targets[index - 1] ?? 0n))).toBe(true)
        for (const { id, hosts } of question.subnets) {
          const block = subnets.get(id)
          if (!block) throw new Error('a subnet has no block')
          expect(contains(question.to, block)).toBe(true)
          const seated = hosts.map((host) => seats.get(host) ?? 0n)
          expect(seated.every((value) => containsAddress(block, { family: 4, value }))).toBe(true)
          const free = seated.every((value) => value >= block.network + 4n && value < lastOf(block))
          expect(free || rule === 'offset').toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('has every kept block as one block that holds its hosts and no other', () => {
    fc.assert(
      fc.property(anyCrowd, (parts) => {
        const question = questionOf(parts)
        const answer = compact(question)
        if (!answer.ok || answer.compaction.rule === 'offset') return
        const { seats, ranges, subnets } = answer.compaction
        const moves = [...seats].map(
          ([from, to]) => ({ from: { family: 4, value: from }, to: { family: 4, value: to } }) as const,
        )
        const pairs = question.subnets.map(({ id, block }) => ({ from: block, to: subnets.get(id) ?? block }))
        const map = createAddressMap([], moves, [{ from: question.from, to: question.to }, ...ranges, ...pairs])

        for (const { from, to } of ranges) {
          const [only, ...more] = imageOf(map, from)
          expect(more).toEqual([])
          expect(only).toEqual(to)
          for (const move of moves) expect(containsAddress(to, move.to)).toBe(containsAddress(from, move.from))
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('rules after compaction', () => {
  it('of 600 hosts in a /20 become at most 5 blocks in the mean, and more than 30 when addresses are handed out as they come', () => {
    const { named, ordered, handedOut } = randomCompaction({ hosts: 600, rules: 400, seed: 5 })

    const growth = ruleGrowth(named, ordered)
    expect(growth?.mean).toBeLessThanOrEqual(5)
    expect(growth?.most).toBeLessThanOrEqual(20)
    expect(ruleGrowth(named, handedOut)?.mean).toBeGreaterThan(30)
  })
})
