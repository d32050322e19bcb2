/** What is older than the user wants to keep goes, in whole days (UTC), counted back from the latest sample of the section. */
import { join } from 'node:path'
import { sqlText } from '../engine.ts'
import { timeOf, writePart, type OpenStore } from './parts.ts'
import type { MetricPart, PartKind } from './manifest.ts'
import type { OpenSection } from './section.ts'

/** Days; null = everything is kept. */
export interface Retention {
  readonly rawDays: number | null
  readonly hourlyDays: number | null
}

const DAY_MS = 86_400_000

/** Enters shortened parts in the section; nothing is committed. Files of a source are never shortened. */
export async function dropExpired(store: OpenStore, section: OpenSection, retention: Retention): Promise<void> {
  if (!section.live) return
  const latest = section.series.reduce((last, { count, lastMs }) => (count > 0 ? Math.max(last, lastMs) : last), 0)
  const cutOff = (days: number): number => Math.floor(latest / DAY_MS) * DAY_MS - (days - 1) * DAY_MS
  const { rawDays, hourlyDays } = retention
  if (rawDays !== null) await dropRaw(store, section, cutOff(rawDays))
  if (hourlyDays !== null) await dropHours(store, section, cutOff(hourlyDays))
}

async function dropRaw(store: OpenStore, section: OpenSection, from: number): Promise<void> {
  const raw = await cut(store, 'raw', { parts: section.raw, from })
  if (!isSame(raw, section.raw)) section.rawFromMs = from
  section.raw = raw
}

const isSame = (a: readonly MetricPart[], b: readonly MetricPart[]): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index])

interface Cut {
  readonly parts: readonly MetricPart[]
  /** Epoch milliseconds of the first moment that stays. */
  readonly from: number
}

async function cut(store: OpenStore, kind: PartKind, { parts, from }: Cut): Promise<readonly MetricPart[]> {
  const kept: MetricPart[] = []
  for (const part of parts) {
    if (part.lastMs < from) continue
    const shortened = part.firstMs < from ? await writePart(store, kind, remaining(store, kind, { part, from })) : part
    if (shortened) kept.push(shortened)
  }
  return kept
}

const remaining = (
  { folder }: OpenStore,
  kind: PartKind,
  { part, from }: { readonly part: MetricPart; readonly from: number },
): string =>
  `SELECT * FROM read_parquet(${sqlText(join(folder, part.file))}) WHERE "${timeOf[kind]}" >= epoch_ms(${from}::BIGINT)`

/** The dictionary says what the rollups say: of a series that loses hours, its first sample is known to the hour. */
async function dropHours(store: OpenStore, section: OpenSection, from: number): Promise<void> {
  const hourly = await cut(store, 'hourly', { parts: section.hourly, from })
  if (isSame(hourly, section.hourly)) return
  section.hourly = hourly
  const counts = await countRows(store, hourly)
  for (const [id, series] of section.series.entries()) {
    if (series.count === 0 || series.firstMs >= from) continue
    const left = counts.get(id)
    series.firstMs = left?.firstMs ?? series.lastMs
    series.count = left?.count ?? 0
  }
}

async function countRows(
  { engine, folder }: OpenStore,
  parts: readonly MetricPart[],
): Promise<ReadonlyMap<number, { readonly firstMs: number; readonly count: number }>> {
  if (parts.length === 0) return new Map()
  const each = parts.map(
    ({ file }, place) =>
      `SELECT series, hour, count, ${place} AS place FROM read_parquet(${sqlText(join(folder, file))})`,
  )
  const reader = await engine.connection.runAndReadAll(
    `SELECT series::DOUBLE, epoch_ms(min(hour))::DOUBLE, sum(count)::DOUBLE FROM (
       SELECT * FROM (${each.join(' UNION ALL ')})
       QUALIFY lead(hour) OVER (PARTITION BY series ORDER BY hour, place) IS DISTINCT FROM hour
     ) GROUP BY series`,
  )
  return new Map(
    reader.getRows().map(([id, firstMs, count]) => [Number(id), { firstMs: Number(firstMs), count: Number(count) }]),
  )
}
