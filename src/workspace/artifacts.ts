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
import { hashText, readTextIfThere, writeWhole } from './files.ts'

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

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
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

/** Null when the file is not there. Throws InputError `artifact.damaged` or `artifact.newer`. */
export async function loadArtifact<Kind extends ArtifactKind>(file: string, kind: Kind): Promise<Stored<Kind> | null> {
  const text = await readTextIfThere(file).catch((error: unknown) => {
    throw damaged(file, error instanceof Error ? error.message : String(error), kind)
  })
  if (text === null) return null
  const value = parseJson(text, file, kind)
  refuseOtherSchemas(value, file, kind)
  const result = schemaOf(kind).safeParse(value)
  if (!result.success) {
    const [issue] = result.error.issues
    throw damaged(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as its schema asks'}`, kind)
  }
  const { schema: _schema, madeBy, inputs, ...content } = result.data
  return {
    content: content as Immutable<ArtifactOf<Kind>>,
    inputs: inputs as InputHashes,
    madeBy: madeBy as string,
    hash: hashText(text),
  }
}

function parseJson(text: string, file: string, kind: ArtifactKind): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InputError('artifact.damaged', `${file} is not JSON: ${error instanceof Error ? error.message : ''}`, {
      place: { file },
      suggestions: [`Delete the file and run ${remakingCommand(kind)}: it is made again.`],
      cause: error,
    })
  }
}

function refuseOtherSchemas(value: unknown, file: string, kind: ArtifactKind): void {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined
  if (schema === schemaId(kind)) return
  const [, name, version] = /^drplan\/([a-z-]+)@(\d+)$/.exec(String(schema)) ?? []
  if (name === kind && Number(version) > artifacts[kind].version) {
    throw new InputError(
      'artifact.newer',
      `${file} has the schema ${String(schema)}; this drplan reads up to ${schemaId(kind)}.`,
      {
        place: { file },
        suggestions: [`Update drplan, or delete the file and run ${remakingCommand(kind)}.`],
      },
    )
  }
  if (name === kind) {
    throw new InputError(
      'artifact.older',
      `${file} has the schema ${String(schema)}; this drplan makes ${schemaId(kind)}.`,
      {
        place: { file },
        suggestions: [`Run ${remakingCommand(kind)}: it is made again.`],
      },
    )
  }
  throw damaged(file, `its schema is ${JSON.stringify(schema) ?? 'missing'}, not ${schemaId(kind)}`, kind)
}

const damaged = (file: string, why: string, kind: ArtifactKind): InputError =>
  new InputError('artifact.damaged', `${file} is damaged: ${why}.`, {
    place: { file },
    suggestions: [`Delete it and run ${remakingCommand(kind)}: the ${kind} is made again.`],
  })

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
