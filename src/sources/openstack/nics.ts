/** The ports of a server, one NIC for each network and MAC address. */
import { formatAddress, readAddress, type Address } from '../../model/address.ts'
import { containsAddress, parseCidr } from '../../model/cidr.ts'
import type { Nic } from '../../model/site.ts'
import type { Report } from '../report.ts'
import { uniqueIds } from '../unique-ids.ts'
import type { Server } from './schema.ts'

interface Port {
  readonly network: string
  readonly mac: string | null
  readonly address: Address
  /** Null where the answer does not tell fixed and floating addresses apart. */
  readonly floating: boolean | null
}

export interface NicContext {
  readonly place: string
  readonly report: Report
  /** Servers some of whose addresses were taken to be floating ones. */
  readonly guessed: string[]
}

/** Floating addresses are translated outside the server, which has none of them on a NIC. */
export function readNics(server: Server, context: NicContext): readonly Nic[] {
  const ports = portsOf(server, context)
  const byNic = [...Map.groupBy(ports, ({ network, mac }) => `${network}\n${mac ?? ''}`).values()]
  const ids = uniqueIds(byNic.map(([first]) => first?.mac ?? first?.network ?? ''))
  return byNic.map((own, index) => {
    const floating = own.filter((port) => port.floating ?? isOutside(port, own))
    if (floating.some((port) => port.floating === null)) context.guessed.push(server.id)
    return {
      id: ids[index] ?? '',
      subnetId: own[0]?.network ?? null,
      macAddress: own[0]?.mac ?? null,
      addresses: own.filter((port) => !floating.includes(port)).map(({ address }) => address),
      securityGroupIds: [],
      hasPublicAddress: floating.length > 0,
    }
  })
}

/** RFC 1918 and RFC 6598. */
const privateBlocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(parseCidr)

const isPrivate = ({ address }: Port): boolean => privateBlocks.some((block) => containsAddress(block, address))

/** Beside a private address on the same network, a public one can only be a floating one. */
const isOutside = (port: Port, own: readonly Port[]): boolean =>
  port.address.family === 4 && !isPrivate(port) && own.some(isPrivate)

function portsOf(server: Server, context: NicContext): readonly Port[] {
  const seen = new Set<string>()
  return statedPorts(server).flatMap(({ network, text, mac, type }) => {
    const reading = readAddress(text)
    if (!reading.ok) {
      context.report('site.value-invalid', {
        subject: server.id,
        message: `An address cannot be read: "${text}": ${reading.fault}. It is left out.`,
        suggestion: 'Write the list again with -f json.',
        affected: [server.id],
        place: context.place,
      })
      return []
    }
    const key = `${network}\n${formatAddress(reading.value)}`
    if (seen.has(key)) return []
    seen.add(key)
    return [
      { network, mac: mac?.toLowerCase() ?? null, address: reading.value, floating: type ? type === 'floating' : null },
    ]
  })
}

interface StatedPort {
  readonly network: string
  readonly text: string
  readonly mac?: string | null | undefined
  readonly type?: string | null | undefined
}

function statedPorts({ addresses, networks }: Server): readonly StatedPort[] {
  const stated = addresses ?? networks ?? {}
  if (typeof stated === 'string') return printedPorts(stated)
  return Object.entries(stated).flatMap(([network, ports]) =>
    ports.map((port) =>
      typeof port === 'string'
        ? { network, text: port }
        : { network, text: port.addr, mac: port['os-ext-ips-mac:mac_addr'], type: port['os-ext-ips:type'] },
    ),
  )
}

/** `private=10.0.0.5, 203.0.113.9; storage=10.9.0.5` */
const printedPorts = (text: string): readonly StatedPort[] =>
  text.split(';').flatMap((part) => {
    const at = part.lastIndexOf('=')
    if (at < 0) return []
    const network = part.slice(0, at).trim()
    return part
      .slice(at + 1)
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => ({ network, text: word }))
  })
