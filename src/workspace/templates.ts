/** The templates that ship with the program, read as text. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { packageFolder } from './package.ts'

/** Every file under templates/<folder>, by its path with forward slashes, in order. */
export async function loadTemplates(folder: string): Promise<ReadonlyMap<string, string>> {
  const root = join(packageFolder(), 'templates', folder)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = new Map<string, string>()
  for (const path of paths.sort()) files.set(relative(root, path).split(sep).join('/'), await readFile(path, 'utf8'))
  return files
}
