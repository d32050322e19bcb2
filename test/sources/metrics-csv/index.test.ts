import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/model/address.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { Site } from '../../../src/model/site.ts'
import type { SampleBatch, SourceRequest } from '../../../src/model/source.ts'
import { metricsCsvSource } from '../../../src/sources/metrics-csv/index.ts'
import { aNic, aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'

const GIB = 1024 ** 3
const START = Date.UTC(2026, 9, 12)
const HOUR = 3_600_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Writes a file of the given lines; gzipped when its name says so. */
async function put(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  const text = lines.map((line) => `${line}\n`).join('')
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

const aRequest = (over: Partial<SourceRequest> = {}): SourceRequest => ({
  path: join(folder, 'metrics.csv'),
  shownPath: 'metrics.csv',
  region: null,
  mappingPath: null,
  metric: null,
  live: null,
  until: '2026-11-21T00:00:00Z',
  subnets: [],
  ...over,
})

const site = aSite({
  vms: [
    aVm({ id: 'vm-1', name: 'web-1.example.net', vcpus: 4, memoryGiB: 8, nics: [aNic()] }),
    aVm({ id: 'vm-2', name: 'db-1', vcpus: 2, nics: [aNic({ addresses: [parseAddress('10.0.0.20')] })] }),
    aVm({ id: 'vm-3', name: 'twin', nics: [] }),
    aVm({ id: 'vm-4', name: 'twin', nics: [], vcpus: null }),
  ],
})

interface Read {
  readonly batches: readonly SampleBatch[]
  readonly findings: readonly Finding[]
  /** `vm metric` to pairs of hours since START and values. */
  readonly samples: Record<string, (readonly [hour: number, value: number])[]>
}

async function read(over: Partial<SourceRequest> = {}, of: Site = site): Promise<Read> {
  const reading = await metricsCsvSource.readMetrics?.(aRequest(over), of)
  if (!reading) throw new Error('the source reads metrics')
  const batches = await collect(reading.batches)
  const samples: Read['samples'] = {}
  for (const { vmId, metric, at, values } of batches) {
    const pairs = (samples[`${vmId} ${metric}`] ??= [])
    for (const [index, ms] of at.entries()) pairs.push([(ms - START) / HOUR, values[index] ?? NaN])
  }
  return { batches, findings: reading.findings, samples }
}

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code)

describe('a file with a sample a row', () => {
  it('is read by VM and metric, in base units', async () => {
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      'vm-1,2026-10-12T00:00:00Z,cpu_percent,50',
      'vm-1,2026-10-12T00:00:00Z,memory_percent,25',
      'db-1,2026-10-12T02:00:00+01:00,cpu_percent,10',
      'vm-1,2026-10-12T01:00:00Z,cpu_percent,75',
    ])

    const { samples, findings } = await read()

    expect(samples).toEqual({
      'vm-1 cpu': [
        [0, 2],
        [1, 3],
      ],
      'vm-1 memory': [[0, 2 * GIB]],
      'vm-2 cpu': [[1, 0.2]],
    })
    expect(findings).toEqual([])
  })

  it('may have other names of columns, other columns, a byte order mark, quotes and carriage returns', async () => {
    await put('metrics.csv', [
      '\uFEFFregion;Time;Instance;Metric;Unit;Value\r',
      'x;1791763200;"web-1.example.net";CPUUtilization;Percent;50\r',
      'x;1791766800000;10.0.0.20;"disk write bytes";MB/s;2\r',
    ])

    const { samples, findings } = await read()

    expect(samples).toEqual({ 'vm-1 cpu': [[0, 2]], 'vm-2 disk-written-bytes': [[1, 2 * 1024 ** 2]] })
    expect(findings).toEqual([])
  })

  it('may leave the metric to the name of the file or to drplan.yaml', async () => {
    const path = await put('cpu_vcpu.csv', ['vm,timestamp,value', 'vm-1,2026-10-12,1'])
    await put('metrics.csv', ['vm,timestamp,value', 'vm-1,2026-10-12,1'])

    expect((await read({ path })).samples).toEqual({ 'vm-1 cpu': [[0, 1]] })
    expect((await read({ metric: 'memory_gib' })).samples).toEqual({ 'vm-1 memory': [[0, GIB]] })
  })

  it('is read the same when gzipped', async () => {
    const lines = ['vm,timestamp,metric,value', 'vm-1,2026-10-12T00:00:00Z,cpu_vcpu,1.5']
    const path = await put('metrics.csv.gz', lines)
    await put('metrics.csv', lines)

    expect((await read({ path })).samples).toEqual((await read()).samples)
  })

  it('loses only the samples that are not possible, and says where the first one is', async () => {
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      'vm-1,2026-10-12T00:00:00Z,cpu_vcpu,1',
      'vm-1,2026-10-12T01:00:00Z,cpu_vcpu,NaN',
      'vm-1,2026-10-12T02:00:00Z,cpu_vcpu,Infinity',
      'vm-1,2026-10-12T03:00:00Z,cpu_vcpu,-1',
      'vm-1,2026-10-12T04:00:00Z,cpu_vcpu,0x1F',
      'vm-1,2026-02-30T05:00:00Z,cpu_vcpu,1',
      'vm-1,yesterday,cpu_vcpu,1',
      'vm-1,2026-10-12T06:00:00Z,cpu_vcpu,',
      'vm-1,2026-10-12T07:00:00Z',
      'vm-1,2026-10-12T08:00:00Z,"cpu_vcpu,1',
      'vm-1,2026-10-12T09:00:00Z,cpu_vcpu,2e0',
    ])

    const { samples, findings } = await read()

    expect(samples).toEqual({
      'vm-1 cpu': [
        [0, 1],
        [9, 2],
      ],
    })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({
      code: 'store.value-dropped',
      message:
        'Left out: 2 rows that cannot be split into cells, 2 timestamps that cannot be read, ' +
        '3 values that are no finite number, 1 negative values; the first in line 3.',
      place: 'metrics.csv:3',
    })
  })

  it('keeps a VM above its allocation as it was measured, and notes it', async () => {
    await put('metrics.csv', ['vm,timestamp,metric,value', 'vm-1,2026-10-12T00:00:00Z,cpu_percent,150'])

    const { samples, findings } = await read()

    expect(samples).toEqual({ 'vm-1 cpu': [[0, 6]] })
    expect(findings).toMatchObject([{ code: 'store.above-allocation', affected: ['vm-1'] }])
  })

  it('reads times without a zone in the zone of drplan.yaml, each series in its own order', async () => {
    const times = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00']
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      ...times.flatMap((time) => ['vm-1', 'vm-2'].map((vm) => `${vm},2026-10-25 ${time},cpu_vcpu,1`)),
      'vm-1,2026-10-25T03:00:00Z,cpu_vcpu,1',
    ])

    const reading = (await metricsCsvSource.readMetrics?.(aRequest({ timeZone: 'Europe/Berlin' }), site))!
    const batches = await collect(reading.batches)

    const start = Date.UTC(2026, 9, 24, 23, 30)
    const steady = times.map((_, index) => start + (index * HOUR) / 2)
    expect(batches.map(({ vmId, at }) => [vmId, [...at]])).toEqual([
      ['vm-1', [...steady, Date.UTC(2026, 9, 25, 3)]],
      ['vm-2', steady],
    ])
    expect(reading.findings).toEqual([])
  })

  it('makes rates of totals, named by the metric, by the unit, or by the mapping', async () => {
    const at = (hour: number) => new Date(START + hour * HOUR).toISOString()
    await put('metrics.csv', [
      'vm,timestamp,metric,value,unit',
      ...[0, 3600, 7200].map((value, hour) => `vm-1,${at(hour)},network_in_bytes_total,${value},`),
      ...[9, 16.2, 7.2].map((value, hour) => `vm-1,${at(hour)},disk_iops,${value * 1000},operations counter`),
      ...[0, 36, 72].map((value, hour) => `web-disk,${at(hour)},disk_write_bytes,${value},`),
    ])
    const mappingPath = await put('map.csv', ['series,vm,metric,unit', 'web-disk,vm-1,disk_write_bytes,kb counter'])

    const { samples, findings } = await read({ mappingPath })

    expect(samples).toEqual({
      'vm-1 network-received-bytes': [
        [0, 1],
        [1, 1],
      ],
      'vm-1 disk-operations': [
        [0, 2],
        [1, 2],
      ],
      'vm-1 disk-written-bytes': [
        [0, 10.24],
        [1, 10.24],
      ],
    })
    expect(findings).toEqual([])
  })

  it('makes no rate of a total of memory, which is none', async () => {
    await put('metrics.csv', ['vm,timestamp,metric,value', 'vm-1,2026-10-12T00:00:00Z,memory_bytes_total,1'])

    const { samples, findings } = await read()

    expect(samples).toEqual({})
    expect(findings).toMatchObject([{ code: 'store.unit-unknown' }])
  })

  it('makes rates of the totals of a wide file', async () => {
    await put('metrics.csv', [
      `# start_unix=${START / 1000} step_s=3600 n=4 metric=network_out_bytes_total`,
      'vm-1,0,7200,3600,',
    ])

    const { samples } = await read()

    expect(samples).toEqual({
      'vm-1 network-sent-bytes': [
        [0, 2],
        [1, 1],
      ],
    })
  })

  it('reads times without a zone as UTC and says so once', async () => {
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      'vm-1,2026-10-12 00:00:00,cpu_vcpu,1',
      'vm-1,2026-10-12T01:00,cpu_vcpu,1',
    ])

    const { samples, findings } = await read()

    expect(samples['vm-1 cpu']?.map(([hour]) => hour)).toEqual([0, 1])
    expect(findings).toMatchObject([{ code: 'store.time-zone-missing', affected: ['metrics.csv'] }])
  })

  it('leaves out metrics it does not know and percentages of nobody knows what', async () => {
    await put('metrics.csv', [
      'vm,timestamp,metric,value,unit',
      'vm-1,2026-10-12,humidity,1,',
      'vm-1,2026-10-12,cpu,1,furlongs',
      'vm-1,2026-10-12,memory,1,percent/s',
      'vm-1,2026-10-12,disk_iops,1,percent',
      'vm-4,2026-10-12,cpu_percent,1,',
      'vm-1,2026-10-12,gpu_percent,1,',
      'vm-1,2026-10-12,cpu_mhz,1,',
      'vm-1,2026-10-12,memory,1,MiB',
    ])

    const { samples, findings } = await read()

    expect(Object.keys(samples)).toEqual(['vm-1 memory'])
    expect(codes(findings)).toEqual([
      'store.unit-unknown',
      'store.allocation-unknown',
      'store.allocation-unknown',
      'store.allocation-unknown',
      'store.time-zone-missing',
    ])
    expect(findings[0]?.affected).toEqual([
      'cpu in furlongs',
      'humidity',
      'memory in percent/s',
      'vm-1: disk-operations cannot be in percent',
    ])
    expect(findings[2]).toMatchObject({ affected: ['vm-4'], message: expect.stringContaining('cpu in percent') })
  })

  it('treats names as text, whatever they look like', async () => {
    const hostile = aSite({ vms: [aVm({ id: '__proto__' }), aVm({ id: 'constructor', name: '=cmd()' })] })
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      '__proto__,2026-10-12T00:00:00Z,cpu_vcpu,1',
      '=cmd(),2026-10-12T00:00:00Z,cpu_vcpu,2',
      'toString,2026-10-12T00:00:00Z,constructor,2',
      'constructor,2026-10-12T00:00:00Z,constructor,2',
    ])

    const { batches, findings } = await read({}, hostile)

    expect(batches.map(({ vmId }) => vmId)).toEqual(['__proto__', 'constructor'])
    expect(codes(findings)).toEqual(['store.series-unmatched', 'store.unit-unknown'])
  })

  it('gives every sample once, however many series take turns', async () => {
    const vms = Array.from({ length: 300 }, (_, index) => aVm({ id: `v${index}` }))
    const rows = Array.from({ length: 60_000 }, (_, index) => `v${(index * 7) % 300},${1791763200 + index},cpu_vcpu,1`)
    await put('metrics.csv', ['vm,timestamp,metric,value', ...rows])

    const { batches } = await read({}, aSite({ vms }))

    expect(batches.reduce((sum, { at }) => sum + at.length, 0)).toBe(60_000)
    expect(new Set(batches.flatMap(({ at }) => [...at])).size).toBe(60_000)
  })
})

