/** XML 1.0 from texts of users. */
import { plain } from './words.ts'

/** Of an attribute or a text. A bound keeps a hostile name from filling a page of results. */
const LONGEST = 4000

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** `>` too, so that `]]>` never stands in a text (section 2.4). */
const xmlText = (text: string): string =>
  plain(text, LONGEST).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)

export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  /** XML, each on a line of its own. */
  children: readonly string[] = [],
): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(String(value))}"`)
  const start = `<${name}${words.join('')}`
  return children.length === 0 ? `${start}/>` : `${start}>\n${children.join('\n')}\n</${name}>`
}

/** An element with text; lines are parted by the writer only, never by a name. */
export const textElement = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  lines: readonly string[],
): string => element(name, attributes, lines.map(xmlText))
