/** The files of a pipeline: where they go, and that nothing of anybody is lost. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { InputError } from '../errors.ts'
import type { CiSystem } from '../model/ci-system.ts'
import type { Config } from '../model/config.ts'
import { renderCi } from '../render/ci.ts'
import { readTextIfThere } from '../workspace/files.ts'
import { loadTemplates } from '../workspace/templates.ts'

interface CiWish {
  readonly system: CiSystem
  /** drplan.yaml. */
  readonly file: string
  readonly config: Config
  readonly version: string
}

interface FileToWrite {
  readonly path: string
  readonly contents: string
}

/** Those that are not there yet. Throws InputError `ci.exists` and `ci.path-unsupported`. */
export async function ciFiles({ system, file, config, version }: CiWish): Promise<readonly FileToWrite[]> {
  const root = repositoryOf(dirname(resolve(file)))
  const configPath = relative(root, resolve(file)).split(sep).join('/')
  refuseCode(configPath, file)
  const rendered = renderCi(system, await loadTemplates(`ci/${system}`), { config, configPath, version })
  const files: FileToWrite[] = []
  for (const { path, contents } of rendered) {
    const place = join(root, path)
    const there = await readTextIfThere(place)
    if (there === null) files.push({ path: place, contents })
    else if (there !== contents) throw alreadyThere(place)
  }
  return files
}

/** The nearest folder with a .git (a folder, or a file in worktrees and submodules); without one, where one starts. */
function repositoryOf(start: string): string {
  let folder = start
  while (!existsSync(join(folder, '.git'))) {
    const parent = dirname(folder)
    if (parent === folder) return start
    folder = parent
  }
  return folder
}

/**
 * Pipelines read `$(x)`, `$x`, `${{ x }}` and wildcards also inside of quotes, each in another way: a path that has none
 * of these is the same text for all of them. A hyphen at its start would be a flag.
 */
const plainPath = /^(?!-)[\p{L}\p{M}\p{N} _.,@=/-]+$/u

function refuseCode(configPath: string, file: string): void {
  if (plainPath.test(configPath)) return
  throw new InputError('ci.path-unsupported', `${configPath} cannot stand in the file of a pipeline.`, {
    suggestions: ['Rename its folders: letters, digits, spaces and _ . , @ = - are plain to every system.'],
    place: { file },
  })
}

const alreadyThere = (place: string): InputError =>
  new InputError('ci.exists', `${place} is already there, and not as drplan would write it. Nothing was written.`, {
    suggestions: [
      `Move it away, run this again, and carry over what you changed.`,
      `For a second site, give the first one's ${basename(place)} a name of its own.`,
    ],
    place: { file: place },
  })
