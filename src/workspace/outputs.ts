/** The output folder: what drplan wrote there it may replace and remove; everything else is the user's. */
import { lstat, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { explainWriteFaults } from './durable-file.ts'
import { hashText, readTextIfThere, removeLeftovers, writeWhole } from './files.ts'

interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string
  readonly contents: string
}

/** Path → SHA-256 of what was written, with the line ends of version control left out of it. */
type Hashes = Readonly<Record<string, string>>

const manifestSchema = z.strictObject({
  schema: z.literal('drplan/outputs@2'),
  /** SHA-256 of the plan.json that the files say. */
  plan: z.string(),
  files: z.record(z.string(), z.string()),
})
/** As an older drplan wrote it. */
const olderSchema = z.strictObject({ schema: z.literal('drplan/outputs@1'), files: z.array(z.string()) })

export const manifestOf = (out: string): string => join(out, 'outputs.json')

export interface Outputs {
  /** SHA-256 of plan.json. */
  readonly plan: string
  readonly files: readonly OutputFile[]
}

/**
 * Writes all files, then removes those of an earlier run that are no longer made. The list is widened before
 * the first write and narrowed after the last, so that no crash leaves a file that nobody answers for.
 */
export async function writeOutputs(out: string, manifestFile: string, { plan, files }: Outputs): Promise<void> {
  const before = await explainWriteFaults(manifestFile, () => readManifest(manifestFile))
  const now = Object.fromEntries(files.map(({ path, contents }) => [path, contentHash(contents)]))
  await writeManifest(manifestFile, plan, { ...before.files, ...now })
  for (const { path, contents } of files) await writeWhole(join(out, path), contents)
  const stale = Object.keys(before.files).filter((old) => !Object.hasOwn(now, old))
  await explainWriteFaults(out, async () => {
    for (const path of stale) await removeFile(join(out, path))
  })
  const folders = new Set([...Object.keys(before.files), ...Object.keys(now)].map((path) => dirname(join(out, path))))
  for (const folder of [out, ...folders]) await removeLeftovers(folder)
  await writeManifest(manifestFile, plan, now)
}

export interface OutputState {
  /** Written with the plan, and no longer there. */
  readonly missing: readonly string[]
  /** There, with other contents. */
  readonly changed: readonly string[]
}

/** What became of the files that were written with this plan; null where nothing says which those were. */
export async function compareOutputs(out: string, planSha256: string): Promise<OutputState | null> {
  const { plan, files } = await readManifest(manifestOf(out))
  if (plan === '') return null
  const missing: string[] = []
  const changed: string[] = plan === planSha256 ? [] : ['plan.json']
  for (const [path, hash] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = await readTextIfThere(join(out, path))
    if (text === null) missing.push(path)
    else if (contentHash(text) !== hash) changed.push(path)
  }
  return { missing, changed }
}

/** Those of the files that drplan wrote which are there, by path; line ends of version control are not part of them. */
export async function readOutputs(out: string): Promise<readonly OutputFile[]> {
  const { files } = await readManifest(manifestOf(out))
  const found: OutputFile[] = []
  for (const path of Object.keys(files).sort()) {
    const text = await readTextIfThere(join(out, path))
    if (text !== null) found.push({ path, contents: withoutReturns(text) })
  }
  return found
}

const withoutReturns = (text: string): string => text.replaceAll('\r\n', '\n')

const contentHash = (text: string): string => hashText(withoutReturns(text))

/** What stands there may be a folder by now: then it is not ours. */
async function removeFile(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null)
  if (found && !found.isDirectory()) await rm(path, { force: true })
}

/** A damaged list only means that nothing old is removed, and that nothing can be compared. */
async function readManifest(file: string): Promise<{ readonly plan: string; readonly files: Hashes }> {
  const text = await readTextIfThere(file)
  const value = text === null ? null : parse(text)
  const { data } = manifestSchema.safeParse(value)
  if (data) {
    const files = Object.fromEntries(Object.entries(data.files).filter(([path]) => isInside(path)))
    return { plan: data.plan, files }
  }
  const older = olderSchema.safeParse(value).data?.files ?? []
  return { plan: '', files: Object.fromEntries(older.filter(isInside).map((path) => [path, ''])) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** Never follow a path out of the output folder, whatever the list says. */
const isInside = (path: string): boolean =>
  path !== '' && !isAbsolute(path) && !/[\\\0]/.test(path) && !path.split('/').includes('..')

async function writeManifest(file: string, plan: string, files: Hashes): Promise<void> {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeWhole(file, `${JSON.stringify({ schema: 'drplan/outputs@2', plan, files: sorted }, null, 2)}\n`)
}
