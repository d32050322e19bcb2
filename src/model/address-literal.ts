/**
 * An address of the primary site that somebody wrote into a file, or into what a machine runs at its start. Only the
 * address itself is kept, never the rest of its line, which may hold secrets.
 */
import { z } from 'zod'
import { cidrSchema } from './cidr.ts'
import type { Immutable } from './immutable.ts'
import type { SecretMark } from './secret-mark.ts'

/**
 * `padded`: 010.000.005.017, which some programs read as octal. `pattern`: 10\.0\.5\.17 or 10[.]0[.]5[.]17. `fragment`:
 * `10.0.5.` in front of something. `reverse-name`: 17.5.0.10.in-addr.arpa. `host-name`: ip-10-0-5-17.
 */
const literalKinds = [
  'dotted',
  'padded',
  'pattern',
  'fragment',
  'cidr',
  'ipv6',
  'hexadecimal',
  'decimal',
  'reverse-name',
  'host-name',
] as const
export type LiteralKind = (typeof literalKinds)[number]

const literalLayers = ['base64', 'gzip'] as const
export type LiteralLayer = (typeof literalLayers)[number]

/** Both count from 1; columns in UTF-16 code units, as editors and JavaScript do. */
const positionSchema = z.strictObject({ line: z.int().positive(), column: z.int().positive() })
export type Position = Immutable<z.infer<typeof positionSchema>>

const literalShape = {
  /** In the text as it is stored; of packed text, where that begins. */
  ...positionSchema.shape,
  /** In the text that came out of all layers; null where there are none. */
  inner: positionSchema.nullable(),
  /** What it was packed in, the outermost first. */
  layers: z.array(z.enum(literalLayers)),
  kind: z.enum(literalKinds),
  /** The address as it is written. */
  text: z.string(),
  /** What it stands for; a single address is a block of one. */
  block: cidrSchema,
}

export const addressLiteralSchema = z.strictObject(literalShape)
export type AddressLiteral = Immutable<z.infer<typeof addressLiteralSchema>>

/** What was found in one text; `incomplete` when a part of it was too large, too deep or damaged. */
export interface FoundLiterals {
  readonly literals: readonly AddressLiteral[]
  /** What reads as a credential: in the order of the text, and nothing of it but where it is. */
  readonly secrets: readonly SecretMark[]
  readonly incomplete: boolean
}

/** Why a plain replacement of the text does not do. */
export const literalReasons = {
  'address-unknown': 'the platform gives its VM an address that is not known before',
  encoded: 'it is inside packed text, which must be unpacked, changed and packed again',
  ipv6: 'the recovery site is assigned other IPv6 addresses, which are not known before',
  name: 'it is a name that the platform makes of an address; its domain may change too',
  'nothing-there': 'it has no counterpart at the recovery site',
  number: 'it is written as a number: check what reads it, and in which order of bytes',
  'owner-unknown': 'no VM has it, so nothing may answer at the recovery site',
  'owner-unplanned': 'the VM that has it is not in the plan, so nothing answers at the recovery site',
  padded: 'it has leading zeros, which some programs read as octal',
  public: 'it is a public address, and the recovery site gets another one',
  'several-blocks': 'what it covers does not move as one block',
  'several-owners': 'several hosts have it, and go to different addresses',
} as const
export type LiteralReason = keyof typeof literalReasons
const reasons = Object.keys(literalReasons) as [LiteralReason, ...LiteralReason[]]

/** `replace`: the text may be replaced as it is. `kept`: it means the same at the recovery site. */
const literalOutcomes = ['replace', 'kept', 'by-hand'] as const

export const literalTranslationSchema = z.strictObject({
  /** The file as drplan.yaml names it and what is below it, or what the machine is called whose start it is part of. */
  place: z.string(),
  /** The VM whose user data it is; null for files and launch templates. */
  vmId: z.string().nullable(),
  ...literalShape,
  /** What it is at the primary site, in words. */
  means: z.string(),
  outcome: z.enum(literalOutcomes),
  /** Proposed text; null when there is none. Nothing is ever edited. */
  becomes: z.string().nullable(),
  /** Of `by-hand` only. */
  reason: z.enum(reasons).nullable(),
})
export type LiteralTranslation = Immutable<z.infer<typeof literalTranslationSchema>>