describe('a file with one series', () => {
  it('takes VM and metric from its name', async () => {
    await put('in/web-1_cpu_percent.csv', ['timestamp,value', '2026-10-12T00:00:00Z,50'])
    await put('in/deep/ec2_cpu_utilization_db-1.csv', ['timestamp,value', '2026-10-12T00:00:00Z,50'])

    const { samples, findings } = await read({ path: join(folder, 'in'), shownPath: 'in' })

    expect(samples).toEqual({ 'vm-1 cpu': [[0, 2]], 'vm-2 cpu': [[0, 1]] })
    expect(findings).toEqual([])
  })

  it('takes them from the mapping file before that', async () => {
    const path = await put('ec2_cpu_utilization_24ae8d.csv', ['timestamp,value', '2026-10-12T00:00:00Z,3'])
    const mappingPath = await put('mapping.csv', [
      'series,vm,metric,unit',
      'ec2_cpu_utilization_24ae8d,twin,cpu_vcpu,',
      'ec2_cpu_utilization_24ae8d.csv,vm-2,memory,GiB',
    ])
    const second = await put('unique.csv', ['series,vm,metric,unit', 'ec2_cpu_utilization_24ae8d.csv,vm-2,memory,GiB'])

    expect((await read({ path, mappingPath: second })).samples).toEqual({ 'vm-2 memory': [[0, 3 * GIB]] })
    expect((await read({ path, mappingPath })).findings).toMatchObject([
      { code: 'store.series-unmatched', affected: ['ec2_cpu_utilization_24ae8d (mapped to twin)'] },
    ])
  })

  it('of bytes per period is divided by its step, in spite of a gap', async () => {
    const minutes = [0, 5, 10, 15, 60, 65]
    const path = await put('ec2_network_in_db-1.csv', [
      'timestamp,value',
      ...minutes.map((minute) => `${1791763200 + minute * 60},600`),
    ])

    expect((await read({ path })).samples['vm-2 network-received-bytes']?.map(([, value]) => value)).toEqual(
      minutes.map(() => 2),
    )
  })

  it('of bytes per period needs two samples', async () => {
    const path = await put('ec2_network_in_db-1.csv', ['timestamp,value', '1791763200,600'])

    const { samples, findings } = await read({ path })

    expect(samples).toEqual({})
    expect(findings).toMatchObject([{ code: 'store.unit-unknown', affected: ['ec2_network_in_db-1'] }])
  })
})

