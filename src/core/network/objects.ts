/**
 * Gateways, load balancers, name services and whatever else holds an address: every one of these is followed under the
 * address map. That people have to build or agree them is said where the site is scoped.
 */
import { formatAddress, readAddress, type Address } from '../../model/address.ts'
import { formatCidr, readCidr, type Cidr } from '../../model/cidr.ts'
import type { AddressTranslation, NetworkTranslation } from '../../model/network-translation.ts'
import type { NetworkObject, NetworkObjectKind } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'
import type { ObjectChange, ObjectFate, ObjectTranslation } from '../../model/object-translation.ts'
import { imageOf, mapAddress, type AddressMap } from './address-map.ts'

export interface ObjectContext {
  readonly mapOf: (vpcId: string | null) => AddressMap
  readonly addresses: readonly AddressTranslation[]
  /** What is carried over in lists of its own, and routes, which say whether their gateways are built. */
  readonly routes: NetworkTranslation['routes']
  readonly peerings?: NetworkTranslation['peerings']
  readonly gateways?: NetworkTranslation['gateways']
  /** What has a list of its own because the plan makes it. */
  readonly builtIds: ReadonlySet<string>
}

/** These have lists of their own in a translation. */
const elsewhere: ReadonlySet<NetworkObjectKind> = new Set(['packet-filter', 'prefix-list', 'member-group'])

export function translateObjects(network: Network, context: ObjectContext): readonly ObjectTranslation[] {
  const unplaced = new Set(context.addresses.flatMap(({ from, to }) => (from && !to ? [formatAddress(from)] : [])))
  const objects = network.objects
    .filter((object) => !elsewhere.has(object.kind) || isOfFirewall(object))
    .map((object): ObjectTranslation => ({
      from: object.id,
      kind: object.kind,
      name: object.name,
      fate: fateOf(object, context),
      changes: changesOf(object, { map: context.mapOf(networkOf(object)), unplaced }),
    }))
  return objects.toSorted(byKindAndId)
}

const byKindAndId = (a: ObjectTranslation, b: ObjectTranslation): number =>
  a.kind === b.kind ? (a.from < b.from ? -1 : 1) : a.kind < b.kind ? -1 : 1

const isOfFirewall = (object: NetworkObject): boolean => object.kind === 'packet-filter' && object.ofFirewall === true

/** The network whose addresses an object means; of several the first. */
function networkOf(object: NetworkObject): string | null {
  if ('vpcId' in object) return object.vpcId
  return 'vpcIds' in object ? (object.vpcIds[0] ?? null) : null
}

/** Another end, kept by somebody else. */
const agreed: ReadonlySet<NetworkObjectKind> = new Set(['remote-gateway', 'connection', 'peering', 'public-address'])

function fateOf(object: NetworkObject, { routes, peerings = [], gateways = [], builtIds }: ObjectContext): ObjectFate {
  if (builtIds.has(object.id) || [...peerings, ...gateways].some(({ from }) => from === object.id)) return 'built'
  if (agreed.has(object.kind)) return 'agree'
  if (object.kind !== 'gateway') return 'rebuild'
  const hop = object.role === 'internet' ? 'internet-gateway' : object.role === 'nat' ? 'nat-gateway' : null
  return routes.some((route) => route.hop === hop) ? 'built' : 'rebuild'
}

interface MapView {
  readonly map: AddressMap
  /** Hosts without a place at the recovery site, as text. */
  readonly unplaced: ReadonlySet<string>
}

const isAddress = (value: object): value is Address => 'family' in value && 'value' in value
const isCidr = (value: object): value is Cidr => 'family' in value && 'prefixLength' in value

/** Every address in an object, whatever its kind: fields that are added to a kind later are followed too. */
function changesOf(value: unknown, view: MapView, field = ''): readonly ObjectChange[] {
  if (typeof value === 'string') return textFields.test(field) ? changedText(value, view, field) : []
  if (typeof value !== 'object' || value === null) return []
  if (isAddress(value)) return changed(field, formatAddress(value), imageOfAddress(value, view))
  if (isCidr(value)) return changed(field, formatCidr(value), imageOf(view.map, value).map(formatCidr))
  if (Array.isArray(value)) return value.flatMap((each, index) => changesOf(each, view, `${field}[${index}]`))
  return Object.entries(value).flatMap(([name, each]) =>
    changesOf(each, view, field === '' ? name : `${field}.${name}`),
  )
}

const changed = (field: string, before: string, after: readonly string[]): readonly ObjectChange[] =>
  after.length === 1 && after[0] === before ? [] : [{ field, before, after }]

function imageOfAddress(address: Address, { map, unplaced }: MapView): readonly string[] {
  return unplaced.has(formatAddress(address)) ? [] : [formatAddress(mapAddress(map, address).to)]
}

/** Fields that hold addresses and blocks as text, beside names. */
const textFields = /^forwardsTo|(^|[.])(sources|destinations)\[\d+\]$/

/** `10.0.0.2:53`: an address with a port; or a block. */
function changedText(text: string, view: MapView, field: string): readonly ObjectChange[] {
  const block = readCidr(text)
  if (block.ok) return changed(field, text, imageOf(view.map, block.value).map(formatCidr))
  const [, host = text, port = ''] = /^\[?([0-9a-fA-F.:]+?)\]?(:\d+)?$/.exec(text) ?? []
  const address = readAddress(host)
  if (!address.ok) return []
  return changed(
    field,
    text,
    imageOfAddress(address.value, view).map((image) => `${image}${port}`),
  )
}
