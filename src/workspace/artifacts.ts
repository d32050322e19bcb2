/** Artefacts on disk: JSON with an envelope, checked on the way in and out. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import {
  artifacts,
  envelopeShape,
  remakingCommand,
  schemaId,
  type ArtifactKind,
  type ArtifactOf,
  type InputHashes,
  type StepArtifactKind,
} from '../model/artifact.ts'
import type { Immutable } from '../model/immutable.ts'
import { explainWriteFaults } from './durable-file.ts'
import { hashText, writeWhole } from './files.ts'
import { readJsonFile, type JsonReading } from './json-file.ts'
import { parseInParts } from './parse-in-parts.ts'

export interface Stored<Kind extends ArtifactKind> {
  readonly content: Immutable<ArtifactOf<Kind>>
  readonly inputs: InputHashes
  readonly madeBy: string
  /** SHA-256 of the file: what later steps name as their input. */
  readonly hash: string
}

const schemaOf = (kind: ArtifactKind): z.ZodObject =>
  z.strictObject({ ...envelopeShape, ...artifacts[kind].schema.shape })

/** Keys sorted, two spaces, a newline at the end: the same content is always the same bytes. A bigint becomes text. */
export const canonicalJson = (value: unknown): string => `${JSON.stringify(sortKeys(value), null, 2)}\n`

/** Written for large values: the catalogue is hashed by every command. */
function sortKeys(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sortKeys)
  const sorted: Record<string, unknown> = {}
  // The default order is that of code units.
  for (const key of Object.keys(value).sort()) {
    const inner = sortKeys((value as Record<string, unknown>)[key])
    // An assignment to this name would set the prototype instead.
    if (key === '__proto__') Object.defineProperty(sorted, key, { value: inner, enumerable: true })
    else sorted[key] = inner
  }
  return sorted
}

/** Throws InputError `workspace.unwritable`. */
export async function saveArtifact<Kind extends ArtifactKind>(
  file: string,
  kind: Kind,
  artifact: { readonly content: Immutable<ArtifactOf<Kind>>; readonly inputs: InputHashes; readonly madeBy: string },
): Promise<Stored<Kind>> {
  const { content, inputs, madeBy } = artifact
  const envelope = { schema: schemaId(kind), madeBy, inputs, ...(content as object) }
  const text = canonicalJson(z.encode(schemaOf(kind), envelope))
  await writeWhole(file, text)
  return { content, inputs, madeBy, hash: hashText(text) }
}

/**
 * Null when the file is not there. Whatever is in it, it is read within bounds. Throws InputError `artifact.damaged`,
 * `artifact.too-large`, `artifact.older` or `artifact.newer`.
 */
export async function loadArtifact<Kind extends ArtifactKind>(file: string, kind: Kind): Promise<Stored<Kind> | null> {
  const reading = await readJsonFile(file).catch((error: unknown) => {
    throw damaged({ file, kind }, error instanceof Error ? error.message : String(error), error)
  })
  if (reading === null) return null
  if (!reading.ok) throw refused({ file, kind }, reading)
  const { text, value } = reading
  return { ...parseArtifact(value, kind, file), hash: hashText(text) }
}

/** `file`: what it is called in errors. Throws InputError `artifact.damaged`, `artifact.older` or `artifact.newer`. */
export function parseArtifact<Kind extends ArtifactKind>(
  value: unknown,
  kind: Kind,
  file: string,
): Omit<Stored<Kind>, 'hash'> {
  refuseOtherSchemas(value, file, kind)
  const parsed = parseInParts(schemaOf(kind), value)
  if (!parsed.ok) throw damaged({ file, kind }, `${parsed.path.map(String).join('.')}: ${parsed.message}`)
  const { schema: _schema, madeBy, inputs, ...content } = parsed.value as Record<string, unknown>
  return {
    content: content as Immutable<ArtifactOf<Kind>>,
    inputs: inputs as InputHashes,
    madeBy: madeBy as string,
  }
}

interface Loaded {
  readonly file: string
  readonly kind: ArtifactKind
}

function refused({ file, kind }: Loaded, { fault, isTooLarge, cause }: JsonReading & { ok: false }): InputError {
  if (!isTooLarge) return damaged({ file, kind }, fault, cause)
  return new InputError('artifact.too-large', `${file} is larger than drplan reads: ${fault}.`, {
    place: { file },
    suggestions: [`Is it a file of drplan? ${remakingCommand(kind)} makes it again.`],
  })
}

const statedSchema = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined

function refuseOtherSchemas(value: unknown, file: string, kind: ArtifactKind): void {
  const stated = statedSchema(value)
  if (stated === schemaId(kind)) return
  const schema = typeof stated === 'string' ? stated.slice(0, MOST_SHOWN) : undefined
  const [, name, version] = /^drplan\/([a-z-]+)@(\d+)$/.exec(schema ?? '') ?? []
  if (name === kind && schema !== undefined) throw otherVersion({ file, kind }, schema, Number(version))
  throw damaged({ file, kind }, `its schema is ${JSON.stringify(schema) ?? 'missing'}, not ${schemaId(kind)}`)
}

function otherVersion({ file, kind }: Loaded, schema: string, version: number): InputError {
  const place = { file }
  if (version > artifacts[kind].version)
    return new InputError(
      'artifact.newer',
      `${file} has the schema ${schema}; this drplan reads up to ${schemaId(kind)}.`,
      { place, suggestions: [`Update drplan, or delete the file and run ${remakingCommand(kind)}.`] },
    )
  return new InputError('artifact.older', `${file} has the schema ${schema}; this drplan makes ${schemaId(kind)}.`, {
    place,
    suggestions: [`Run ${remakingCommand(kind)}: it is made again.`],
  })
}

/** What is shown of a text that may be of any length. */
const MOST_SHOWN = 300

function damaged({ file, kind }: Loaded, why: string, cause?: unknown): InputError {
  const shown = why.length > MOST_SHOWN ? `${why.slice(0, MOST_SHOWN)}…` : why
  return new InputError('artifact.damaged', `${file} is damaged: ${shown}.`, {
    place: { file },
    suggestions: [`Delete it and run ${remakingCommand(kind)}: the ${kind} is made again.`],
    cause,
  })
}

/** Throws InputError `workspace.unwritable`. */
export async function removeArtifact(
  kind: StepArtifactKind,
  folders: Parameters<typeof artifactFile>[1],
): Promise<void> {
  const file = artifactFile(kind, folders)
  await explainWriteFaults(file, () => rm(file, { force: true }))
}

/** Where each kind lives: what people review is in the output folder, the rest in the workspace. */
export const artifactFile = (
  kind: StepArtifactKind,
  folders: { readonly workspace: string; readonly out: string },
): string => (kind === 'plan' ? join(folders.out, 'plan.json') : join(folders.workspace, `${kind}.json`))
