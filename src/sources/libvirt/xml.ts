/**
 * XML as plain elements. Document types are refused before anything is parsed, and entities are not expanded by the
 * parser: neither billion laughs nor external entities can be written. The five entities that XML itself defines and
 * character references are the only ones that mean anything.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { InputError } from '../../errors.ts'
import { isObject } from '../json-items.ts'

/** An element without attributes and children is its text. */
export type Element = unknown

const parser = new XMLParser({
  attributeNamePrefix: '@',
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  textNodeName: '#text',
})

/** A file may hold several documents one after the other. Throws InputError `source.file-damaged`. */
export function parseXml(text: string, shown: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw damaged(shown, { why: 'it has a document type, which drplan does not read' })
  const wrapped = `<all>${text.replaceAll('\uFEFF', '').replaceAll(/<\?xml[^?]*\?>/g, '')}</all>`
  const valid = XMLValidator.validate(wrapped)
  if (valid !== true) throw damaged(shown, { why: valid.err.msg, line: valid.err.line })
  try {
    return child(parser.parse(wrapped), 'all')
  } catch (cause) {
    throw damaged(shown, { why: cause instanceof Error ? cause.message : String(cause), cause })
  }
}

const damaged = (shown: string, { why, line, cause }: { why: string; line?: number; cause?: unknown }): InputError =>
  new InputError('source.file-damaged', `${shown} is not XML that can be read: ${why}`, {
    cause,
    place: line === undefined ? { file: shown } : { file: shown, line },
    suggestions: ['Write it again with virsh dumpxml, vol-dumpxml, net-dumpxml or pool-dumpxml.'],
  })

/** The elements of that name directly below. */
export function children(element: Element, name: string): readonly Element[] {
  if (!isObject(element) || !Object.hasOwn(element, name)) return []
  const found = element[name]
  return Array.isArray(found) ? found : [found]
}

export const child = (element: Element, name: string): Element => children(element, name)[0]

/** Follows a path of names from the first of each. */
export const below = (element: Element, ...names: readonly string[]): Element =>
  names.reduce((inner, name) => child(inner, name), element)

/** Null when there is none, or an empty one. */
export function attribute(element: Element, name: string): string | null {
  const value = child(element, `@${name}`)
  return typeof value === 'string' && value !== '' ? decode(value) : null
}

export function textOf(element: Element): string | null {
  const value = isObject(element) ? element['#text'] : element
  return typeof value === 'string' && value.trim() !== '' ? decode(value.trim()) : null
}

const named: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', quot: '"' }

const decode = (text: string): string =>
  text.replaceAll(/&(#\d{1,7}|#x[0-9a-f]{1,6}|amp|apos|gt|lt|quot);/gi, (whole, body: string) => {
    if (!body.startsWith('#')) return named[body.toLowerCase()] ?? whole
    const point = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1))
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })

/** The parser refuses documents deeper than 100; what is read here is far less deep. */
const DEEPEST = 12

/** Every element of that name at any depth, none inside another one or inside what is `skipped`. */
export function findAll(element: Element, name: string, skipped: readonly string[] = []): readonly Element[] {
  const search = (inner: Element, depth: number): readonly Element[] => {
    if (!isObject(inner) || depth > DEEPEST) return []
    return Object.entries(inner).flatMap(([key, value]) => {
      if (skipped.includes(key)) return []
      const items: readonly unknown[] = Array.isArray(value) ? value : [value]
      return key === name ? items : items.flatMap((item) => search(item, depth + 1))
    })
  }
  return search(element, 0)
}
