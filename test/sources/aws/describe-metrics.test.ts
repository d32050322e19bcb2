import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SourceRequest } from '../../../src/model/source.ts'
import type { Vm } from '../../../src/model/site.ts'
import { awsDescribeSource } from '../../../src/sources/aws/describe.ts'
import { aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/aws-describe/harbour')
const one = 'i-0aaa0000000000001'
const two = 'i-0aaa0000000000002'
const gib = 2 ** 30
const start = Date.UTC(2026, 10, 20, 10)
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString()

const vms = [aVm({ id: one, vcpus: 4, memoryGiB: 16 }), aVm({ id: two, vcpus: null, memoryGiB: null })]

/** Samples by VM and metric, as [minutes, value] in order of time. */
async function readPath(path: string, over: Partial<SourceRequest> = {}, known: readonly Vm[] = vms) {
  const site = aSite({ vms: [...known] })
  const reading = (await awsDescribeSource.readMetrics?.(aRequest(path, { shownPath: 'dumps', ...over }), site))!
  const series: Record<string, (readonly [number, number])[]> = {}
  for (const batch of await collect(reading.batches)) {
    const own = (series[`${batch.vmId} ${batch.metric}`] ??= [])
    batch.at.forEach((ms, index) => own.push([(ms - start) / 60_000, batch.values[index]!]))
  }
  for (const own of Object.values(series)) own.sort(([a], [b]) => a - b)
  return { series, findings: reading.findings }
}

const readFiles = async (files: Readonly<Record<string, unknown>>, over: Partial<SourceRequest> = {}) =>
  readPath(
    await aFolder(Object.fromEntries(Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)]))),
    over,
  )

type Pairs = readonly (readonly [minutes: number, value: unknown])[]

const aResult = (label: string, pairs: Pairs, over: object = {}) => ({
  Id: 'm1',
  Label: label,
  Timestamps: pairs.map(([minutes]) => at(minutes)),
  Values: pairs.map(([, value]) => value),
  StatusCode: 'Complete',
  ...over,
})
const data = (...results: readonly object[]) => ({ MetricDataResults: results, Messages: [] })
const statistics = (label: string, pairs: Pairs, [statistic, unit]: readonly [string, string]) => ({
  Label: label,
  Datapoints: pairs.map(([minutes, value]) => ({ Timestamp: at(minutes), [statistic]: value, Unit: unit })),
})
const codes = (findings: readonly { code: string }[]): readonly string[] => findings.map(({ code }) => code)

test('a folder with inventory and metrics gives samples in base units', async () => {
  const { series, findings } = await readPath(recorded, {}, [vms[0]!, aVm({ id: two })])

  expect(series).toEqual({
    [`${one} cpu`]: [
      [0, 1],
      [5, 2],
      [10, 3],
      [15, 4],
    ],
    [`${one} memory`]: [0, 5, 10, 15].map((minutes) => [minutes, 8 * gib]),
    [`${one} network-received-bytes`]: [0, 5, 10, 15].map((minutes) => [minutes, 1000]),
    [`${one} network-sent-bytes`]: [0, 5, 10, 15].map((minutes) => [minutes, 2000]),
    [`${one} disk-operations`]: [0, 5, 10].map((minutes) => [minutes, 15]),
    [`${two} network-received-bytes`]: [
      [0, 200],
      [5, 100],
      [10, 300],
    ],
    [`${two} disk-written-bytes`]: [
      [0, 10_000],
      [5, 5000],
    ],
  })
  expect(findings.map(({ code, affected }) => [code, affected[0]])).toEqual([
    ['store.series-unmatched', 'CPUUtilization (dumps/cpu-of-nobody.json)'],
    ['store.unit-unknown', `${one} CPUUtilization Maximum (dumps/metric-data.json#MetricDataResults[6])`],
  ])
})

