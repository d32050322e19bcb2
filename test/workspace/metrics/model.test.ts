/** The store against the simplest thing that could be right: a Map, and sorting. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SampleBatch } from '../../../src/model/source.ts'
import { openColumnWriter } from '../../../src/workspace/column-writer.ts'
import { openEngine } from '../../../src/workspace/engine.ts'
import { createRollUp } from '../../../src/workspace/metrics/roll-up.ts'
import { appendSection, readGrids, readMetricSummary } from '../../../src/workspace/metrics/store.ts'
import { collect } from '../../support/collect.ts'

const HOUR = 3_600_000
const START = Date.UTC(2026, 9, 12)

interface Sample {
  readonly vm: string
  readonly minute: number
  readonly value: number
}

const runs = fc.array(
  fc.array(
    fc.record({
      vm: fc.constantFrom('a', 'b', 'c'),
      minute: fc.integer({ min: 0, max: 300 }),
      value: fc.integer({ min: 0, max: 9 }),
    }),
    { maxLength: 12 },
  ),
  { minLength: 1, maxLength: 20 },
)

const batchesOf = (run: readonly Sample[]): SampleBatch[] =>
  run.map(({ vm, minute, value }) => ({
    vmId: vm,
    metric: 'cpu' as const,
    at: Float64Array.of(START + minute * 60_000),
    values: Float64Array.of(value),
  }))

async function storeOf(all: readonly (readonly Sample[])[], folder: string) {
  for (const run of all) {
    async function* batches() {
      yield* batchesOf(run)
    }
    const retention = { rawDays: null, hourlyDays: null }
    await appendSection(folder, { key: 'live', inputsHash: '', batches: batches(), retention, samplesPerPart: 5 })
  }
  const grids = await collect(readGrids(folder))
  const series = (await readMetricSummary(folder))?.series ?? []
  return {
    counts: series.map(({ vmId, count }) => [vmId, count]),
    hours: grids.flatMap(({ vmId, startMs, mean, max }) =>
      [...mean].flatMap((value, step) =>
        Number.isNaN(value) ? [] : [[vmId, (startMs - START) / HOUR + step, value, max[step]]],
      ),
    ),
  }
}

function modelOf(all: readonly (readonly Sample[])[]) {
  const held = new Map(all.flat().map(({ vm, minute, value }) => [`${vm} ${minute}`, { vm, minute, value }]))
  const vms = [...new Set([...held.values()].map(({ vm }) => vm))].sort()
  const of = (vm: string) => [...held.values()].filter((sample) => sample.vm === vm)
  return {
    counts: vms.map((vm) => [vm, of(vm).length]),
    hours: vms.flatMap((vm) =>
      [...Map.groupBy(of(vm), ({ minute }) => Math.floor(minute / 60))]
        .sort(([a], [b]) => a - b)
        .map(([hour, own]) => {
          const values = own.map(({ value }) => value)
          return [vm, hour, values.reduce((sum, value) => sum + value, 0) / values.length, Math.max(...values)]
        }),
    ),
  }
}

test('whatever comes late, twice or corrected, over any number of runs, the store says what a Map would', async () => {
  await fc.assert(
    fc.asyncProperty(runs, async (all) => {
      const folder = await mkdtemp(join(tmpdir(), 'drplan-model-'))
      try {
        expect(await storeOf(all, folder)).toEqual(modelOf(all))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }),
    { numRuns: 8 },
  )
})

test('hours are what the engine says they are: mean, largest, count, and the exact P95', async () => {
  const engine = await openEngine(join(tmpdir(), 'drplan-never-spilled'))
  const rollUp = createRollUp()
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 200 }),
        async (values) => {
          const at = Float64Array.from(values, (_, index) => START + index * 60_000)
          const { mean, max, p95, count } = rollUp({ at, values: Float64Array.from(values) })
          const writer = await openColumnWriter(engine, 'given', { hour: 'INTEGER', value: 'DOUBLE' })
          const hours = Float64Array.from(values, (_, index) => Math.floor(index / 60))
          writer.addRun([hours, Float64Array.from(values)], values.length)
          writer.finish()
          const reader = await engine.connection.runAndReadAll(
            `SELECT avg(value), max(value), quantile_cont(value, 0.95), count(*)::INTEGER
             FROM given GROUP BY hour ORDER BY hour`,
          )

          for (const [hour, [theirMean, theirMax, theirP95, theirCount]] of reader.getRows().entries()) {
            expect(mean[hour]).toBeCloseTo(Number(theirMean), 3)
            expect(max[hour]).toBe(theirMax)
            // Among the smallest numbers there are, one step is more than any share of them.
            const rounding = Math.max(1e-12 * Number(theirMax), Number.MIN_VALUE)
            expect(Math.abs((p95[hour] as number) - Number(theirP95))).toBeLessThanOrEqual(rounding)
            expect(count[hour]).toBe(theirCount)
          }
        },
      ),
      { numRuns: 25 },
    )
  } finally {
    engine.close()
  }
})
