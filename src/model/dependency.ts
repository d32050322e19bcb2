/** Who needs whom, and how that is known. What needs another VM is its client, what is needed its server. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { compareText } from './text-order.ts'

/**
 * `stated`: by a tag, a column, a file, or drplan.yaml. `flow`: traffic was seen. `load-balancer`: the VM reaches a load
 * balancer, and the other VM answers behind it. `security-rule`: the traffic is allowed, whether or not there is any.
 */
export const dependencyEvidence = ['stated', 'flow', 'load-balancer', 'security-rule'] as const
export type DependencyEvidence = (typeof dependencyEvidence)[number]

/** What may decide the order of recovery: a permission alone is no need. */
export const orderingEvidence = ['stated', 'flow', 'load-balancer'] as const satisfies readonly DependencyEvidence[]

/** What was seen of one relation. */
export const observedSchema = z.strictObject({
  /** Records of a log, or connections of a table: how often it was seen, never how many requests there were. */
  records: z.int().positive(),
  /** Both directions together; null when the source does not count. */
  bytes: z.number().nonnegative().nullable(),
  /** ISO 8601 UTC; null when the source has no times. */
  first: z.string().nullable(),
  last: z.string().nullable(),
})
export type Observed = Immutable<z.infer<typeof observedSchema>>

export const dependencySchema = z.strictObject({
  /** The client. Never the same VM as the server; both are in the site. */
  fromVmId: z.string(),
  toVmId: z.string(),
  evidence: z.enum(dependencyEvidence),
  /** `tcp`, `udp`, or an IANA protocol number as text; null = not said. */
  protocol: z.string().nullable(),
  /** Of the server; null = not said, or more than one. */
  port: z.int().min(0).max(65_535).nullable(),
  /** Of flows, and of load balancers that were reached by flows. */
  observed: observedSchema.nullable(),
  /** `certain`: somebody says so. `likely`: seen, with a known server side. `possible`: allowed, or seen and unclear. */
  confidence: z.enum(['certain', 'likely', 'possible']),
  /** The end of a sentence: how it is known. */
  why: z.string(),
})
export type Dependency = Immutable<z.infer<typeof dependencySchema>>

const portOf = ({ port }: Dependency): number => port ?? -1

/** By client, server, evidence, protocol and port; the same order on every machine. */
export const compareDependencies = (a: Dependency, b: Dependency): number =>
  compareText(a.fromVmId, b.fromVmId) ||
  compareText(a.toVmId, b.toVmId) ||
  dependencyEvidence.indexOf(a.evidence) - dependencyEvidence.indexOf(b.evidence) ||
  compareText(a.protocol ?? '', b.protocol ?? '') ||
  portOf(a) - portOf(b) ||
  compareText(a.why, b.why)

/** "tcp 5432", "udp", "" when nothing is said. */
export const serviceText = ({ protocol, port }: Pick<Dependency, 'protocol' | 'port'>): string =>
  [protocol, port].filter((part) => part !== null).join(' ')
