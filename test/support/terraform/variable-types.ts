/**
 * Terraform's type constraints (string, map(…), object({ … }), optional(…)), read well enough to check a value against
 * the type of its variable without terraform.
 */
import type { JsonValue } from '../../../src/model/target.ts'

interface ObjectAttribute {
  readonly type: VariableType
  readonly optional: boolean
}

export type VariableType =
  | { readonly kind: 'string' | 'number' | 'bool' }
  | { readonly kind: 'map' | 'list'; readonly inner: VariableType }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, ObjectAttribute> }

/** Reads a type as @cdktn/hcl2json gives it, inside `${ }`. */
export function readVariableType(text: string): VariableType {
  const expression = /^\$\{([^]*)\}$/.exec(text)?.[1] ?? text
  const tokens = expression.match(/\w+|[(){}=,]/g) ?? []
  return readType(tokens, { at: 0 })
}

interface Cursor {
  at: number
}

function readType(tokens: readonly string[], cursor: Cursor): VariableType {
  const word = tokens[cursor.at++]
  if (word === 'string' || word === 'number' || word === 'bool') return { kind: word }
  if (word !== 'map' && word !== 'list' && word !== 'object') throw new Error(`"${word}" is not a type we use`)
  cursor.at++
  const type: VariableType =
    word === 'object' ? readObject(tokens, cursor) : { kind: word, inner: readType(tokens, cursor) }
  cursor.at++
  return type
}

function readObject(tokens: readonly string[], cursor: Cursor): VariableType {
  const attributes = new Map<string, ObjectAttribute>()
  cursor.at++
  while (tokens[cursor.at] !== '}') {
    if (tokens[cursor.at] === ',') cursor.at++
    const name = tokens[cursor.at]!
    const optional = tokens[cursor.at + 2] === 'optional'
    cursor.at += optional ? 4 : 2
    attributes.set(name, { type: readType(tokens, cursor), optional })
    // A default, such as [], is not looked at.
    if (optional) while (tokens[cursor.at++] !== ')');
  }
  cursor.at++
  return { kind: 'object', attributes }
}

/** Where a value does not fit its type, as paths; an empty list when it fits. */
export function misfits(type: VariableType, value: JsonValue, path: string): readonly string[] {
  if (type.kind === 'list')
    return Array.isArray(value) ? value.flatMap((item: JsonValue) => misfits(type.inner, item, `${path}[]`)) : [path]
  if (type.kind === 'map' || type.kind === 'object') return isRecord(value) ? misfitsInside(type, value, path) : [path]
  return typeof value === (type.kind === 'bool' ? 'boolean' : type.kind) ? [] : [path]
}

function misfitsInside(
  type: Extract<VariableType, { kind: 'map' | 'object' | 'list' }>,
  value: { readonly [name: string]: JsonValue },
  path: string,
): readonly string[] {
  const entries = Object.entries(value)
  if (type.kind !== 'object') return entries.flatMap(([key, item]) => misfits(type.inner, item, `${path}.${key}`))
  const missing = [...type.attributes].filter(([name, { optional }]) => !optional && !(name in value))
  const wrong = entries.flatMap(([name, item]) => {
    const attribute = type.attributes.get(name)
    return attribute ? misfits(attribute.type, item, `${path}.${name}`) : [`${path}.${name}`]
  })
  return [...missing.map(([name]) => `${path}.${name}`), ...wrong]
}

const isRecord = (value: JsonValue): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
