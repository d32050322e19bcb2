/**
 * The maps as CSV. `srm-*.csv` has the columns of VMware's dr-ip-customizer ("Structure of the DR IP Customizer CSV File",
 * Site Recovery Manager 8.8, techdocs.broadcom.com, 2025-01-30): adapter 0 is for settings of the whole VM, adapters count
 * from 1, a second value of one column is a row of its own, and a card has one address of each family. `nics-*.csv` has one
 * row for each address, with what a card is told on the day and in a test, for tools that take it so (Zerto).
 */
import { formatAddress, type Address, type Family } from '../model/address.ts'
import type { Cidr } from '../model/cidr.ts'
import type { CardAddress, MappedHost, NetworkMap, NetworkMaps } from '../model/network-maps.ts'
import type { NetworkPolicy } from '../model/network-policy.ts'
import { csvOf, type Row } from './csv.ts'
import type { RenderedFile } from './terraform.ts'

export type VCenters = NonNullable<NetworkPolicy['vcenters']>

export function renderNetworkMaps(maps: NetworkMaps, vcenters: VCenters = {}): readonly RenderedFile[] {
  const { live, drill, failback } = maps
  return [
    { path: 'nics-failback.csv', contents: csvOf(failbackColumns, failback.hosts.map(failbackRow)) },
    { path: 'nics-failover.csv', contents: csvOf(failoverColumns, failoverRows(live, drill)) },
    { path: 'srm-drill.csv', contents: srmCsv(drill, vcenters.recovery ?? '') },
    { path: 'srm-failback.csv', contents: srmCsv(failback, vcenters.primary ?? '') },
    { path: 'srm-live.csv', contents: srmCsv(live, vcenters.recovery ?? '') },
  ]
}

const srmColumns: Row = [
  'VM ID',
  'VM Name',
  'vCenter Server',
  'Adapter ID',
  'DNS Domain',
  'Net BIOS',
  'Primary WINS',
  'Secondary WINS',
  'IP Address',
  'Subnet Mask',
  'Gateway(s)',
  'IPv6 Address',
  'IPv6 Subnet Prefix length',
  'IPv6 Gateway(s)',
  'DNS Server(s)',
  'DNS Suffix(es)',
]

function srmCsv({ hosts }: NetworkMap, vcenter: string): string {
  const byVm = Map.groupBy(hosts, ({ vmId }) => vmId)
  return csvOf(
    srmColumns,
    [...byVm.values()].flatMap((own) => srmRows(own, vcenter)),
  )
}

function srmRows(hosts: readonly MappedHost[], vcenter: string): readonly Row[] {
  const [first] = hosts
  if (!first || !hosts.some(({ to }) => to)) return []
  const start = (adapter: number): Row => [first.vmId, first.vmName, vcenter, String(adapter)]
  const cards = Map.groupBy(hosts, ({ nicIndex }) => nicIndex)
  const whole = first.domain === null ? [] : [[...start(0), ...blank(11), first.domain]]
  return [...whole, ...[...cards].flatMap(([nicIndex, own]) => cardRows(own, start(nicIndex + 1)))]
}

function cardRows(hosts: readonly MappedHost[], start: Row): readonly Row[] {
  const [first] = hosts
  const four = cardOf(hosts, 4)
  const six = cardOf(hosts, 6)
  if (!first || (!four && !six)) return []
  const [server = '', ...more] = textsOf(first.nameServers)
  const [wins = '', secondWins = ''] = textsOf(first.netbiosServers)
  return [
    [...start, first.domain ?? '', '', wins, secondWins, ...fourCells(four), ...sixCells(six), server, ''],
    ...more.map((another) => [...start, ...blank(10), another, '']),
  ]
}

const cardOf = (hosts: readonly MappedHost[], family: Family): CardAddress | null =>
  hosts.find(({ to }) => to?.address.family === family)?.to ?? null

const blank = (count: number): Row => Array.from({ length: count }, () => '')

const textsOf = (addresses: readonly Address[]): readonly string[] => addresses.map(formatAddress)

const fourCells = (card: CardAddress | null): Row =>
  card ? [formatAddress(card.address), maskOf(card.block), card.gateway ? formatAddress(card.gateway) : ''] : blank(3)

const sixCells = (card: CardAddress | null): Row =>
  card
    ? [
        formatAddress(card.address),
        card.block ? String(card.block.prefixLength) : '',
        card.gateway ? formatAddress(card.gateway) : '',
      ]
    : blank(3)

/** 255.255.255.0, or /64 for IPv6. */
function maskOf(block: Cidr | null): string {
  if (!block) return ''
  if (block.family === 6) return `/${block.prefixLength}`
  const hosts = (1n << BigInt(32 - block.prefixLength)) - 1n
  return formatAddress({ family: 4, value: 0xffff_ffffn - hosts })
}

const failoverColumns: Row = [
  'VM ID',
  'VM Name',
  'NIC',
  'NIC ID',
  'Subnet',
  'Primary IP',
  'Live IP',
  'Live Mask',
  'Live Gateway',
  'Live DNS',
  'Test IP',
  'Test Mask',
  'Test Gateway',
  'Test DNS',
]

const failoverRows = (live: NetworkMap, drill: NetworkMap): readonly Row[] =>
  live.hosts.map((host, index) => {
    const test = drill.hosts[index]
    return [
      ...hostCells(host),
      host.from ? formatAddress(host.from.address) : '',
      ...cardCells(host.to, host.nameServers),
      ...cardCells(test?.to ?? null, test?.nameServers ?? []),
    ]
  })

const failbackColumns: Row = [
  'VM ID',
  'VM Name',
  'NIC',
  'NIC ID',
  'Subnet',
  'Recovery IP',
  'Live IP',
  'Live Mask',
  'Live Gateway',
  'Live DNS',
]

const failbackRow = (host: MappedHost): Row => [
  ...hostCells(host),
  host.from ? formatAddress(host.from.address) : '',
  ...cardCells(host.to, host.nameServers),
]

const hostCells = ({ vmId, vmName, nicIndex, nicId, subnetName }: MappedHost): Row => [
  vmId,
  vmName,
  String(nicIndex + 1),
  nicId,
  subnetName,
]

const cardCells = (card: CardAddress | null, nameServers: readonly Address[]): Row =>
  card
    ? [
        formatAddress(card.address),
        maskOf(card.block),
        card.gateway ? formatAddress(card.gateway) : '',
        textsOf(nameServers).join(' '),
      ]
    : blank(4)
