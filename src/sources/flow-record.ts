/** One record of traffic, as a log or a table of connections gives it. */
import { formatAddress, readAddress } from '../model/address.ts'
import type { Seen } from './flow-totals.ts'
import type { ServerSide } from './server-side.ts'

/** One end of a record. */
export interface RecordEnd {
  /** Canonical text. */
  readonly address: string
  readonly port: number
  /** Where the file itself says which VM it is. */
  readonly vmId?: string | null
}

export interface FlowRecord extends Seen {
  readonly source: RecordEnd
  readonly destination: RecordEnd
  /** `tcp`, `udp`, or an IANA protocol number as text. */
  readonly protocol: string
  /** Which end serves, where the format tells; null = judged by the ports. */
  readonly server: ServerSide | null
  /** Where it was seen: two interfaces that saw the same packets must not count them twice. */
  readonly observer: string
}

const strictV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?=\d)|$)){4}$/

/** The canonical text of an address; null when it is none. IPv4 is its own canonical text: logs have millions of them. */
export function canonicalAddress(text: string): string | null {
  if (strictV4.test(text)) return text
  const reading = readAddress(text)
  return reading.ok ? formatAddress(reading.value) : null
}

const MOST_PORT = 65_535

type Text = string | null | undefined

/** Null when one of the two is none. */
export function readEnd(addressText: Text, portText: Text): RecordEnd | null {
  const address = canonicalAddress(addressText ?? '')
  const port = /^\d{1,5}$/.test(portText ?? '') ? Number(portText) : MOST_PORT + 1
  return address === null || port > MOST_PORT ? null : { address, port }
}
