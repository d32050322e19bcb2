/** The package that this program came in. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BugError } from '../errors.ts'

/** The folder of the package: the nearest one above this file with a package.json, built or not. */
export function packageFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new BugError('bug.invariant', 'drplan cannot find its own folder.')
    folder = parent
  }
  return folder
}

/** Name and version, as artefacts say who made them. */
export async function packageName(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(packageFolder(), 'package.json'), 'utf8')) as Record<string, unknown>
  return `drplan ${String(manifest['version'])}`
}
