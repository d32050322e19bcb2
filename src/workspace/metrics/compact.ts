/**
 * Many small parts become few large ones, so that reading stays fast while a source is watched. Only neighbours are
 * joined: of one series and time the later part counts. When eight parts of one size class stand at the end, they become
 * one of the next class, so that a row is rewritten only once a class (log-structured merging, O'Neil and others 1996).
 */
import { sqlText } from '../engine.ts'
import { timeOf, writePart, type OpenStore } from './parts.ts'
import type { MetricPart, PartKind } from './manifest.ts'
import type { OpenSection } from './section.ts'
import { join } from 'node:path'

const PARTS_A_CLASS = 8
const SMALLEST_ROWS = 4096

/** About 16 million rows, which are sorted within the memory of the engine or on the disk: larger parts stay as they are. */
const LARGEST_CLASS = 4

/** Leaves new parts in the store and enters them in the section; nothing is committed. */
export async function compact(store: OpenStore, section: OpenSection): Promise<void> {
  section.raw = await compactParts(store, 'raw', section.raw)
  section.hourly = await compactParts(store, 'hourly', section.hourly)
}

async function compactParts(
  store: OpenStore,
  kind: PartKind,
  parts: readonly MetricPart[],
): Promise<readonly MetricPart[]> {
  const from = mergeFrom(parts)
  if (from === null) return parts
  const merged = await writePart(store, kind, mergeSql(store, kind, parts.slice(from)))
  const rest = parts.slice(0, from)
  return merged ? compactParts(store, kind, [...rest, merged]) : rest
}

const classOf = ({ rows }: MetricPart): number =>
  Math.max(0, Math.floor(Math.log2(rows / SMALLEST_ROWS) / Math.log2(PARTS_A_CLASS)) + 1)

/** Where the tail of parts begins that becomes one; null while it is short enough. */
function mergeFrom(parts: readonly MetricPart[]): number | null {
  let [found, from] = [null as number | null, parts.length]
  for (let level = 0; level < LARGEST_CLASS; level++) {
    while (from > 0 && classOf(parts[from - 1] as MetricPart) <= level) from--
    if (parts.length - from >= PARTS_A_CLASS) found = from
  }
  return found
}

/** The rows of neighbouring parts, each series and time once: the last part that has it wins. */
function mergeSql({ folder }: OpenStore, kind: PartKind, parts: readonly MetricPart[]): string {
  const time = `"${timeOf[kind]}"`
  const each = parts.map(
    ({ file }, place) => `SELECT *, ${place} AS place FROM read_parquet(${sqlText(join(folder, file))})`,
  )
  return `SELECT * EXCLUDE (place) FROM (${each.join(' UNION ALL ')})
    QUALIFY lead(${time}) OVER (PARTITION BY series ORDER BY ${time}, place) IS DISTINCT FROM ${time}
    ORDER BY series, ${time}`
}
