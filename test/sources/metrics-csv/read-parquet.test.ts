import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/model/finding.ts'
import type { SampleBatch, SourceRequest } from '../../../src/model/source.ts'
import { metricsCsvSource } from '../../../src/sources/metrics-csv/index.ts'
import { aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  connection = await instance.connect()
})
afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Writes what a query gives. */
async function put(path: string, query: string, options = ''): Promise<string> {
  await connection.run(`COPY (${query}) TO ${literal(path)} (FORMAT parquet${options})`)
  return path
}

const site = aSite({
  vms: [
    aVm({ id: 'vm-1', name: 'web-1.example.net', vcpus: 4, memoryGiB: 8, nics: [] }),
    aVm({ id: 'vm-2', name: 'db-1', vcpus: 2, nics: [] }),
    aVm({ id: '7', name: 'numbered', vcpus: 2, nics: [] }),
  ],
})

interface Read {
  readonly batches: readonly SampleBatch[]
  readonly findings: readonly Finding[]
}

async function read(path: string, over: Partial<SourceRequest> = {}): Promise<Read> {
  const reading = await metricsCsvSource.readMetrics?.(aRequest(path, { shownPath: 'samples', ...over }), site)
  if (!reading) throw new Error('the source reads metrics')
  return { batches: await collect(reading.batches), findings: reading.findings }
}

/** `vm metric` with pairs of time and value. */
const samplesOf = ({ batches }: Read) =>
  batches.map(({ vmId, metric, at, values }) => ({
    series: `${vmId} ${metric}`,
    samples: [...at].map((ms, index) => [new Date(ms).toISOString(), values[index]]),
  }))

/** The only sample of a file with this time and value. */
async function readOne(time: string, value = '1.5', over: Partial<SourceRequest> = {}) {
  const folder = await aFolder()
  const query = `SELECT 'vm-1' AS vm, ${time} AS timestamp, 'cpu_vcpu' AS metric, ${value} AS value`
  const { batches, findings } = await read(await put(join(folder, 'one.parquet'), query), over)
  const [at, sample] = [batches[0]?.at[0], batches[0]?.values[0]]
  return { at: at === undefined ? null : new Date(at).toISOString(), value: sample ?? null, findings }
}