describe('the instance', () => {
  const cpu = (label: string) =>
    statistics(
      label,
      [
        [0, 25],
        [5, 50],
      ],
      ['Average', 'Percent'],
    )

  test.each([
    ['the label', 'a.json', `${one} CPUUtilization`],
    ['the name of the file', `CPU of ${one}.json`, 'CPUUtilization'],
  ])('is told by %s', async (_, name, label) => {
    const { series } = await readFiles({ [name]: cpu(label) })

    expect(series).toEqual({
      [`${one} cpu`]: [
        [0, 1],
        [5, 2],
      ],
    })
  })

  test('is told by the id of the query, where a hyphen is not allowed', async () => {
    const { series } = await readFiles({
      'a.json': data(aResult('CPUUtilization', [[0, 25]], { Id: `cpu_${one.replace('-', '_')}` })),
    })

    expect(series).toEqual({ [`${one} cpu`]: [[0, 1]] })
  })

  test('is told by the folder of the file, which is listed too; other folders are not read', async () => {
    const folder = await aFolder({ 'a.json': '{"Volumes": []}' })
    for (const name of [one, 'old']) {
      await mkdir(join(folder, name))
      await writeFile(join(folder, name, 'cpu.json'), JSON.stringify(cpu('CPUUtilization')))
    }

    const { series } = await readPath(folder)

    expect(Object.keys(series)).toEqual([`${one} cpu`])
    expect(await awsDescribeSource.listFiles(aRequest(folder))).toEqual([
      join(folder, 'a.json'),
      join(folder, one, 'cpu.json'),
    ])
  })

  test('is told by the mapping file, by label or by file, which may say the metric too', async () => {
    const folder = await aFolder({
      'load.json': JSON.stringify(data(aResult('expression', [[0, 25]], { Id: 'average' }))),
      'more.json': JSON.stringify(data(aResult('crane CPUUtilization', [[5, 50]], { Id: 'average' }))),
      'map.csv': `series,vm,metric\nload,${one},CPUUtilization\ncrane CPUUtilization,${one},\n`,
    })
    const mappingPath = join(folder, 'map.csv')

    const { series, findings } = await readPath(folder, { mappingPath })

    expect(series).toEqual({
      [`${one} cpu`]: [
        [0, 1],
        [5, 2],
      ],
    })
    expect(findings).toEqual([])
    expect(await awsDescribeSource.listFiles(aRequest(folder, { mappingPath }))).toContain(mappingPath)
  })

  test('that the site calls otherwise is the VM that the mapping file says', async () => {
    const other = 'i-0bbb0000000000009'
    const folder = await aFolder({
      'a.json': JSON.stringify(cpu(`${other} CPUUtilization`)),
      'b.json': JSON.stringify(cpu(`${two} CPUUtilization`)),
      'map.csv': `series,vm\n${other},${one}\n${two},${one}\n`,
    })

    const { series, findings } = await readPath(folder, { mappingPath: join(folder, 'map.csv') })

    expect(Object.keys(series)).toEqual([`${one} cpu`])
    expect(series[`${one} cpu`]).toHaveLength(2)
    expect(findings).toMatchObject([{ code: 'store.allocation-unknown', affected: [two] }])
  })

  test('is never guessed: none, an unknown one and two of them are said', async () => {
    const { series, findings } = await readFiles({
      'a.json': cpu('CPUUtilization'),
      'b.json': cpu('i-0bbb0000000000009 CPUUtilization'),
      'c.json': cpu(`${one} and ${two} CPUUtilization`),
      'd.json': cpu('eni-0aaa0000 CPUUtilization'),
    })

    expect(series).toEqual({})
    expect(codes(findings)).toEqual(Array(3).fill('store.series-unmatched'))
    expect(findings.flatMap(({ affected }) => affected).toSorted()).toEqual([
      'CPUUtilization (dumps/a.json)',
      'eni-0aaa0000 CPUUtilization (dumps/d.json)',
      `${one} and ${two} CPUUtilization (dumps/c.json)`,
      'i-0bbb0000000000009: i-0bbb0000000000009 CPUUtilization (dumps/b.json)',
    ])
  })

  test('whose size nobody knows has no percentages, and its amounts stay', async () => {
    const { series, findings } = await readFiles({
      'a.json': data(
        aResult(`${two} CPUUtilization Average`, [[0, 25]]),
        aResult(`${two} NetworkIn Sum`, [
          [0, 300],
          [5, 600],
        ]),
      ),
    })

    expect(Object.keys(series)).toEqual([`${two} network-received-bytes`])
    expect(findings).toMatchObject([{ code: 'store.allocation-unknown', affected: [two] }])
  })

  test('is found under every id that its VM has', async () => {
    const folder = await aFolder({
      'a.json': JSON.stringify(data(aResult(`${one} CPUUtilization Average`, [[0, 50]]))),
    })

    const { series } = await readPath(folder, {}, [aVm({ id: 'vm-7', otherIds: [one], vcpus: 2 })])

    expect(series).toEqual({ 'vm-7 cpu': [[0, 1]] })
  })
})

