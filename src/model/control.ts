/** Controls of standards (`templates/controls/*.yaml`), and what of an evidence pack answers them. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** What a pack may have that answers a control; core/evidence/pieces.ts says where it is in the pack. */
const pieceIds = [
  'backups',
  'capacity',
  'check',
  'connections',
  'dependencies',
  'drills',
  'drills-in-time',
  'failovers',
  'findings',
  'inputs',
  'network',
  'one-site',
  'policies',
  'promises',
  'runbook-drill',
  'runbook-failback',
  'runbook-failover',
  'runbook-prepare',
  'short-capacity',
  'simulation',
  'strategies',
  'terraform',
  'tiers',
  'waivers',
  'waves',
] as const
export type PieceId = (typeof pieceIds)[number]

const controlSchema = z.strictObject({
  /** As the standard numbers it. */
  id: z.string().min(1),
  title: z.string().min(1),
  /** What it asks for, in one sentence of our own. */
  asks: z.string().min(1),
  evidence: z.array(z.enum(pieceIds)).min(1),
  /** What drplan does not show, and an auditor will ask for. */
  needs: z.array(z.string().min(1)),
})
export type Control = Immutable<z.infer<typeof controlSchema>>

export const controlFileSchema = z.strictObject({
  schema: z.literal('drplan/controls@1'),
  framework: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  edition: z.string().min(1),
  /** Where the standard is. */
  source: z.url(),
  /** The day that the rows were written. */
  asOf: z.iso.date(),
  controls: z.array(controlSchema).min(1),
})
export type ControlFile = Immutable<z.infer<typeof controlFileSchema>>

/**
 * `shown`: the pack has all that drplan can show, and nothing else is needed. `partly`: it has some, or something else is
 * needed. `not-shown`: it has nothing of it. None of them says that a control is met.
 */
export const controlStatuses = ['shown', 'partly', 'not-shown'] as const
export type ControlStatus = (typeof controlStatuses)[number]

export interface Answer {
  readonly piece: PieceId
  readonly what: string
  /** File of the pack, and JSON pointer (RFC 6901) in it. */
  readonly path: string
  readonly pointer: string
  /** Is it in the pack, and does it show what it is for? */
  readonly present: boolean
  /** Why not; null where it is. */
  readonly lacks: string | null
}

export interface JudgedControl extends Omit<Control, 'evidence'> {
  readonly status: ControlStatus
  readonly evidence: readonly Answer[]
}

export interface JudgedFramework extends Omit<ControlFile, 'schema' | 'controls'> {
  readonly controls: readonly JudgedControl[]
}
