/**
 * Security admin rules of Azure Virtual Network Manager: read before all network security groups. Deny and AlwaysAllow
 * are final, Allow leaves the decision to the groups; among the rules of one manager the lowest priority that matches
 * counts (Microsoft Learn, "Security admin rules in Azure Virtual Network Manager"). Which of two managers comes first,
 * no rule says, so each has a filter of its own.
 */
import type { NetworkObjectOf } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import { noneForAll } from '../azure-filters.ts'
import type { Dump } from './answers.ts'
import { nameOf } from './lookup.ts'
import type { AzureAdminRule } from './schema-services.ts'

type Filter = NetworkObjectOf<'packet-filter'>
type Entry = Filter['entries'][number]

/** One for each manager of each virtual network. */
export function readAdminRules({ adminRules }: Dump): readonly Filter[] {
  const rules = adminRules.map(({ value }) => value)
  const filters = Map.groupBy(rules, (rule) => `${rule.id} ${managerOf(rule)}`.toLowerCase())
  return [...filters.values()].flatMap((own) => filterOf(own))
}

const managerOf = ({ ruleid }: AzureAdminRule): string => /^.*\/networkManagers\/[^/]+/i.exec(ruleid ?? '')?.[0] ?? ''

function filterOf(rules: readonly AzureAdminRule[]): readonly Filter[] {
  const [first] = rules
  if (!first) return []
  const vpcId = first.id.toLowerCase()
  const manager = managerOf(first)
  return [
    {
      kind: 'packet-filter',
      id: `${vpcId}/securityadminrules${manager.toLowerCase()}`,
      name: [nameOf(manager), nameOf(first.id)].filter((name) => name !== '').join(' on '),
      vpcId,
      subnetIds: [],
      nicIds: [],
      stateful: true,
      isDefault: false,
      goesFirst: true,
      entries: rules.map(entryOf).toSorted(compareEntries),
    },
  ]
}

const compareEntries = (a: Entry, b: Entry): number =>
  compareText(b.direction, a.direction) || a.order - b.order || compareText(a.name, b.name)

const entryOf = (rule: AzureAdminRule): Entry => ({
  name: nameOfRule(rule),
  order: rule.priority,
  direction: rule.direction === 'Inbound' ? 'ingress' : 'egress',
  action: actions[rule.access],
  protocol: /^any$/i.test(rule.protocol) ? 'any' : rule.protocol.toLowerCase(),
  sourcePorts: noneForAll(rule.sourceportranges),
  ports: noneForAll(rule.destinationportranges),
  sources: peersOf(rule.sources),
  destinations: peersOf(rule.destinations),
})

/** `…/ruleCollections/a/rules/b` as `a/b`. */
const nameOfRule = ({ ruleid, flag }: AzureAdminRule): string =>
  /\/ruleCollections\/([^/]+)\/rules\/([^/]+)/i
    .exec(ruleid ?? '')
    ?.slice(1)
    .join('/') ??
  (flag || nameOf(ruleid ?? ''))

const actions: Readonly<Record<AzureAdminRule['access'], Entry['action']>> = {
  Allow: 'allow',
  AlwaysAllow: 'always-allow',
  Deny: 'deny',
}

/** Blocks, service tags, and ids of network groups. */
const peersOf = (items: AzureAdminRule['sources']): readonly string[] =>
  noneForAll(
    items.flatMap(({ addressprefix }) => {
      if (!addressprefix) return []
      return addressprefix.startsWith('/') ? addressprefix.toLowerCase() : addressprefix
    }),
  )
