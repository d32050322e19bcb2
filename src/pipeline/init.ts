/** Writes what there is to start from: a drplan.yaml, and the files of a pipeline. Never over what somebody wrote. */
import { existsSync } from 'node:fs'
import { InputError } from '../errors.ts'
import type { CiSystem } from '../model/ci-system.ts'
import type { Config } from '../model/config.ts'
import { renderInit, type InitAnswers } from '../render/init.ts'
import { loadConfig, parseConfig } from '../workspace/config.ts'
import { writeWhole } from '../workspace/files.ts'
import { loadTemplates } from '../workspace/templates.ts'
import { ciFiles } from './init-ci.ts'

export interface InitWish {
  /** drplan.yaml. */
  readonly file: string
  readonly answers: InitAnswers
  /** Replace a drplan.yaml that is there; the files of a pipeline are never replaced. */
  readonly overwrite: boolean
  /** Null = drplan.yaml only. With a system, a drplan.yaml that is there is taken as it is. */
  readonly ci: CiSystem | null
  /** Of drplan. */
  readonly version: string
}

/**
 * Gives the paths of the files that were written; nothing is written unless everything can be. Throws InputError
 * `config.exists`, `ci.exists`, `ci.path-unsupported`, `cli.usage` for answers that make no valid configuration, and what
 * loadConfig throws.
 */
export async function init(wish: InitWish): Promise<readonly string[]> {
  const { file, ci, version } = wish
  const text = await newConfig(wish)
  const config = text === null ? (await loadConfig(file)).config : readAnswers(text, file)
  const files = ci === null ? [] : await ciFiles({ system: ci, file, config, version })
  if (text !== null) await writeWhole(file, text)
  for (const { path, contents } of files) await writeWhole(path, contents)
  return [...(text === null ? [] : [file]), ...files.map(({ path }) => path)]
}

/** Null = the drplan.yaml that is there stays. */
async function newConfig({ file, answers, overwrite, ci }: InitWish): Promise<string | null> {
  if (overwrite || !existsSync(file)) {
    const template = (await loadTemplates('init')).get('drplan.yaml') ?? ''
    return renderInit(template, answers)
  }
  if (ci !== null) return null
  throw new InputError('config.exists', `${file} is already there.`, {
    suggestions: ['Add --force to replace it.'],
    place: { file },
  })
}

function readAnswers(text: string, file: string): Config {
  try {
    return parseConfig(text, file)
  } catch (error) {
    // Nothing is written yet, so the fault has a place on the command line only.
    if (error instanceof InputError) throw new InputError('cli.usage', error.message, { cause: error })
    throw error
  }
}
