/** Traffic as sources of flows give it: summed up, with the server's side decided. */
import type { Observed } from './dependency.ts'

/** How the server's side was told: by who began, by who listens, by the number of the port, or by what repeats. Best first. */
const flowBases = ['initiator', 'listener', 'service-port', 'ephemeral-port', 'repeated-port'] as const
export type FlowBasis = (typeof flowBases)[number]

export const betterBasis = (a: FlowBasis, b: FlowBasis): FlowBasis =>
  flowBases.indexOf(a) <= flowBases.indexOf(b) ? a : b

/** One end of a flow. */
export interface FlowEnd {
  /** Canonical text of the address; null for "any address that the site does not have". */
  readonly address: string | null
  /** Where the source knows the machine itself, not only its address. */
  readonly vmId: string | null
}

/** All traffic of one client to one port of one server. */
export interface Flow {
  readonly client: FlowEnd
  readonly server: FlowEnd
  /** `tcp`, `udp`, or an IANA protocol number as text. */
  readonly protocol: string
  /** Of the server; null for protocols without ports. */
  readonly port: number | null
  readonly observed: Observed
  readonly basis: FlowBasis
}

/** A dependency that somebody wrote down, between VMs of the site. */
export interface StatedDependency {
  readonly fromVmId: string
  readonly toVmId: string
  readonly protocol: string | null
  readonly port: number | null
  /** The end of a sentence: where it is stated. */
  readonly why: string
}