describe('a statistic', () => {
  test('that is another one than is needed is left out, whatever else the answer has', async () => {
    const { series, findings } = await readFiles({
      'a.json': statistics(`${one} CPUUtilization`, [[0, 99]], ['Maximum', 'Percent']),
      'b.json': statistics(`${one} NetworkIn`, [[0, 99]], ['Average', 'Bytes']),
      'c.json': data(
        aResult(`${one} CPUUtilization p99.9`, [[0, 99]]),
        aResult(`${one} CPUUtilization`, [[0, 99]], { Id: 'cpuMax' }),
        aResult(`${one} EBSReadBytes Average`, [[0, 99]]),
      ),
    })

    expect(series).toEqual({})
    expect(findings).toMatchObject([{ code: 'store.unit-unknown' }])
    expect(findings[0]?.affected).toHaveLength(5)
  })

  test('that is needed is found among others', async () => {
    const point = { Timestamp: at(0), Maximum: 99, Average: 25, SampleCount: 5, Unit: 'Percent' }

    const { series, findings } = await readFiles({
      'a.json': { Label: `${one} CPUUtilization`, Datapoints: [point] },
    })

    expect(series).toEqual({ [`${one} cpu`]: [[0, 1]] })
    expect(findings).toEqual([])
  })

  test('that get-metric-data does not say is taken for the one that is needed, and said', async () => {
    const { series, findings } = await readFiles({ 'a.json': data(aResult(`${one} CPUUtilization`, [[0, 25]])) })

    expect(series).toEqual({ [`${one} cpu`]: [[0, 1]] })
    expect(findings).toMatchObject([{ code: 'site.guessed', severity: 'warning' }])
  })

  const silent = () => ({
    'a.json': data(aResult(`${one} CPUUtilization`, [[0, 25]])),
    'b.json': data(
      aResult(`${one} NetworkIn`, [
        [0, 300],
        [5, 600],
      ]),
    ),
  })

  test('that drplan.yaml states is no guess: the usual ones, or one for all, of which the others are left out', async () => {
    const usual = await readFiles(silent(), { statistic: 'usual' })
    const averages = await readFiles(silent(), { statistic: 'Average' })
    const sums = await readFiles(silent(), { statistic: 'Sum' })

    expect(Object.keys(usual.series)).toEqual([`${one} cpu`, `${one} network-received-bytes`])
    expect(usual.findings).toEqual([])
    expect(averages.series).toEqual({ [`${one} cpu`]: [[0, 1]] })
    expect(averages.findings).toMatchObject([
      { code: 'store.unit-unknown', message: expect.stringContaining('another statistic') as string },
    ])
    expect(Object.keys(sums.series)).toEqual([`${one} network-received-bytes`])
    expect(codes(sums.findings)).toEqual(['store.unit-unknown'])
  })

  test('that the label says counts more than what drplan.yaml states of those that do not', async () => {
    const { series } = await readFiles(
      { 'a.json': data(aResult(`${one} CPUUtilization Maximum`, [[0, 99]])) },
      { statistic: 'usual' },
    )

    expect(series).toEqual({})
  })

  test('that the mapping file states counts most, and a word that is none is not the one that is needed', async () => {
    const rows = [
      `${one} CPUUtilization,${one},,mean`,
      `max shop NetworkIn,${one},,Sum`,
      `${one} NetworkOut,${one},,most`,
    ]
    const label = (name: string) =>
      aResult(name, [
        [0, 300],
        [5, 300],
      ])
    const folder = await aFolder({
      'a.json': JSON.stringify(
        data(label(`${one} CPUUtilization`), label('max shop NetworkIn'), label(`${one} NetworkOut`)),
      ),
      'map.csv': ['series,vm,metric,statistic', ...rows].join('\n'),
    })

    const { series, findings } = await readPath(folder, { mappingPath: join(folder, 'map.csv'), statistic: 'usual' })

    expect(Object.keys(series)).toEqual([`${one} cpu`, `${one} network-received-bytes`])
    expect(findings).toMatchObject([
      { code: 'store.unit-unknown', message: expect.stringContaining('NetworkOut') as string },
    ])
  })
})

