/** What of the network the plan leaves out: counted and named, so that nobody takes the plan for the whole of it. */
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import {
  objectsOf,
  type NetworkObject,
  type NetworkObjectKind,
  type NetworkObjectOf,
} from '../../model/network-objects.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import type { Network } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import type { Vm } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { borrowedWaysOut } from './borrowed-ways-out.ts'
import {
  admissionLine,
  borrowedLine,
  connectionLines,
  encryptionLine,
  firstFilterLine,
  forwardedNamesLine,
  gatewayLines,
  keptAddressLine,
  leftover,
  plainLines,
  prefixLine,
  serviceLine,
  serviceListLine,
  type Leftover,
} from './object-lines.ts'

/** One finding for each sort of thing, in the order of their names; `affected` are ids of objects or interfaces. */
export function objectsNotPlanned(
  network: Network,
  vms: readonly Vm[],
  { gateways = [] }: Pick<NetworkPolicy, 'gateways'> = {},
): readonly Finding[] {
  const stated = statedIds(network.objects, new Set(gateways.map(({ from }) => from.toLowerCase())))
  const context: Context = {
    hopIds: new Set(network.routes.flatMap(({ hop }) => hop.id ?? [])),
    objects: new Map(network.objects.map((object) => [object.id, object])),
    listIds: new Set(objectsOf(network.objects, 'service').flatMap(({ prefixListIds = [] }) => prefixListIds)),
    subnetIds: new Set(network.subnets.map(({ id }) => id)),
    vpcIds: new Set(network.vpcs.map(({ id }) => id)),
  }
  const left = [
    ...network.objects.filter(({ id }) => !stated.has(id)).flatMap((object) => leftoversOf(object, context)),
    ...networksOf(network),
    ...interfacesOf(network, vms),
  ]
  const sorts = Map.groupBy(left, ({ code, noun }) => `${noun} ${code}`)
  return [...sorts].toSorted(([a], [b]) => compareText(a, b)).flatMap(([, own]) => findingOf(own))
}

/** Gateways that drplan.yaml speaks of, with what is connected to these alone: the translation says what becomes of them. */
function statedIds(objects: readonly NetworkObject[], gateways: ReadonlySet<string>): ReadonlySet<string> {
  const isStated = (id: string | null): boolean => gateways.has((id ?? '').toLowerCase())
  const connections = objectsOf(objects, 'connection')
  const own = connections.filter(({ gatewayId }) => isStated(gatewayId))
  const others = new Set(connections.filter((one) => !own.includes(one)).map(({ remoteId }) => remoteId))
  return new Set([
    ...objectsOf(objects, 'gateway').flatMap(({ id }) => (isStated(id) ? [id] : [])),
    ...own.flatMap(({ id, remoteId }) => [id, ...(remoteId === null || others.has(remoteId) ? [] : [remoteId])]),
  ])
}

function findingOf(own: readonly Leftover[]): readonly Finding[] {
  const [first] = own
  if (!first) return []
  const { code, noun, plural = `${noun}s`, advice } = first
  const labels = [...new Set(own.map(({ label }) => label))].toSorted(compareText)
  const said = `${labels.length} ${labels.length === 1 ? noun : plural}`
  return [
    createFinding(code, {
      subject: plural,
      message: `${said} not carried into the plan: ${listed(labels)}.`,
      suggestion: advice,
      affected: [...new Set(own.map(({ id }) => id))].toSorted(compareText),
    }),
  ]
}

interface Context {
  /** Where routes lead: the plan makes gateways for routes. */
  readonly hopIds: ReadonlySet<string>
  readonly objects: ReadonlyMap<string, NetworkObject>
  /** Prefix lists that services go by. */
  readonly listIds: ReadonlySet<string>
  readonly subnetIds: ReadonlySet<string>
  readonly vpcIds: ReadonlySet<string>
}

type Rules = {
  readonly [Kind in NetworkObjectKind]: (object: NetworkObjectOf<Kind>, context: Context) => readonly Leftover[]
}

