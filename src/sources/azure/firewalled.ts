/** Services of the platform whose own firewalls let in subnets and addresses: storage, key vaults, Cosmos DB, SQL. */
import { readAddress, type Address } from '../../model/address.ts'
import { cidrAround, compareCidrs, formatCidr, type Cidr } from '../../model/cidr.ts'
import { coverOf } from '../../model/intervals.ts'
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import type { Report } from '../report.ts'
import type { Item } from '../json-items.ts'
import type { Dump } from './answers.ts'
import { aService } from './gateways.ts'
import { idsOf } from './lookup.ts'
import type { AzureNetworkRules } from './schema-firewalled.ts'

interface Firewalled {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly subnets: readonly (string | null | undefined)[]
  /** First and last address of each rule, or a block alone. */
  readonly ranges: readonly Range[]
  /** As Azure writes them. */
  readonly facts: Readonly<Record<string, string | null | undefined>>
  /** It lets in everybody who is not named, so what it names changes nothing. */
  readonly isOpen: boolean
  /** Are its rules there? Without any they may not have been read. */
  readonly isKnown: boolean
  readonly place: string
}

type Range = readonly [from: string | null | undefined, to?: string | null | undefined]

/** Those that let everybody in have no firewall, and are not in the network. */
export const readFirewalled = (dump: Dump, report: Report): readonly NetworkObject[] =>
  [
    ...dump.storageAccounts.map((item) =>
      byRules(item, 'Storage account', item.value.networkacls ?? item.value.networkruleset),
    ),
    ...dump.keyVaults.map((item) => byRules(item, 'Key vault', item.value.networkacls)),
    ...dump.cosmosAccounts.map(cosmosOf),
    ...dump.sqlServers.map((item) => sqlOf(item, dump)),
  ]
    .filter(({ isOpen }) => !isOpen)
    .map((one) => serviceOf(one, report))

interface Named {
  readonly id: string
  readonly name: string
  readonly publicnetworkaccess?: string | null | undefined
}

const isClosed = ({ publicnetworkaccess }: Named): boolean =>
  /^(disabled|securedbyperimeter)$/i.test(publicnetworkaccess ?? '')

/** Without a default action everybody is let in (REST references, NetworkRuleSet). */
const noRules: NonNullable<AzureNetworkRules> = { iprules: [], ipv6rules: [], virtualnetworkrules: [] }

function byRules({ value, place }: Item<Named>, type: string, stated: AzureNetworkRules): Firewalled {
  const { iprules, ipv6rules, virtualnetworkrules, defaultaction, bypass } = stated ?? noRules
  return {
    id: value.id,
    name: value.name,
    type,
    subnets: virtualnetworkrules.map(({ id, virtualnetworkresourceid }) => id ?? virtualnetworkresourceid),
    ranges: [...iprules, ...ipv6rules].map((rule) => [rule.value ?? rule.ipaddressorrange]),
    facts: { 'default action': defaultaction, bypass, 'public access': value.publicnetworkaccess },
    isOpen: !isClosed(value) && !/^deny$/i.test(defaultaction ?? ''),
    isKnown: true,
    place,
  }
}

/**
 * With the first rule of either sort everybody else is kept out; 0.0.0.0 means all of Azure, and no address (Microsoft
 * Learn, "Configure IP firewall in Azure Cosmos DB").
 */
function cosmosOf({ value, place }: Dump['cosmosAccounts'][number]): Firewalled {
  const subnets = value.isvirtualnetworkfilterenabled === false ? [] : value.virtualnetworkrules.map(({ id }) => id)
  const addresses = value.iprules.map((rule) => rule.ipaddressorrange ?? rule.value)
  const named = addresses.filter((text) => text !== '0.0.0.0')
  return {
    id: value.id,
    name: value.name,
    type: 'Cosmos DB account',
    subnets,
    ranges: named.map((text): Range => [text]),
    facts: {
      'public access': value.publicnetworkaccess,
      ...(named.length < addresses.length && { bypass: 'AzureServices' }),
    },
    isOpen: !isClosed(value) && subnets.length + addresses.length === 0,
    isKnown: true,
    place,
  }
}

/** Nobody is let in whom no rule names. The rule from 0.0.0.0 to 0.0.0.0 means all of Azure, and no address. */
function sqlOf({ value, place }: Dump['sqlServers'][number], dump: Dump): Firewalled {
  const prefix = `${value.id.toLowerCase()}/`
  const own = <Rule extends { readonly id: string }>(rules: readonly Item<Rule>[]): readonly Rule[] =>
    rules.map((rule) => rule.value).filter(({ id }) => id.toLowerCase().startsWith(prefix))
  const rules = own(dump.sqlRules)
  const rulesOf6 = own(dump.sqlRulesOf6)
  const subnets = own(dump.sqlSubnets).map(({ virtualnetworksubnetid }) => virtualnetworksubnetid)
  const isAzure = (rule: (typeof rules)[number]): boolean =>
    rule.startipaddress === '0.0.0.0' && rule.endipaddress === '0.0.0.0'
  return {
    id: value.id,
    name: value.name,
    type: 'SQL server',
    subnets,
    ranges: [
      ...rules.filter((rule) => !isAzure(rule)).map((rule): Range => [rule.startipaddress, rule.endipaddress]),
      ...rulesOf6.map((rule): Range => [rule.startipv6address, rule.endipv6address]),
    ],
    facts: { 'public access': value.publicnetworkaccess, ...(rules.some(isAzure) && { bypass: 'AzureServices' }) },
    isOpen: false,
    isKnown: rules.length + rulesOf6.length + subnets.length > 0,
    place,
  }
}

function serviceOf(one: Firewalled, report: Report): NetworkObject {
  const { id, name, type, facts, isKnown } = one
  const said = Object.entries(facts).flatMap(([key, fact]) => (fact ? [[key, fact] as const] : []))
  return {
    ...aService({ id: id.toLowerCase(), name, type, facts: Object.fromEntries(said) }),
    ...(isKnown && { admits: admitsOf(one, report) }),
  }
}

function admitsOf(
  { id, name, subnets, ranges, place }: Firewalled,
  report: Report,
): NonNullable<NetworkObjectOf<'service'>['admits']> {
  const blocks = ranges.flatMap((range) => {
    const found = blocksOf(range)
    if (found) return found
    report('site.value-invalid', {
      subject: id.toLowerCase(),
      message: `A rule of the firewall of ${name} is no range of addresses. It is left out.`,
      suggestion: 'Read it again; if it stays so, correct it in Azure.',
      place,
    })
    return []
  })
  return {
    subnetIds: idsOf(subnets.map((subnet) => ({ id: subnet }))),
    blocks: [...new Map(blocks.map((block) => [formatCidr(block), block])).values()].toSorted(compareCidrs),
  }
}

/** Null when it cannot be read. Azure takes blocks with host bits for the whole block. */
function blocksOf([from, to]: Range): readonly Cidr[] | null {
  const [text = '', length] = (from ?? '').split('/')
  const first = addressOf(text)
  if (!first) return null
  if (length !== undefined) return /^\d{1,3}$/.test(length) ? blockAround(first, Number(length)) : null
  const last = addressOf(to ?? text)
  if (last?.family !== first.family || last.value < first.value) return null
  return coverOf(first.family, [{ lo: first.value, hi: last.value }])
}

const blockAround = (address: Address, length: number): readonly Cidr[] | null =>
  length <= (address.family === 4 ? 32 : 128) ? [cidrAround(address, length)] : null

function addressOf(text: string): Address | null {
  const reading = readAddress(text)
  return reading.ok ? reading.value : null
}
