/** Where in the repository a finding is shown. Every service wants a file and a line; a site has none for most things. */
import type { ReportedFinding } from '../../model/check-report.ts'
import { placeParts } from '../../model/place.ts'

export interface RepositoryLocation {
  /** From the root of the repository, with `/`, without `.` and `..`. */
  readonly path: string
  /** From 1. */
  readonly line: number
}

/** A longer path is no file of a repository. */
const LONGEST_PATH = 300

/**
 * The place of the finding, where it is a file of the repository; else the first line of drplan.yaml. Places are named
 * as drplan.yaml names its files, so they begin at its folder.
 */
export function locationOf({ place }: ReportedFinding, configFile: string): RepositoryLocation {
  const config = repositoryPath(configFile) ?? 'drplan.yaml'
  if (place === null) return { path: config, line: 1 }
  const { file, line } = placeParts(place)
  const folder = config.split('/').slice(0, -1).join('/')
  const path = isFile(file) ? repositoryPath(`${folder}/${file}`) : null
  return path === null ? { path: config, line: 1 } : { path, line: line ?? 1 }
}

/** Live systems have places too (an API call, an ARN): these have no extension, or colons. Absolute paths are elsewhere. */
const isFile = (file: string): boolean =>
  file.length <= LONGEST_PATH && /\.[A-Za-z][A-Za-z0-9]{0,9}$/.test(file) && !/^[\\/]|[:\p{Cc}\p{Cf}]/u.test(file)

/** null: outside of the repository. */
function repositoryPath(path: string): string | null {
  const kept: string[] = []
  for (const part of path.toWellFormed().replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.pop() === undefined) return null
  }
  return kept.length > 0 ? kept.join('/') : null
}
