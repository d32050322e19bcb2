/** The maps of a finished translation: live, its composition with a drill, and its inverse for failback. */
import { equalAddresses, type Address } from '../../model/address.ts'
import { containsAddress, type Cidr } from '../../model/cidr.ts'
import type { Finding } from '../../model/finding.ts'
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { CardAddress, MappedHost, NetworkMap, NetworkMaps } from '../../model/network-maps.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import {
  isResized,
  type AddressTranslation,
  type NetworkTranslation,
  type SubnetTranslation,
} from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { Nic, Vm } from '../../model/site.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { drillAddress, drillBlock, drillBlocks, type DrillMove } from './drill.ts'
import { rangesElsewhere } from './elsewhere.ts'

export interface MapsInput {
  /** The VMs that the plan covers. */
  readonly vms: readonly Vm[]
  readonly network: Network
  readonly translation: NetworkTranslation
  readonly policy: NetworkPolicy
  readonly limits: Pick<NetworkLimits, 'routerPlace' | 'forbidden'>
}

export interface MadeMaps {
  readonly maps: NetworkMaps
  readonly drill: readonly DrillMove[]
  readonly findings: readonly Finding[]
}

export function networkMaps(input: MapsInput): MadeMaps {
  const { translation, policy } = input
  const drill = drillBlocks(translation, policy.drill?.pool ?? null, inUse(input))
  const hosts = namedHosts(input)
  const live: NetworkMap = { kind: 'live', blocks: equalBlocks(translation), hosts: hosts.map(({ live }) => live) }
  return {
    maps: { live, drill: composed(live, drill.moves), failback: inverted(live, hosts) },
    drill: drill.moves,
    findings: drill.findings,
  }
}

/** What a drill with addresses of its own must keep clear of. */
function inUse({ network, translation, policy, limits }: MapsInput): readonly Cidr[] {
  const primary = [
    ...network.vpcs.flatMap(({ blocks }) => blocks),
    ...network.subnets.flatMap(({ block, moreBlocks = [] }) => [...(block ? [block] : []), ...moreBlocks]),
  ]
  return [
    ...primary,
    ...translation.vpcs.flatMap(({ blocks }) => blocks),
    ...rangesElsewhere(network, policy, primary).map(({ block }) => block),
    ...limits.forbidden.map(({ block }) => block),
  ]
}

const equalBlocks = ({ blocks, subnets }: NetworkTranslation): NetworkMap['blocks'] => [
  ...blocks.flatMap((block) => (block.from && !isResized(block) ? [{ from: block.from, to: block.to }] : [])),
  ...subnets
    .flatMap(({ moreBlocks = [] }) => moreBlocks)
    .filter(({ from }) => !blocks.some((block) => block.from && containsAddress(block.from, firstOf(from)))),
]

const firstOf = ({ family, network }: Cidr): Address => ({ family, value: network })

interface NamedHost {
  readonly live: MappedHost
  /** What it asks for names at the primary site. */
  readonly home: Pick<MappedHost, 'nameServers' | 'netbiosServers'>
}

function namedHosts({ vms, network, translation, limits }: MapsInput): readonly NamedHost[] {
  const names = new Map(vms.map(({ id, name, nics }) => [id, { name, nics }]))
  const subnets = new Map(translation.subnets.map((subnet) => [subnet.key, subnet]))
  const gateways = new Map(network.subnets.map(({ id, gateway }) => [id, gateway]))
  const vpcs = new Map(translation.vpcs.map(({ key, from }) => [key, from]))
  const services = objectsOf(network.objects, 'name-service')
  const known = new Map(
    translation.addresses.flatMap(({ from, to }) => (from && to ? [[keyOf(from), to] as const] : [])),
  )
  const moved = (address: Address): Address =>
    known.get(keyOf(address)) ?? shifted(equalBlocks(translation), address) ?? address
  const serviceOf = (subnet: SubnetTranslation | undefined): NetworkObjectOf<'name-service'> | undefined => {
    const vpcId = subnet && vpcs.get(subnet.vpcKey)
    return vpcId ? services.find(({ vpcIds }) => vpcIds.includes(vpcId)) : undefined
  }
  return translation.addresses.map((entry): NamedHost => {
    const subnet = subnets.get(entry.subnetKey)
    const vm = names.get(entry.vmId)
    const service = serviceOf(subnet)
    const home = homeOf(vm?.nics[entry.nicIndex], service)
    const gateway = (subnet && gateways.get(subnet.from ?? '')) ?? null
    return {
      home,
      live: {
        ...cardsOf(entry, { subnet, gateway }, limits),
        ...labelsOf(entry, vm?.name, subnet?.name),
        nameServers: home.nameServers.map(moved),
        netbiosServers: home.netbiosServers.map(moved),
        domain: service?.domain ?? null,
      },
    }
  })
}

