/** The repository that a folder is in. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder at or above `folder` that holds a `.git`; null = there is none. */
export function repositoryRoot(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder
  const above = dirname(folder)
  return above === folder ? null : repositoryRoot(above)
}
