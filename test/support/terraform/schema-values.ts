/** Values walked with their schema: what stays unknown at plan, what is made up at apply, what nobody may set. */
import { isList, isObject, UNKNOWN, type Value } from './msgpack.ts'
import type { AttributeSchema, BlockSchema, CtyType } from './provider-schema.ts'

type Leaf = (attribute: AttributeSchema, value: Value, path: string) => Value

/** The same value, with `leaf` applied to every attribute, in nested blocks too. `path` is where the block is. */
export function mapAttributes(
  block: BlockSchema,
  value: Value,
  { leaf, path }: { readonly leaf: Leaf; readonly path: string },
): Value {
  if (!isObject(value)) return value
  const attributes = Object.entries(block.attributes).map(([name, attribute]): [string, Value] => [
    name,
    leaf(attribute, value[name] ?? null, `${path}.${name}`),
  ])
  const blocks = Object.entries(block.block_types ?? {}).map(([name, nested]): [string, Value] => {
    const inner = value[name] ?? null
    const walk = (one: Value): Value => mapAttributes(nested.block, one, { leaf, path: `${path}.${name}` })
    return [name, isList(inner) ? inner.map(walk) : walk(inner)]
  })
  return Object.fromEntries([...attributes, ...blocks])
}

/** What a provider answers at plan: what it computes and nobody set is not known yet. */
export const unknownWhereComputed: Leaf = (attribute, value) => (value === null && attribute.computed ? UNKNOWN : value)

/** What a provider answers at apply: nothing is unknown any more. `serial` keeps made-up values apart. */
export const madeUp =
  (serial: number): Leaf =>
  (attribute, value, path) =>
    settle(attribute.type, value, `made-up-${serial}${path}`)

/** What a data source answers: what it computes, made up. */
export const madeUpWhereComputed: Leaf = (attribute, value, path) =>
  value === null && attribute.computed ? invent(attribute.type, `made-up${path}`) : value

function settle(type: CtyType, value: Value, name: string): Value {
  if (value === UNKNOWN) return invent(type, name)
  if (isList(value)) return value.map((item) => settle(innerType(type), item, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, settle(innerType(type), item, name)]))
}

const innerType = (type: CtyType): CtyType =>
  Array.isArray(type) && (typeof type[1] === 'string' || Array.isArray(type[1])) ? type[1] : 'string'

const simplest: Readonly<Record<string, Value>> = { number: 0, bool: false, list: [], set: [], map: {} }

function invent(type: CtyType, name: string): Value {
  const kind = Array.isArray(type) ? type[0] : type
  if (kind !== 'object') return simplest[kind] ?? name
  const attributes = (type as [string, Record<string, CtyType>])[1]
  return Object.fromEntries(Object.entries(attributes).map(([key, inner]) => [key, invent(inner, `${name}.${key}`)]))
}

/** Terraform leaves it to the provider to refuse values of attributes that are only computed. */
export function unconfigurable(block: BlockSchema, value: Value, path: readonly string[] = []): readonly string[] {
  if (!isObject(value)) return []
  const own = Object.entries(block.attributes)
    .filter(([name, { required, optional }]) => !required && !optional && (value[name] ?? null) !== null)
    .map(([name]) => [...path, name].join('.'))
  const nested = Object.entries(block.block_types ?? {}).flatMap(([name, { block: inner }]) => {
    const items = value[name] ?? null
    const list: readonly Value[] = isList(items) ? items : [items]
    return list.flatMap((item) => unconfigurable(inner, item, [...path, name]))
  })
  return [...own, ...nested]
}
