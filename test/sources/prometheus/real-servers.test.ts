import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prometheusSettingsSchema, type PrometheusSettings } from '../../../src/model/live-settings.ts'
import { parseAddress } from '../../../src/model/address.ts'
import type { MetricId } from '../../../src/model/metric-series.ts'
import type { Site } from '../../../src/model/site.ts'
import type { SampleBatch } from '../../../src/model/source.ts'
import { prometheusSource } from '../../../src/sources/prometheus/index.ts'
import { aNic, aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aRequest } from '../../support/source-folder.ts'
import { counter, gauge, lines, type CounterShape } from './exposition.ts'
import { aDataFolder, aFreePort, isInstalled, start, type Running } from './real-server.ts'

const GIB = 1024 ** 3
const DAY = 86_400
const STEP = 300
/** The last whole step before now: servers keep nothing of the future and little of the past. */
const END = Math.floor(Date.now() / 1000 / STEP) * STEP

const settings = (url: string, over: Partial<PrometheusSettings> = {}): PrometheusSettings => ({
  ...prometheusSettingsSchema.parse({ kind: 'prometheus', url, historyDays: 3 }),
  ...over,
})

interface Read {
  readonly series: ReadonlyMap<string, readonly { readonly at: number; readonly value: number }[]>
  readonly codes: readonly string[]
}

async function read(live: PrometheusSettings, site: Site, until = END): Promise<Read> {
  const request = aRequest('', { live, until: new Date(until * 1000).toISOString() })
  const reading = await prometheusSource.readMetrics?.(request, site)
  if (!reading) throw new Error('the source reads metrics')
  const batches = (await collect(reading.batches)).filter(({ covers }) => covers === undefined)
  const series = new Map<string, { at: number; value: number }[]>()
  for (const batch of batches) addBatch(series, batch)
  return { series, codes: reading.findings.map(({ code }) => code) }
}

function addBatch(
  series: Map<string, { at: number; value: number }[]>,
  { vmId, metric, at, values }: SampleBatch,
): void {
  const known = series.get(`${vmId} ${metric}`) ?? []
  known.push(...Array.from(at, (ms, index) => ({ at: ms / 1000, value: values[index] ?? NaN })))
  series.set(`${vmId} ${metric}`, known)
}

const site = aSite({
  vms: [
    aVm({ id: 'vm-web', name: 'web-1', nics: [aNic({ addresses: [parseAddress('10.1.0.5')] })] }),
    aVm({ id: 'vm-win', name: 'win-1', nics: [aNic({ addresses: [parseAddress('10.1.0.6')] })] }),
    aVm({ id: 'vm-idle', name: 'db-1', nics: [] }),
  ],
})

/** Half of what a machine does, by hand: 1.25 vCPU used of 2, of which 0.25 stolen; 0.5 waiting for disks. */
const cpuUse = { user: 0.6, system: 0.4, steal: 0.25, iowait: 0.5, idle: 0.25 }

function nodeExposition(labels: string, shape: CounterShape, format: (at: number) => string): string {
  const grow = (name: string, more: string, perSecond: number): string =>
    lines(`${name}{${labels}${more}}`, counter({ ...shape, perSecond }), format)
  const stay = (name: string, value: number): string => lines(`${name}{${labels}}`, gauge(shape, value), format)
  return [
    ...Object.entries(cpuUse).map(([mode, perSecond]) =>
      grow('node_cpu_seconds_total', `,cpu="0",mode="${mode}"`, perSecond),
    ),
    stay('node_memory_MemTotal_bytes', 8 * GIB),
    stay('node_memory_MemAvailable_bytes', 5 * GIB),
    ...['vda', 'vda1', 'dm-0', 'nvme0n1', 'nvme0n1p2', 'md127', 'sr0'].flatMap((device) => [
      grow('node_disk_reads_completed_total', `,device="${device}"`, 10),
      grow('node_disk_writes_completed_total', `,device="${device}"`, 5),
      grow('node_disk_read_bytes_total', `,device="${device}"`, 4096),
      grow('node_disk_written_bytes_total', `,device="${device}"`, 8192),
    ]),
    ...['eth0', 'eth0.100', 'lo', 'docker0', 'veth1a', 'br-77', 'bond0'].flatMap((device) => [
      grow('node_network_receive_bytes_total', `,device="${device}"`, 1000),
      grow('node_network_transmit_bytes_total', `,device="${device}"`, 2000),
    ]),
  ].join('')
}

