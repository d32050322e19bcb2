/**
 * Whether the recovery site lets the same connections through as the primary site, proven for every packet under the
 * address map; and where it does not, a packet that shows it.
 */
import { z } from 'zod'
import { addressSchema } from './address.ts'
import type { Immutable } from './immutable.ts'

/**
 * From the best to the worst. `structural`: the rules are the same under other names and addresses, whoever joins the
 * groups later. `equal`: the same connections pass, with today's members. `undetermined`: it depends on something that
 * is not known. `different`: there is a connection that one site lets through and the other does not.
 */
export const equivalenceVerdicts = ['structural', 'equal', 'undetermined', 'different'] as const
const verdictSchema = z.enum(equivalenceVerdicts)
export type EquivalenceVerdict = (typeof equivalenceVerdicts)[number]

export const worstOf = (verdicts: readonly EquivalenceVerdict[]): EquivalenceVerdict =>
  equivalenceVerdicts.findLast((verdict) => verdicts.includes(verdict)) ?? 'structural'

/** A first packet. For ICMP `sourcePort` is the type and `port` the code. */
const packetSchema = z.strictObject({
  protocol: z.int().min(0).max(255),
  source: addressSchema,
  sourcePort: z.int().min(0).max(65_535),
  destination: addressSchema,
  port: z.int().min(0).max(65_535),
})
export type ShownPacket = Immutable<z.infer<typeof packetSchema>>

/** What a site does with the packet, and what decides: a rule, or the list that has none for it. */
const decisionSchema = z.strictObject({ outcome: z.string(), by: z.string() })

/** A difference that somebody answers for. */
export const differenceWaiverSchema = z.strictObject({
  /** The name of the difference; `*` stands for any text. */
  difference: z.string().min(1),
  owner: z.string().min(1),
  reason: z.string().min(1),
  /** The last day that it holds. */
  until: z.iso.date(),
})
export type DifferenceWaiver = Immutable<z.infer<typeof differenceWaiverSchema>>

const differenceSchema = z.strictObject({
  /** The same from one run to the next, for waivers. */
  name: z.string(),
  /** The class of cards, or the route table. */
  place: z.string(),
  direction: z.enum(['ingress', 'egress', 'route']),
  kind: z.enum(['newly-allowed', 'now-denied', 'changed']),
  family: z.union([z.literal(4), z.literal(6)]),
  /** As it is at the primary site, and the addresses that it has at the recovery site. */
  packet: packetSchema,
  image: z.strictObject({ source: addressSchema, destination: addressSchema }),
  before: decisionSchema,
  after: decisionSchema,
  /** What must hold of sets that the platform keeps for the packet to be a case of it. */
  conditions: z.array(z.string()),
  /** Accepted by name. */
  waiver: differenceWaiverSchema.nullable(),
})
export type EquivalenceDifference = Immutable<z.infer<typeof differenceSchema>>

const classSchema = z.strictObject({
  /** Its subnet and what guards it. */
  name: z.string(),
  vmIds: z.array(z.string()),
  ingress: verdictSchema,
  egress: verdictSchema,
})

export const equivalenceSchema = z.strictObject({
  verdict: verdictSchema,
  /** Proven, or every difference is waived. */
  accepted: z.boolean(),
  /** Cards that nothing tells apart are proven once. */
  classes: z.array(classSchema),
  tables: z.array(z.strictObject({ name: z.string(), verdict: verdictSchema })),
  differences: z.array(differenceSchema),
  /** There are more differences than are shown. */
  more: z.boolean(),
  /** What would settle what is undetermined. */
  missing: z.array(z.string()),
  /** Planned addresses that the proof holds for, and those that have no known place yet. */
  hosts: z.strictObject({ proven: z.int().nonnegative(), unplaced: z.int().nonnegative() }),
})
export type Equivalence = Immutable<z.infer<typeof equivalenceSchema>>

/** The verdict as the end of "connections …". */
export const verdictWords = ({ verdict, accepted }: Pick<Equivalence, 'verdict' | 'accepted'>): string => {
  if (verdict === 'structural' || verdict === 'equal') return 'proven equal'
  if (verdict === 'undetermined') return 'not proven'
  return accepted ? 'differ, and somebody answers for it' : 'differ'
}