describe('a file with a VM a row', () => {
  const header = '# start_unix=1791763200 step_s=1800 n=4'

  it('is placed in time by its first line; empty cells are no samples', async () => {
    const path = await put('cpu_percent.csv.gz', [header, 'vm-1,50,,100,0,', '"twin",1,2', '"db-1",10'])

    const { samples, findings } = await read({ path, shownPath: 'cpu_percent.csv.gz' })

    expect(samples).toEqual({
      'vm-1 cpu': [
        [0, 2],
        [1, 4],
        [1.5, 0],
      ],
      'vm-2 cpu': [[0, 0.2]],
    })
    expect(findings).toMatchObject([{ code: 'store.series-unmatched', affected: ['twin'] }])
  })

  it('counts what is not possible and what lies beyond the last step', async () => {
    await put('metrics.csv', [header, 'vm-1,1,x,-2,3,4,5', 'db-1,NaN,1'])

    const { samples, findings } = await read({ metric: 'cpu_vcpu' })

    expect(samples).toEqual({
      'vm-1 cpu': [
        [0, 1],
        [1.5, 3],
      ],
      'vm-2 cpu': [[0.5, 1]],
    })
    expect(findings).toMatchObject([
      {
        message: expect.stringContaining('2 values that are no finite number, 1 negative values, 2 values beyond'),
        place: 'metrics.csv:2',
      },
    ])
  })

  it('knows a metric by what it is, when mapping, file name and configuration call it differently', async () => {
    const mappingPath = await put('mapping.csv', ['series,vm,metric', '1,vm-1,memory_kb'])
    const path = await put('mem_kb_mean.csv', [header, '1,1048576'])

    const { samples } = await read({ path, mappingPath, metric: 'memory_kib' })

    expect(samples).toEqual({ 'vm-1 memory': [[0, GIB]] })
  })

  it('divides amounts per period by the step, and takes MHz by the scale of the mapping', async () => {
    const mappingPath = await put('mapping.csv', ['series,vm,scale', '1,vm-1,2500', '2,vm-2,'])
    const mhz = await put('cpu_mhz.csv', [header, '1,5000', '2,5000'])
    const bytes = await put('ec2_network_out.csv', [header, '1,3600'])

    const first = await read({ path: mhz, mappingPath })

    expect(first.samples).toEqual({ 'vm-1 cpu': [[0, 2]] })
    expect(first.findings).toMatchObject([
      { code: 'store.allocation-unknown', affected: ['vm-2'], suggestion: expect.stringContaining('scale') },
    ])
    expect((await read({ path: bytes, mappingPath })).samples).toEqual({ 'vm-1 network-sent-bytes': [[0, 2]] })
  })

  it('without a start cannot be used, and the message says what to write', async () => {
    await put('metrics.csv', ['# step_s=3600 n=2', 'vm-1,1,2'])

    await expect(read()).rejects.toMatchObject({
      code: 'source.shape-unknown',
      suggestions: [expect.stringContaining('start_unix=<epoch seconds> step_s=3600')],
      place: { file: 'metrics.csv', line: 1 },
    })
  })
})

