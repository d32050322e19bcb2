import { join } from 'node:path'
import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openColumnWriter } from '../../src/workspace/column-writer.ts'
import { openEngine, type Engine } from '../../src/workspace/engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine(join(tmpdir(), 'drplan-never-spilled'))
})
afterAll(() => engine.close())

const rowsOf = async (select: string): Promise<unknown[][]> =>
  (await engine.connection.runAndReadAll(`SELECT ${select} FROM given`)).getRows()

describe('a column writer', () => {
  it('stores the very times and numbers that it is given, before 1970 and up to the end of the calendar too', async () => {
    const ms = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })
    const row = fc.tuple(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), ms, fc.double())

    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
        const writer = await openColumnWriter(engine, 'given', { id: 'INTEGER', at: 'TIMESTAMP', value: 'DOUBLE' })
        const columns = [0, 1, 2].map((column) => Float64Array.from(rows, (each) => each[column] as number))
        writer.addRun(columns, rows.length)
        writer.finish()

        expect(await rowsOf('id, epoch_us("at")::VARCHAR, value')).toEqual(
          rows.map(([id, at, value]) => [id, String(BigInt(at) * 1000n), value]),
        )
      }),
    )
  })

  it('takes runs of any length, single rows among them, and keeps their order', async () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 6 })

    await fc.assert(
      fc.asyncProperty(lengths, async (given) => {
        const writer = await openColumnWriter(engine, 'given', { run: 'INTEGER', at: 'TIMESTAMP', place: 'DOUBLE' })
        for (const [run, length] of given.entries()) {
          const places = Float64Array.from({ length }, (_, place) => place)
          writer.addRun([run, places, places], length)
          writer.set(0, run)
          writer.set(1, length)
          writer.set(2, length)
          writer.endRow()
        }
        writer.finish()

        const seen = (await rowsOf('run, epoch_ms("at")::DOUBLE, place')).map((row) => row.join(' '))
        expect(seen).toEqual(
          given.flatMap((length, run) => Array.from({ length: length + 1 }, (_, place) => `${run} ${place} ${place}`)),
        )
      }),
      { numRuns: 15 },
    )
  })

  it('fills its table while a statement runs', async () => {
    const running = engine.connection.run('CREATE OR REPLACE TABLE long AS SELECT sum(range) FROM range(20_000_000)')

    const writer = await openColumnWriter(engine, 'given', { value: 'DOUBLE' })
    writer.addRun([7], 3000)
    writer.finish()
    await running

    expect(await rowsOf('count(*)::INTEGER, sum(value)')).toEqual([[3000, 21_000]])
  })
})
