/** One record of traffic, as a log or a table of connections gives it. */
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