describe('a series and its VM', () => {
  it('meet by id, then name, then address, then host name, with or without a port', async () => {
    const ladder = aSite({
      vms: [
        aVm({ id: 'a', name: 'b' }),
        aVm({ id: 'b', name: 'c', nics: [aNic({ addresses: [parseAddress('2001:db8::1')] })] }),
        aVm({ id: 'x', name: 'Mail.example.net', nics: [] }),
      ],
    })
    const names = ['b', 'c', '10.0.0.10', '10.0.0.10:9100', '[2001:db8:0::1]:9100', 'MAIL', 'mail.internal:9182']
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      ...names.map((name, index) => `${name},${1791763200 + index},cpu_vcpu,${index}`),
    ])

    const { batches, findings } = await read({}, ladder)

    expect(findings).toEqual([])
    expect(batches.map(({ vmId, values }) => `${vmId} ${values.join(' ')}`)).toEqual([
      'b 0',
      'b 1',
      'a 2',
      'a 3',
      'b 4',
      'x 5',
      'x 6',
    ])
  })

  it('that do not meet, or meet twice, are told in one finding each', async () => {
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      ...['twin', 'ghost', 'ghost', 'phantom', '10.9.9.9'].map((name) => `${name},1791763200,cpu_vcpu,1`),
    ])

    const { samples, findings } = await read()

    expect(samples).toEqual({})
    expect(findings).toMatchObject([
      { code: 'store.series-unmatched', affected: ['10.9.9.9', 'ghost', 'phantom'] },
      { code: 'store.series-unmatched', affected: ['twin'], message: expect.stringContaining('more than one') },
    ])
  })

  it('may be mapped by metric, and rows of the mapping that say nothing are told', async () => {
    const mappingPath = await put('mapping.csv', [
      'series,vm,metric,scale',
      'node,vm-1,cpu_vcpu,',
      'node,vm-2,,',
      ',vm-1,,',
      'node,,,',
      'node,vm-1,,-5',
    ])
    await put('metrics.csv', [
      'vm,timestamp,metric,value',
      'node,1791763200,CPU vCPU,1',
      'node,1791763200,memory_gib,1',
    ])

    const { samples, findings } = await read({ mappingPath })

    expect(samples).toEqual({ 'vm-1 cpu': [[0, 1]], 'vm-2 memory': [[0, GIB]] })
    expect(findings).toMatchObject([{ code: 'site.row-unreadable', place: 'mapping.csv:4' }])
  })
})