describe('a Parquet file of samples', () => {
  it('gives the batches and findings of the same samples in CSV', async () => {
    const rows = [
      ['vm-1', '2026-10-12T00:00:00Z', 'cpu_percent', '50', ''],
      ['db-1', '2026-10-12T00:00:00Z', 'disk write bytes', '2', 'MB/s'],
      ['vm-1', '2026-10-12T00:05:00Z', 'cpu_percent', '150', ''],
      ['nobody', '2026-10-12T00:05:00Z', 'cpu_percent', '1', ''],
      ['vm-1', '2026-10-12T00:05:00Z', 'humidity', '1', ''],
      ['vm-1', '2026-10-12T00:10:00Z', 'cpu_percent', '-1', ''],
      ['vm-1', '2026-10-12T00:15:00Z', 'cpu_percent', 'NaN', ''],
      ['vm-1', '2026-10-12T00:15:00Z', 'cpu_percent', 'Infinity', ''],
      ['vm-1', '2026-10-12T00:20:00Z', 'cpu_percent', '', ''],
      ['vm-1', '1980-10-12T00:00:00Z', 'cpu_percent', '1', ''],
      [' db-1 ', '2026-10-12T00:05:00Z', 'disk write bytes', '3', 'MB/s'],
      ['vm-1', '2026-10-12T00:00:00Z', 'network_in_bytes_total', '100', ''],
      ['vm-1', '2026-10-12T00:05:00Z', 'network_in_bytes_total', '400', ''],
    ]
    const text = ['vm,timestamp,metric,value,unit', ...rows.map((row) => row.join(',')), ''].join('\n')
    const csv = join(await aFolder({ 'samples.csv': text }), 'samples.csv')
    const values = rows.map(
      ([vm = '', time = '', metric = '', value = '', unit = '']) =>
        `(${literal(vm)}, TIMESTAMPTZ ${literal(time)}, ${literal(metric)}, ` +
        `${value === '' ? 'NULL' : `${literal(value)}::DOUBLE`}, ${unit === '' ? 'NULL' : literal(unit)})`,
    )
    const parquet = await put(
      join(await aFolder(), 'samples.parquet'),
      `SELECT * FROM (VALUES ${values.join(', ')}) AS _(vm, timestamp, metric, value, unit)`,
    )

    const [fromCsv, fromParquet] = [await read(csv), await read(parquet)]

    expect(fromParquet.batches).toEqual(fromCsv.batches)
    expect(fromCsv.batches).toHaveLength(3)
    const inRows = fromCsv.findings.map((finding) =>
      finding.code === 'store.value-dropped'
        ? {
            ...finding,
            message: finding.message.replace('line 7', 'row 6'),
            suggestion: finding.suggestion?.replace('line', 'row'),
            place: 'samples (row 6)',
          }
        : finding,
    )
    expect(fromParquet.findings).toEqual(inRows)
  })

  it('may have other names of columns, and columns that nobody reads', async () => {
    const path = await put(
      join(await aFolder(), 'x.parquet'),
      `SELECT 'x' AS region, 7 AS " ID ", 1791763200 AS "Time", 'CPU' AS "METRIC", '%' AS unit, 50 AS "Value",
       [1, 2] AS list, 'y' AS "a""; DROP TABLE x; --"`,
    )

    const reading = await read(path)

    expect(samplesOf(reading)).toEqual([{ series: '7 cpu', samples: [['2026-10-12T00:00:00.000Z', 1]] }])
    expect(reading.findings).toEqual([])
  })

  it('without a column of VMs is the series that its name says', async () => {
    const folder = await aFolder()
    const query = `SELECT 50.0 + n AS value, to_timestamp(1791763200 + 300 * n) AS timestamp FROM range(3) AS _(n)`
    await put(join(folder, 'web-1_cpu_percent.parquet'), query)

    const reading = await read(folder)

    expect(samplesOf(reading)).toEqual([
      {
        series: 'vm-1 cpu',
        samples: [
          ['2026-10-12T00:00:00.000Z', 2],
          ['2026-10-12T00:05:00.000Z', 2.04],
          ['2026-10-12T00:10:00.000Z', 2.08],
        ],
      },
    ])
    expect(reading.findings).toEqual([])
  })

  it.each([
    ["TIMESTAMPTZ '2026-10-12 02:00:00.25+02'", '2026-10-12T00:00:00.250Z'],
    ['1791763200', '2026-10-12T00:00:00.000Z'],
    ['1791763200::UINTEGER', '2026-10-12T00:00:00.000Z'],
    ['1791763200.5::DOUBLE', '2026-10-12T00:00:00.500Z'],
    ['1791763200250::BIGINT', '2026-10-12T00:00:00.250Z'],
    ["'2026-10-12T02:00:00+02:00'", '2026-10-12T00:00:00.000Z'],
    ["'1791763200'::BLOB", '2026-10-12T00:00:00.000Z'],
  ])('reads the time %s', async (time, expected) => {
    expect(await readOne(time)).toEqual({ at: expected, value: 1.5, findings: [] })
  })

  it.each([
    "TIMESTAMP_S '2026-10-12 00:00:00'",
    "TIMESTAMP_MS '2026-10-12 00:00:00'",
    "TIMESTAMP '2026-10-12 00:00:00'",
    "TIMESTAMP_NS '2026-10-12 00:00:00.000000001'",
    "'2026-10-12 00:00:00'",
  ])('reads %s in the zone of the source, else as UTC, and says so', async (time) => {
    const zoned = await readOne(time, '1.5', { timeZone: 'Europe/Berlin' })
    const zoneless = await readOne(time)

    expect(zoned).toEqual({ at: '2026-10-11T22:00:00.000Z', value: 1.5, findings: [] })
    expect(zoneless).toMatchObject({ at: '2026-10-12T00:00:00.000Z', findings: [{ code: 'store.time-zone-missing' }] })
  })

  it.each([
    'NULL::TIMESTAMPTZ',
    "'infinity'::TIMESTAMPTZ",
    "TIMESTAMPTZ '1970-01-01 00:00:00Z'",
    "'nan'::DOUBLE",
    '-1791763200',
    "'yesterday'",
  ])('has no time at %s', async (time) => {
    const { at, findings } = await readOne(time)

    expect(at).toBeNull()
    expect(findings).toMatchObject([
      { code: 'store.value-dropped', message: 'Left out: 1 timestamps that cannot be read; the first in row 1.' },
    ])
  })

  it.each([
    ['12.345::DECIMAL(18,3)', 12.345],
    ['0.1::DECIMAL(38,20)', 0.1],
    ['9007199254740992::BIGINT', 9007199254740992],
    ['200::UTINYINT', 200],
    ['0.5::FLOAT', 0.5],
    ['0', 0],
  ])('reads the value %s', async (value, expected) => {
    expect(await readOne('1791763200', value)).toMatchObject({ value: expected, findings: [] })
  })

  it('is as its rows are, however they are cut into groups', async () => {
    const folder = await aFolder()
    const query = `SELECT ['vm-1', 'db-1', 'nobody'][n * 7 % 3 + 1] AS vm, 1791763200 + 60 * n AS timestamp,
      ['cpu_vcpu', 'memory_bytes'][n * 5 % 2 + 1] AS metric, CASE WHEN n % 11 = 0 THEN NULL ELSE n END AS value
      FROM range(9000) AS _(n)`
    const whole = await read(await put(join(folder, 'whole.parquet'), query))

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('snappy', 'zstd', 'gzip'),
        async (size, codec) => {
          const options = `, ROW_GROUP_SIZE ${2048 * size}, COMPRESSION ${codec}`
          const cut = await read(await put(join(folder, 'cut.parquet'), query, options))

          expect(cut).toEqual(whole)
        },
      ),
      { numRuns: 6 },
    )
    expect(whole.batches.reduce((sum, { at }) => sum + at.length, 0)).toBe(5454)
  })

  it('is read by its name as it stands, whatever stands in it or in its folder', async () => {
    const folder = join(await aFolder(), "vm=x's; [a-z]")
    await mkdir(folder)
    const row = (vm: string) => `SELECT '${vm}' AS vm, 1791763200 AS timestamp, 'cpu_vcpu' AS metric, 1 AS value`
    await put(join(folder, 'a.parquet'), row('vm-1'))
    await put(join(folder, "[ab]?*'.parquet"), row('vm-2'))

    const both = await read(folder)

    expect(both.batches.map(({ vmId }) => vmId)).toEqual(['vm-2', 'vm-1'])
    expect(both.findings).toEqual([])
  })

  it.each([
    ['a date for a time', `SELECT 'vm-1' AS vm, DATE '2026-10-12' AS timestamp, 1 AS value`, '"timestamp (DATE)"'],
    ['a text for a value', `SELECT 'vm-1' AS vm, 1791763200 AS timestamp, '1' AS value`, '"value (VARCHAR)"'],
    ['a list of VMs', `SELECT ['vm-1'] AS vm, 1791763200 AS timestamp, 1 AS value`, '"vm (VARCHAR[])"'],
    ['other columns', `SELECT 1 AS "colour'); --"`, '"colour\'); -- (INTEGER)"'],
  ])('with %s is left out, and its columns are named', async (_, query, columns) => {
    const folder = await aFolder({ 'good.csv': 'vm,timestamp,metric,value\nvm-1,1791763200,cpu_vcpu,1\n' })
    const path = await put(join(folder, 'odd.parquet'), query)

    const { batches, findings } = await read(folder)

    expect(batches).toHaveLength(1)
    expect(findings).toMatchObject([
      { code: 'store.file-skipped', affected: ['samples/odd.parquet'], message: expect.stringContaining(columns) },
    ])
    await expect(read(path)).rejects.toMatchObject({
      code: 'source.shape-unknown',
      message: expect.stringContaining(columns),
    })
  })

  it('that is damaged stops, and the message has the name that the user knows', async () => {
    const folder = await aFolder({ 'empty.parquet': '', 'text.parquet': 'vm,timestamp,metric,value\n' })
    const whole = await put(
      join(folder, 'whole.parquet'),
      'SELECT 1791763200 AS timestamp, n AS value FROM range(9) AS _(n)',
    )
    await writeFile(join(folder, 'cut.parquet'), (await readFile(whole)).subarray(0, 200))

    for (const name of ['empty', 'text', 'cut'])
      await expect(read(join(folder, `${name}.parquet`))).rejects.toMatchObject({
        code: 'source.file-damaged',
        message: expect.not.stringContaining(folder),
      })
  })

  it('without a row gives nothing', async () => {
    const folder = await aFolder()
    await put(join(folder, 'long.parquet'), `SELECT 'vm-1' AS vm, 1791763200 AS timestamp, 1 AS value LIMIT 0`)
    await put(join(folder, 'web-1_cpu_vcpu.parquet'), 'SELECT 1791763200 AS timestamp, 1 AS value LIMIT 0')

    expect(await read(folder)).toEqual({ batches: [], findings: [] })
  })

  it('of any bytes never ends in anything but samples or an error with a code', async () => {
    const folder = await aFolder()
    const query = `SELECT 'vm-1' AS vm, 1791763200 + n AS timestamp, 'cpu_vcpu' AS metric, n AS value FROM range(99) AS _(n)`
    const whole = await readFile(await put(join(folder, 'whole.parquet'), query))
    const path = join(folder, 'cut.parquet')
    const flip = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }))

    await fc.assert(
      fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 6 }), async (flips) => {
        const bytes = Buffer.from(whole)
        for (const [at, byte] of flips) bytes[at] = byte
        await writeFile(path, bytes)
        const outcome = await read(path).catch((error: { code?: string }) => error.code)

        const isCoded = outcome === 'source.file-damaged' || outcome === 'source.shape-unknown'
        expect(isCoded || typeof outcome === 'object').toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('whose pages are damaged stops too', async () => {
    const folder = await aFolder()
    const query = 'SELECT 1791763200 + n AS timestamp, sin(n) + 1 AS value FROM range(5000) AS _(n)'
    const path = await put(join(folder, 'web-1_cpu_vcpu.parquet'), query, ', COMPRESSION zstd')
    const bytes = await readFile(path)
    await writeFile(path, bytes.fill(0xff, 4, 20_000))

    await expect(read(path)).rejects.toMatchObject({ code: 'source.file-damaged' })
  })
})
