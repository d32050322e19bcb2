/** Interfaces of domains, and the networks they are on: libvirt networks with their block, bridges and devices by name. */
import { readAddress, type Address } from '../../model/address.ts'
import { cidrAround, formatCidr } from '../../model/cidr.ts'
import type { Network } from '../../model/network.ts'
import type { Nic } from '../../model/site.ts'
import type { SourceRequest } from '../../model/source.ts'
import { buildNetwork } from '../named-networks.ts'
import type { Report } from '../report.ts'
import { uniqueIds } from '../unique-ids.ts'
import { attribute, below, child, children, findAll, textOf, type Element } from './xml.ts'
import { compareText } from '../../model/text-order.ts'

export interface KnownNetworks {
  /** The network that owns a bridge. */
  readonly byBridge: ReadonlyMap<string, string>
  /** The address that DHCP keeps for a MAC address. */
  readonly addressOf: ReadonlyMap<string, Address>
  readonly blocks: SourceRequest['subnets']
  /** The host's own address on a network is the gateway of its domains. */
  readonly gateways: ReadonlyMap<string, Address>
}

export function indexNetworks(networks: readonly Element[]): KnownNetworks {
  const named = networks.flatMap((network) => {
    const name = textOf(child(network, 'name'))
    return name === null ? [] : [{ network, name }]
  })
  const v4 = named.flatMap(({ network, name }) => {
    const stated = children(network, 'ip').flatMap((ip) => hostAddress(ip) ?? [])
    // A network with several IPv4 blocks has no one block.
    return stated.length === 1 && stated[0] ? [{ name, ...stated[0] }] : []
  })
  return {
    byBridge: new Map(
      named.flatMap(({ network, name }): [string, string][] => {
        const bridge = attribute(child(network, 'bridge'), 'name')
        return bridge === null ? [] : [[bridge, name]]
      }),
    ),
    addressOf: new Map(named.flatMap(({ network }) => reservations(network))),
    blocks: v4.map(({ name, address, prefixLength }) => ({
      name,
      block: formatCidr(cidrAround(address, prefixLength)),
    })),
    gateways: new Map(v4.map(({ name, address }) => [name, address])),
  }
}

function hostAddress(ip: Element): { address: Address; prefixLength: number } | null {
  const reading = readAddress(attribute(ip, 'address') ?? '')
  if (!reading.ok || reading.value.family !== 4) return null
  const prefix = attribute(ip, 'prefix')
  const prefixLength = prefix === null ? maskLength(attribute(ip, 'netmask') ?? '') : Number(prefix)
  const isLength = prefixLength !== null && Number.isInteger(prefixLength) && prefixLength >= 0 && prefixLength <= 32
  return isLength ? { address: reading.value, prefixLength } : null
}

/** 255.255.252.0 is 22; null for a mask with holes. */
function maskLength(mask: string): number | null {
  const reading = readAddress(mask)
  if (!reading.ok || reading.value.family !== 4) return null
  const bits = reading.value.value.toString(2).padStart(32, '0')
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null
}

const reservations = (network: Element): readonly [string, Address][] =>
  findAll(network, 'host').flatMap((host): [string, Address][] => {
    const mac = attribute(host, 'mac')
    const reading = readAddress(attribute(host, 'ip') ?? '')
    return mac !== null && reading.ok ? [[mac.toLowerCase(), reading.value]] : []
  })

export function readNics(domain: Element, known: KnownNetworks): readonly Nic[] {
  const interfaces = children(child(domain, 'devices'), 'interface')
  const macs = interfaces.map((element) => attribute(child(element, 'mac'), 'address')?.toLowerCase() ?? null)
  const ids = uniqueIds(macs.map((mac, index) => mac ?? `interface-${index + 1}`))
  return interfaces.map((element, index) => {
    const address = known.addressOf.get(macs[index] ?? '')
    return {
      id: ids[index] ?? '',
      subnetId: networkOf(element, known),
      macAddress: macs[index] ?? null,
      addresses: address ? [address] : [],
      securityGroupIds: [],
      hasPublicAddress: false,
    }
  })
}

/** A network, or what the host calls the bridge or device; `user` and `ethernet` interfaces are on none. */
function networkOf(element: Element, { byBridge }: KnownNetworks): string | null {
  const source = below(element, 'source')
  const bridge = attribute(source, 'bridge')
  const network = attribute(source, 'network')
  return network ?? (bridge === null ? attribute(source, 'dev') : (byBridge.get(bridge) ?? bridge))
}

export function buildSiteNetwork(
  nics: readonly Nic[],
  { known, request, report }: { known: KnownNetworks; request: SourceRequest; report: Report },
): Network {
  const groups = [...Map.groupBy(nics, ({ subnetId }) => subnetId)].flatMap(([id, own]) =>
    id === null
      ? []
      : [{ id, name: id, vpcId: 'libvirt', vpcName: 'libvirt', addresses: own.flatMap(({ addresses }) => addresses) }],
  )
  const stated = new Set(request.subnets.map(({ name }) => name))
  const used = known.blocks.filter(({ name }) => !stated.has(name) && groups.some(({ id }) => id === name))
  const network = buildNetwork(
    groups.toSorted((a, b) => compareText(a.id, b.id)),
    { ...request, subnets: [...request.subnets, ...used] },
    report,
  )
  const gateways = new Map(used.map(({ name }) => [name, known.gateways.get(name) ?? null]))
  return {
    ...network,
    subnets: network.subnets.map((subnet) => ({ ...subnet, gateway: gateways.get(subnet.id) ?? null })),
  }
}