describe('a folder of files', () => {
  it('is listed whole and sorted, with the mapping, and without what is no CSV', async () => {
    await put('in/b.csv', ['timestamp,value'])
    await put('in/a/z.CSV.GZ', ['timestamp,value'])
    await put('in/notes.txt', ['-'])
    const mappingPath = await put('in/mapping.csv', ['series,vm'])

    const files = await metricsCsvSource.listFiles(aRequest({ path: join(folder, 'in'), mappingPath }))

    expect(files).toEqual(['in/a/z.CSV.GZ', 'in/b.csv', 'in/mapping.csv'].map((name) => join(folder, name)))
  })

  it('is read in spite of a file that has no known shape', async () => {
    await put('in/good.csv', ['vm,timestamp,metric,value', 'vm-1,1791763200,cpu_vcpu,1'])
    await put('in/other.csv', ['colour,size', 'red,1'])
    await put('in/empty.csv', [])

    const { samples, findings } = await read({ path: join(folder, 'in'), shownPath: 'in/' })

    expect(samples).toEqual({ 'vm-1 cpu': [[0, 1]] })
    expect(findings).toMatchObject([{ code: 'store.file-skipped', affected: ['in/empty.csv', 'in/other.csv'] }])
  })

  it('that is missing, empty or all unknown stops, each with its own code', async () => {
    await mkdir(join(folder, 'empty'))
    await put('odd/other.csv', ['colour,size'])
    const codeOf = async (over: Partial<SourceRequest>) =>
      read(over).then(
        () => 'read',
        (error: { code: string }) => error.code,
      )

    expect(await codeOf({ path: join(folder, 'nowhere') })).toBe('source.file-missing')
    expect(await codeOf({ path: join(folder, 'empty') })).toBe('source.nothing-readable')
    expect(await codeOf({ path: join(folder, 'odd') })).toBe('source.shape-unknown')
    expect(await codeOf({ path: join(folder, 'odd'), mappingPath: join(folder, 'no.csv') })).toBe('source.file-missing')
    expect(await codeOf({ path: join(folder, 'odd'), mappingPath: join(folder, 'odd/other.csv') })).toBe(
      'source.shape-unknown',
    )
  })
})

