/** What stands in a network besides subnets and rules, in one line: how many of what, the busiest parts first. */
import type { NetworkObject, NetworkObjectKind } from '../../model/network-objects.ts'
import { count } from '../../model/quantity.ts'

/** In the order in which they are shown. */
const words: Readonly<Record<NetworkObjectKind, readonly [one: string, many: string]>> = {
  'load-balancer': ['load balancer', 'load balancers'],
  'target-pool': ['target group', 'target groups'],
  gateway: ['gateway', 'gateways'],
  connection: ['connection', 'connections'],
  peering: ['peering', 'peerings'],
  endpoint: ['endpoint', 'endpoints'],
  service: ['service', 'services'],
  template: ['launch template', 'launch templates'],
  'public-address': ['public address', 'public addresses'],
  'packet-filter': ['packet filter', 'packet filters'],
  'dns-zone': ['DNS zone', 'DNS zones'],
  resolver: ['DNS resolver', 'DNS resolvers'],
  'name-filter': ['DNS firewall', 'DNS firewalls'],
  'name-service': ['name service', 'name services'],
  'remote-gateway': ['remote gateway', 'remote gateways'],
  'prefix-list': ['prefix list', 'prefix lists'],
  'member-group': ['member group', 'member groups'],
  reservation: ['reservation', 'reservations'],
}

const kindsInOrder = Object.keys(words) as NetworkObjectKind[]
const MOST_SHOWN = 4

/** How many of each kind there are; kinds without any are left out. */
export function countByKind(objects: readonly NetworkObject[]): Readonly<Partial<Record<NetworkObjectKind, number>>> {
  const byKind = Map.groupBy(objects, ({ kind }) => kind)
  return Object.fromEntries(
    kindsInOrder.flatMap((kind) => {
      const own = byKind.get(kind)
      return own ? [[kind, own.length]] : []
    }),
  )
}

/** `3 load balancers, 2 NAT gateways, 1 peering and 5 others`; empty when there are none. */
export function objectsLine(objects: readonly NetworkObject[]): string {
  const sorts = Map.groupBy(objects, sortOf)
  const ordered = kindsInOrder.flatMap((kind) => [...sorts].filter(([, own]) => own[0]?.kind === kind))
  const shown = ordered.slice(0, MOST_SHOWN)
  const rest = ordered.slice(MOST_SHOWN).reduce((sum, [, own]) => sum + own.length, 0)
  const texts = shown.map(([, own]) => own[0] && count(own.length, ...wordsOf(own[0])))
  return texts.join(', ') + (rest === 0 ? '' : ` and ${count(rest, 'other')}`)
}

/** Gateways of one role are a sort of their own. */
const sortOf = (object: NetworkObject): string => (object.kind === 'gateway' ? `gateway ${object.role}` : object.kind)

function wordsOf(object: NetworkObject): readonly [one: string, many: string] {
  const [one, many] = words[object.kind]
  if (object.kind !== 'gateway' || object.role === 'other') return [one, many]
  const role = object.role
    .replace(/^(private|route)-/, '$1 ')
    .replace(/\bnat$/, 'NAT')
    .replace(/^vpn$/, 'VPN')
  return [`${role} ${one}`, `${role} ${many}`]
}
