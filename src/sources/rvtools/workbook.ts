/** An RVTools workbook as tabs, and what the file says about its own making. */
import { readFile } from 'node:fs/promises'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import readXlsxFile from 'read-excel-file/node'
import { InputError } from '../../errors.ts'
import type { InputFile } from '../files.ts'
import { isBlank, type Cell, type RawTab } from './raw-tab.ts'

export interface Workbook {
  readonly tabs: readonly RawTab[]
  /** `created` of docProps/core.xml, unless somebody saved the file again later: ISO 8601 UTC or null. */
  readonly created: string | null
}

/** Node refuses longer strings at 512 MiB; a real workbook of 100,000 VMs stays under half of this. */
const largestPartBytes = 400 * 1024 * 1024

/** Throws InputError `source.file-damaged`. */
export async function readWorkbook(file: InputFile): Promise<Workbook> {
  const bytes = await readFile(file.path)
  try {
    const parts = unzipParts(bytes)
    const sheets = await readXlsxFile(Buffer.from(zipSync(parts, { level: 0 })))
    return {
      tabs: sheets.map(({ sheet, data }) => toTab({ file, sheet, data: data.map((row) => row.map(toCell)) })),
      created: createdOf(parts),
    }
  } catch (cause) {
    throw damaged(file, cause)
  }
}

function damaged(file: InputFile, cause: unknown): InputError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new InputError('source.file-damaged', `${file.shown} is not a workbook that can be read: ${why}.`, {
    cause,
    place: { file: file.shown },
    suggestions: ['Export it again from RVTools as .xlsx (not .xls), or check that the copy is complete.'],
  })
}

type Parts = Record<string, Uint8Array>

/** Only the parts that are read, with padding taken out of the sheets. Throws when the archive has no end. */
function unzipParts(bytes: Uint8Array): Parts {
  const parts: Parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      const wanted = /^(xl\/.*|docProps\/core|\[Content_Types\])\.xml(\.rels)?$|\.rels$/.test(name)
      if (wanted && originalSize > largestPartBytes) throw new Error(`its part ${name} is over 400 MiB`)
      return wanted
    },
  })
  for (const [name, part] of Object.entries(parts)) {
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) parts[name] = withoutPadding(part)
  }
  return parts
}

/**
 * Spreadsheet programs write a row element for every formatted row, up to the 1,048,576 a sheet can have. They
 * carry nothing, and reading them takes seconds and hundreds of MB. Only elements that state their own
 * address go, so that those which stay keep their row and column.
 */
function withoutPadding(part: Uint8Array): Uint8Array {
  const xml = strFromU8(part)
  const shorter = xml
    .replaceAll(/<c\b(?=[^>]*\sr=)[^>]*\/>/g, '')
    .replaceAll(/<row\b(?=[^>]*\sr=)[^>]*(\/>|>\s*<\/row>)/g, '')
  return shorter.length === xml.length ? part : strToU8(shorter)
}

/** The library's types call a date its constructor, so what came is asked of the value itself. */
function toCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value instanceof Date ? value : null
}

function toTab({ file, sheet, data }: { file: InputFile; sheet: string; data: readonly Cell[][] }): RawTab {
  const shown = `${file.shown}#${sheet}`
  const headerIndex = data.findIndex((cells) => cells.some((cell) => !isBlank(cell)))
  const rows = data
    .map((cells, index) => ({ cells, place: `${shown}!row ${index + 1}` }))
    .slice(headerIndex + 1)
    .filter(({ cells }) => cells.some((cell) => !isBlank(cell)))
  return { name: sheet, shown, header: data[headerIndex] ?? [], rows, decimalComma: false }
}

/** The time is that of the export only if nobody saved the file after it. */
function createdOf(parts: Parts): string | null {
  const core = parts['docProps/core.xml']
  if (!core) return null
  const xml = strFromU8(core)
  const timeIn = (tag: string): string | null => new RegExp(`<dcterms:${tag}[^>]*>([^<]+)<`).exec(xml)?.[1] ?? null
  const created = timeIn('created')
  const modified = timeIn('modified')
  if (created === null || Number.isNaN(Date.parse(created)) || (modified !== null && modified !== created)) return null
  return new Date(created).toISOString()
}
