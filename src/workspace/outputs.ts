/** The output folder: what drplan wrote there it may replace and remove; everything else is the user's. */
import { lstat, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { explainWriteFaults } from './durable-file.ts'
import { readTextIfThere, removeLeftovers, writeWhole } from './files.ts'

export interface OutputFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string
  readonly contents: string
}

const manifestSchema = z.strictObject({ schema: z.literal('drplan/outputs@1'), files: z.array(z.string()) })

/**
 * Writes all files, then removes those of an earlier run that are no longer made. The list is widened before
 * the first write and narrowed after the last, so that no crash leaves a file that nobody answers for.
 */
export async function writeOutputs(out: string, manifestFile: string, files: readonly OutputFile[]): Promise<void> {
  const before = await explainWriteFaults(manifestFile, () => readManifest(manifestFile))
  const now = files.map(({ path }) => path)
  await writeManifest(manifestFile, [...before, ...now])
  for (const { path, contents } of files) await writeWhole(join(out, path), contents)
  const stale = before.filter((old) => !now.includes(old))
  await explainWriteFaults(out, async () => {
    for (const path of stale) await removeFile(join(out, path))
  })
  const folders = new Set([...before, ...now].map((path) => dirname(join(out, path))))
  for (const folder of [out, ...folders]) await removeLeftovers(folder)
  await writeManifest(manifestFile, now)
}

/** What stands there may be a folder by now: then it is not ours. */
async function removeFile(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null)
  if (found && !found.isDirectory()) await rm(path, { force: true })
}

/** A damaged list only means that nothing old is removed. */
async function readManifest(file: string): Promise<readonly string[]> {
  const text = await readTextIfThere(file)
  const result = manifestSchema.safeParse(text === null ? null : parse(text))
  return result.success ? result.data.files.filter(isInside) : []
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

const writeManifest = async (file: string, files: readonly string[]): Promise<void> => {
  const manifest = { schema: 'drplan/outputs@1', files: [...new Set(files)].sort() }
  await writeWhole(file, `${JSON.stringify(manifest, null, 2)}\n`)
}
