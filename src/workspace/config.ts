/** drplan.yaml: read, checked, and every fault shown where it stands. */
import { dirname, resolve } from 'node:path'
import { isNode, LineCounter, parseDocument, type Document } from 'yaml'
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
}

/** Throws InputError `config.missing`, `config.syntax` or `config.invalid`, with the place in the file. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  const text = await readTextIfThere(file)
  if (text === null) {
    throw new InputError('config.missing', `There is no ${file}.`, {
      suggestions: ['drplan init   writes one to start from'],
    })
  }
  return { config: parseConfig(text, file), folder: dirname(resolve(file)), file }
}

export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const [fault] = document.errors
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0])
    throw new InputError('config.syntax', `${file} is not YAML: ${fault.message}`, {
      place: { file, line, column: col },
    })
  }
  const content: unknown = document.toJS({ maxAliasCount: 100 })
  refuseOtherVersions(content, file)
  const result = configSchema.safeParse(content)
  if (result.success) return result.data
  throw invalid(result.error.issues, { document, lines, file })
}

function refuseOtherVersions(content: unknown, file: string): void {
  const schema = typeof content === 'object' && content !== null && 'schema' in content ? content.schema : null
  const version = typeof schema === 'string' ? /^drplan\/config@(\d+)$/.exec(schema)?.[1] : undefined
  if (version !== undefined && Number(version) > 1) {
    throw new InputError(
      'artifact.newer',
      `${file} has the schema drplan/config@${version}; this drplan reads up to drplan/config@1.`,
      {
        suggestions: ['Update drplan.'],
        place: { file },
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
  const faults = issues.map((issue) => describe(issue, source))
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

function describe(issue: z.core.$ZodIssue, source: Source): Fault {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const near = nearest(key, knownKeys(path))
    return {
      message: `${[...path, key].join('.')} is not a setting of drplan.`,
      place: placeOf([...issue.path, key], source),
      suggestion: near ? `Did you mean ${near}?` : null,
    }
  }
  return {
    message: `${path.join('.') || source.file}: ${issue.message}`,
    place: placeOf(issue.path, source),
    suggestion: null,
  }
}

/** The keys that the schema knows at a path, for "did you mean". */
function knownKeys(path: readonly string[]): readonly string[] {
  const walk = (schema: unknown, rest: readonly string[]): readonly string[] => {
    const inner = unwrap(schema)
    if (!isRecord(inner)) return []
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
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0])
      return { file, line, column: col, length: Math.max(1, node.range[1] - node.range[0]) }
    }
  }
  return { file }
}
