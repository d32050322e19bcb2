/**
 * A schema asked part by part, and no further than the first part that is not as it asks. zod gathers every fault it finds,
 * which of a million wrong items is more than there is memory for; where a part is small, it is asked at once.
 */
import { z } from 'zod'

export type ParsedParts =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly path: readonly PropertyKey[]; readonly message: string }

/** Values in a part that is asked at once. */
const SMALL = 20_000

/** No deeper than the JSON is: the caller has limited that. */
export function parseInParts(schema: z.core.$ZodType, value: unknown): ParsedParts {
  if (weigh(value, SMALL) <= SMALL) return whole(schema, value)
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return parseInParts(schema.unwrap(), value)
  if (Array.isArray(value)) return schema instanceof z.ZodArray ? items(schema, value) : whole(schema, value)
  return isObject(value) ? parseObject(schema, value) : whole(schema, value)
}

function parseObject(schema: z.core.$ZodType, value: Readonly<Record<string, unknown>>): ParsedParts {
  if (schema instanceof z.ZodRecord) return entries(schema, value)
  const isPlain = schema instanceof z.ZodObject && (schema.def.checks ?? []).length === 0
  return isPlain ? fields(schema, value) : whole(schema, value)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** How many values there are, counted no further than a limit. */
function weigh(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let weight = 1
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    weight += weigh(inner, limit - weight)
    if (weight > limit) return weight
  }
  return weight
}

function whole(schema: z.core.$ZodType, value: unknown): ParsedParts {
  const result = z.safeParse(schema, value)
  if (result.success) return { ok: true, value: result.data }
  const [issue] = result.error.issues
  return { ok: false, path: issue?.path ?? [], message: issue?.message ?? 'not as its schema asks' }
}

const within = (key: PropertyKey, parsed: ParsedParts & { ok: false }): ParsedParts => ({
  ...parsed,
  path: [key, ...parsed.path],
})

function items(schema: z.ZodArray, value: readonly unknown[]): ParsedParts {
  const parsed: unknown[] = []
  while (parsed.length < value.length) {
    const start = parsed.length
    const end = endOfLot(value, start)
    const lot = value.slice(start, end)
    const one = end === start + 1 ? asItem(schema, lot[0]) : whole(schema, lot)
    if (!one.ok) return shifted(one, start)
    for (const item of one.value as readonly unknown[]) parsed.push(item)
  }
  return { ok: true, value: parsed }
}

/** One item that may be large by itself. */
function asItem({ element }: z.ZodArray, item: unknown): ParsedParts {
  const parsed = parseInParts(element, item)
  return parsed.ok ? { ok: true, value: [parsed.value] } : within(0, parsed)
}

function shifted({ path: [index, ...rest], message }: ParsedParts & { ok: false }, start: number): ParsedParts {
  return { ok: false, path: typeof index === 'number' ? [index + start, ...rest] : rest, message }
}

/** At least one item, and no more than make a small part. */
function endOfLot(value: readonly unknown[], start: number): number {
  let [end, weight] = [start, 0]
  while (end < value.length && weight <= SMALL) weight += weigh(value[end++], SMALL)
  return weight > SMALL && end > start + 1 ? end - 1 : end
}

function entries(schema: z.ZodRecord, value: Readonly<Record<string, unknown>>): ParsedParts {
  const parsed: [string, unknown][] = []
  for (const [key, inner] of Object.entries(value)) {
    const [name, one] = [whole(schema.keyType, key), parseInParts(schema.valueType, inner)]
    if (!name.ok) return within(key, name)
    if (!one.ok) return within(key, one)
    parsed.push([String(name.value), one.value])
  }
  return { ok: true, value: Object.fromEntries(parsed) }
}

/** The large fields one by one, all others together. */
function fields(schema: z.ZodObject, value: Readonly<Record<string, unknown>>): ParsedParts {
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(schema.shape, key))
  // One is enough: zod would name them all.
  if (unknown !== undefined && schema.def.catchall instanceof z.ZodNever)
    return { ok: false, path: [], message: `Unrecognized key: "${unknown}"` }
  const known = Object.keys(schema.shape).filter((key) => Object.hasOwn(value, key) && weigh(value[key], SMALL) > SMALL)
  const small = whole(
    schema.omit(Object.fromEntries(known.map((key) => [key, true])) as never),
    Object.fromEntries(Object.entries(value).filter(([key]) => !known.includes(key))),
  )
  if (!small.ok) return small
  const parsed: Record<string, unknown> = { ...(small.value as object) }
  for (const key of known) {
    const field = schema.shape[key]
    const one = field ? parseInParts(field, value[key]) : whole(z.never(), null)
    if (!one.ok) return within(key, one)
    parsed[key] = one.value
  }
  return { ok: true, value: parsed }
}
