/** Facts of what stands, in words: the same from a plan and from a reading (standing.ts). */
import { formatCidr, type Cidr } from './cidr.ts'
import type { Route, SecurityRule } from './network.ts'
import type { NetworkObjectOf } from './network-objects.ts'
import type { PortRange } from './packet-filter.ts'

type Allowed = Pick<SecurityRule, 'direction' | 'protocol' | 'ports'>

/** Up to where the peer begins. */
export const ruleText = ({ direction, protocol, ports }: Allowed): string =>
  `${direction === 'ingress' ? 'lets in' : 'lets out'} ${serviceText(protocol, ports)} ${direction === 'ingress' ? 'from' : 'to'} `

/** IANA, "Protocol Numbers". */
const names: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }

function serviceText(protocol: SecurityRule['protocol'], ports: SecurityRule['ports']): string {
  const name = names[String(protocol)] ?? String(protocol)
  if (name === 'any') return 'everything'
  if (name === 'icmp' || name === 'icmpv6') return icmpText(name, ports)
  if (name !== 'tcp' && name !== 'udp') return `protocol ${name}`
  return ports === null || isAll(ports) ? `all ${name}` : `${name} ${rangeText(ports)}`
}

const isAll = ({ from, to }: PortRange): boolean => from <= 0 && (to === 65_535 || to === -1)

/** Type and code; -1 is every one. */
function icmpText(name: string, ports: SecurityRule['ports']): string {
  if (ports === null || ports.from < 0) return `all ${name}`
  return `${name} ${ports.from}/${ports.to < 0 ? 'any' : ports.to}`
}

export const rangeText = ({ from, to }: PortRange): string => (from === to ? String(from) : `${from}-${to}`)

export const groupText = (name: string): string => `group ${name}`
export const listText = (name: string): string => `list ${name}`

export type FilterEntryText = Omit<NetworkObjectOf<'packet-filter'>['entries'][number], 'name'>

export const entrySlot = ({ direction, order }: Pick<FilterEntryText, 'direction' | 'order'>): string =>
  `${direction === 'ingress' ? 'inbound' : 'outbound'} entry ${order}`

const anyOr = (texts: readonly string[]): string => (texts.length === 0 ? 'any' : texts.toSorted().join(', '))

/** Groups are named by key already; blocks and tags as they are. */
export function entryText(entry: FilterEntryText): string {
  const { action, protocol, sourcePorts, ports, sources, destinations } = entry
  const service = ports.length === 0 ? protocol : `${protocol} ${ports.toSorted().join(', ')}`
  const sender = sourcePorts.length === 0 ? '' : ` port ${sourcePorts.toSorted().join(', ')}`
  return `${entrySlot(entry)}: ${action} ${service} from ${anyOr(sources)}${sender} to ${anyOr(destinations)}`
}

export const routeSlot = (destination: Route['destination']): string =>
  `route to ${'prefixListId' in destination ? destination.prefixListId : formatCidr(destination)}`

/** `hop` in the words of `hopText`. */
export const routeText = (destination: Route['destination'], hop: string): string =>
  `${routeSlot(destination)} by ${hop}`

/** `of`: what it is called in the plan, or the platform's word for it; null where there is only one. */
export const hopText = (kind: Route['hop']['kind'], of: string | null): string =>
  of === null ? `the ${kind}` : `${kind} (${of})`

export const cardHop = (serverKey: string, index: number): string => `${serverKey} card ${index}`

export const blockText = (block: Cidr): string => `block ${formatCidr(block)}`

export const diskText = (classId: string | null, sizeGiB: number): string => `disk ${classId ?? '?'} ${sizeGiB} GiB`

export const zoneText = (index: number): string => `zone ${index + 1}`

/** In one order, whoever states them. */
export const togetherText = (texts: readonly string[]): string =>
  texts.length === 0 ? 'none' : texts.toSorted().join(', ')

/** What guards a subnet that nobody put behind a list: the platform's own, or nothing. */
export const guardWords = { platform: "the platform's own list", none: 'none' } as const
export const mainTable = 'the main one'
