/**
 * How fast metrics become a store: `node bench/ingest.ts [millions of samples]`. CSV of invented VMs, a sample every
 * five minutes of two weeks, two metrics; the same files every time, wide (a VM a row) and long (a sample a row). In the
 * same run: our CSV source alone and CSV to committed store, of both, and DuckDB's read_csv of the long file, with types
 * forced, so that every value is parsed. Five rounds, in each of which all take their turn; the files were just written, so
 * the system has them in its cache.
 */
import { DuckDBInstance } from '@duckdb/node-api'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SampleBatch, SourceRequest } from '../src/model/source.ts'
import { metricsCsvSource } from '../src/sources/metrics-csv/index.ts'
import { readMetricSummary, replaceSection } from '../src/workspace/metrics/store.ts'
import { aSite, aVm } from '../test/builders.ts'

const START_SECONDS = Date.UTC(2026, 9, 12) / 1000
const STEP_SECONDS = 300
const STEPS = 14 * 288
const METRICS = [
  { metric: 'cpu_vcpu', top: 2, digits: 4 },
  { metric: 'memory_bytes', top: 2 ** 33, digits: 0 },
] as const
const ROUNDS = 5

const millions = Number(process.argv[2] ?? 5)
const vmCount = Math.max(1, Math.round((millions * 1e6) / (STEPS * METRICS.length)))
const vms = Array.from({ length: vmCount }, (_, index) => aVm({ id: `vm-${String(index).padStart(5, '0')}` }))
const samples = vmCount * STEPS * METRICS.length

/** A linear congruential generator (Numerical Recipes): the same numbers on every machine. */
function createDice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

interface Files {
  /** A folder of wide CSV, a file a metric. */
  readonly wide: string
  readonly long: string
}

async function generate(folder: string): Promise<Files> {
  const dice = createDice(7)
  const files = { wide: join(folder, 'wide'), long: join(folder, 'long.csv') }
  await mkdir(files.wide)
  const times = Array.from({ length: STEPS }, (_, step) => timeOf(step))
  const long = createWriteStream(files.long)
  long.write('vm,timestamp,metric,value\n')
  for (const { metric, top, digits } of METRICS) {
    const wide = createWriteStream(join(files.wide, `${metric}.csv`))
    wide.write(`# start_unix=${START_SECONDS} step_s=${STEP_SECONDS} n=${STEPS} metric=${metric}\n`)
    for (const { id } of vms) {
      const cells = times.map(() => (dice() * top).toFixed(digits))
      const rows = cells.map((cell, step) => `${id},${times[step] ?? ''},${metric},${cell}\n`)
      if (!wide.write(`${id},${cells.join(',')}\n`)) await once(wide, 'drain')
      if (!long.write(rows.join(''))) await once(long, 'drain')
    }
    wide.end()
    await once(wide, 'finish')
  }
  long.end()
  await once(long, 'finish')
  return files
}

const timeOf = (step: number): string => new Date((START_SECONDS + step * STEP_SECONDS) * 1000).toISOString()

const requestFor = (path: string): SourceRequest => ({
  path,
  shownPath: 'bench',
  region: null,
  mappingPath: null,
  metric: null,
  live: null,
  until: timeOf(STEPS),
  subnets: [],
})

async function openBatches(path: string): Promise<AsyncIterable<SampleBatch>> {
  const reading = await metricsCsvSource.readMetrics?.(requestFor(path), aSite({ vms }))
  if (!reading) throw new Error('The CSV source reads no metrics.')
  return reading.batches
}

async function readOnly(path: string): Promise<number> {
  let count = 0
  for await (const { values } of await openBatches(path)) count += values.length
  return count
}

async function store(path: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-bench-store-'))
  try {
    await replaceSection(folder, { key: 'bench', batches: await openBatches(path), inputsHash: 'bench' })
    return (await readMetricSummary(folder))?.samples ?? 0
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Aggregates over every column, for count(*) alone lets DuckDB leave the cells unread. */
async function readCsv(long: string, threads: number): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await instance.connect()
  const columns = `{'vm': 'VARCHAR', 'timestamp': 'TIMESTAMP', 'metric': 'VARCHAR', 'value': 'DOUBLE'}`
  const reader = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, max(length(vm)), max("timestamp"), max(length(metric)), sum(value)
     FROM read_csv('${long.replaceAll("'", "''")}', header = true, auto_detect = false, delim = ',', columns = ${columns})`,
  )
  connection.closeSync()
  instance.closeSync()
  return Number(reader.getRows()[0]?.[0])
}

/** Seconds of every round. Each round is a turn of all of them, so that whatever else the machine does meets all alike. */
async function measure(runs: Readonly<Record<string, () => Promise<number>>>): Promise<Map<string, number[]>> {
  const seconds = new Map(Object.keys(runs).map((name) => [name, [] as number[]]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const start = performance.now()
      const count = await run()
      seconds.get(name)?.push((performance.now() - start) / 1000)
      if (count !== samples) throw new Error(`${name}: ${count} of ${samples} samples`)
    }
  }
  return seconds
}

const least = (seconds: readonly number[]): number => Math.min(...seconds)
const median = (seconds: readonly number[]): number => seconds.toSorted((a, b) => a - b)[seconds.length >> 1] ?? NaN

function report(measured: ReadonlyMap<string, number[]>, yardstick: string): void {
  const yard = measured.get(yardstick) ?? []
  for (const [name, seconds] of measured) {
    const [best, usual] = [least(seconds), median(seconds)]
    const ratios = `${(least(yard) / best).toFixed(2)} of ${yardstick} at their best, ${(median(yard) / usual).toFixed(2)} at their median`
    console.log(
      `${name.padEnd(30)} ${(samples / best / 1e6).toFixed(2).padStart(6)} M samples/s   ${best.toFixed(2)} s (median ${usual.toFixed(2)})   ${ratios}`,
    )
  }
}

const folder = await mkdtemp(join(tmpdir(), 'drplan-bench-'))
try {
  const files = await generate(folder)
  const [wideBytes, longBytes] = await Promise.all([
    Promise.all(METRICS.map(async ({ metric }) => (await stat(join(files.wide, `${metric}.csv`))).size)),
    stat(files.long).then(({ size }) => size),
  ])
  const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`
  console.log(
    `${samples} samples of ${vmCount} VMs; wide CSV ${mebibytes(wideBytes.reduce((a, b) => a + b, 0))}, long CSV ${mebibytes(longBytes)}`,
  )
  const yardstick = 'read_csv of long, one thread'
  const measured = await measure({
    'wide CSV, read alone': () => readOnly(files.wide),
    'wide CSV to committed store': () => store(files.wide),
    'long CSV, read alone': () => readOnly(files.long),
    'long CSV to committed store': () => store(files.long),
    [yardstick]: () => readCsv(files.long, 1),
    'read_csv of long, two threads': () => readCsv(files.long, 2),
  })
  report(measured, yardstick)
  console.log(`peak RSS of all ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
