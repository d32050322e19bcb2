/**
 * Addresses and credentials in bytes that may be text, gzip, or text with base64 in it, of which each may hold the next: cloud-init takes
 * user data in gzip, and files inside of it in base64 of gzip. The parts of a MIME message are text with base64 in it.
 */
import { gunzipSync, constants } from 'node:zlib'
import type { AddressLiteral, FoundLiterals, LiteralLayer, Position } from '../../model/address-literal.ts'
import type { SecretMark } from '../../model/secret-mark.ts'
import { compareText } from '../../model/text-order.ts'
import { decodeRuns, isPacked, isWideText } from './base64.ts'
import { findLiterals, positionsIn } from './find-literals.ts'
import type { FoundSecret } from './secret-tokens.ts'
import { findSecrets } from './secrets.ts'

const mebibyte = 1024 * 1024
/** A bomb of a few kilobytes unpacks to gigabytes: each layer, and all of one text together, have a bound. */
const most = { bytesOfLayer: 16 * mebibyte, bytesOfAll: 64 * mebibyte, layers: 8 }

interface Layer {
  readonly bytes: Uint8Array
  readonly layers: readonly LiteralLayer[]
  /** Where the outermost layer begins; null for the text itself. */
  readonly outer: Position | null
}

interface Search {
  readonly literals: AddressLiteral[]
  readonly secrets: SecretMark[]
  left: number
  incomplete: boolean
}

/** Null for what is neither text nor gzip. Base64 of gzip counts as one level; there may be four. */
export function findInBytes(bytes: Uint8Array): FoundLiterals | null {
  const search: Search = {
    literals: [],
    secrets: [],
    left: most.bytesOfAll,
    incomplete: bytes.length > most.bytesOfLayer,
  }
  const start = { bytes: bytes.subarray(0, most.bytesOfLayer), layers: [], outer: null }
  const isText = visit(start, search)
  if (!isText) return null
  const secrets = search.secrets.sort(inOrderOfMarks)
  return { literals: search.literals.sort(inOrder), secrets, incomplete: search.incomplete }
}

const inOrder = (a: AddressLiteral, b: AddressLiteral): number =>
  comparePositions(a, b) || comparePositions(a.inner ?? a, b.inner ?? b) || compareText(a.text, b.text)

const inOrderOfMarks = (a: SecretMark, b: SecretMark): number =>
  a.line - b.line || (a.innerLine ?? 0) - (b.innerLine ?? 0) || compareText(a.kind, b.kind)

const comparePositions = (a: Position, b: Position): number => a.line - b.line || a.column - b.column

/** Was there text in it? */
function visit(layer: Layer, search: Search): boolean {
  const unpacked = isPacked(layer.bytes) ? unpack(layer, search) : layer
  if (!unpacked) return true
  if (isPacked(unpacked.bytes) && unpacked !== layer) return visit(unpacked, search)
  const text = textOf(unpacked.bytes)
  if (text === null) return false
  readText(text, unpacked, search)
  return true
}

/** Null when it is too large, too deep or damaged; of what breaks off, all that came before. */
function unpack({ bytes, layers, outer }: Layer, search: Search): Layer | null {
  const maxOutputLength = Math.min(most.bytesOfLayer, search.left)
  if (layers.length >= most.layers || maxOutputLength <= 0) return stop(search)
  const unpacked = gunzip(bytes, maxOutputLength) ?? breakOff(bytes, maxOutputLength, search)
  search.left -= unpacked?.length ?? maxOutputLength
  return unpacked
    ? { bytes: unpacked, layers: [...layers, 'gzip'], outer: outer ?? { line: 1, column: 1 } }
    : stop(search)
}

/** Null when it is damaged, breaks off or is longer than it may be. `flush`: what comes before the end will do. */
function gunzip(bytes: Uint8Array, maxOutputLength: number, flush = false): Uint8Array | null {
  try {
    return gunzipSync(bytes, { maxOutputLength, ...(flush && { finishFlush: constants.Z_SYNC_FLUSH }) })
  } catch {
    return null
  }
}

function breakOff(bytes: Uint8Array, maxOutputLength: number, search: Search): Uint8Array | null {
  search.incomplete = true
  return gunzip(bytes, maxOutputLength, true)
}

function stop(search: Search): null {
  search.incomplete = true
  return null
}

/** How far in a file without zero bytes is taken for text, as git does. */
const looked = 8000

function textOf(bytes: Uint8Array): string | null {
  if (isWideText(bytes)) return new TextDecoder('utf-16le').decode(bytes)
  return bytes.subarray(0, looked).includes(0) ? null : new TextDecoder().decode(bytes)
}

function readText(text: string, layer: Layer, search: Search): void {
  const positionOf = positionsIn(text)
  keepFound(text, { layer, positionOf }, search)
  const { layers, outer } = layer
  for (const { at, bytes } of decodeRuns(text)) {
    search.left -= bytes.length
    if (layers.length >= most.layers || search.left <= 0) stop(search)
    else visit({ bytes, layers: [...layers, 'base64'], outer: outer ?? positionOf(at) }, search)
  }
}

interface Reading {
  readonly layer: Layer
  readonly positionOf: (at: number) => Position
}

function keepFound(text: string, { layer: { layers, outer }, positionOf }: Reading, search: Search): void {
  const secrets = findSecrets(text)
  for (const { at, kind } of secrets) {
    const { line } = positionOf(at)
    search.secrets.push({ kind, line: outer?.line ?? line, innerLine: outer && line })
  }
  const isSecret = inAny(secrets)
  for (const { at, text: own, kind, block } of findLiterals(text)) {
    // A password may read as an address, and nothing of it may be kept.
    if (isSecret(at, at + own.length)) continue
    const position = positionOf(at)
    const inner = outer && position
    search.literals.push({ ...(outer ?? position), inner, layers: [...layers], kind, text: own, block })
  }
}

/** Does a range touch one of those, which are in their order and apart? Asked in the order of the text. */
function inAny(secrets: readonly FoundSecret[]): (at: number, end: number) => boolean {
  let next = 0
  return (at, end) => {
    while ((secrets[next]?.end ?? Infinity) <= at) next += 1
    return (secrets[next]?.at ?? Infinity) < end
  }
}
