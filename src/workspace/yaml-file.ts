/** A file in YAML that a person writes: read, checked against its schema, and every fault shown where it stands. */
import { LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { InputError, type ErrorCode, type Place } from '../errors.ts'
import { nearest } from '../model/nearest.ts'
import { placesIn, type Places } from './yaml-places.ts'

/** What a kind of file is, and how its faults are called. */
export interface YamlKind<Schema extends z.ZodType> {
  readonly schema: Schema
  /** `drplan/NAME@1` is the only version there is. */
  readonly name: string
  readonly syntax: ErrorCode
  readonly invalid: ErrorCode
  /** Keys that a person might expect here, and why they are not. */
  readonly refused?: Readonly<Record<string, string>>
}

export interface YamlFile<Value> {
  readonly value: Value
  /** As it is written: without defaults. */
  readonly content: unknown
  readonly places: Places
  /** Where a setting stands in the file, for errors that later steps find. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place
}

/** Throws InputError with the codes of the kind, or `artifact.newer`. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  kind: YamlKind<Schema>,
): YamlFile<z.output<Schema>> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const [fault] = document.errors
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0])
    throw new InputError(kind.syntax, `${file} is not YAML: ${fault.message}`, {
      place: { file, line, column: col },
    })
  }
  const places = placesIn({ document, lines, file })
  const source = { places, file, kind }
  const content = contentOf(document, source)
  refuseOtherVersions(content, source)
  return { value: checked(content, source), content, places, placeOf: (path) => places.placeOf(path) }
}

/** `content` as its schema makes it, wherever its settings come from. Throws InputError `source.kind.invalid`. */
export function checked<Schema extends z.ZodType>(content: unknown, source: YamlSource<Schema>): z.output<Schema> {
  const result = source.kind.schema.safeParse(content)
  if (result.success) return result.data
  throw invalid(result.error.issues, source)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Aliases are followed only now: one that leads nowhere, or a hundred that multiply, are no syntax errors before. */
function contentOf(document: Document, { file, kind }: YamlSource): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new InputError(kind.syntax, `${file} is not YAML: ${messageOf(error)}`, {
      place: { file },
      suggestions: ['Write the value out instead of an alias (*name).'],
      cause: error,
    })
  }
}

function refuseOtherVersions(content: unknown, source: YamlSource): void {
  const schema = typeof content === 'object' && content !== null && 'schema' in content ? content.schema : null
  const { name } = source.kind
  const [, own, version] = (typeof schema === 'string' && /^drplan\/([a-z-]+)@(\d+)$/.exec(schema)) || []
  if (own === name && Number(version) > 1) {
    throw new InputError(
      'artifact.newer',
      `${source.file} has the schema drplan/${name}@${version}; this drplan reads up to drplan/${name}@1.`,
      {
        suggestions: ['Update drplan.'],
        place: source.places.placeOf(['schema']),
      },
    )
  }
}

export interface YamlSource<Schema extends z.ZodType = z.ZodType> {
  readonly places: Places
  readonly file: string
  readonly kind: YamlKind<Schema>
}

function invalid(issues: readonly z.core.$ZodIssue[], source: YamlSource): InputError {
  // A mistyped key explains the missing one beside it, so it comes first.
  const isUnknown = ({ code }: z.core.$ZodIssue): number => Number(code === 'unrecognized_keys')
  const sorted = [...issues].sort((a, b) => isUnknown(b) - isUnknown(a))
  return faultsError(
    sorted.flatMap((issue) => describe(issue, source)),
    source,
  )
}

/** The first fault carries the place; the others are listed, so that one round of corrections is enough. */
export function faultsError(faults: readonly YamlFault[], source: Pick<YamlSource, 'file' | 'kind'>): InputError {
  const [first] = faults
  const rest = faults.slice(1).map(({ message, place }) => `${place.file}:${place.line ?? 1}: ${message}`)
  return new InputError(source.kind.invalid, [first?.message ?? `${source.file} is not valid.`, ...rest].join('\n'), {
    place: first?.place ?? { file: source.file },
    suggestions: faults.flatMap(({ suggestion }) => (suggestion ? [suggestion] : [])),
  })
}

export interface YamlFault {
  readonly message: string
  readonly place: Place
  readonly suggestion: string | null
}

function describe(issue: z.core.$ZodIssue, source: YamlSource): readonly YamlFault[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') {
    const message = `${path.join('.') || source.file}: ${issue.message}`
    return [{ message, place: source.places.placeOf(issue.path), suggestion: null }]
  }
  return issue.keys.map((key) => {
    const place = source.places.placeOfKey(issue.path, key)
    const { refused = {} } = source.kind
    const why = path.length === 0 && Object.hasOwn(refused, key) ? refused[key] : undefined
    if (why !== undefined) return { message: why, place, suggestion: null }
    const near = nearest(key, knownKeys(path, source.kind.schema))
    return {
      message: `${[...path, key].join('.')} is not a setting of drplan.`,
      place,
      suggestion: near ? `Did you mean ${near}?` : null,
    }
  })
}

/** The keys that the schema knows at a path, for "did you mean". */
function knownKeys(path: readonly string[], root: unknown): readonly string[] {
  const walk = (schema: unknown, rest: readonly string[]): readonly string[] => {
    const inner = unwrap(schema)
    if (!isRecord(inner)) return []
    if (Array.isArray(inner['options'])) return inner['options'].flatMap((option) => walk(option, rest))
    const shape = isRecord(inner['shape']) ? inner['shape'] : null
    const [key, ...more] = rest
    if (key === undefined) return shape ? Object.keys(shape) : []
    return walk(shape ? shape[key] : inner['element'], more)
  }
  return walk(root, path)
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
