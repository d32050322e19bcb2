/**
 * Answers of Azure Monitor in files: `az monitor metrics list`, the REST API of one resource, and that of a batch of them
 * (Microsoft Learn, "Metrics - List" and "Metrics Batch - Batch", read 2026-11).
 */
import { z } from 'zod'
import { amountOf, type AnswerReading, type InstantReader } from '../dump-values.ts'
import { isObject, listOf, placed, readItems, type Fields, type Item } from '../json-items.ts'
import { plain, textAt } from './answers.ts'
import type { Aggregation } from './metric-measures.ts'

/** One metric of one resource. */
export interface MonitorMetric {
  /** As Azure writes it, in any case; empty where nothing says it. */
  readonly resourceId: string
  readonly name: string
  readonly place: string
  readonly intervalSeconds: number | null
  /** False: Azure Monitor could not give all of it. */
  readonly isWhole: boolean
  /** The series are those of parts of the resource, such as its disks one by one. */
  readonly isSplit: boolean
  readonly points: readonly MonitorPoint[]
}

interface MonitorPoint {
  /** Epoch milliseconds UTC; null where no time with a zone can be read. */
  readonly ms: number | null
  readonly amounts: Readonly<Record<Aggregation, number | null>>
  /** Something was measured, whatever was asked of it. */
  readonly hasAny: boolean
}

/** Lists stand in lists at most: a batch, its resources, their metrics. */
const deepest = 4

/** Is there any metric in it (`some`), or nothing else (`every`)? */
export function holdsMetrics(value: unknown, how: 'some' | 'every', depth = 0): boolean {
  if (depth > deepest) return false
  if (Array.isArray(value)) {
    const isOne = (entry: unknown): boolean => holdsMetrics(entry, how, depth + 1)
    return value.length > 0 && (how === 'some' ? value.some(isOne) : value.every(isOne))
  }
  if (!isObject(value)) return false
  const { properties } = value
  if (Array.isArray(value['timeseries']) || (isObject(properties) && Array.isArray(properties['timeseries'])))
    return true
  return listsOf(value).some(([, list]) => holdsMetrics(list, how, depth + 1))
}

const listsOf = (entry: Fields): readonly (readonly [string, unknown])[] =>
  ['value', 'values'].flatMap((key) => (Array.isArray(entry[key]) ? [[key, entry[key]] as const] : []))

/** Metrics that have not the shape are reported and left out. */
export function readMonitorAnswer(
  value: unknown,
  shown: string,
  { report, instantOf }: AnswerReading,
): readonly MonitorMetric[] {
  const how = { report, suggestion: 'Write it again with az monitor metrics list … -o json, without --query.' }
  return findMetrics({ value: plain(value), place: shown }, { interval: '', resourceId: '' }).flatMap((found) =>
    readItems([found.item], metricSchema, how).map((item) => metricOf(item, found.around, instantOf)),
  )
}

/** What is said beside a list, of everything in it. */
interface Around {
  readonly interval: string
  readonly resourceId: string
}

interface Found {
  readonly item: Item<unknown>
  readonly around: Around
}

function findMetrics({ value, place }: Item<unknown>, around: Around, depth = 0): readonly Found[] {
  if (depth > deepest) return []
  if (Array.isArray(value)) return placed(value, place).flatMap((item) => findMetrics(item, around, depth + 1))
  if (!isObject(value)) return []
  if (Array.isArray(value['timeseries'])) return [{ item: { value, place }, around }]
  const own = {
    interval: textAt(value, 'interval') || around.interval,
    resourceId: textAt(value, 'resourceid') || around.resourceId,
  }
  const joint = place.includes('#') ? '.' : '#'
  return listsOf(value).flatMap(([key, list]) =>
    findMetrics({ value: list, place: `${place}${joint}${key}` }, own, depth + 1),
  )
}

/** Keys as `plain` makes them. */
const metricSchema = z.object({
  id: z.string().default(''),
  name: z.union([z.string(), z.object({ value: z.string() })]).nullish(),
  errorcode: z.string().nullish(),
  timeseries: z.array(z.unknown()),
})

function metricOf(
  { value, place }: Item<z.infer<typeof metricSchema>>,
  around: Around,
  instantOf: InstantReader,
): MonitorMetric {
  const { id, name, errorcode, timeseries } = value
  const [, owner, ownName] = /^(.+?)\/providers\/microsoft\.insights\/metrics\/(.+)$/i.exec(id) ?? []
  const series = timeseries.filter(isObject)
  return {
    resourceId: owner ?? around.resourceId,
    // The id has the name that is not translated.
    name: ownName ?? (typeof name === 'string' ? name : (name?.value ?? '')),
    place,
    intervalSeconds: secondsOf(around.interval),
    isWhole: !errorcode || errorcode === 'Success',
    isSplit: series.some(({ metadatavalues }) => listOf(metadatavalues).length > 0),
    points: series.flatMap(({ data }) => listOf(data).map((point) => pointOf(point, instantOf))),
  }
}

function pointOf(value: unknown, instantOf: InstantReader): MonitorPoint {
  const { timestamp, average, total, minimum, maximum } = isObject(value) ? value : {}
  const isGiven = (amount: unknown): boolean => amount !== null && amount !== undefined
  return {
    ms: instantOf(timestamp),
    amounts: { average: amountOf(average), total: amountOf(total) },
    hasAny: [average, total, minimum, maximum].some(isGiven),
  }
}

/** ISO 8601 as the API writes it (PT5M, P1D), or as Python shows a duration (0:05:00; 1 day, 0:00:00). */
function secondsOf(interval: string): number | null {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(interval)
  const parts = iso ?? /^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d)$/.exec(interval)
  const [days, hours, minutes, seconds] = (parts ?? []).slice(1).map((part) => Number(part ?? 0))
  return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0) || null
}
