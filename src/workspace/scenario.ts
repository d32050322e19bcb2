/** Scenario files: read, laid over drplan.yaml, checked as it is, and every fault shown where it stands. */
import { basename, dirname, extname, relative, resolve, sep } from 'node:path'
import { InputError } from '../errors.ts'
import { changedSettings, laidOver, notOfScenarios, scenarioSchema, type SettingChange } from '../model/scenario.ts'
import { configFile, type LoadedConfig, type WrittenConfig } from './config.ts'
import { readTextIfThere } from './files.ts'
import { checked, parseYaml } from './yaml-file.ts'
import { placesOver } from './yaml-places.ts'

export interface LoadedScenario extends LoadedConfig {
  readonly name: string
  /** Those that are other ones than in drplan.yaml. */
  readonly settings: readonly SettingChange[]
  /** Does the scenario's own file set it? */
  readonly sets: (path: readonly string[]) => boolean
}

const scenarioFile = {
  schema: scenarioSchema,
  name: 'scenario',
  syntax: 'scenario.syntax',
  invalid: 'scenario.invalid',
  refused: notOfScenarios,
} as const

/**
 * drplan.yaml with the settings of the scenario over its own; `folder` is that of drplan.yaml, for all paths. Throws
 * InputError `scenario.*` or `artifact.newer`, with the place.
 */
export async function loadScenario(file: string, base: WrittenConfig): Promise<LoadedScenario> {
  const { value, content, places } = parseYaml(await readScenario(file), file, scenarioFile)
  const both = placesOver(places, base.places)
  const merged = checked(laidOver(base.content, content), {
    places: both,
    file,
    kind: { ...configFile, invalid: 'scenario.invalid' },
  })
  const sets = (path: readonly string[]): boolean => places.reach(path).depth === path.length
  const rebase = (path: string): string => relative(base.folder, resolve(dirname(file), path)).replaceAll(sep, '/')
  const config = {
    ...merged,
    target:
      sets(['target', 'prices']) && merged.target.prices !== undefined
        ? { ...merged.target, prices: rebase(merged.target.prices) }
        : merged.target,
    mapping:
      sets(['mapping', 'keep', 'plan']) && merged.mapping.keep
        ? { ...merged.mapping, keep: { ...merged.mapping.keep, plan: rebase(merged.mapping.keep.plan) } }
        : merged.mapping,
  }
  return {
    config,
    folder: base.folder,
    file,
    placeOf: (path) => both.placeOf(path),
    name: value.name ?? basename(file, extname(file)),
    settings: changedSettings(content, base.config, config),
    sets,
  }
}

async function readScenario(file: string): Promise<string> {
  const text = await readTextIfThere(file).catch((error: unknown) => {
    throw new InputError('scenario.unreadable', `${file} cannot be read: ${messageOf(error)}`, {
      suggestions: ['--scenario names a file, not its folder.'],
      place: { file },
      cause: error,
    })
  })
  if (text !== null) return text
  throw new InputError('scenario.missing', `There is no scenario ${file}.`, {
    suggestions: ['--scenario names a file; its path starts at the present folder.'],
    place: { file },
  })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