describe('samples', () => {
  test('of several pages and files of one metric add up, and a page that is missing is said', async () => {
    const label = `${one} NetworkIn Sum`
    const { series, findings } = await readFiles({
      'a.json': {
        ...data(
          aResult(label, [[10, 600]]),
          aResult(label, [
            [5, 300],
            [0, 300],
          ]),
        ),
        NextToken: 'more',
      },
      'b.json': data(aResult(label, [[15, 900]], { StatusCode: 'PartialData' })),
    })

    expect(series[`${one} network-received-bytes`]).toEqual([
      [0, 1],
      [5, 1],
      [10, 2],
      [15, 3],
    ])
    expect(findings).toMatchObject([{ code: 'site.dump-incomplete' }])
    expect(findings[0]?.affected).toHaveLength(3)
  })

  test('of several queries of one metric have a period each', async () => {
    const label = `${one} NetworkIn Sum`
    const hours = [0, 60, 120].map((minutes) => [minutes, 3600] as const)
    const fine = [180, 185, 190, 195, 200].map((minutes) => [minutes, 300] as const)

    const { series } = await readFiles({
      'a.json': data(aResult(label, hours, { Id: 'old' }), aResult(label, fine, { Id: 'recent' })),
    })

    expect(series[`${one} network-received-bytes`]?.map(([, value]) => value)).toEqual(Array(8).fill(1))
  })

  test('of one day a file have the day for their period; one alone has none', async () => {
    const day = (days: number, label: string) => data(aResult(label, [[days * 1440, 86_400 * (days + 1)]]))
    const { series, findings } = await readFiles({
      'a.json': day(0, `${one} NetworkIn Sum`),
      'b.json': day(1, `${one} NetworkIn Sum`),
      'c.json': day(0, `${one} NetworkOut Sum`),
    })

    expect(series).toEqual({
      [`${one} network-received-bytes`]: [
        [0, 1],
        [1440, 2],
      ],
    })
    expect(findings).toMatchObject([{ code: 'store.unit-unknown', affected: [expect.stringContaining('NetworkOut')] }])
  })

  test('of five minutes among minutes hold five minutes', async () => {
    const pairs = [0, 5, 10, 15, 20].map((minutes) => [minutes, 3000] as const)
    const minutes = [25, 26, 27].map((minute) => [minute, 600] as const)

    const { series } = await readFiles({ 'a.json': data(aResult(`${one} NetworkIn Sum`, [...pairs, ...minutes])) })

    expect(series[`${one} network-received-bytes`]?.map(([, value]) => value)).toEqual(Array(8).fill(10))
  })

  test('of reads and writes in two files are summed; without the others they are left out and said', async () => {
    const pairs: Pairs = [
      [0, 300],
      [5, 600],
    ]
    const reads = { 'reads.json': data(aResult(`${one} EBSReadOps Sum`, pairs)) }

    const both = await readFiles({ ...reads, 'writes.json': data(aResult(`${one} EBSWriteOps Sum`, pairs)) })
    const half = await readFiles(reads)

    expect(both.series).toEqual({
      [`${one} disk-operations`]: [
        [0, 2],
        [5, 4],
      ],
    })
    expect(both.findings).toEqual([])
    expect(half.series).toEqual({})
    expect(half.findings).toMatchObject([{ code: 'site.dump-incomplete' }])
  })

  test('that are none, negative or without a time are gaps, counted, or said', async () => {
    const { series, findings } = await readFiles({
      'a.json': {
        Label: `${one} CPUUtilization`,
        Datapoints: [
          { Timestamp: at(0), Average: 25, Unit: 'Percent' },
          { Timestamp: at(5), Average: null, Unit: 'Percent' },
          { Timestamp: at(10), Average: 'NaN', Unit: 'Percent' },
          { Timestamp: at(15), Average: -1, Unit: 'Percent' },
          { Timestamp: '2026-11-20 10:20:00', Average: 25, Unit: 'Percent' },
          { Average: 25 },
          7,
        ],
      },
    })

    expect(series).toEqual({ [`${one} cpu`]: [[0, 1]] })
    expect(findings.map(({ code, message }) => [code, message.replace(/;.*/, '')])).toEqual([
      ['store.unit-unknown', expect.stringContaining('another statistic')],
      ['store.value-dropped', '1 record without a time that can be read'],
      ['store.value-dropped', '2 samples below zero or no number'],
    ])
  })

  test('with more times than values are left out as a whole, the others stay', async () => {
    const { series, findings } = await readFiles({
      'a.json': data(
        aResult(`${one} CPUUtilization Average`, [[0, 25]], { Values: [] }),
        aResult(`${one} CPUUtilization Average`, [[5, 25]]),
        { Label: 7 },
      ),
    })

    expect(series).toEqual({ [`${one} cpu`]: [[5, 1]] })
    expect(findings.map(({ code, place }) => [code, place])).toEqual([
      ['site.row-unreadable', 'dumps/a.json#MetricDataResults[0]'],
      ['site.row-unreadable', 'dumps/a.json#MetricDataResults[2]'],
    ])
  })

  test('in another unit, and of metrics that are not used, are left out and said', async () => {
    const { series, findings } = await readFiles({
      'a.json': statistics(`${one} NetworkIn`, [[0, 1]], ['Sum', 'Kilobytes']),
      'b.json': statistics(`${one} NetworkPacketsIn`, [[0, 1]], ['Sum', 'Count']),
      'c.json': data(aResult('c7n:TotalTokenCount', [[0, 15]], { Id: 'total' })),
    })

    expect(series).toEqual({})
    expect(findings).toMatchObject([{ code: 'store.unit-unknown' }])
    expect(findings[0]?.affected).toHaveLength(3)
  })

  test('come out the same whatever the order of points', async () => {
    const pairs = [0, 5, 10, 15, 25, 60].map((minutes) => [minutes, 300 * (minutes + 1)] as const)
    const plain = await readFiles({ 'a.json': data(aResult(`${one} NetworkIn Sum`, pairs)) })

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...pairs], { minLength: pairs.length }), async (shuffled) => {
        const other = await readFiles({ 'a.json': data(aResult(`${one} NetworkIn Sum`, shuffled)) })

        expect(other).toEqual(plain)
      }),
      { numRuns: 10 },
    )
  })
})

