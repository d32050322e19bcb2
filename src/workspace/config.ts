/** drplan.yaml: read, checked, and every fault shown where it stands. */
import { dirname, resolve } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { InputError, type Place } from '../errors.ts'
import { configSchema, type Config } from '../model/config.ts'
import { nearest } from '../model/nearest.ts'
import { readTextIfThere } from './files.ts'

export interface LoadedConfig {
  readonly config: Config
  /** The folder that relative paths start from. */
  readonly folder: string
  readonly file: string
  /** Where a setting stands in the file, for errors that later steps find. */
  readonly placeOf: (path: readonly string[]) => Place
}

/** Throws InputError `config.missing`, `config.unreadable`, `config.syntax` or `config.invalid`, with the place. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
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
  return { ...readConfig(text, file), folder: dirname(resolve(file)), file }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Throws InputError `config.syntax`, `config.invalid` or `artifact.newer`. */
export const parseConfig = (text: string, file: string): Config => readConfig(text, file).config

function readConfig(text: string, file: string): Pick<LoadedConfig, 'config' | 'placeOf'> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const [fault] = document.errors
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0])
    throw new InputError('config.syntax', `${file} is not YAML: ${fault.message}`, {
      place: { file, line, column: col },
    })
  }
  const source = { document, lines, file }
  const content = contentOf(source)
  refuseOtherVersions(content, source)
  const result = configSchema.safeParse(content)
  if (result.success) return { config: result.data, placeOf: (path) => placeOf(path, source) }
  throw invalid(result.error.issues, source)
}

/** Aliases are followed only now: one that leads nowhere, or a hundred that multiply, are no syntax errors before. */
function contentOf({ document, file }: Source): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new InputError('config.syntax', `${file} is not YAML: ${messageOf(error)}`, {
      place: { file },
      suggestions: ['Write the value out instead of an alias (*name).'],
      cause: error,
    })
  }
}

function refuseOtherVersions(content: unknown, source: Source): void {
  const schema = typeof content === 'object' && content !== null && 'schema' in content ? content.schema : null
  const version = typeof schema === 'string' ? /^drplan\/config@(\d+)$/.exec(schema)?.[1] : undefined
  if (version !== undefined && Number(version) > 1) {
    throw new InputError(
      'artifact.newer',
      `${source.file} has the schema drplan/config@${version}; this drplan reads up to drplan/config@1.`,
      {
        suggestions: ['Update drplan.'],
        place: placeOf(['schema'], source),
      },
    )
  }
}

interface Source {
  readonly document: Document
  readonly lines: LineCounter
  readonly file: string
}

/** The first fault carries the place; the others are listed, so that one round of corrections is enough. */
function invalid(issues: readonly z.core.$ZodIssue[], source: Source): InputError {
  // A mistyped key explains the missing one beside it, so it comes first.
  const isUnknown = ({ code }: z.core.$ZodIssue): number => Number(code === 'unrecognized_keys')
  const sorted = [...issues].sort((a, b) => isUnknown(b) - isUnknown(a))
  const faults = sorted.flatMap((issue) => describe(issue, source))
  const [first] = faults
  const rest = faults.slice(1).map(({ message, place }) => `${place.file}:${place.line ?? 1}: ${message}`)
  return new InputError('config.invalid', [first?.message ?? 'drplan.yaml is not valid.', ...rest].join('\n'), {
    place: first?.place ?? { file: source.file },
    suggestions: faults.flatMap(({ suggestion }) => (suggestion ? [suggestion] : [])),
  })
}

interface Fault {
  readonly message: string
  readonly place: Place
  readonly suggestion: string | null
}

function describe(issue: z.core.$ZodIssue, source: Source): readonly Fault[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') {
    const message = `${path.join('.') || source.file}: ${issue.message}`
    return [{ message, place: placeOf(issue.path, source), suggestion: null }]
  }
  return issue.keys.map((key) => {
    const near = nearest(key, knownKeys(path))
    return {
      message: `${[...path, key].join('.')} is not a setting of drplan.`,
      place: placeOfKey(issue.path, key, source),
      suggestion: near ? `Did you mean ${near}?` : null,
    }
  })
}

/** The keys that the schema knows at a path, for "did you mean". */
function knownKeys(path: readonly string[]): readonly string[] {
  const walk = (schema: unknown, rest: readonly string[]): readonly string[] => {
    const inner = unwrap(schema)
    if (!isRecord(inner)) return []
    if (Array.isArray(inner['options'])) return inner['options'].flatMap((option) => walk(option, rest))
    const shape = isRecord(inner['shape']) ? inner['shape'] : null
    const [key, ...more] = rest
    if (key === undefined) return shape ? Object.keys(shape) : []
    return walk(shape ? shape[key] : inner['element'], more)
  }
  return walk(configSchema, path)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Defaults, optionals and the like stand around the schema that has the keys. */
function unwrap(schema: unknown): unknown {
  let inner = schema
  while (isRecord(inner) && typeof inner['unwrap'] === 'function' && !('shape' in inner) && !('element' in inner)) {
    inner = (inner['unwrap'] as () => unknown)()
  }
  return inner
}

/** Where a path stands in the file; for a missing key, where its parent stands. */
function placeOf(path: readonly PropertyKey[], { document, lines, file }: Source): Place {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return placeOfNode(node.range, { lines, file })
  }
  return { file }
}

/** Of a key that should not be there: the key itself, not its value. */
function placeOfKey(path: readonly PropertyKey[], key: string, source: Source): Place {
  const parent: unknown = path.length === 0 ? source.document.contents : source.document.getIn(path, true)
  const pair = isMap(parent)
    ? parent.items.find((one) => isScalar(one.key) && String(one.key.value) === key)
    : undefined
  const range = isScalar(pair?.key) ? pair.key.range : null
  return range ? placeOfNode(range, source) : placeOf(path, source)
}

function placeOfNode([start, end]: readonly number[], { lines, file }: Pick<Source, 'lines' | 'file'>): Place {
  const { line, col } = lines.linePos(start ?? 0)
  return { file, line, column: col, length: Math.max(1, (end ?? 0) - (start ?? 0)) }
}
