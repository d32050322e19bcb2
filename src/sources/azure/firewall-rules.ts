/**
 * Rules of Azure Firewall, of policies and of the older kind in the firewall itself. Groups are read by their numbers,
 * in each the collections that translate, then those of the network, then those of applications (Azure Firewall, "Rule
 * processing logic"). They hold for whatever enters the firewall, from either side.
 */
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import type { Dump } from './answers.ts'
import { aService } from './gateways.ts'
import { idOf, idsOf } from './lookup.ts'
import type { AzureFirewall, AzureFirewallRule, AzureRuleCollection } from './schema-network.ts'

type Entry = NetworkObjectOf<'packet-filter'>['entries'][number]
type Layer = 'translation' | 'network' | 'application'

interface Collection {
  readonly layer: Layer
  readonly collection: AzureRuleCollection
}

const layers: readonly Layer[] = ['translation', 'network', 'application']

export const readFirewallRules = (dump: Dump): readonly NetworkObject[] => [
  ...dump.firewallPolicies.flatMap(({ value }) => {
    const id = value.id.toLowerCase()
    const groups = dump.firewallRules
      .map((item) => item.value)
      .filter((group) => group.id.toLowerCase().startsWith(`${id}/`))
      .toSorted((a, b) => (a.priority ?? 0) - (b.priority ?? 0) || compareText(a.id, b.id))
    const collections = groups.flatMap((group) => ordered(group.rulecollections.map(placed)))
    const facts = {
      ...(value.basepolicy?.id ? { 'base policy': value.basepolicy.id } : {}),
      ...(value.snat && value.snat.privateranges.length > 0
        ? { 'private ranges without SNAT': value.snat.privateranges.join(', ') }
        : {}),
    }
    const users = dump.firewalls.filter((firewall) => idOf(firewall.value.firewallpolicy) === id)
    return objectsOf({ id, name: value.name, collections, facts, firewalls: users.map((item) => item.value) })
  }),
  ...dump.firewalls.flatMap(({ value }) =>
    objectsOf({
      id: `${value.id.toLowerCase()}/rules`,
      name: value.name,
      collections: classic(value),
      facts: {},
      firewalls: [value],
    }),
  ),
]

/** What a collection is, is said by its type and, of filters, by the type of its rules. */
function placed(collection: AzureRuleCollection): Collection {
  if (/nat/i.test(collection.rulecollectiontype ?? '')) return { layer: 'translation', collection }
  const isApplication = collection.rules.some(({ ruletype }) => /^applicationrule$/i.test(ruletype ?? ''))
  return { layer: isApplication ? 'application' : 'network', collection }
}

const classic = (firewall: AzureFirewall): readonly Collection[] =>
  ordered([
    ...firewall.natrulecollections.map((collection) => ({ layer: 'translation' as const, collection })),
    ...firewall.networkrulecollections.map((collection) => ({ layer: 'network' as const, collection })),
    ...firewall.applicationrulecollections.map((collection) => ({ layer: 'application' as const, collection })),
  ])

const ordered = (collections: readonly Collection[]): readonly Collection[] =>
  collections.toSorted(
    (a, b) =>
      layers.indexOf(a.layer) - layers.indexOf(b.layer) ||
      (a.collection.priority ?? 0) - (b.collection.priority ?? 0) ||
      compareText(a.collection.name, b.collection.name),
  )

interface RuleSet {
  readonly id: string
  readonly name: string
  readonly collections: readonly Collection[]
  readonly facts: Readonly<Record<string, string>>
  readonly firewalls: readonly AzureFirewall[]
}

/** The filter, and apart from it what the filter cannot say: translations of destinations, and facts. */
function objectsOf({ id, name, collections, facts, firewalls }: RuleSet): readonly NetworkObject[] {
  const entries = collections
    .filter(({ layer }) => layer !== 'translation')
    .flatMap(({ collection }) => collection.rules.flatMap((rule) => entriesOf(rule, collection)))
  const translations = Object.fromEntries(
    collections
      .filter(({ layer }) => layer === 'translation')
      .flatMap(({ collection }) => collection.rules.map((rule) => [`translation ${rule.name}`, translationOf(rule)])),
  )
  const all = { ...facts, ...translations }
  const filter: NetworkObject = {
    kind: 'packet-filter',
    id,
    name,
    vpcId: null,
    subnetIds: idsOf(firewalls.flatMap(({ ipconfigurations }) => ipconfigurations.map(({ subnet }) => subnet))),
    nicIds: [],
    stateful: true,
    isDefault: false,
    ofFirewall: true,
    entries: entries.map((entry, index) => ({ ...entry, order: index + 1 })),
  }
  return [
    ...(entries.length > 0 ? [filter] : []),
    ...(Object.keys(all).length > 0
      ? [aService({ id: `${id}/facts`, name, type: 'Azure Firewall policy', facts: all })]
      : []),
  ]
}

/** One entry for each protocol; an application rule states a port with each of its own. */
function entriesOf(rule: AzureFirewallRule, { name, action }: AzureRuleCollection): readonly Omit<Entry, 'order'>[] {
  const protocols = [...rule.ipprotocols, ...rule.protocols]
  return (protocols.length === 0 ? ['any'] : protocols).map((stated) => {
    const protocol = typeof stated === 'string' ? stated : (stated.protocoltype ?? 'any')
    const port = typeof stated === 'string' ? null : stated.port
    return {
      name: `${name}/${rule.name}`,
      direction: 'ingress' as const,
      action: /^deny$/i.test(action?.type ?? '') ? ('deny' as const) : ('allow' as const),
      protocol: protocol.toLowerCase(),
      sourcePorts: [],
      ports: port ? [String(port)] : noneForAll(rule.destinationports),
      sources: noneForAll([...rule.sourceaddresses, ...rule.sourceipgroups.map((id) => id.toLowerCase())]),
      destinations: noneForAll([
        ...rule.destinationaddresses,
        ...rule.destinationipgroups.map((id) => id.toLowerCase()),
        ...rule.destinationfqdns,
        ...rule.targetfqdns,
        ...rule.targeturls,
        ...rule.fqdntags,
        ...rule.webcategories,
      ]),
    }
  })
}

const noneForAll = (texts: readonly string[]): readonly string[] => (texts.includes('*') ? [] : texts)

const translationOf = (rule: AzureFirewallRule): string => {
  const protocols = [...rule.ipprotocols, ...rule.protocols].filter((stated) => typeof stated === 'string')
  const from = `${rule.destinationaddresses.join(',')}:${rule.destinationports.join(',')}`
  return `${protocols.join(',')} ${from} -> ${rule.translatedaddress ?? '?'}:${rule.translatedport ?? '?'}`.trim()
}