describe('what people may write', () => {
  test('as a label is only text', async () => {
    const label = '__proto__ \u001B[31m constructor <script> $& \\'

    const { series, findings } = await readFiles({
      'a.json': data(
        aResult(label, [[0, 1]]),
        aResult(`${one} CPUUtilization Average ${label}`, [[0, 25]], { Id: '__proto__' }),
      ),
    })

    expect(series).toEqual({ [`${one} cpu`]: [[0, 1]] })
    expect(codes(findings)).toEqual(['store.unit-unknown'])
  })

  test('may be cut short, and then says where', async () => {
    const folder = await aFolder({ 'cut.json': '{\n  "MetricDataResults": [\n    {"Id": "a"' })

    await expect(readPath(folder)).rejects.toMatchObject({
      code: 'source.file-damaged',
      place: { file: 'dumps/cut.json', line: 3 },
    })
  })
})

describe('a folder with metrics only', () => {
  test('is an empty part of the site, with a finding', async () => {
    const folder = await aFolder({ 'a.json': JSON.stringify(data()), 'b.json': '{"Alarms": []}' })

    const reading = (await awsDescribeSource.readSite?.(aRequest(folder)))!

    expect(reading).toMatchObject({ vms: [], region: null })
    expect(codes(reading.findings)).toEqual(['site.file-unread', 'site.inventory-missing'])
  })

  test('is still an error when nothing in it is known', async () => {
    const folder = await aFolder({ 'a.json': '{"Alarms": []}' })

    await expect(awsDescribeSource.readSite?.(aRequest(folder))).rejects.toMatchObject({ code: 'source.shape-unknown' })
  })
})
