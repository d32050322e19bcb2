/** JSON files that anybody may have written: read within bounds, and told what is wrong with them. */
import { open, type FileHandle } from 'node:fs/promises'
import { isMissing } from './files.ts'
import { scanJson } from './json-scan.ts'

/** Below what a text may hold in V8 (2^29 - 24 characters). */
const MOST_BYTES = 500_000_000
/** The deepest artefact has about ten levels. */
const MOST_LEVELS = 64
/** A plan of 10,000 VMs has about two and a half million. */
const MOST_VALUES = 15_000_000

export type JsonReading =
  | { readonly ok: true; readonly text: string; readonly value: unknown }
  | { readonly ok: false; readonly fault: string; readonly isTooLarge: boolean; readonly cause?: unknown }

/** Null when it is not there. Throws what reading throws. */
export async function readJsonFile(path: string): Promise<JsonReading | null> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (!file) return null
  try {
    return await readOpen(file)
  } finally {
    await file.close()
  }
}

async function readOpen(file: FileHandle): Promise<JsonReading> {
  const found = await file.stat()
  if (!found.isFile()) return fault('it is not a file')
  if (found.size > MOST_BYTES) return tooLarge(`${found.size} bytes, and ${MOST_BYTES} are read at most`)
  return parseJsonBytes(await file.readFile())
}

export function parseJsonBytes(bytes: Uint8Array): JsonReading {
  const { depth, values, keys } = scanJson(bytes)
  if (depth > MOST_LEVELS) return fault(`it is nested ${depth} levels deep, and ${MOST_LEVELS} are read at most`)
  if (values > MOST_VALUES) return tooLarge(`${values} values, and ${MOST_VALUES} are read at most`)
  const text = decode(bytes)
  if (text === null) return fault('it is not UTF-8')
  const parsed = parse(text)
  if (!parsed.ok) return parsed
  const counted = countKeys(parsed.value)
  if (counted.isPrototype) return fault('it has a key __proto__')
  if (counted.keys !== keys) return fault('an object has one key twice')
  return { ok: true, text, value: parsed.value }
}

const fault = (text: string, cause?: unknown): JsonReading & { ok: false } => ({
  ok: false,
  fault: text,
  isTooLarge: false,
  cause,
})

const tooLarge = (text: string): JsonReading => ({ ok: false, fault: `it has ${text}`, isTooLarge: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | (JsonReading & { ok: false }) {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    return fault(`it is not JSON: ${error instanceof Error ? error.message : ''}`, error)
  }
}

/** No deeper than the scan allowed. */
function countKeys(value: unknown): { readonly keys: number; readonly isPrototype: boolean } {
  let [keys, isPrototype] = [0, false]
  const visit = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return
    if (Array.isArray(inner)) {
      for (const item of inner) visit(item)
      return
    }
    for (const [key, item] of Object.entries(inner)) {
      keys++
      if (key === '__proto__') isPrototype = true
      visit(item)
    }
  }
  visit(value)
  return { keys, isPrototype }
}
