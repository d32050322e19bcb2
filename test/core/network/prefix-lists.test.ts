import { describe, expect, it } from 'vitest'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { NetworkObjectOf } from '../../../src/model/network-objects.ts'
import type { SecurityRule } from '../../../src/model/network.ts'
import {
  aNetwork,
  aPolicy,
  aPrefixList,
  aRule,
  codesOf,
  messagesOf,
  someLimits,
  someRegions,
  translate,
  type Result,
} from '../../builders-network.ts'

type PrefixList = NetworkObjectOf<'prefix-list'>

const by = (id: string, listId: string): SecurityRule => aRule(id, { kind: 'prefix-list', prefixListId: listId })

const listed = (objects: readonly PrefixList[], rules = objects.map(({ id }) => by(`r-${id}`, id))): Result =>
  translate({ network: { objects, securityRules: rules } })

const blocksOf = ({ translation }: Result): readonly string[] =>
  translation.prefixLists.flatMap(({ blocks }) => blocks.map(formatCidr))

/** Rules of blocks, to fill a group. */
const plainRules = (many: number): readonly SecurityRule[] =>
  Array.from({ length: many }, (_, index) => aRule(`plain-${index}`, `203.0.113.${index}/32`))

describe("a list of the user's own", () => {
  it('moves with its blocks and keeps its size', () => {
    const result = listed([aPrefixList('pl-1', ['203.0.113.0/24', '10.0.0.0/24'], { name: 'offices', maxEntries: 5 })])

    expect(result.translation.prefixLists).toMatchObject([
      { from: 'pl-1', name: 'offices', managed: false, maxEntries: 5 },
    ])
    expect(blocksOf(result)).toEqual(['10.9.0.0/24', '203.0.113.0/24'])
    expect(result.translation.securityRules[0]?.peer).toEqual({
      kind: 'prefix-list',
      listKey: result.translation.prefixLists[0]?.key,
    })
  })

  it('is as large as it must be where its size is not known, and never of no size', () => {
    const sizesOf = (...blocks: string[]) =>
      listed([aPrefixList('pl-1', blocks)]).translation.prefixLists.map(({ maxEntries }) => maxEntries)

    expect(sizesOf('203.0.113.0/24', '198.51.100.0/24')).toEqual([2])
    expect(sizesOf()).toEqual([1])
  })

  it('is left out when no rule names it', () => {
    expect(listed([aPrefixList('pl-1', ['203.0.113.0/24'])], []).translation.prefixLists).toEqual([])
  })

  it('keeps IPv6 blocks, and says so', () => {
    const result = listed([aPrefixList('pl-1', ['2001:db8::/32'])])

    expect(blocksOf(result)).toEqual(['2001:db8::/32'])
    expect(messagesOf(result, 'network.ipv6-untranslated')).toContain('pl-1 still has 2001:db8::/32')
  })

  it('counts in a group by its size: 40 for 3 entries and 25 rules are over 60', () => {
    const list = aPrefixList('pl-1', ['203.0.113.0/24', '198.51.100.0/24', '192.0.2.0/24'], { maxEntries: 40 })

    const result = listed([list], [by('by-list', 'pl-1'), ...plainRules(25)])

    const finding = result.findings.find(({ code }) => code === 'network.limit')
    expect(finding?.message).toContain('has 65 rules, 40 of them for prefix lists')
    expect(finding?.message).toContain('the target allows 60')
    expect(finding?.suggestion).toContain('make prefix list pl-1 smaller: it has 3 entries and room for 40')
  })

  it('is no trouble in a group of just as many as are allowed', () => {
    const list = aPrefixList('pl-1', ['203.0.113.0/24'], { maxEntries: 35 })

    expect(codesOf(listed([list], [by('by-list', 'pl-1'), ...plainRules(25)]).findings)).not.toContain('network.limit')
  })
})

describe('a list that the platform keeps', () => {
  const managed = (name: string): PrefixList => aPrefixList('pl-s3', [], { name, managed: true })

  it('is the list of the same service in the recovery region, found by name', () => {
    const result = listed([managed('com.amazonaws.eu-west-1.s3')])

    expect(result.translation.prefixLists).toMatchObject([
      { name: 'com.amazonaws.eu-central-1.s3', managed: true, maxEntries: null, blocks: [] },
    ])
    expect(codesOf(result.findings)).toEqual([])
  })

  it('keeps its name where the region of the primary site is not known, and says so if the name has one', () => {
    const namesOf = (name: string) => {
      const { translation, findings } = translateNetwork({
        vms: [],
        network: aNetwork({ objects: [managed(name)], securityRules: [by('r', 'pl-s3')] }),
        policy: aPolicy(),
        limits: someLimits(),
        regions: { ...someRegions, primary: null },
      })
      return [translation.prefixLists.map((list) => list.name), codesOf(findings).includes('network.list-unclear')]
    }

    expect(namesOf('com.amazonaws.eu-west-1.s3')).toEqual([['com.amazonaws.eu-west-1.s3'], true])
    expect(namesOf('com.amazonaws.global.cdn')).toEqual([['com.amazonaws.global.cdn'], false])
  })

  it('counts by the weight that the platform states: 55 for the one of a CDN, 1 for others', () => {
    const cdn = managed('com.amazonaws.global.cdn')
    const said = (list: PrefixList, rules: number) =>
      messagesOf(listed([list], [by('by-list', 'pl-s3'), ...plainRules(rules)]), 'network.limit')

    expect(said(cdn, 5)).toBe('')
    expect(said(cdn, 6)).toContain('has 61 rules, 55 of them for prefix lists')
    expect(said(managed('com.amazonaws.eu-west-1.s3'), 59)).toBe('')
  })
})
