/**
 * The kinds of objects of a recovery network: how to list them and what each is called. All their other fields are compared.
 * One row here is one more kind in every report.
 */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'

export interface NetworkItem {
  readonly key: string
  readonly name: string
  /** What it was made from; the same thing keeps it under another key. Null = not said. */
  readonly origin: string | null
  readonly vmIds: readonly string[]
  readonly fields: Readonly<Record<string, unknown>>
}

export interface NetworkKind {
  readonly kind: string
  readonly list: (network: NetworkTranslation) => readonly NetworkItem[]
}

interface Keyed {
  readonly key: string
  readonly from?: string | null
  readonly name?: string
}

type Said = Partial<Pick<NetworkItem, 'vmIds' | 'name' | 'origin'>>

/** Things with a key of their own; `without`: fields that are kinds of their own, or say nothing. */
const keyed =
  <Thing extends Keyed>(
    listOf: (network: NetworkTranslation) => readonly Thing[] | undefined,
    { without = [], said = () => ({}) }: { without?: readonly string[]; said?: (thing: NoInfer<Thing>) => Said } = {},
  ) =>
  (network: NetworkTranslation): readonly NetworkItem[] =>
    (listOf(network) ?? []).map((thing) => {
      const { key, from = null, name = key } = thing
      return { key, name, origin: from, vmIds: [], fields: fieldsOf(thing, ['key', ...without]), ...said(thing) }
    })

const fieldsOf = (thing: object, without: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(thing).filter(([field]) => !without.includes(field)))

/** Things that are told apart by what they say. */
const named =
  <Thing extends object>(
    listOf: (network: NetworkTranslation) => readonly Thing[],
    say: (thing: Thing) => Pick<NetworkItem, 'key'> & Said,
    without: readonly string[] = [],
  ) =>
  (network: NetworkTranslation): readonly NetworkItem[] =>
    listOf(network).map((thing) => {
      const said = say(thing)
      return { name: said.key, origin: null, vmIds: [], fields: fieldsOf(thing, without), ...said }
    })

const cardsOf = ({ cards }: { readonly cards: readonly { readonly vmId: string }[] }): Said => ({
  vmIds: [...new Set(cards.map(({ vmId }) => vmId))].sort(),
})

const cardOf = ({ card }: { readonly card?: { readonly vmId: string } | undefined }): Said => ({
  vmIds: card ? [card.vmId] : [],
})

export const ADDRESS = 'address'

const networkParts: readonly NetworkKind[] = [
  { kind: 'VPC', list: keyed(({ vpcs }) => vpcs) },
  {
    kind: 'address block',
    list: named(
      ({ blocks }) => blocks,
      ({ vpcKey, from, to }) => ({ key: `${vpcKey} ${from ? formatCidr(from) : formatCidr(to)}` }),
    ),
  },
  { kind: 'subnet', list: keyed(({ subnets }) => subnets) },
  {
    kind: ADDRESS,
    list: named(
      ({ addresses }) => addresses,
      ({ vmId, nicIndex, addressIndex }) => ({
        key: `${vmId} card ${nicIndex} address ${addressIndex}`,
        vmIds: [vmId],
      }),
      ['nicId', 'rule'],
    ),
  },
  {
    kind: 'moved host',
    list: named(
      ({ moved }) => moved,
      ({ from }) => ({ key: formatAddress(from) }),
      ['why'],
    ),
  },
  {
    kind: 'held block',
    list: named(
      ({ heldBlocks = [] }) => heldBlocks,
      ({ id, from, vmId }) => ({ key: `${id} ${formatCidr(from)}`, vmIds: vmId === null ? [] : [vmId] }),
    ),
  },
  { kind: 'route table', list: keyed(({ routeTables }) => routeTables) },
  { kind: 'route', list: keyed(({ routes }) => routes, { said: (route) => cardOf(route) }) },
  { kind: 'peering', list: keyed(({ peerings }) => peerings) },
  { kind: 'gateway', list: keyed(({ gateways }) => gateways) },
  { kind: 'remote gateway', list: keyed(({ remoteGateways }) => remoteGateways) },
  { kind: 'connection', list: keyed(({ connections }) => connections) },
]

const guardParts: readonly NetworkKind[] = [
  { kind: 'security group', list: keyed(({ securityGroups }) => securityGroups) },
  { kind: 'security rule', list: keyed(({ securityRules }) => securityRules) },
  { kind: 'prefix list', list: keyed(({ prefixLists }) => prefixLists) },
  {
    kind: 'packet filter',
    list: keyed(({ packetFilters }) => packetFilters, { without: ['entries'], said: (one) => cardsOf(one) }),
  },
  {
    kind: 'packet filter entry',
    list: named(
      ({ packetFilters }) =>
        packetFilters.flatMap(({ key, entries }) => entries.map((one) => ({ filter: key, ...one }))),
      ({ filter, direction, order, name }) => ({ key: `${filter} ${direction} ${order}`, name: `${filter}: ${name}` }),
    ),
  },
  { kind: 'member group', list: keyed(({ memberGroups }) => memberGroups, { said: (one) => cardsOf(one) }) },
  {
    kind: 'service tag',
    list: named(
      ({ tags = [] }) => tags,
      ({ from }) => ({ key: from }),
    ),
  },
]

const servingParts: readonly NetworkKind[] = [
  { kind: 'balancer', list: keyed(({ balancers }) => balancers, { without: ['listeners'] }) },
  {
    kind: 'listener',
    list: keyed(
      ({ balancers = [] }) =>
        balancers.flatMap(({ key, listeners }) => listeners.map((one) => ({ balancerKey: key, ...one }))),
      { without: ['rules'], said: ({ balancerKey, port }) => ({ name: `${balancerKey}: ${port}` }) },
    ),
  },
  {
    kind: 'listener rule',
    list: keyed(({ balancers = [] }) =>
      balancers.flatMap(({ listeners }) =>
        listeners.flatMap(({ key, rules = [] }) => rules.map((one) => ({ listenerKey: key, ...one }))),
      ),
    ),
  },
  {
    kind: 'target pool',
    list: keyed(({ targetPools }) => targetPools, { said: ({ targets }) => cardsOf({ cards: targets }) }),
  },
  { kind: 'endpoint', list: keyed(({ endpoints }) => endpoints) },
  { kind: 'DNS zone', list: keyed(({ dnsZones }) => dnsZones) },
  {
    kind: 'DNS record',
    list: named(
      ({ dnsRecords }) => dnsRecords,
      ({ zone, name, type, routing = '', zoneKey = '' }) => ({
        key: [name, type, `in ${zone}`, zoneKey, routing].filter((part) => part !== '').join(' '),
      }),
    ),
  },
  {
    kind: 'object with addresses',
    list: named(
      ({ objects }) => objects,
      ({ kind, from, name }) => ({ key: `${kind} ${from}`, name: `${kind} ${name}` }),
    ),
  },
  {
    kind: 'written address',
    list: named(
      ({ literals = [] }) => literals,
      ({ place, text, vmId }) => ({ key: `${place} ${text}`, vmIds: vmId === null ? [] : [vmId] }),
      ['line', 'column', 'offset', 'inner'],
    ),
  },
]

export const networkKinds: readonly NetworkKind[] = [...networkParts, ...guardParts, ...servingParts]