const expectedNode: Partial<Record<MetricId, number>> = {
  cpu: 1.25,
  memory: 3 * GIB,
  'disk-operations': 30,
  'disk-read-bytes': 8192,
  'disk-written-bytes': 16_384,
  'network-received-bytes': 1000,
  'network-sent-bytes': 2000,
}

const relativeError = (value: number, truth: number): number => Math.abs(value - truth) / truth

const missing = (programs: readonly string[]): string => {
  const absent = programs.filter((program) => !isInstalled(program))
  return absent.length === 0 ? '' : ` (NOT RUN: ${absent.join(' and ')} not on PATH)`
}

const victoria = missing(['victoria-metrics'])
describe.skipIf(victoria !== '')(`history in a real VictoriaMetrics${victoria}`, () => {
  let server: Running
  const shape = { from: END - 3 * DAY, until: END, everySeconds: 60, perSecond: 1 }
  /** Down for an hour in the second day, and its counters begin anew. */
  const gap = { from: END - 1.5 * DAY, until: END - 1.5 * DAY + 3600 }

  beforeAll(async () => {
    const [port, folder] = [await aFreePort(), await aDataFolder()]
    const options = [
      `-storageDataPath=${folder}/data`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-search.latencyOffset=0s',
      '-retentionPeriod=1y',
      '-loggerLevel=ERROR',
    ]
    server = await start({ program: 'victoria-metrics', port, arguments: options, readyPath: '/health', folder })
    const ms = (at: number): string => `${at * 1000}`
    const restarted = { ...shape, gap, resetAt: gap.until - 30 }
    await put(nodeExposition('job="node",instance="10.1.0.5:9100"', restarted, ms))
    await put(nodeExposition('job="node",instance="stranger:9100"', { ...shape, from: END - DAY }, ms))
    await put(windowsExposition(ms))
    await fetch(`${server.url}/internal/force_flush`)
  })
  afterAll(() => server?.stop())

  async function put(body: string): Promise<void> {
    const response = await fetch(`${server.url}/api/v1/import/prometheus`, { method: 'POST', body })
    expect(response.status).toBe(204)
  }

  /** The first day with the old names of the memory metrics, the rest with the new ones. */
  function windowsExposition(ms: (at: number) => string): string {
    const labels = 'job="win",instance="win-1.example.net:9182"'
    const [old, young] = [
      { ...shape, until: END - 2 * DAY },
      { ...shape, from: END - 2 * DAY + 60 },
    ]
    const rows = (['user', 'privileged', 'dpc', 'interrupt', 'idle'] as const).map((mode, index) =>
      lines(
        `windows_cpu_time_total{${labels},core="0,0",mode="${mode}"}`,
        counter({ ...shape, perSecond: [0.5, 0.2, 0.05, 0.05, 1][index] ?? 0 }),
        ms,
      ),
    )
    return [
      ...rows,
      lines(`windows_cs_physical_memory_bytes{${labels}}`, gauge(old, 16 * GIB), ms),
      lines(`windows_os_physical_memory_free_bytes{${labels}}`, gauge(old, 6 * GIB), ms),
      lines(`windows_memory_physical_total_bytes{${labels}}`, gauge(young, 16 * GIB), ms),
      lines(`windows_memory_available_bytes{${labels}}`, gauge(young, 6 * GIB), ms),
      ...['C:', '_Total'].map((volume) =>
        lines(
          `windows_logical_disk_write_bytes_total{${labels},volume="${volume}"}`,
          counter({ ...shape, perSecond: 512 }),
          ms,
        ),
      ),
    ].join('')
  }

  test('comes in base units, through a restart and a gap, and only of physical devices', async () => {
    const { series, codes } = await read(settings(server.url), site)

    const outside = ({ at }: { at: number }) => at + STEP < gap.from || at > gap.until + STEP
    const close = Object.entries(expectedNode).map(([metric, truth]) => {
      const samples = (series.get(`vm-web ${metric}`) ?? []).filter(outside)
      // Two days and 23 hours of steps, without the few that touch the gap; rates of an exact line, but for rounding.
      const isWhole = samples.length > (3 * DAY - 3600) / STEP - 6
      return [metric, isWhole && samples.every(({ value }) => relativeError(value, truth) < 1e-6)]
    })
    expect(close).toEqual(Object.keys(expectedNode).map((metric) => [metric, true]))
    expect(codes).toEqual(['store.series-unmatched'])
  })

  test('has every step once, none where nothing was measured, and no spike at the restart', async () => {
    const { series } = await read(settings(server.url), site)

    const samples = series.get('vm-web cpu') ?? []
    const steps = samples.map(({ at }) => at)
    expect(new Set(steps).size).toBe(steps.length)
    expect(steps.every((at) => at % STEP === 0 && at >= END - 3 * DAY && at < END)).toBe(true)
    expect(steps.filter((at) => at >= gap.from + STEP && at < gap.until - STEP)).toEqual([])
    // A reset counts at most what was done since the restart, in the one window that sees it.
    expect(Math.max(...samples.map(({ value }) => value))).toBeLessThan(1.25 * 1.3)
  })

  test('is the same in one chunk and in many', async () => {
    // 3 days of 15 s are 17,280 steps: two chunks.
    const [short, usual] = [settings(server.url, { stepSeconds: 15 }), settings(server.url)]

    const { series } = await read(short, site)
    const steps = (series.get('vm-win cpu') ?? []).map(({ at }) => at)

    // The first window has no two scrapes yet.
    expect(steps.length).toBeGreaterThan((3 * DAY) / 15 - 12)
    expect(steps.slice(1).every((at, index) => at - (steps[index] ?? 0) === 15)).toBe(true)
    const coarse = (await read(usual, site)).series.get('vm-win cpu') ?? []
    expect(coarse.at(-1)?.value).toBeCloseTo(series.get('vm-win cpu')?.at(-1)?.value ?? NaN, 6)
  })

  test('reads old and new names of windows_exporter as one series, without counting interrupts twice', async () => {
    const { series } = await read(settings(server.url), site)

    const memory = series.get('vm-win memory') ?? []
    expect(memory.length).toBeGreaterThan((3 * DAY) / STEP - 3)
    expect(memory.every(({ value }) => value === 10 * GIB)).toBe(true)
    expect(series.get('vm-win cpu')?.at(-1)?.value).toBeCloseTo(0.7, 6)
    expect(series.get('vm-win disk-written-bytes')?.at(-1)?.value).toBeCloseTo(512, 4)
  })

  test('an error in a query of the user is passed on in the words of the server', async () => {
    const live = settings(server.url, { queries: [{ metric: 'cpu_vcpu', query: 'sum by (' }] })

    await expect(read(live, site)).rejects.toMatchObject({ code: 'source.query-refused' })
  })
})

