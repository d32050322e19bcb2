/** Runs of base64 in a text, in one line or wrapped (MIME, PEM, YAML), decoded where something readable comes out. */
import { isUtf8 } from 'node:buffer'

export interface Decoded {
  /** Where the run begins. */
  readonly at: number
  readonly bytes: Uint8Array
}

interface Run {
  readonly at: number
  readonly text: string
}

const runs = /[A-Za-z0-9+/]{2,}={0,2}/g
/** "1.1.1.1" makes twelve characters; of eight and less nothing comes that is an address. */
const shortest = 12
/** A line of base64 is indented, not set apart. */
const longestIndent = 64

export function* decodeRuns(text: string): Generator<Decoded> {
  for (const group of wrapped(text)) {
    const [first] = group
    const joined =
      group.length > 1 && first ? decode({ at: first.at, text: group.map((run) => run.text).join('') }) : null
    if (joined) {
      yield joined
      continue
    }
    for (const run of group) {
      const decoded = decode(run)
      if (decoded) yield decoded
    }
  }
}

/** Runs in lines of one length, of which the last may be shorter, are one; any other run is alone. */
function* wrapped(text: string): Generator<readonly Run[]> {
  let group: Run[] = []
  for (const match of text.matchAll(runs)) {
    const run = { at: match.index, text: match[0] }
    if (!continues(group, run, text)) {
      if (group.length > 0) yield group
      group = []
    }
    group.push(run)
  }
  if (group.length > 0) yield group
}

function continues(group: readonly Run[], run: Run, text: string): boolean {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last || last.text.length !== first.text.length || run.text.length > first.text.length) return false
  const from = last.at + last.text.length
  return run.at - from <= longestIndent && !last.text.endsWith('=') && /^\r?\n[ \t]*$/.test(text.slice(from, run.at))
}

function decode({ at, text }: Run): Decoded | null {
  const length = text.replace(/=+$/, '').length
  if (length < shortest - 2 || length % 4 === 1) return null
  // Words are runs too: most of them show in their first bytes that nothing readable is in them.
  if (!isReadable(Buffer.from(text.slice(0, 8), 'base64'))) return null
  const bytes = Buffer.from(text, 'base64')
  return isPacked(bytes) || isWideText(bytes) || (isUtf8(bytes) && isReadable(bytes)) ? { at, bytes } : null
}

/** RFC 1952, 2.3.1. */
export const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** No control characters but white space; what is packed, or of two bytes a character, counts as readable here. */
function isReadable(bytes: Uint8Array): boolean {
  if (isPacked(bytes) || isWideText(bytes)) return true
  return bytes.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d))
}

/** UTF-16, little end first, as PowerShell's -EncodedCommand has it, or with a byte-order mark. */
export function isWideText(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return true
  const odd = bytes.subarray(0, 64).filter((_, index) => index % 2 === 1)
  return odd.length > 1 && odd.every((byte) => byte === 0) && bytes[0] !== 0
}
