/** The templates that ship with the program, read as text. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { BugError } from '../errors.ts'

/** The folder of the package: the nearest one above this file with a package.json, built or not. */
function packageFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new BugError('bug.invariant', 'drplan cannot find its own folder.')
    folder = parent
  }
  return folder
}

/** Every file under templates/<folder>, by its path with forward slashes, in order. */
export async function loadTemplates(folder: string): Promise<ReadonlyMap<string, string>> {
  const root = join(packageFolder(), 'templates', folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = new Map<string, string>()
  for (const path of paths.sort()) files.set(relative(root, path).split(sep).join('/'), await readFile(path, 'utf8'))
  return files
}