const prometheus = missing(['prometheus', 'promtool'])
describe.skipIf(prometheus !== '')(`history in a real Prometheus${prometheus}`, () => {
  let server: Running
  const shape = { from: END - 6 * 3600, until: END, everySeconds: 60, perSecond: 1 }

  beforeAll(async () => {
    const [port, folder] = [await aFreePort(), await aDataFolder()]
    await writeFile(join(folder, 'metrics.txt'), `${openMetrics()}# EOF\n`)
    await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', 'metrics.txt', 'data'], {
      cwd: folder,
    })
    await writeFile(join(folder, 'prometheus.yml'), 'scrape_configs: []\n')
    const options = [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      '--storage.tsdb.retention.time=30d',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ]
    server = await start({ program: 'prometheus', port, arguments: options, readyPath: '/-/ready', folder })
  })
  afterAll(() => server?.stop())

  const openMetrics = (): string => {
    const seconds = (at: number): string => `${at}`
    return (
      nodeExposition('job="node",instance="web-1:9100"', shape, seconds) +
      // The same exporter under a second job, for the last hour: not a second machine.
      nodeExposition('job="node-too",instance="web-1:9100"', { ...shape, from: END - 3600 }, seconds) +
      lines('node_uname_info{job="node",instance="172.31.0.9:9100",nodename="db-1"}', gauge(shape, 1), seconds) +
      lines('node_memory_MemTotal_bytes{job="node",instance="172.31.0.9:9100"}', gauge(shape, 4 * GIB), seconds) +
      lines('node_memory_MemAvailable_bytes{job="node",instance="172.31.0.9:9100"}', gauge(shape, 3 * GIB), seconds) +
      vmwareExposition(seconds) +
      gpuExposition(seconds)
    )
  }

  /** Half of four vCPUs on one host, then on another. */
  const vmwareExposition = (seconds: (at: number) => string): string => {
    const stay = (host: string, half: CounterShape) => (name: string, value: number) =>
      lines(
        `${name}{job="vmware",instance="web-1:9272",vm_name="win-1",host_name="${host}"}`,
        gauge(half, value),
        seconds,
      )
    const halves = [
      stay('esx-1', { ...shape, until: END - 3 * 3600 }),
      stay('esx-2', { ...shape, from: END - 3 * 3600 + 60 }),
    ]
    const values = {
      vmware_vm_cpu_usage_average: 5000,
      vmware_vm_num_cpu: 4,
      vmware_vm_mem_consumed_average: 2 * 1024 ** 2,
      vmware_vm_disk_write_average: 3,
    }
    return Object.entries(values)
      .flatMap(([name, value]) => halves.map((put) => put(name, value)))
      .join('')
  }

  /** Two GPUs, one of them shared by two pods, and a third whose values are not known. */
  const gpuExposition = (seconds: (at: number) => string): string => {
    const labels = (gpu: number, pod: string) =>
      `{job="gpu",instance="10.9.9.9:9400",Hostname="db-1",UUID="GPU-${gpu}",pod="${pod}"}`
    const rows = [
      ['a', 0, 80, 1000],
      ['b', 0, 80, 1000],
      ['c', 1, 20, 500],
      ['d', 2, 2 ** 63 - 14, 2 ** 63 - 14],
    ] as const
    const put = (name: string, pick: 2 | 3) =>
      rows.map((row) => lines(name + labels(row[1], row[0]), gauge(shape, row[pick]), seconds)).join('')
    return put('DCGM_FI_DEV_GPU_UTIL', 2) + put('DCGM_FI_DEV_FB_USED', 3)
  }

  test('of VMware is one series across a move to another host, and not of the exporter', async () => {
    const live = settings(server.url, { historyDays: 1, presets: ['vmware_exporter'] })

    const { series, codes } = await read(live, site)

    const cpu = series.get('vm-win cpu') ?? []
    expect(cpu.length).toBeGreaterThanOrEqual((6 * 3600) / STEP - 1)
    expect(new Set(cpu.map(({ value }) => value))).toEqual(new Set([2]))
    expect(series.get('vm-win memory')?.at(-1)?.value).toBe(2 * GIB)
    expect(series.get('vm-win disk-written-bytes')?.at(-1)?.value).toBe(3 * 1024)
    expect([...series.keys()].filter((key) => !key.startsWith('vm-win'))).toEqual([])
    expect(codes).toEqual([])
  })

  test('of GPUs counts a shared GPU once and an unknown value not at all', async () => {
    const { series } = await read(settings(server.url, { historyDays: 1, presets: ['dcgm-exporter'] }), site)

    expect(series.get('vm-idle gpu')?.at(-1)?.value).toBeCloseTo(1, 12)
    expect(series.get('vm-idle gpu-memory')?.at(-1)?.value).toBe(1500 * 1024 ** 2)
  })

  test('comes in base units, and of two series of one VM the longer one', async () => {
    const { series, codes } = await read(settings(server.url, { historyDays: 1 }), site)

    const close = Object.entries(expectedNode).map(([metric, truth]) => {
      // The first window may hold one scrape only, of which there is no rate.
      const samples = (series.get(`vm-web ${metric}`) ?? []).slice(1)
      const isWhole = samples.length >= (6 * 3600) / STEP - 2
      return [metric, isWhole && samples.every(({ value }) => relativeError(value, truth) < 1e-6)]
    })
    expect(close).toEqual(Object.keys(expectedNode).map((metric) => [metric, true]))
    expect(codes).toEqual(['store.series-doubled'])
  })

  test('a machine whose address is not known is found by the name it gives itself', async () => {
    const { series } = await read(settings(server.url, { historyDays: 1 }), site)

    expect(series.get('vm-idle memory')?.at(-1)?.value).toBe(GIB)
  })
})