describe('a damaged file', () => {
  it('that is cut short stops, naming the file', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `vm-1,${1791763200 + index * 37},cpu_vcpu,${index}`)
    const whole = gzipSync(['vm,timestamp,metric,value', ...rows].join('\n'))
    const path = join(folder, 'metrics.csv.gz')
    await writeFile(path, whole.subarray(0, whole.length / 2))

    await expect(read({ path, shownPath: 'metrics.csv.gz' })).rejects.toMatchObject({
      code: 'source.file-damaged',
      place: { file: 'metrics.csv.gz' },
    })
  })

  it('of any bytes never ends in anything but samples or an error with a code', async () => {
    const path = join(folder, 'metrics.csv')
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('vm-1,1791763200,cpu_vcpu,1', 'vm-1,"', '#', '"', ',,,,', 'vm-1,1e400,cpu,1e400'),
    )
    const header = fc.constantFrom('vm,timestamp,metric,value', 'timestamp,value', '# start_unix=1 step_s=1', '')

    await fc.assert(
      fc.asyncProperty(header, fc.array(line, { maxLength: 12 }), async (first, lines) => {
        await writeFile(path, [first, ...lines].join('\n'))
        const outcome = await read({ metric: 'cpu_vcpu' }).catch((error: { code?: string }) => error.code)

        expect(outcome === 'source.shape-unknown' || typeof outcome === 'object').toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
