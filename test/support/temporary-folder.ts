/** Real folders for tests, removed when the test ends. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export const harbourFoods = join(import.meta.dirname, '../../fixtures/scenarios/harbour-foods')

/** The shipped scenario in a folder of its own; without what its plan was reviewed as. */
export async function aScenario(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(harbourFoods, folder, { recursive: true, filter: (path) => path !== join(harbourFoods, 'expected') })
  return folder
}

/** Its inventory with nine days of samples instead of five weeks: for laws that hold whatever the figures are. */
export async function shortHarbourFoods(folder: string): Promise<void> {
  await cp(harbourFoods, folder, {
    recursive: true,
    filter: (path) => !/expected|what-if/.test(path.slice(harbourFoods.length)),
  })
  await writeFile(join(folder, 'metrics.csv.gz'), await (shortMetrics ??= nineDays()))
}

let shortMetrics: Promise<Buffer> | null = null

async function nineDays(): Promise<Buffer> {
  const [head, ...rows] = gunzipSync(await readFile(join(harbourFoods, 'metrics.csv.gz')))
    .toString()
    .split('\n')
  const kept = rows.filter((row) => (row.split(',')[1] ?? '') < '2026-10-21')
  return gzipSync([head, ...kept].join('\n'))
}

/** Every file below a folder with its bytes as text (latin1), by its path; in order. */
export async function contentsOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = async (path: string): Promise<[string, string]> => [
    path.slice(folder.length + 1),
    await readFile(path, 'latin1'),
  ]
  return new Map(await Promise.all(paths.sort().map(read)))
}