const scraped = missing(['prometheus', 'prometheus-node-exporter'])
describe.skipIf(scraped !== '')(`a machine scraped live by a real Prometheus${scraped}`, () => {
  let exporter: Running
  let server: Running

  beforeAll(async () => {
    const [exporterPort, port] = [await aFreePort(), await aFreePort()]
    exporter = await start({
      program: 'prometheus-node-exporter',
      port: exporterPort,
      arguments: [`--web.listen-address=127.0.0.1:${exporterPort}`],
      readyPath: '/metrics',
      folder: await aDataFolder(),
    })
    const folder = await aDataFolder()
    const config = `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: node, static_configs: [{ targets: ['127.0.0.1:${exporterPort}'] }] }]\n`
    await writeFile(join(folder, 'prometheus.yml'), config)
    const options = [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ]
    server = await start({ program: 'prometheus', port, arguments: options, readyPath: '/-/ready', folder })
    await untilScraped(4)
  })
  afterAll(async () => {
    await server?.stop()
    await exporter?.stop()
  })

  /** Waits for so many scrapes. */
  async function untilScraped(times: number): Promise<void> {
    const query = encodeURIComponent('count_over_time(node_memory_MemTotal_bytes[5m])')
    for (let attempts = 0; attempts < 300; attempts++) {
      const response = await fetch(`${server.url}/api/v1/query?query=${query}`)
      const count = /"value":\[[^,]*,"(\d+)"/.exec(await response.text())?.[1]
      if (Number(count ?? 0) >= times) return
      await sleep(100)
    }
    throw new Error('Prometheus did not scrape the exporter in time')
  }

  test('has a use of CPU and memory that this machine can have', async () => {
    const here = aSite({ vms: [aVm({ id: 'here', nics: [aNic({ addresses: [parseAddress('127.0.0.1')] })] })] })
    const until = Math.ceil(Date.now() / 1000 / 15) * 15

    const { series } = await read(settings(server.url, { historyDays: 1, stepSeconds: 15 }), here, until)

    const [cpu, memory] = [series.get('here cpu')?.at(-1)?.value, series.get('here memory')?.at(-1)?.value]
    expect(cpu).toBeGreaterThanOrEqual(0)
    expect(cpu).toBeLessThanOrEqual(navigator.hardwareConcurrency * 1.1)
    expect(memory).toBeGreaterThan(0)
  })
})
