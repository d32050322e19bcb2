/** The sources of drplan.yaml, ready to be read: paths resolved, files listed and hashed. */
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { findInBytes } from '../core/literals/unwrap.ts'
import { InputError } from '../errors.ts'
import type { InputHashes } from '../model/artifact.ts'
import { formatCidr } from '../model/cidr.ts'
import type { FileSourceConfig, SourceConfig } from '../model/config.ts'
import { placeOf, type LiveSettings } from '../model/live-settings.ts'
import type { Source, SourceRequest } from '../model/source.ts'
import type { SourceId } from '../model/source-id.ts'
import { hashFile } from '../workspace/files.ts'
import type { StepContext } from './context.ts'
import { hashValue } from './refresh.ts'

export interface OpenSource {
  readonly id: SourceId
  readonly source: Source
  readonly request: SourceRequest
  /** Which section of the metric store its samples are: the kind of source and where it reads. */
  readonly key: string
  /** Hash of the settings that shape its samples. */
  readonly settingsHash: string
  /** Every file it reads, by a name that does not depend on the machine. */
  readonly files: InputHashes
}

/** Throws InputError `source.file-missing` and whatever else listing the files finds wrong. */
export async function openSources(context: StepContext): Promise<readonly OpenSource[]> {
  const opened: OpenSource[] = []
  for (const config of context.config.sources) {
    const source = await openSource(config, context)
    const twins = opened.filter(({ key }) => key === source.key || key.startsWith(`${source.key} #`)).length
    opened.push(twins === 0 ? source : { ...source, key: `${source.key} #${twins + 1}` })
  }
  return opened
}

async function openSource(config: SourceConfig, context: StepContext): Promise<OpenSource> {
  const source = await context.loadSource(config.kind)
  // More regions add samples, and neither user data nor policies have anything to do with them.
  const settingsHash = hashValue(
    'regions' in config ? { ...config, regions: [], userData: undefined, policies: undefined } : config,
  )
  if (!('path' in config)) {
    const key = `${config.kind} ${hashValue(placeOf(config)).slice(0, 16)}`
    return { id: config.kind, source, request: liveRequest(config, context), key, settingsHash, files: {} }
  }
  const request = fileRequest(config, context)
  const files: Record<string, string> = {}
  for (const path of await source.listFiles(request)) files[nameOf(path, request, config.path)] = await hashOf(path)
  return { id: config.kind, source, request, key: `${config.kind} ${config.path}`, settingsHash, files }
}

const fileRequest = (config: FileSourceConfig, context: StepContext): SourceRequest => ({
  path: resolve(context.configFolder, config.path),
  shownPath: config.path,
  region: context.config.site.region,
  mappingPath: config.mapping === undefined ? null : resolve(context.configFolder, config.mapping),
  metric: config.metric ?? null,
  statistic: config.statistic,
  timeZone: config.timeZone,
  applicationFrom: config.applicationFrom,
  live: null,
  until: context.now,
  findLiterals: findInBytes,
  subnets: config.subnets.map(({ name, block }) => ({ name, block: formatCidr(block) })),
})

const liveRequest = (live: LiveSettings, context: StepContext): SourceRequest => ({
  path: '',
  shownPath: live.kind,
  region: context.config.site.region,
  mappingPath: null,
  metric: null,
  live,
  until: context.now,
  findLiterals: findInBytes,
  subnets: [],
})

/** The first reading of an input: what the system refuses here is the user's to put right. */
async function hashOf(path: string): Promise<string> {
  try {
    return await hashFile(path)
  } catch (error) {
    throw new InputError(
      'source.file-damaged',
      `${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
      {
        suggestions: ['Check path under sources in drplan.yaml, and that you may read the file.'],
        place: { file: path },
        cause: error,
      },
    )
  }
}

/** As the user wrote it, with what is below it: the same on every machine. */
function nameOf(path: string, request: SourceRequest, shown: string): string {
  const below = relative(request.path, path)
  if (below === '') return `file ${shown}`
  const inside = !below.startsWith('..') && !isAbsolute(below)
  // A mapping file is beside, above or below: two sources may each have one of the same name.
  const name = inside ? join(shown, below) : join(dirname(shown), relative(dirname(request.path), path))
  return `file ${name.split(sep).join('/')}`
}

export const hashesOf = (sources: readonly OpenSource[]): InputHashes =>
  Object.assign({}, ...sources.map(({ files }) => files)) as InputHashes