const labelsOf = (
  { vmId, nicId, nicIndex, addressIndex, subnetKey }: AddressTranslation,
  vmName = vmId,
  subnetName = subnetKey,
): Pick<MappedHost, 'vmId' | 'vmName' | 'nicId' | 'nicIndex' | 'addressIndex' | 'subnetName'> => ({
  vmId,
  vmName,
  nicId,
  nicIndex,
  addressIndex,
  subnetName,
})

/** What the card says of itself comes before what its network says. */
function homeOf(card: Nic | undefined, service: NetworkObjectOf<'name-service'> | undefined): NamedHost['home'] {
  const own = card?.nameServers ?? []
  return {
    nameServers: own.length > 0 ? own : (service?.nameServers ?? []),
    netbiosServers: service?.netbiosServers ?? [],
  }
}

interface Home {
  readonly subnet: SubnetTranslation | undefined
  /** At the primary site, of IPv4. */
  readonly gateway: Address | null
}

function cardsOf(
  entry: AddressTranslation,
  { subnet, gateway }: Home,
  limits: MapsInput['limits'],
): Pick<MappedHost, 'from' | 'to'> {
  const { from, to } = entry
  const blocks = blocksOf(entry, subnet)
  return {
    from: from && { address: from, block: blocks.from, gateway: from.family === 4 ? gateway : null },
    to: to && { address: to, block: blocks.to, gateway: routerOf(blocks.to, limits) },
  }
}

const keyOf = ({ family, value }: Address): string => `${family}/${value}`

function blocksOf(
  { from, to }: AddressTranslation,
  subnet: SubnetTranslation | undefined,
): { readonly from: Cidr | null; readonly to: Cidr | null } {
  const pairs = subnet ? [{ from: subnet.fromBlock, to: subnet.block }, ...(subnet.moreBlocks ?? [])] : []
  const holding = (block: Cidr | null, address: Address | null): boolean =>
    block !== null && address !== null && containsAddress(block, address)
  return {
    from: pairs.find((pair) => holding(pair.from, from))?.from ?? null,
    to: pairs.find((pair) => holding(pair.to, to))?.to ?? null,
  }
}

const routerOf = (block: Cidr | null, { routerPlace }: Pick<NetworkLimits, 'routerPlace'>): Address | null =>
  block?.family === 4 ? { family: 4, value: block.network + BigInt(routerPlace) } : null

function composed(live: NetworkMap, moves: readonly DrillMove[]): NetworkMap {
  const addressAt = (address: Address): Address => drillAddress(moves, address) ?? address
  return {
    kind: 'drill',
    blocks: live.blocks.flatMap(({ from, to }) => {
      const there = drillBlock(moves, to)
      return there ? [{ from, to: there }] : []
    }),
    hosts: live.hosts.map((host) => ({
      ...host,
      to: host.to && drillCard(host.to, moves),
      nameServers: host.nameServers.map(addressAt),
      netbiosServers: host.netbiosServers.map(addressAt),
    })),
  }
}

function drillCard({ address, block, gateway }: CardAddress, moves: readonly DrillMove[]): CardAddress | null {
  const there = drillAddress(moves, address)
  return (
    there && {
      address: there,
      block: block && drillBlock(moves, block),
      gateway: gateway && drillAddress(moves, gateway),
    }
  )
}

/** Of hosts that are recovered; those that came while the site was away are in no inventory of the primary site. */
const inverted = (live: NetworkMap, hosts: readonly NamedHost[]): NetworkMap => ({
  kind: 'failback',
  blocks: live.blocks.map(({ from, to }) => ({ from: to, to: from })),
  hosts: hosts.map(({ live: host, home }) => ({ ...host, ...home, from: host.to, to: host.from })),
})

/** Where an address goes; null where the map says nothing of it. */
export function applyMap({ hosts, blocks }: NetworkMap, address: Address): Address | null {
  const host = hosts.find(({ from, to }) => from !== null && to !== null && equalAddresses(from.address, address))
  return host?.to?.address ?? shifted(blocks, address)
}

function shifted(blocks: NetworkMap['blocks'], address: Address): Address | null {
  const block = blocks.find(({ from }) => containsAddress(from, address))
  return block ? { ...address, value: block.to.network + (address.value - block.from.network) } : null
}
