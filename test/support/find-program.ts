/** Programs that a machine may have. They are looked for, not started: some take seconds to say their version. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path `named`, if there is one, else the first of this name on the PATH; null = it is not there. */
export function findProgram(name: string, named: string | undefined): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = named ? [named] : folders.map((folder) => join(folder, name))
  return candidates.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
