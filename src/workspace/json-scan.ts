/**
 * A look at the bytes of a JSON file before anything is made of it. JSON.parse takes any depth and any number of values, which
 * a small file can have by the hundred million; what follows it does not.
 */

export interface JsonScan {
  readonly depth: number
  /** Values at most: one for each comma and each opening bracket. */
  readonly values: number
  /** Keys of all objects, one for each colon outside of texts: more than are parsed where a key stands twice. */
  readonly keys: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/** Of bytes that are no JSON it says something too; the parser finds that out. */
export function scanJson(bytes: Uint8Array): JsonScan {
  let [depth, deepest, values, keys] = [0, 0, 1, 0]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    // Blanks, letters and digits are most of what stands outside of texts.
    if (byte <= 0x20) continue
    if (byte === QUOTE) at = endOfText(bytes, at + 1)
    else if (byte === COMMA) values++
    else if (byte === COLON) keys++
    else if (OPENING.has(byte)) {
      values++
      if (++depth > deepest) deepest = depth
    } else if (CLOSING.has(byte)) depth--
  }
  return { depth: deepest, values, keys }
}

/** The place of the quote that ends a text. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}
