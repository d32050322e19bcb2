/** "Can this machine reach that one?", asked of both sites. */
import { InputError } from '../errors.ts'
import type { Address } from './address.ts'

export type ReachEnd =
  | { readonly kind: 'vm'; readonly vmId: string }
  | { readonly kind: 'address'; readonly address: Address }

/** Of ICMP `sourcePort` is the type and `port` the code. */
export interface ReachService {
  readonly protocol: number
  readonly port: number
  readonly sourcePort: number
}

export interface ReachQuestion {
  readonly from: ReachEnd
  readonly to: ReachEnd
  readonly service: ReachService
}

export interface ReachStep {
  readonly at: 'leaves' | 'way' | 'arrives'
  readonly outcome: string
  /** The rule that decides; several, where several lists must all allow. */
  readonly by: string
}

export interface ReachAnswer {
  readonly verdict: 'allowed' | 'denied' | 'undetermined'
  readonly source: Address
  readonly destination: Address
  readonly steps: readonly ReachStep[]
  /** What the answer depends on, where it cannot be told. */
  readonly missing: readonly string[]
}

/** Of each site; null where an end has no address there that anybody knows. */
export interface Reach {
  readonly primary: ReachAnswer | null
  readonly recovery: ReachAnswer | null
}

/** Of the range that clients use by default (RFC 6335, section 6). */
const CLIENT_PORT = 50_000
const protocols: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, esp: 50, ah: 51 }
/** Echo request (RFC 792, RFC 4443). */
const echo: Readonly<Record<number, number>> = { 1: 8, 58: 128 }

/** `tcp/5432`, `udp/53`, `icmp`, `icmp/8`, `47`. Throws InputError `cli.usage`. */
export function parseService(text: string): ReachService {
  const [, name = '', number] = /^([a-z0-9]+)(?:\/(\d{1,5}))?$/.exec(text.toLowerCase()) ?? []
  const service = serviceOf(numberOf(name), number === undefined ? null : Number(number))
  if (service) return service
  throw new InputError('cli.usage', `"${text}" is not a service.`, {
    suggestions: ['Write tcp/5432, udp/53, icmp, or the number of another protocol, such as 47.'],
  })
}

const numberOf = (name: string): number => protocols[name] ?? (/^\d{1,3}$/.test(name) ? Number(name) : Infinity)

/** Null for what no packet has. */
function serviceOf(protocol: number, number: number | null): ReachService | null {
  if (protocol > 255) return null
  if (protocol === 6 || protocol === 17)
    return number === null || number > 65_535 ? null : { protocol, port: number, sourcePort: CLIENT_PORT }
  const type = number ?? echo[protocol] ?? 0
  return type > 255 ? null : { protocol, port: 0, sourcePort: type }
}
