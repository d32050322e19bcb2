/**
 * The manifest of the metric store: the only truth about which files hold the samples. A commit is the
 * rename of a new manifest after its parts are on the disk, so a crash leaves the old content or the new
 * one, and at worst some files that nobody lists.
 */
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import type { Immutable } from '../model/immutable.ts'
import { metricIds } from '../model/metric-series.ts'
import { writeDurably } from './durable-file.ts'
import { hashFile } from './files.ts'

const partSchema = z.strictObject({
  /** Relative to the store, named after its content. */
  file: z.string().regex(/^(raw|hourly)\/part-[0-9a-f]{16}\.parquet$/),
  rows: z.int().positive(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Both ends included; epoch milliseconds UTC, and ids of the dictionary. */
  firstMs: z.number(),
  lastMs: z.number(),
  firstSeries: z.int().nonnegative(),
  lastSeries: z.int().nonnegative(),
})
export type MetricPart = Immutable<z.infer<typeof partSchema>>

const seriesSchema = z.strictObject({
  vmId: z.string(),
  metric: z.enum(metricIds),
  /** Epoch milliseconds UTC of the first and the last sample. */
  firstMs: z.number(),
  lastMs: z.number(),
  /** Samples after duplicates were merged. */
  count: z.int().positive(),
})
/** What is known of a series without reading its samples. */
export type SeriesSummary = Immutable<z.infer<typeof seriesSchema>>

const SCHEMA = 'drplan/metrics@1'

const manifestSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** Hash of what the samples were read from. */
  inputs: z.string(),
  generation: z.int().positive(),
  /** Samples that were given more than once; the last one given was kept. */
  duplicates: z.int().nonnegative(),
  raw: z.array(partSchema),
  hourly: z.array(partSchema),
  /** The dictionary: a series' id in the parts is its place in this list, which is sorted by VM, then metric. */
  series: z.array(seriesSchema),
})
export type MetricManifest = Immutable<z.infer<typeof manifestSchema>>

export const temporaryFolder = (folder: string): string => join(folder, 'tmp')
const manifestFile = (folder: string): string => join(folder, 'manifest.json')

/** InputError `artifact.damaged` about one file of the store. */
export const damaged = (file: string, why: string, cause?: unknown): InputError =>
  new InputError('artifact.damaged', `${file} is damaged: ${why}.`, {
    suggestions: ['Run `drplan monitor` to read the samples again; the inputs are not touched.'],
    place: { file },
    cause,
  })

/** Null when there is no store. Throws InputError `artifact.damaged` or `artifact.newer`. */
export async function readManifest(folder: string): Promise<MetricManifest | null> {
  const file = manifestFile(folder)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw damaged(file, error.message, error)
  })
  if (text === null) return null
  const content = parseJson(file, text)
  const schema = z.looseObject({ schema: z.string() }).safeParse(content).data?.schema
  if (schema !== undefined && schema !== SCHEMA && /^drplan\/metrics@\d+$/.test(schema)) {
    throw new InputError('artifact.newer', `${file} is ${schema}; this drplan reads ${SCHEMA}.`, {
      suggestions: ['Use the newer drplan, or run `drplan monitor` with this one to read the samples again.'],
      place: { file },
    })
  }
  const reading = manifestSchema.safeParse(content)
  if (!reading.success) throw damaged(file, z.prettifyError(reading.error).split('\n').join(' '))
  return reading.data
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(file, 'it is not JSON', error)
  }
}

/** Makes `manifest` the truth. Its parts are already in place. */
export async function commitManifest(folder: string, manifest: MetricManifest): Promise<void> {
  const temporary = join(temporaryFolder(folder), 'manifest.json')
  await writeDurably(manifestFile(folder), temporary, `${JSON.stringify(manifest, null, 1)}\n`)
}

/** Keys in the order of the schema, as they are when it is read back. */
export const newManifest = (content: Omit<MetricManifest, 'schema'>): MetricManifest =>
  manifestSchema.parse({ schema: SCHEMA, ...content })

/** Removes what a crash left, and the parts of the generation before the one that `manifest` names. */
export async function removeUnlisted(folder: string, manifest: MetricManifest | null): Promise<void> {
  await rm(temporaryFolder(folder), { recursive: true, force: true })
  const listed = new Set([...(manifest?.raw ?? []), ...(manifest?.hourly ?? [])].map((part) => part.file))
  for (const kind of ['raw', 'hourly']) {
    const names = await readdir(join(folder, kind)).catch(() => [])
    const rubbish = names.filter((name) => !listed.has(`${kind}/${name}`))
    await Promise.all(rubbish.map((name) => rm(join(folder, kind, name), { recursive: true, force: true })))
  }
}

/** The path of a part. Throws InputError `artifact.damaged` unless it is there in its full length. */
export async function findPart(folder: string, part: MetricPart): Promise<string> {
  const file = join(folder, part.file)
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  )
  if (size === null) throw damaged(file, 'it is not there')
  if (size !== part.bytes) throw damaged(file, `it has ${size} bytes instead of ${part.bytes}`)
  return file
}

/** Throws InputError `artifact.damaged` unless the part is there, whole and unchanged. */
export async function verifyPart(folder: string, part: MetricPart): Promise<void> {
  const file = await findPart(folder, part)
  if ((await hashFile(file)) !== part.sha256) throw damaged(file, 'its checksum is not the one it was written with')
}
