/** A file in YAML that a person writes: read, checked against its schema, and every fault shown where it stands. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import type { z } from 'zod'
import { InputError, type ErrorCode, type Place } from '../errors.ts'
import { nearest } from '../model/nearest.ts'

/** What a kind of file is, and how its faults are called. */
export interface YamlKind<Schema extends z.ZodType> {
  readonly schema: Schema
  /** `drplan/NAME@1` is the only version there is. */
  readonly name: string
  readonly syntax: ErrorCode
  readonly invalid: ErrorCode
}

export interface YamlFile<Value> {
  readonly value: Value
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
  const source = { document, lines, file, kind }
  const content = contentOf(source)
  refuseOtherVersions(content, source)
  const result = kind.schema.safeParse(content)
  if (result.success) return { value: result.data, placeOf: (path) => placeOf(path, source) }
  throw invalid(result.error.issues, source)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Aliases are followed only now: one that leads nowhere, or a hundred that multiply, are no syntax errors before. */
function contentOf({ document, file, kind }: Source): unknown {
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

function refuseOtherVersions(content: unknown, source: Source): void {
  const schema = typeof content === 'object' && content !== null && 'schema' in content ? content.schema : null
  const { name } = source.kind
  const [, own, version] = (typeof schema === 'string' && /^drplan\/([a-z-]+)@(\d+)$/.exec(schema)) || []
  if (own === name && Number(version) > 1) {
    throw new InputError(
      'artifact.newer',
      `${source.file} has the schema drplan/${name}@${version}; this drplan reads up to drplan/${name}@1.`,
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
  readonly kind: YamlKind<z.ZodType>
}

/** The first fault carries the place; the others are listed, so that one round of corrections is enough. */
function invalid(issues: readonly z.core.$ZodIssue[], source: Source): InputError {
  // A mistyped key explains the missing one beside it, so it comes first.
  const isUnknown = ({ code }: z.core.$ZodIssue): number => Number(code === 'unrecognized_keys')
  const sorted = [...issues].sort((a, b) => isUnknown(b) - isUnknown(a))
  const faults = sorted.flatMap((issue) => describe(issue, source))
  const [first] = faults
  const rest = faults.slice(1).map(({ message, place }) => `${place.file}:${place.line ?? 1}: ${message}`)
  return new InputError(source.kind.invalid, [first?.message ?? `${source.file} is not valid.`, ...rest].join('\n'), {
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
    const near = nearest(key, knownKeys(path, source.kind.schema))
    return {
      message: `${[...path, key].join('.')} is not a setting of drplan.`,
      place: placeOfKey(issue.path, key, source),
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
