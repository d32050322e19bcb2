import { expect, test } from 'vitest'
import { parseCidr } from '../../../src/model/cidr.ts'
import { managedPrefixLists, prefixLists } from '../../../src/targets/aws/terraform-lists.ts'
import { securityRules } from '../../../src/targets/aws/terraform-security.ts'
import { aSecurityRule, aTranslatedList } from '../../builders-plan.ts'

const mixed = aTranslatedList({ blocks: ['2001:db8::/32', '192.0.2.0/24'].map(parseCidr) })
const byList = aSecurityRule({ key: 'rule', peer: { kind: 'prefix-list', listKey: 'partners' } })

test('a list keeps its size, and its blocks are in the order of their text', () => {
  const blocks = ['203.0.113.0/24', '198.51.100.0/24'].map(parseCidr)

  expect(prefixLists([aTranslatedList({ blocks })])).toEqual({
    partners: { name: 'partners', family: 4, max_entries: 5, blocks: ['198.51.100.0/24', '203.0.113.0/24'] },
  })
})

test('a list without blocks is made all the same', () => {
  expect(prefixLists([aTranslatedList({ blocks: [] })])).toMatchObject({ partners: { family: 4, blocks: [] } })
})

test('a list of both families is one of each, and so is every rule that names it', () => {
  expect(prefixLists([mixed])).toMatchObject({
    'partners-ipv4': { family: 4, max_entries: 5, blocks: ['192.0.2.0/24'] },
    'partners-ipv6': { family: 6, max_entries: 5, blocks: ['2001:db8::/32'] },
  })
  expect(securityRules([byList], [mixed])).toMatchObject({
    'rule-ipv4': { peer_list_key: 'partners-ipv4' },
    'rule-ipv6': { peer_list_key: 'partners-ipv6' },
  })
})

test('a rule by a list of one family keeps its key', () => {
  expect(securityRules([byList], [aTranslatedList()])).toMatchObject({ rule: { peer_list_key: 'partners' } })
})

test('a list that AWS keeps is a name only', () => {
  const list = aTranslatedList({ managed: true, name: 'com.amazonaws.eu-west-1.s3', blocks: [], maxEntries: null })

  expect(prefixLists([list])).toEqual({})
  expect(managedPrefixLists([list])).toEqual({ partners: 'com.amazonaws.eu-west-1.s3' })
})
