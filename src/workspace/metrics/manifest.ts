/**
 * The manifest of the metric store: the only truth about which files hold the samples. A commit is the
 * rename of a new manifest after its parts are on the disk, so a crash leaves the old content or the new
 * one, and at worst some files that nobody lists.
 */
import { readdir, readFile, rm, rmdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { InputError } from '../../errors.ts'
import { findingSchema } from '../../model/finding.ts'
import type { Immutable } from '../../model/immutable.ts'
import { metricIds } from '../../model/metric-series.ts'
import { writeDurably } from '../durable-file.ts'
import { hashFile } from '../files.ts'

const partSchema = z.strictObject({
  /** Relative to the store: the day of its first row, and a name made of its content. */
  file: z.string().regex(/^(raw|hourly)\/\d{4}-\d{2}-\d{2}\/part-[0-9a-f]{16}\.parquet$/),
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
export type PartKind = 'raw' | 'hourly'

const seriesSchema = z.strictObject({
  vmId: z.string(),
  metric: z.enum(metricIds),
  /** Epoch milliseconds UTC of the first and the last sample; without meaning where there is none. */
  firstMs: z.number(),
  lastMs: z.number(),
  /** Samples after duplicates were merged; none where a live source was asked and had nothing. */
  count: z.int().nonnegative(),
  /** Up to where a live source was asked without a hole; null for files. */
  heldUntil: z.number().nullable(),
})
export type SectionSeries = Immutable<z.infer<typeof seriesSchema>>

/** What one source gave. */
const sectionSchema = z.strictObject({
  /** Which source: its kind and where it reads. */
  key: z.string(),
  /** Grows from run to run; a section of files is replaced as a whole. */
  live: z.boolean(),
  /** False while drplan.yaml does not name the source: kept, and not read. */
  active: z.boolean(),
  /** Hash of what the samples were read from; of a live source, of how it is asked. */
  inputs: z.string(),
  /** Samples that were given more than once; the last one given was kept. */
  duplicates: z.int().nonnegative(),
  findings: z.array(findingSchema),
  /** Raw samples before this time are no longer kept; null = none were dropped. */
  rawFromMs: z.number().nullable(),
  /** Oldest first: of one series and time, the row of the later part counts. */
  raw: z.array(partSchema),
  hourly: z.array(partSchema),
  /** The dictionary: a series' id in the parts is its place in this list. */
  series: z.array(seriesSchema),
})
export type MetricSection = Immutable<z.infer<typeof sectionSchema>>

const SCHEMA = 'drplan/metrics@2'

const manifestSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  generation: z.int().positive(),
  /** In the order of drplan.yaml: of two sources that know an hour equally well, the later one counts. */
  sections: z.array(sectionSchema),
})
export type MetricManifest = Immutable<z.infer<typeof manifestSchema>>

export const temporaryFolder = (folder: string): string => join(folder, 'tmp')
export const manifestFile = (folder: string): string => join(folder, 'manifest.json')

/** InputError `artifact.damaged` about one file of the store. */
export const damaged = (file: string, why: string, cause?: unknown): InputError =>
  new InputError('artifact.damaged', `${file} is damaged: ${why}.`, {
    suggestions: ['Run `drplan monitor` to read the samples again; the inputs are not touched.'],
    place: { file },
    cause,
  })

/** Null when there is no store. Throws InputError `artifact.damaged`, `artifact.newer` or `artifact.older`. */
export async function readManifest(folder: string): Promise<MetricManifest | null> {
  const file = manifestFile(folder)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw damaged(file, error.message, error)
  })
  if (text === null) return null
  const content = parseJson(file, text)
  const schema = z.looseObject({ schema: z.string() }).safeParse(content).data?.schema
  if (schema !== undefined && schema !== SCHEMA && /^drplan\/metrics@\d+$/.test(schema)) throw ofOther(file, schema)
  const reading = manifestSchema.safeParse(content)
  if (!reading.success) throw damaged(file, z.prettifyError(reading.error).split('\n').join(' '))
  return reading.data
}

const ofOther = (file: string, schema: string): InputError =>
  schema === 'drplan/metrics@1'
    ? damaged(file, 'it was made by an older drplan')
    : new InputError('artifact.newer', `${file} is ${schema}; this drplan reads ${SCHEMA}.`, {
        suggestions: ['Use the newer drplan, or run `drplan monitor` with this one in another workspace.'],
        place: { file },
      })

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(file, 'it is not JSON', error)
  }
}

/** Makes `sections` the truth. Their parts are already in place. */
export async function commitManifest(folder: string, content: Omit<MetricManifest, 'schema'>): Promise<MetricManifest> {
  const temporary = join(temporaryFolder(folder), 'manifest.json')
  const manifest = { schema: SCHEMA, ...content } satisfies MetricManifest
  await writeDurably(manifestFile(folder), temporary, `${JSON.stringify(manifest)}\n`)
  return manifest
}

export const partsOf = (manifest: MetricManifest | null): readonly MetricPart[] =>
  (manifest?.sections ?? []).flatMap(({ raw, hourly }) => [...raw, ...hourly])

/** How long a part stays after no manifest lists it, for readers that began before: they take seconds. */
const GRACE_MS = 300_000

/** Of parts that are no longer listed: from now on they have as long as readers may take. */
export async function retire(folder: string, parts: readonly MetricPart[]): Promise<void> {
  const now = new Date()
  for (const { file } of parts) await utimes(join(folder, file), now, now).catch(() => undefined)
}

/** Removes what a crash left, and parts that were retired so long ago that nobody reads them. */
export async function removeUnlisted(folder: string, manifest: MetricManifest | null): Promise<void> {
  await rm(temporaryFolder(folder), { recursive: true, force: true })
  const listed = new Set(partsOf(manifest).map(({ file }) => file))
  for (const kind of ['raw', 'hourly'] satisfies PartKind[]) {
    for (const day of await readdir(join(folder, kind)).catch(() => [])) {
      const names = await readdir(join(folder, kind, day)).catch(() => [])
      const unlisted = names.filter((name) => !listed.has(`${kind}/${day}/${name}`))
      for (const name of unlisted) await removeOld(join(folder, kind, day, name))
      // Fails while something is in it.
      await rmdir(join(folder, kind, day)).catch(() => undefined)
    }
  }
}

async function removeOld(file: string): Promise<void> {
  const { mtimeMs } = await stat(file)
  if (Date.now() - mtimeMs > GRACE_MS) await rm(file, { force: true })
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
