/**
 * The operations of AWS that runbooks use, as aws-operations.json has them: names, types, lengths and patterns of what they take,
 * from the service models of botocore 1.43.11 (Apache License 2.0; DRS 2020-02-26, EC2 2016-11-15, Service Quotas 2019-06-24),
 * read 2026-11. Options of the CLI are the names of members in its way of writing (AWS CLI command reference).
 */
import { readFileSync } from 'node:fs'

type Shape =
  | { readonly type: 'string'; readonly enum?: readonly string[]; readonly pattern?: string; readonly longest?: number }
  | { readonly type: 'number' | 'boolean' | 'map' }
  | { readonly type: 'list'; readonly of: Shape; readonly longest?: number }
  | { readonly type: 'object'; readonly required: readonly string[]; readonly members: Readonly<Record<string, Shape>> }
type ObjectShape = Extract<Shape, { type: 'object' }>

const operations = JSON.parse(readFileSync(new URL('aws-operations.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, ObjectShape>
>

const wordOf: Readonly<Record<Shape['type'], (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
}

/** What is wrong with a value, by path. */
function faults(shape: Shape, value: unknown, path: string): readonly string[] {
  if (!wordOf[shape.type](value)) return [`${path} is no ${shape.type}`]
  if (shape.type === 'string') return textFaults(shape, value as string, path)
  if (shape.type === 'list') {
    const items = value as readonly unknown[]
    if (items.length === 0 || items.length > (shape.longest ?? Infinity)) return [`${path} has ${items.length} items`]
    return items.flatMap((item, index) => faults(shape.of, item, `${path}[${index}]`))
  }
  if (shape.type !== 'object') return []
  const given = Object.entries(value as object)
  return [
    ...shape.required
      .filter((name) => !given.some(([own]) => own === name))
      .map((name) => `${path}.${name} is missing`),
    ...given.flatMap(([name, inner]) => {
      const member = shape.members[name]
      return member ? faults(member, inner, `${path}.${name}`) : [`${path}.${name} is unknown`]
    }),
  ]
}

function textFaults(shape: Extract<Shape, { type: 'string' }>, value: string, path: string): readonly string[] {
  if (shape.enum && !shape.enum.includes(value)) return [`${path} is none of its words`]
  if (shape.pattern && !new RegExp(`^(?:${shape.pattern})$`).test(value)) return [`${path} has another form`]
  return value.length > (shape.longest ?? Infinity) ? [`${path} is too long`] : []
}

/** Of the input of an operation as JSON, of what is there: the command may add to it. */
export const faultsOfInput = (service: string, operation: string, value: unknown): readonly string[] => {
  const shape = operations[`${service} ${operation}`]
  if (!shape) return [`${service} ${operation} is unknown`]
  return faults({ ...shape, required: [] }, value, operation)
}

/** `sourceServerID` is --source-server-id. */
const optionOf = (member: string): string =>
  `--${member
    .replace('IDs', 'Ids')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()}`

const globalOptions: Readonly<Record<string, RegExp>> = {
  '--region': /^[a-z]{2}(-[a-z]+)+-\d$/,
  '--query': /^\S[^\n]*$/,
  '--output': /^(json|text|table)$/,
  '--cli-input-json': /^file:\/\/runbooks\/[a-z0-9./-]+\.json$/,
}

/** Of a whole command, all of its values known; `files` are what --cli-input-json may name. */
export function faultsOfCommand(
  argv: readonly string[],
  files: ReadonlyMap<string, unknown> = new Map(),
): readonly string[] {
  const [operation = '', ...rest] = argv.slice(2)
  const shape = argv[0] === 'aws' ? operations[`${argv[1]} ${operation}`] : undefined
  if (!shape) return [`${argv.slice(0, 3).join(' ')} is unknown`]
  const given = optionsIn(rest)
  if (given === null) return [`${rest[0]} is no option`]
  const path = given.find(([name]) => name === '--cli-input-json')?.[1][0]
  const input: Record<string, unknown> = { ...(path === undefined ? {} : (files.get(path) as object | undefined)) }
  const wrong = given.flatMap(([name, values]) => take(shape, input, { name, values }))
  const isWhole = path === undefined || files.has(path)
  return [...wrong, ...faults(isWhole ? shape : { ...shape, required: [] }, input, operation)]
}

/** Adds an option to the input. Gives what is wrong with it. */
function take(
  { members }: ObjectShape,
  input: Record<string, unknown>,
  { name, values }: { readonly name: string; readonly values: readonly string[] },
): readonly string[] {
  const form = globalOptions[name]
  if (form) return values.length === 1 && form.test(values[0] ?? '') ? [] : [`${name} has another form`]
  const found = Object.entries(members).find(([member]) => optionOf(member) === name.replace(/^--no-/, '--'))
  if (!found) return [`${name} is unknown`]
  input[found[0]] = read(found[1], name, values)
  return []
}

function optionsIn(words: readonly string[]): readonly (readonly [string, readonly string[]])[] | null {
  const options: [string, string[]][] = []
  for (const word of words) {
    if (word.startsWith('--')) options.push([word, []])
    else if (options.length === 0) return null
    else options.at(-1)?.[1].push(word)
  }
  return options
}

/** JSON, or the short form: key=value,key=value. */
function read(shape: Shape, name: string, values: readonly string[]): unknown {
  if (shape.type === 'boolean') return values.length === 0 ? !name.startsWith('--no-') : values
  if (shape.type === 'list' && values[0]?.startsWith('[')) return JSON.parse(values[0])
  if (shape.type === 'list') return values.map((value) => (shape.of.type === 'object' ? shortForm(value) : value))
  if (shape.type === 'map' || shape.type === 'object') return shortForm(values.join(','))
  return values.length === 1 ? values[0] : values
}

const shortForm = (text: string): unknown =>
  text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(text.split(',').map((pair) => pair.split('=')))
