/**
 * Hourly grids out of the store: some series at a time, part after part, straight into columns. An hour that several
 * parts of a section have is what the last of them says; of two sections that have it, the one with more samples counts,
 * the later one where they have equally many.
 */
import { join } from 'node:path'
import type { Grid } from '../../model/metric-series.ts'
import { openEngine, scanColumns, sqlText } from '../engine.ts'
import {
  damaged,
  readManifest,
  temporaryFolder,
  verifyPart,
  type MetricManifest,
  type MetricPart,
  type MetricSection,
} from './manifest.ts'
import { meets, stretches, type OpenStore } from './parts.ts'
import { mergedSeries, type MergedSeries } from './summary.ts'

const HOUR_MS = 3_600_000

/** Hours that are held in memory at a time: their four columns take some 64 MB. */
const HOURS_AT_ONCE = 1 << 21

/** A grid while it is filled, with how many samples each hour has. */
interface OpenGrid extends Grid {
  readonly counts: Float64Array
}

/**
 * The manifest of a store whose hourly parts are whole. A writer that commits several times in a run may remove a part
 * while it is looked at: then there is a newer manifest, and that is taken. Throws InputError `artifact.damaged`.
 */
export async function readVerified(folder: string): Promise<MetricManifest | null> {
  const manifest = await readManifest(folder)
  try {
    for (const { hourly } of activeOf(manifest)) for (const part of hourly) await verifyPart(folder, part)
    return manifest
  } catch (error) {
    if ((await readManifest(folder))?.generation === manifest?.generation) throw error
    return readVerified(folder)
  }
}

const activeOf = (manifest: MetricManifest | null): readonly MetricSection[] =>
  manifest?.sections.filter(({ active }) => active) ?? []

/** Yields the grids of every series of the active sections, or of those of one VM, by VM, then metric. Its parts are verified. */
export async function* scanGrids(folder: string, manifest: MetricManifest, vmId?: string): AsyncGenerator<Grid> {
  const sections = activeOf(manifest)
  if (sections.every(({ hourly }) => hourly.length === 0)) return
  const engine = await openEngine(join(temporaryFolder(folder), 'spill'))
  try {
    const wanted = mergedSeries(sections).filter((series) => vmId === undefined || series.vmId === vmId)
    for (const some of cutRuns(wanted)) yield* await readRun({ engine, folder }, sections, some)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('IO Error')) throw error
    throw damaged(folder, 'a part is gone, or was removed while it was read', error)
  } finally {
    engine.close()
  }
}

const hoursOf = ({ firstMs, lastMs }: MergedSeries): number =>
  Math.floor(lastMs / HOUR_MS) - Math.floor(firstMs / HOUR_MS) + 1

function* cutRuns(series: readonly MergedSeries[]): Generator<readonly MergedSeries[]> {
  let [run, hours] = [[] as MergedSeries[], 0]
  for (const one of series) {
    run.push(one)
    hours += hoursOf(one)
    if (hours < HOURS_AT_ONCE) continue
    yield run
    ;[run, hours] = [[], 0]
  }
  if (run.length > 0) yield run
}

async function readRun(
  store: OpenStore,
  sections: readonly MetricSection[],
  series: readonly MergedSeries[],
): Promise<readonly Grid[]> {
  const grids = series.map(openGrid)
  for (const [place, section] of sections.entries()) {
    const targets = new Map(
      series.flatMap(({ ids }, index) => {
        const id = ids[place]
        const grid = grids[index]
        return id === undefined || id === null || !grid ? [] : [[id, grid] as const]
      }),
    )
    if (targets.size > 0) await fillFrom(store, section, targets)
  }
  return grids.map(({ vmId, metric, startMs, stepSeconds, mean, p95, max }) => ({
    vmId,
    metric,
    startMs,
    stepSeconds,
    mean,
    p95,
    max,
  }))
}

type Targets = ReadonlyMap<number, OpenGrid>

async function fillFrom(store: OpenStore, section: MetricSection, targets: Targets): Promise<void> {
  const ids = [...targets.keys()]
  const range = {
    series: [ids.reduce((a, b) => Math.min(a, b)), ids.reduce((a, b) => Math.max(a, b))] as const,
    ms: [-Infinity, Infinity] as const,
  }
  // Hours of the section itself: a later part replaces an earlier one whatever the counts.
  const own = new Map(ids.map((id) => [id, openLike(targets.get(id) as OpenGrid)]))
  for (const part of section.hourly.filter((each) => meets(each, range))) {
    await fillFromPart(store, { part, first: range.series[0], last: range.series[1], grids: own })
  }
  for (const [id, grid] of own) merge(targets.get(id) as OpenGrid, grid)
}

interface PartReading {
  readonly part: MetricPart
  readonly first: number
  readonly last: number
  readonly grids: Targets
}

async function fillFromPart({ engine, folder }: OpenStore, { part, first, last, grids }: PartReading): Promise<void> {
  const file = join(folder, part.file)
  const sql = `SELECT series::DOUBLE, epoch_ms(hour)::DOUBLE, mean, p95, max, count::DOUBLE
    FROM read_parquet(${sqlText(file)}) WHERE series BETWEEN ${first} AND ${last}`
  for await (const run of scanColumns(engine, sql)) {
    const [series, ...columns] = [0, 1, 2, 3, 4, 5].map((index) => run.column(index))
    for (const [from, to] of stretches(series as Float64Array)) {
      const id = series?.[from] as number
      const grid = grids.get(id)
      if (grid && !fill(grid, columns, [from, to])) throw damaged(file, strayRow(id))
    }
  }
}

/** False when a row lies outside the grid. */
function fill(grid: OpenGrid, columns: readonly Float64Array[], [from, to]: readonly [number, number]): boolean {
  const [hours, ...figures] = columns
  const places = [grid.mean, grid.p95, grid.max, grid.counts]
  for (let row = from; row < to; row++) {
    const step = ((hours?.[row] as number) - grid.startMs) / HOUR_MS
    if (!(step >= 0 && step < grid.mean.length)) return false
    for (const [index, place] of places.entries()) place[step] = figures[index]?.[row] as number
  }
  return true
}

function merge(grid: OpenGrid, other: OpenGrid): void {
  for (let step = 0; step < grid.counts.length; step++) {
    const count = other.counts[step] as number
    if (count === 0 || count < (grid.counts[step] as number)) continue
    grid.mean[step] = other.mean[step] as number
    grid.p95[step] = other.p95[step] as number
    grid.max[step] = other.max[step] as number
    grid.counts[step] = count
  }
}

const strayRow = (id: number): string => `it has an hour of series ${id} that the manifest does not know`

/** From the hour of the first sample to the hour of the last one, all gaps. */
function openGrid(series: MergedSeries): OpenGrid {
  const { vmId, metric, firstMs } = series
  const startMs = Math.floor(firstMs / HOUR_MS) * HOUR_MS
  return { vmId, metric, startMs, stepSeconds: 3600, ...columnsOf(hoursOf(series)) }
}

const openLike = (grid: OpenGrid): OpenGrid => ({ ...grid, ...columnsOf(grid.mean.length) })

const columnsOf = (steps: number): Pick<OpenGrid, 'mean' | 'p95' | 'max' | 'counts'> => {
  const gaps = () => new Float64Array(steps).fill(NaN)
  return { mean: gaps(), p95: gaps(), max: gaps(), counts: new Float64Array(steps) }
}
