/** The evidence pack (`drplan report --evidence`): one archive that says what was planned, checked and drilled. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { mappingSchema } from './mapping.ts'

export const evidenceSchemaId = 'drplan/evidence@1'
export const manifestPath = 'manifest.json'
export const sumsPath = 'SHA256SUMS'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const packedFileSchema = z.strictObject({
  /** With forward slashes. */
  path: z.string().min(1),
  sha256,
  bytes: z.int().nonnegative(),
  what: z.string(),
})
export type PackedFile = Immutable<z.infer<typeof packedFileSchema>>

export const evidenceManifestSchema = z.strictObject({
  schema: z.literal(evidenceSchemaId),
  /** Name and version of the drplan that made the pack. */
  madeBy: z.string(),
  site: z.string(),
  target: z.string(),
  region: z.string(),
  /** The day that ages and ends of waivers are counted to: the only time that does not come from a file of the pack. */
  today: z.iso.date(),
  /** `madeBy`: the drplan that made the plan. */
  plan: z.strictObject({ path: z.literal('plan.json'), sha256, madeBy: z.string() }),
  /** What the plan was made from, by name: SHA-256 of each. */
  inputs: z.record(z.string(), z.string()),
  /** What could be bought, as the plan was made with; `sha256` null where the plan does not say. */
  catalogue: z.strictObject({ target: z.string(), asOf: z.string(), sha256: z.string().nullable() }),
  /** Of the mapping: objective, status, value, bound, gap and method, as in plan.json. */
  solution: mappingSchema.shape.solution,
  /** Of everything that was drawn; null = nothing was. Forecast, mapping and proofs draw nothing. */
  seeds: z.strictObject({ simulation: z.number().nullable() }),
  /** Of the files that were written with the plan: those that are gone, and those that were changed by hand since. */
  outputs: z.strictObject({ missing: z.array(z.string()), changed: z.array(z.string()) }),
  /** What the pack could have and has not, as sentences. */
  leftOut: z.array(z.string()),
  /** Every file of the pack but this one and SHA256SUMS, by path. */
  files: z.array(packedFileSchema),
})
export type EvidenceManifest = Immutable<z.infer<typeof evidenceManifestSchema>>

/** A file on its way into the pack. */
export interface EvidenceFile {
  readonly path: string
  readonly contents: string
  /** In a few words. */
  readonly what: string
}

/**
 * `altered`, `added`, `missing`: a file, compared with the manifest. `manifest`: the manifest itself is not one. `repacked`: files
 * are as they were, and the archive around them is not. `sum`: the archive is not the one that the .sha256 file beside it names.
 */
export interface EvidenceProblem {
  readonly fault: 'altered' | 'added' | 'missing' | 'manifest' | 'repacked' | 'sum'
  /** Path in the archive, or what is meant. */
  readonly subject: string
  readonly message: string
}

export interface EvidenceVerdict {
  readonly file: string
  readonly sha256: string
  /** Did a .sha256 file stand beside it? */
  readonly summed: boolean
  readonly files: number
  readonly problems: readonly EvidenceProblem[]
  /** Null where it cannot be read. */
  readonly manifest: EvidenceManifest | null
}
