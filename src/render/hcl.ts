/** HCL as `terraform fmt` writes it. Text is always quoted here, so that nothing in it is ever interpreted. */
import { BugError } from '../errors.ts'
import type { HclBlock, HclFile, HclValue } from '../model/hcl.ts'

export const renderHcl = ({ comment, blocks }: HclFile): string =>
  [`# ${comment}\n`, ...blocks.map((block) => renderBlock(block, ''))].join('\n')

function renderBlock({ type, labels, attributes, blocks = [] }: HclBlock, indent: string): string {
  const head = [word(type), ...labels.map(quoted)].join(' ')
  const inner = `${indent}  `
  const own = renderAttributes(attributes, inner)
  const parts = [...(own === '' ? [] : [own]), ...blocks.map((block) => renderBlock(block, inner))]
  return `${indent}${head} {\n${parts.join('\n')}${indent}}\n`
}

/** Lines that follow one another have their equals signs in one column; a value of several lines stands apart. */
function renderAttributes(attributes: Readonly<Record<string, HclValue>>, indent: string): string {
  const rows = Object.entries(attributes).map(([name, value]) => ({
    name: word(name),
    text: renderValue(value, indent),
  }))
  const widthOf = (index: number): number => {
    const isLong = (at: number): boolean => rows[at]?.text.includes('\n') ?? true
    if (isLong(index)) return rows[index]?.name.length ?? 0
    let [first, last] = [index, index]
    while (!isLong(first - 1)) first--
    while (!isLong(last + 1)) last++
    return Math.max(...rows.slice(first, last + 1).map(({ name }) => name.length))
  }
  return rows.map(({ name, text }, index) => `${indent}${name.padEnd(widthOf(index))} = ${text}\n`).join('')
}

function renderValue(value: HclValue, indent: string): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (isList(value)) return `[${value.map((each) => renderValue(each, indent)).join(', ')}]`
  if ('expression' in value) return value.expression
  return `{\n${renderAttributes(value.map, `${indent}  `)}${indent}}`
}

const isList = (value: HclValue & object): value is readonly HclValue[] => Array.isArray(value)

/**
 * A quoted template without anything to expand (HCL native syntax specification, "Template Expressions"): `${` and `%{`
 * are doubled, controls are escaped, and well-formed Unicode stays as it is.
 */
export function quoted(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll(/[\\"]/g, String.raw`\$&`)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, escapeControl)
    .replaceAll(/[$%](?=\{)/g, '$&$&')
  return `"${escaped}"`
}

const short: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` }

const escapeControl = (control: string): string =>
  short[control] ?? `\\u${(control.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** A name that HCL takes without quotes. */
function word(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)) return name
  throw new BugError('bug.invariant', `${JSON.stringify(name)} is no HCL identifier.`)
}
