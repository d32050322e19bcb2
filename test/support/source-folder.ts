/** Real temporary folders for the tests of sources. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { SourceRequest } from '../../src/model/source.ts'

/** A folder with these files, removed after the test. */
export async function aFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-source-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, contents] of Object.entries(files)) await writeFile(join(folder, name), contents)
  return folder
}

export const aRequest = (path: string, over: Partial<SourceRequest> = {}): SourceRequest => ({
  path,
  shownPath: 'estate',
  region: null,
  mappingPath: null,
  metric: null,
  live: null,
  until: '2026-11-21T00:00:00Z',
  subnets: [],
  ...over,
})
