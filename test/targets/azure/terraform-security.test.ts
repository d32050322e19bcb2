import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCidr } from '../../../src/model/cidr.ts'
import type { FilterEnd, FilterEntry } from '../../../src/model/packet-filter.ts'
import { ruleEnds, type RuleEnd } from '../../../src/targets/azure/rule-ends.ts'
import { securityRules, securityVariables } from '../../../src/targets/azure/terraform-security.ts'
import { anAzurePlan, anOrderedEntry, anOrderedFilter, block, group, tag } from '../../builders-plan-azure.ts'

describe('the ends of a rule', () => {
  it('are everybody where an entry names nobody', () => {
    expect(ruleEnds({ sources: [], destinations: [] })).toEqual([{ source: { tag: '*' }, destination: { tag: '*' } }])
  })

  it('are one rule for each kind, family and tag', () => {
    const sources = [tag('Storage'), block('10.0.1.0/24'), group('web'), block('2001:db8::/32'), block('10.0.0.0/24')]

    expect(ruleEnds({ sources, destinations: [group('data')] }).map(({ source }) => source)).toEqual([
      { group_keys: ['web'] },
      { blocks: ['10.0.0.0/24', '10.0.1.0/24'] },
      { blocks: ['2001:db8::/32'] },
      { tag: 'Storage' },
    ])
  })

  it('never lead from one family of addresses to the other', () => {
    const both = [block('10.0.0.0/8'), block('2001:db8::/32')]

    expect(ruleEnds({ sources: both, destinations: both })).toEqual([
      { source: { blocks: ['10.0.0.0/8'] }, destination: { blocks: ['10.0.0.0/8'] } },
      { source: { blocks: ['2001:db8::/32'] }, destination: { blocks: ['2001:db8::/32'] } },
    ])
  })

  it('have ten groups in a rule', () => {
    const sources = Array.from({ length: 23 }, (_, index) => group(`g${index + 10}`))

    const sizes = ruleEnds({ sources, destinations: [] }).map(({ source }) =>
      'group_keys' in source ? source.group_keys.length : 0,
    )

    expect(sizes).toEqual([10, 10, 3])
  })

  it('cannot be a prefix list, which Azure has none of', () => {
    const sources: readonly FilterEnd[] = [{ kind: 'prefix-list', list: 'partners' }]

    expect(() => ruleEnds({ sources, destinations: [] })).toThrow(/prefix list/)
  })
})

/** One packet, as a list of rules sees it: who is at each end, and nothing else. */
interface Probe {
  readonly address: string
  readonly groups: readonly string[]
  readonly tags: readonly string[]
}

const isIn = (address: string, blockText: string): boolean => {
  const [inner, outer] = [parseCidr(address), parseCidr(blockText)]
  const shift = BigInt((outer.family === 4 ? 32 : 128) - outer.prefixLength)
  return inner.family === outer.family && inner.network >> shift === outer.network >> shift
}

const matchesEntry = (ends: readonly FilterEnd[], probe: Probe): boolean =>
  ends.length === 0 ||
  ends.some((end) => {
    if (end.kind === 'cidr') return isIn(probe.address, blockTextOf(end))
    return end.kind === 'group' ? probe.groups.includes(end.group) : end.kind === 'tag' && probe.tags.includes(end.tag)
  })

const texts = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '192.168.0.0/16', '2001:db8::/32', '2001:db8:1::/48']
const blockTextOf = (end: FilterEnd): string =>
  texts.find((text) => end.kind === 'cidr' && JSON.stringify(block(text), big) === JSON.stringify(end, big)) ?? ''
const big = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

const matchesRule = (end: RuleEnd, probe: Probe): boolean => {
  if ('tag' in end) return end.tag === '*' || probe.tags.includes(end.tag)
  return 'blocks' in end
    ? end.blocks.some((text) => isIn(probe.address, text))
    : end.group_keys.some((key) => probe.groups.includes(key))
}

const someEnds = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(...texts).map(block),
    fc.constantFrom('web', 'data', 'ops').map(group),
    fc.constantFrom('Internet', 'Storage').map(tag),
  ),
  { maxLength: 5, selector: (end) => JSON.stringify(end, big) },
)
const someEntries = fc
  .uniqueArray(
    fc.record({
      order: fc.integer({ min: 100, max: 130 }),
      action: fc.constantFrom('allow' as const, 'deny' as const),
      sources: someEnds,
      destinations: someEnds,
    }),
    { minLength: 1, maxLength: 8, selector: ({ order }) => order },
  )
  .map((entries) => entries.map(({ order, ...over }): FilterEntry => anOrderedEntry(order, over)))
const someProbe = (addresses: readonly string[]): fc.Arbitrary<Probe> =>
  fc.record({
    address: fc.constantFrom(...addresses),
    groups: fc.subarray(['web', 'data', 'ops']),
    tags: fc.subarray(['Internet', 'Storage']),
  })
const fours = ['10.1.2.3/32', '10.1.9.9/32', '10.200.0.1/32', '192.168.1.1/32', '203.0.113.9/32']
const sixes = ['2001:db8:1::5/128', '2001:db8:2::5/128', '2001:db9::1/128']
const somePair = fc.oneof(fc.tuple(someProbe(fours), someProbe(fours)), fc.tuple(someProbe(sixes), someProbe(sixes)))

it('decides every packet as the entries do, however crowded their orders are', () => {
  fc.assert(
    fc.property(someEntries, somePair, (entries, [from, to]) => {
      const rules = Object.values(securityRules([anOrderedFilter({ entries })]))

      const entry = entries
        .toSorted((a, b) => a.order - b.order)
        .find(({ sources, destinations }) => matchesEntry(sources, from) && matchesEntry(destinations, to))
      const rule = rules
        .toSorted((a, b) => a.priority - b.priority)
        .find(({ source, destination }) => matchesRule(source, from) && matchesRule(destination, to))

      expect(rule?.access).toBe(entry && (entry.action === 'allow' ? 'Allow' : 'Deny'))
      expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length)
    }),
  )
})

it('keys rules by group, direction and priority', () => {
  const { network } = anAzurePlan()

  const keys = Object.keys(securityVariables(network, new Set(['app-b'])).network_security_rules)

  expect(keys.slice(0, 6)).toEqual([
    'web-cards-ingress-100',
    'web-cards-ingress-110',
    'web-cards-ingress-111',
    'web-cards-ingress-112',
    'web-cards-ingress-113',
    'web-cards-ingress-120',
  ])
})

it('leaves out subnets that are not made', () => {
  const { network } = anAzurePlan()

  const groups = securityVariables(network, new Set(['app-b'])).network_security_groups

  expect(groups['app-b-guard']).toMatchObject({ subnet_keys: ['app-b'] })
})

it.each([
  ['a protocol that Azure has no word for', { protocol: 47 }],
  ['a type of ICMP', { protocol: 'icmp' as const, icmp: { type: 8, code: 0 } }],
  ['an entry that always allows', { action: 'always-allow' as const }],
])('refuses %s: the translation should have said it in other words', (_, over) => {
  expect(() => securityRules([anOrderedFilter({ entries: [anOrderedEntry(100, over)] })])).toThrow(
    /entry rule-100|Entry rule-100/,
  )
})
