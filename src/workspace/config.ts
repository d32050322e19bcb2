/** drplan.yaml: read, checked, and every fault shown where it stands. */
import { dirname, resolve } from 'node:path'
import { InputError, type Place } from '../errors.ts'
import { configSchema, type Config } from '../model/config.ts'
import { readTextIfThere } from './files.ts'
import { parseYaml } from './yaml-file.ts'
import type { Places } from './yaml-places.ts'

export interface LoadedConfig {
  readonly config: Config
  /** The folder that relative paths start from. */
  readonly folder: string
  readonly file: string
  /** Where a setting stands in the file, for errors that later steps find. */
  readonly placeOf: (path: readonly string[]) => Place
}

/** With what is written in the file. */
export interface WrittenConfig extends LoadedConfig {
  readonly content: unknown
  readonly places: Places
}

export const configFile = {
  schema: configSchema,
  name: 'config',
  syntax: 'config.syntax',
  invalid: 'config.invalid',
} as const

/** Throws InputError `config.missing`, `config.unreadable`, `config.syntax` or `config.invalid`, with the place. */
export async function loadConfig(file: string): Promise<WrittenConfig> {
  const text = await readTextIfThere(file).catch((error: unknown) => {
    throw new InputError('config.unreadable', `${file} cannot be read: ${messageOf(error)}`, {
      suggestions: ['--config names the file drplan.yaml, not its folder.'],
      place: { file },
      cause: error,
    })
  })
  if (text === null) {
    throw new InputError('config.missing', `There is no ${file}.`, {
      suggestions: ['drplan init   writes one to start from'],
    })
  }
  const { value, ...written } = parseYaml(text, file, configFile)
  return { config: value, ...written, folder: dirname(resolve(file)), file }
}

/** Settings that are no file: paths in them start at `folder`. Throws InputError `config.invalid` or `artifact.newer`. */
export function configFrom(settings: unknown, folder: string): WrittenConfig {
  const file = 'the settings'
  const { value, ...written } = parseYaml(JSON.stringify(settings) ?? '', file, configFile)
  return { config: value, ...written, folder: resolve(folder), file }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Throws InputError `config.syntax`, `config.invalid` or `artifact.newer`. */
export const parseConfig = (text: string, file: string): Config => parseYaml(text, file, configFile).value
