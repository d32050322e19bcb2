import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Vm } from '../../../src/model/site.ts'
import { azureCliSource } from '../../../src/sources/azure/cli.ts'
import { aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/azure-cli')
const gib = 2 ** 30
const start = Date.UTC(2026, 10, 20, 10)
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString()

const idOf = (name: string): string =>
  `/subscriptions/0000/resourceGroups/Marsh/providers/Microsoft.Compute/virtualMachines/${name}`
const db = idOf('marsh-db').toLowerCase()
const vms = [aVm({ id: db, name: 'marsh-db', vcpus: 4, memoryGiB: 16 })]

async function readPath(path: string, known: readonly Vm[] = vms, mappingPath: string | null = null) {
  const reading = (await azureCliSource.readMetrics?.(aRequest(path, { mappingPath }), aSite({ vms: [...known] })))!
  const series: Record<string, (readonly [number, number])[]> = {}
  for (const { vmId, metric, at: times, values } of await collect(reading.batches)) {
    const own = (series[vmId === db ? metric : `${vmId} ${metric}`] ??= [])
    times.forEach((ms, index) => own.push([(ms - start) / 60_000, values[index]!]))
  }
  for (const own of Object.values(series)) own.sort(([a], [b]) => a - b)
  return { series, findings: reading.findings }
}

const readFiles = async (files: Readonly<Record<string, unknown>>, known?: readonly Vm[]) =>
  readPath(
    await aFolder(Object.fromEntries(Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)]))),
    known,
  )

type Pairs = readonly (readonly [minutes: number, amounts: object])[]

const aMetric = (name: string, pairs: Pairs, over: object = {}) => ({
  id: `${idOf('marsh-db')}/providers/Microsoft.Insights/metrics/${name}`,
  name: { value: name, localizedValue: `${name} (Vorschau)` },
  timeseries: [
    { metadatavalues: [], data: pairs.map(([minutes, amounts]) => ({ timeStamp: at(minutes), ...amounts })) },
  ],
  ...over,
})
const anAnswer = (value: readonly unknown[], over: object = {}) => ({ cost: 0, interval: 'PT5M', value, ...over })
const codes = (findings: readonly { code: string }[]): readonly string[] => findings.map(({ code }) => code)

test('a folder with inventory and metrics gives samples in base units', async () => {
  const { series, findings } = await readPath(recorded)

  expect(series).toEqual({
    cpu: [
      [0, 1],
      [5, 2],
      [15, 3],
    ],
    memory: [0, 5, 10, 15].map((minutes) => [minutes, 12 * gib]),
    'disk-operations': [
      [0, 11],
      [5, 22],
      [15, 44],
    ],
    'network-received-bytes': [
      [0, 1000],
      [5, 2000],
      [10, 0],
      [15, 1000],
    ],
    'disk-written-bytes': [0, 5, 10, 15].map((minutes) => [minutes, 10_000]),
  })
  expect(findings).toMatchObject([
    { code: 'store.unit-unknown', affected: ['Disk Read Bytes (estate/metrics-total.json#value[2])'] },
  ])
})

describe('an answer', () => {
  const cpu = aMetric('Percentage CPU', [[0, { average: 25 }]])

  test.each([
    ['of az', anAnswer([cpu])],
    ['with `properties`', anAnswer([{ id: cpu.id, properties: { name: cpu.name, timeseries: cpu.timeseries } }])],
    ['of a batch', { values: [anAnswer([cpu], { resourceid: idOf('marsh-db') })] }],
    [
      'of a batch, whose metrics say no machine',
      { values: [anAnswer([{ ...cpu, id: 'x' }], { resourceid: idOf('marsh-db') })] },
    ],
    ['joined with others', [anAnswer([cpu]), anAnswer([])]],
    ['with its value alone', [cpu]],
    ['with a plain name', anAnswer([{ ...cpu, name: 'percentage cpu' }])],
  ])('%s is read', async (_, answer) => {
    const { series, findings } = await readFiles({ 'a.json': answer })

    expect(series).toEqual({ cpu: [[0, 1]] })
    expect(findings).toEqual([])
  })

  test('that is cut short says where', async () => {
    const folder = await aFolder({ 'cut.json': '{\n "value": [{"timeseries": [' })

    await expect(readPath(folder)).rejects.toMatchObject({
      code: 'source.file-damaged',
      place: { file: 'estate/cut.json', line: 2 },
    })
  })

  test('with something else in it loses neither', async () => {
    const vm = { id: idOf('marsh-db'), name: 'marsh-db', hardwareProfile: { vmSize: 'x' } }
    const folder = await aFolder({ 'a.json': JSON.stringify([vm, anAnswer([cpu, { timeseries: [], id: 7 }])]) })

    const { series, findings } = await readPath(folder)
    const reading = await azureCliSource.readSite?.(aRequest(folder))

    expect(series).toEqual({ cpu: [[0, 1]] })
    expect(findings).toMatchObject([{ code: 'site.row-unreadable', place: 'estate/a.json[1]#value[1]' }])
    expect(reading?.vms.map(({ id }) => id)).toEqual([db])
  })
})

test('a machine that the site calls otherwise is the VM that the mapping file says', async () => {
  const cpu = aMetric('Percentage CPU', [[0, { average: 25 }]])
  const folder = await aFolder({ 'a.json': JSON.stringify(anAnswer([cpu])), 'map.csv': 'series,vm\nmarsh-db,vm-7\n' })
  const mappingPath = join(folder, 'map.csv')

  const { series, findings } = await readPath(folder, [aVm({ id: 'vm-7', vcpus: 4 })], mappingPath)

  expect(series).toEqual({ 'vm-7 cpu': [[0, 1]] })
  expect(findings).toEqual([])
  expect(await azureCliSource.listFiles(aRequest(folder, { mappingPath }))).toContain(mappingPath)
})

