import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricsCsvSource } from '../../../src/sources/metrics-csv/index.ts'
import { noDay, openCell, quickNumber, quickTime } from '../../../src/sources/metrics-csv/quick-cells.ts'
import { readTime } from '../../../src/sources/parse-time.ts'
import { aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aRequest } from '../../support/source-folder.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const cellOf = (text: string) => {
  const bytes = Buffer.from(`,${text},`)
  return { ...openCell(bytes), from: 1, to: bytes.length - 1 }
}
const numberOf = (text: string): number => quickNumber(cellOf(text))
const timeOf = (text: string): number => quickTime(cellOf(text), noDay())

describe('a number read from bytes', () => {
  test('is the one that JavaScript reads from the text, to the last bit', () => {
    const text = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }), fc.nat({ max: 15 }))
      .map(([digits, decimals]) => {
        const written = String(digits).padStart(decimals, '0')
        return decimals === 0 ? written : `${written.slice(0, -decimals)}.${written.slice(-decimals)}`
      })
      .filter((written) => written.length <= 16)

    fc.assert(
      fc.property(text, (written) => {
        expect(numberOf(written)).toBe(Number(written))
      }),
    )
  })

  test.each(['', '.', '-1', '+1', '1e3', '1 ', '0x1F', 'NaN', 'Infinity', '1.2.3', '1,5', '1234567890123456'])(
    'is left to the reader of texts: %j',
    (text) => expect(numberOf(text)).toBeNaN(),
  )
})

describe('a time read from bytes', () => {
  test('is the one that is read from the text', () => {
    const ms = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2200, 0, 1) - 1 })

    fc.assert(
      fc.property(ms, fc.boolean(), fc.constantFrom('T', ' '), (at, isWhole, separator) => {
        const text = new Date(at).toISOString().replace('T', separator)
        const written = isWhole ? text.replace(/[.]\d{3}/, '') : text
        expect(timeOf(written)).toBe(readTime(written)?.ms)
      }),
    )
  })

  test.each([
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '1970-01-01T00:00:00Z',
    '2200-01-01T00:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+01:00',
    '1790000000',
    '2026-01-01T00:00:00,000Z',
    'xxxx-01-01T00:00:00Z',
  ])('is left to the reader of texts: %s', (text) => expect(timeOf(text)).toBeNaN())
})

/** In the order of rows, each five minutes later; some a day later, in milliseconds, or no time at all. */
function timeCell(kind: string, step: number): string {
  if (kind === 'slip') return '2026-10-12T00:0x:00Z'
  const ms = Date.UTC(2026, 9, 12) + step * 300_000 + (kind === 'day' ? 86_400_000 : 0)
  const text = new Date(ms).toISOString()
  return kind === 'longer' ? text : text.replace('.000', '')
}

const permutations = (of: readonly string[]): string[][] =>
  of.length < 2
    ? [[...of]]
    : of.flatMap((first) => permutations(of.filter((each) => each !== first)).map((rest) => [first, ...rest]))

describe('a file of rows', () => {
  const site = aSite({ vms: ['web', 'db', 'große'].map((id) => aVm({ id, vcpus: 4, memoryGiB: 8 })) })

  const read = async (lines: readonly string[]) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'm.csv'), lines.join('\n'))
    const reading = await metricsCsvSource.readMetrics?.(aRequest(join(folder, 'm.csv')), site)
    if (!reading) throw new Error('the source reads no metrics')
    const batches = await collect(reading.batches)
    return {
      findings: reading.findings.map(({ code, message, affected, place }) => ({ code, message, affected, place })),
      batches: batches.map(({ at, values, ...batch }) => ({ ...batch, at: [...at], values: [...values] })),
    }
  }

  test('says the same in its usual form, read as bytes, and in quotes, read as text', async () => {
    const time = fc.oneof(
      fc.integer({ min: 0, max: 5000 }).map((step) => new Date(Date.UTC(2026, 9, 12) + step * 60_000).toISOString()),
      fc.constantFrom(
        '2026-10-12T00:00:00Z',
        '2026-10-12 00:05:00',
        '1790000000',
        'yesterday',
        '',
        '2026-02-30T00:00:00Z',
      ),
    )
    const value = fc.oneof(
      fc.double({ min: 0, max: 4, noNaN: true }).map((number) => number.toFixed(3)),
      fc.constantFrom('', '-1', 'x', '1e-2', ' 1', '100', '0.1234567890123456789'),
    )
    const row = fc.tuple(
      fc.constantFrom('web', 'db', 'große', 'nobody', ' web'),
      time,
      fc.constantFrom('cpu_vcpu', 'cpu_percent', 'memory_bytes', 'colour'),
      value,
    )
    const cells = fc.array(
      fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: fc.constant(['web', '']) }),
      { maxLength: 40 },
    )

    await fc.assert(
      fc.asyncProperty(cells, fc.boolean(), fc.constantFrom('', '\r'), async (given, isSorted, end) => {
        // Sorted, a row is mostly of the series of the row before.
        const rows = isSorted
          ? given.toSorted((one, other) => (`${one[0]} ${one[2]}` < `${other[0]} ${other[2]}` ? -1 : 1))
          : given
        const header = 'vm,timestamp,metric,value'
        const plain = rows.map((each) => each.join(',') + end)
        const quoted = rows.map((each) => each.map((cell) => `"${cell}"`).join(',') + end)

        expect(await read([header, ...plain])).toEqual(await read([header, ...quoted]))
      }),
      { numRuns: 150 },
    )
  })

  test('says the same whatever the order of its columns, if nearly every row is like the one before', async () => {
    const orders = fc.constantFrom(...permutations(['vm', 'timestamp', 'metric', 'value']))
    const kinds = fc.constantFrom('next', 'next', 'next', 'next', 'day', 'other', 'empty', 'fault', 'longer', 'slip')
    const cellsOf = (kind: string, step: number) => ({
      vm: kind === 'other' ? 'db' : 'web',
      timestamp: timeCell(kind, step),
      metric: 'cpu_vcpu',
      value: kind === 'empty' ? '' : kind === 'fault' ? '-1' : `${(step * 37) % 4}.${step}`,
    })

    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { maxLength: 40 }), orders, fc.boolean(), async (given, order, hasMore) => {
        const rows = given.map((kind, step) => order.map((column) => cellsOf(kind, step)[column as 'vm']))
        const plain = [order, ...rows].map((row, line) => [...row, ...(hasMore ? [`note${line % 3}`] : [])].join(','))
        const quoted = [order, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(','))

        expect(await read(plain)).toEqual(await read(quoted))
      }),
      { numRuns: 150 },
    )
  })

  test('may have blank lines, Windows line ends and no end at the last line', async () => {
    const rows = [
      '',
      'vm,timestamp,metric,value\r',
      '\r',
      'web,2026-10-12T00:00:00Z,cpu_vcpu,1\r',
      '',
      'web,2026-10-12T00:05:00Z,cpu_vcpu,x',
    ]

    const { batches, findings } = await read(rows)

    expect(batches).toMatchObject([{ vmId: 'web', metric: 'cpu', values: [1] }])
    expect(findings).toMatchObject([{ place: expect.stringMatching(/:6$/) }])
  })
})
