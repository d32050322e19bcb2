/** What is asked of a subscription once its lists are there: what lies inside their entries. */
import { compareText } from '../../model/text-order.ts'
import { isObject, listOf } from '../json-items.ts'
import { locationOf, textAt, type Entries, type Kind } from './answers.ts'
import { readOf, readOnce, type Known, type Read } from './reads.ts'

export const laterReads = (known: Known): readonly Read[] => [
  ...sizeReads(known),
  ...gatewayReads(known),
  ...partReads(known),
]

export const idsOf = ({ entries }: Pick<Known, 'entries'>, kind: Kind): readonly string[] =>
  entries[kind].map(({ value }) => textAt(value, 'id')).filter((id) => id !== '')

/** A name from an answer becomes a part of a question, so it must be one. */
export const locationsOf = ({ entries }: Pick<Known, 'entries'>): readonly string[] => {
  const all = entries.vms.map(({ value }) => locationOf(value))
  return [...new Set(all)].filter((location) => /^[a-z0-9]+$/.test(location)).toSorted(compareText)
}

/** The list knows no filter but the location, and no size by its name (Compute API, "Resource Skus - List"). */
const sizeReads = (known: Known): readonly Read[] => {
  const wanted = new Set(
    known.entries.vms.map(({ value }) =>
      isObject(value) ? textAt(value['hardwareprofile'], 'vmsize').toLowerCase() : '',
    ),
  )
  return locationsOf(known).map((location) => ({
    call: 'ResourceSkus_List',
    kind: 'skus',
    async *pages() {
      const list = readOf('ResourceSkus_List', 'skus', () =>
        known.clients.compute.resourceSkus.list({ filter: `location eq '${location}'` }),
      )
      for await (const page of list.pages()) yield page.filter((sku) => wanted.has(textAt(sku, 'name').toLowerCase()))
    },
  }))
}

const groupOf = (id: string): string => /\/resourcegroups\/([^/]+)\//i.exec(id)?.[1] ?? ''

/** Resource groups in the order of their names, each once whatever its case. */
function groupsOf(ids: readonly string[]): readonly string[] {
  const names = new Map(ids.map((id) => [groupOf(id).toLowerCase(), groupOf(id)]))
  names.delete('')
  return [...names].toSorted(([a], [b]) => compareText(a, b)).map(([, name]) => name)
}

/** Gateways are listed by resource group only. Every one stands in a subnet named GatewaySubnet, which names it. */
function gatewayReads({ entries, clients: { network } }: Known): readonly Read[] {
  const ids = entries.vnets
    .flatMap(({ value }) => (isObject(value) ? listOf(value['subnets']) : []))
    .filter((subnet) => textAt(subnet, 'name').toLowerCase() === 'gatewaysubnet')
    .flatMap((subnet) => (isObject(subnet) ? listOf(subnet['ipconfigurations']) : []))
    .map((configuration) => textAt(configuration, 'id'))
  return groupsOf(ids).map((group) =>
    readOf('VirtualNetworkGateways_List', 'gateways', () => network.virtualNetworkGateways.list(group)),
  )
}

/** A gateway knows its connections, in whatever groups they are, though not all that they are. */
export const linkReads = (known: Known): readonly Read[] =>
  idsOf(known, 'gateways')
    .map(pathOf)
    .map((path) =>
      readOf('VirtualNetworkGateways_ListConnections', 'gatewayLinks', () =>
        known.clients.network.virtualNetworkGateways.listConnections(...path),
      ),
    )

/** The connections themselves, and their other ends, in the groups where there are some. */
export function connectionReads(known: Known): readonly Read[] {
  const { network } = known.clients
  const otherEnds = known.entries.gatewayLinks.map(({ value }) =>
    isObject(value) ? textAt(value['localnetworkgateway2'], 'id') : '',
  )
  return [
    ...groupsOf(idsOf(known, 'gatewayLinks')).map((group) =>
      readOf('VirtualNetworkGatewayConnections_List', 'connections', () =>
        network.virtualNetworkGatewayConnections.list(group),
      ),
    ),
    ...groupsOf(otherEnds).map((group) =>
      readOf('LocalNetworkGateways_List', 'localGateways', () => network.localNetworkGateways.list(group)),
    ),
  ]
}

/** The group and the name that an id ends with. */
export const pathOf = (id: string): readonly [string, string] => [groupOf(id), id.split('/').at(-1) ?? '']

function partReads(known: Known): readonly Read[] {
  const { network, names } = known.clients
  const paths = (kind: Kind) => idsOf(known, kind).map(pathOf)
  return [
    ...paths('firewallPolicies').map((path) =>
      readOf('FirewallPolicyRuleCollectionGroups_List', 'firewallRules', () =>
        network.firewallPolicyRuleCollectionGroups.list(...path),
      ),
    ),
    ...paths('hubs').flatMap((path) => [
      readOf('HubVirtualNetworkConnections_List', 'hubConnections', () =>
        network.hubVirtualNetworkConnections.list(...path),
      ),
      readOf('VirtualHubBgpConnections_List', 'hubPeers', () => network.virtualHubBgpConnections.list(...path)),
      readOf('VirtualHubIpConfiguration_List', 'hubAddresses', () => network.virtualHubIpConfiguration.list(...path)),
    ]),
    ...paths('endpoints').map((path) =>
      readOf('PrivateDnsZoneGroups_List', 'zoneGroups', () => network.privateDnsZoneGroups.list(...path)),
    ),
    ...paths('zones').flatMap((path) => [
      readOf('VirtualNetworkLinks_List', 'zoneLinks', () => names.virtualNetworkLinks.list(...path)),
      readOf('RecordSets_List', 'records', () => names.recordSets.list(...path)),
    ]),
  ]
}

/** Every region gives the tags of all; one region of the machines is asked, and only where rules or routes name tags. */
export function tagReads(known: Known): readonly Read[] {
  const named = tagsNamed(known.entries)
  const [location] = locationsOf(known)
  if (named.size === 0 || location === undefined) return []
  return [
    readOnce('ServiceTags_List', 'serviceTags', async () => {
      const { values = [] } = await known.clients.network.serviceTags.list(location)
      return values.filter(({ name }) => named.has(name?.toLowerCase() ?? ''))
    }),
  ]
}

/** These are no lists, but depend on where they are used. */
const ownTags = new Set(['any', 'azureloadbalancer', 'internet', 'virtualnetwork'])

/** Keys whose texts are blocks or tags, of rules, routes and the rules of firewalls. */
const placesOfTags = /^((source|destination)?addressprefix(es)?|(source|destination)addresses)$/

function tagsNamed({ groups, routeTables, firewallRules }: Entries): ReadonlySet<string> {
  const texts: unknown[] = []
  const walk = (value: unknown): void => {
    for (const item of listOf(value)) walk(item)
    if (!isObject(value)) return
    for (const [key, own] of Object.entries(value)) {
      if (placesOfTags.test(key)) texts.push(...[own].flat())
      else walk(own)
    }
  }
  for (const { value } of [...groups, ...routeTables, ...firewallRules]) walk(value)
  const words = texts.filter((text) => typeof text === 'string').map((text) => text.toLowerCase())
  return new Set(words.filter((word) => /^[a-z][\w.]*$/.test(word) && !ownTags.has(word)))
}