describe('amounts of a period', () => {
  const pairs: Pairs = [
    [60, { total: 3600 }],
    [0, { total: 3600 }],
  ]

  test.each([
    ['PT1H', 1],
    ['1:00:00', 1],
    ['P1D', 1 / 24],
    ['1 day, 0:00:00', 1 / 24],
    ['FULL', 1],
    [undefined, 1],
  ])('are divided by the interval %s, else by the distance of the samples', async (interval, rate) => {
    const { series } = await readFiles({ 'a.json': anAnswer([aMetric('Network In Total', pairs)], { interval }) })

    expect(series['network-received-bytes']?.map(([, value]) => value)).toEqual([rate, rate])
  })

  test('that nobody states are left out and said', async () => {
    const metric = aMetric('Network In Total', [[0, { total: 1 }]])

    const { series, findings } = await readFiles({ 'a.json': anAnswer([metric], { interval: undefined }) })

    expect(series).toEqual({})
    expect(codes(findings)).toEqual(['store.unit-unknown'])
  })
})

describe('what is left out is said:', () => {
  test('other aggregations', async () => {
    const { series, findings } = await readFiles({
      'a.json': anAnswer([
        aMetric('Percentage CPU', [[0, { maximum: 99, average: null }]]),
        aMetric('Network In Total', [[0, { average: 99 }]]),
      ]),
    })

    expect(series).toEqual({})
    expect(findings.map(({ code, affected }) => [code, affected.length])).toEqual([['store.unit-unknown', 2]])
  })

  test('machines that the site does not have, and metrics of no machine', async () => {
    const pairs: Pairs = [[0, { average: 1 }]]
    const { series, findings } = await readFiles({
      'a.json': anAnswer([
        aMetric('Percentage CPU', pairs, {
          id: `${idOf('other')}/providers/Microsoft.Insights/metrics/Percentage CPU`,
        }),
        aMetric('Percentage CPU', pairs, { id: 'x' }),
      ]),
    })

    expect(series).toEqual({})
    expect(findings.map(({ code, affected }) => [code, ...affected])).toEqual([
      ['store.series-unmatched', 'Percentage CPU (estate/a.json#value[1])'],
      ['store.series-unmatched', idOf('other').toLowerCase()],
    ])
  })

  test('disks one by one, metrics that are not used, and half of what is summed', async () => {
    const pairs: Pairs = [[0, { average: 1 }]]
    const split = aMetric('Disk Read Operations/Sec', pairs)
    const timeseries = [{ metadatavalues: [{ name: { value: 'LUN' }, value: '0' }], data: [] }]

    const { series, findings } = await readFiles({
      'a.json': anAnswer([
        { ...split, timeseries },
        aMetric('Network In', [[0, { total: 1 }]]),
        aMetric('Disk Write Operations/Sec', pairs),
      ]),
    })

    expect(series).toEqual({})
    expect(codes(findings)).toEqual(['site.dump-incomplete', 'store.unit-unknown', 'store.unit-unknown'])
  })

  test('metrics that Azure Monitor could not give', async () => {
    const failed = aMetric('Percentage CPU', [], { errorCode: 'InternalError' })

    const { findings } = await readFiles({ 'a.json': anAnswer([failed]) })

    expect(codes(findings)).toEqual(['site.dump-incomplete'])
  })

  test('percentages of what nobody states', async () => {
    const { series, findings } = await readFiles(
      { 'a.json': anAnswer([aMetric('Percentage CPU', [[0, { average: 1 }]])]) },
      [aVm({ id: db, vcpus: null })],
    )

    expect(series).toEqual({})
    expect(findings).toMatchObject([{ code: 'store.allocation-unknown', affected: [db] }])
  })

  test('values that are none, and times without a zone', async () => {
    const { timeseries } = aMetric('Available Memory Bytes', [
      [0, { average: -1 }],
      [5, { average: 'NaN' }],
      [10, { average: 4 * gib }],
      [15, { average: null }],
    ])
    const data = [...(timeseries[0]?.data ?? []), { timeStamp: '2026-11-20T10:20:00', average: 1 }, null]

    const { series, findings } = await readFiles({
      'a.json': anAnswer([aMetric('Available Memory Bytes', [], { timeseries: [{ data }] })]),
    })

    expect(series).toEqual({ memory: [[10, 12 * gib]] })
    expect(findings.map(({ code, message }) => [code, message.replace(/;.*/, '')])).toEqual([
      ['store.value-dropped', '1 record without a time that can be read'],
      ['store.value-dropped', '2 samples below zero or no number'],
    ])
  })
})

test('a folder with metrics only is an empty part of the site, with a finding', async () => {
  const cpu = aMetric('Percentage CPU', [[0, { average: 25 }]])
  const folder = await aFolder({ 'a.json': JSON.stringify(anAnswer([cpu])), 'b.json': '{"x": 1}' })

  const reading = (await azureCliSource.readSite?.(aRequest(folder)))!

  expect(reading).toMatchObject({ vms: [], region: null })
  expect(codes(reading.findings)).toEqual(['site.file-unread', 'site.inventory-missing'])
})

test('names of metrics are only text', async () => {
  const { series, findings } = await readFiles({
    'a.json': anAnswer([aMetric('__proto__', [[0, { average: 1 }]]), aMetric('\u001B[31m$& constructor', [])]),
  })

  expect(series).toEqual({})
  expect(findings).toMatchObject([{ code: 'store.unit-unknown' }])
})