const rules: Rules = {
  gateway: (gateway, { hopIds }) => {
    const isMade = gateway.role === 'internet' || gateway.role === 'nat'
    return isMade && hopIds.has(gateway.id) ? [] : [leftover(gateway, gatewayLines[gateway.role])]
  },
  'remote-gateway': (object) => [leftover(object, plainLines['remote-gateway'])],
  connection: (object, { objects }) => [leftover(object, connectionLines[connectionSort(object, objects)])],
  // Between two VPCs of the plan it is built, unless nothing passes.
  peering: (object, { vpcIds }) =>
    vpcIds.has(object.vpcId) && vpcIds.has(object.peerVpcId) && object.passes !== false
      ? []
      : [leftover(object, plainLines.peering)],
  // The rules of stateful filters are security rules too; those of filters over subnets are carried with the subnets.
  // Either is reported one by one where it is not.
  'packet-filter': (object, { subnetIds }) => {
    if (object.goesFirst === true) return [leftover(object, firstFilterLine, object.name)]
    // The firewall is said with the gateways.
    if (object.ofFirewall === true) return []
    const isCarried = object.subnetIds.some((id) => subnetIds.has(id))
    return object.stateful || isCarried || isOpen(object) ? [] : [leftover(object, plainLines['packet-filter'])]
  },
  // Rules and routes name these, and are carried with their content or reported one by one.
  'prefix-list': (object, { listIds }) =>
    listIds.has(object.id) ? [leftover(object, serviceListLine, object.name)] : [],
  'member-group': () => [],
  reservation: (object) => [leftover(object, plainLines.reservation)],
  'public-address': (object) => [leftover(object, plainLines['public-address'], object.name)],
  'name-service': (object) => (isOwn(object) ? [leftover(object, plainLines['name-service'])] : []),
  resolver: (object) => [
    object.direction === 'rule'
      ? leftover(object, forwardedNamesLine, object.domain ?? object.name)
      : leftover(object, plainLines.resolver),
  ],
  'name-filter': (object) => [leftover(object, plainLines['name-filter'], object.name)],
  // The records of private zones are in the plan.
  'dns-zone': (object) => (object.private ? [] : [leftover(object, plainLines['dns-zone'], object.name)]),
  // What becomes of these depends on the target: the translation says it.
  endpoint: () => [],
  'load-balancer': (object) =>
    object.listeners.flatMap(({ id, protocol, port, keepsAddress, allPorts }) => {
      const label = `${object.name} ${protocol} ${port ?? (allPorts === true ? 'all ports' : '?')}`
      return keepsAddress === true ? [leftover({ id }, keptAddressLine, label)] : []
    }),
  'target-pool': () => [],
  template: (object) => {
    const { length } = object.vmIds
    return [leftover(object, plainLines.template, `${object.name}: ${length} ${length === 1 ? 'VM' : 'VMs'}`)]
  },
  service: (object) => {
    const { length } = object.vmIds
    const label = length === 0 ? object.name : `${object.name}: ${length} ${length === 1 ? 'VM' : 'VMs'}`
    return [leftover(object, serviceLine(object.type, length > 0), label), ...admissionsOf(object)]
  },
}

/** A firewall that lets nobody in, and keeps nobody out, by name has nothing to change. */
function admissionsOf(service: NetworkObjectOf<'service'>): readonly Leftover[] {
  const named = [service.admits, service.refuses].filter((list) => list !== undefined)
  const subnets = named.flatMap(({ subnetIds }) => subnetIds).length
  const blocks = named.flatMap((list) => list.blocks).length
  const networks = named.flatMap(({ vpcIds = [] }) => vpcIds).length
  const endpoints = named.flatMap(({ endpointIds = [] }) => endpointIds).length
  if (subnets + blocks + networks + endpoints === 0) return []
  const parts = [
    count(subnets, 'subnet'),
    count(blocks, 'block'),
    ...(networks > 0 ? [count(networks, 'network')] : []),
    ...(endpoints > 0 ? [count(endpoints, 'endpoint')] : []),
  ]
  return [leftover(service, admissionLine, `${service.name}: ${parts.join(', ')}`)]
}

const leftoversOf = <Kind extends NetworkObjectKind>(
  object: NetworkObjectOf<Kind>,
  context: Context,
): readonly Leftover[] => rules[object.kind](object, context)

function connectionSort(
  { gatewayId, remoteId, overLine }: NetworkObjectOf<'connection'>,
  objects: Context['objects'],
): keyof typeof connectionLines {
  if (overLine === true) return 'line'
  if (objects.get(remoteId ?? '')?.kind === 'remote-gateway') return 'vpn'
  const gateway = objects.get(gatewayId ?? '')
  if (gateway?.kind !== 'gateway') return 'other'
  return gateway.role === 'transit' ? 'attachment' : gateway.role === 'vpn' ? 'vpn' : 'other'
}

/** The lowest order that matches decides, so a filter is open when the first entry of either direction lets all pass. */
const isOpen = ({ entries }: NetworkObjectOf<'packet-filter'>): boolean =>
  (['ingress', 'egress'] as const).every((direction) => {
    const [first] = entries
      .filter((entry) => entry.direction === direction && !entry[peerField[direction]].some(isIpv6))
      .toSorted((a, b) => a.order - b.order)
    if (first?.action !== 'allow' || first.protocol !== 'any') return false
    const peers = first[peerField[direction]]
    return peers.length === 0 || peers.includes('0.0.0.0/0')
  })

const peerField = { ingress: 'sources', egress: 'destinations' } as const

const isIpv6 = (block: string): boolean => block.includes(':')

/** Does it say anything that the platform would not say by itself? */
const isOwn = (service: NetworkObjectOf<'name-service'>): boolean =>
  service.domain !== null ||
  [service.nameServers, service.timeServers, service.netbiosServers].some(({ length }) => length > 0)

const networksOf = ({ vpcs }: Network): readonly Leftover[] =>
  vpcs.filter(({ encryption }) => encryption === 'required').map((vpc) => leftover(vpc, encryptionLine, vpc.name))

const interfacesOf = (network: Network, vms: readonly Vm[]): readonly Leftover[] => [
  ...vms.flatMap(({ nics }) =>
    nics.flatMap((nic) => ((nic.prefixes ?? []).length > 0 ? [leftover(nic, prefixLine)] : [])),
  ),
  ...borrowedWaysOut(network, vms).map((nic) => leftover(nic, borrowedLine)),
]
