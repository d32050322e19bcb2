/**
 * How fast history becomes a store that a real VictoriaMetrics answers over HTTP: `node bench/prometheus.ts [VMs]
 * [days]`, two gauges of invented VMs every five minutes. Beside it, in the same run, the server's own speed: the same
 * range query read by fetch alone, without a look at the body. Needs `victoria-metrics` on PATH, and says so without.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prometheusSettingsSchema } from '../src/model/live-settings.ts'
import { prometheusSource } from '../src/sources/prometheus/index.ts'
import { appendSection, readMetricSummary } from '../src/workspace/metrics/store.ts'
import { aSite, aVm } from '../test/builders.ts'
import { aDataFolder, aFreePort, isInstalled, start } from '../test/sources/prometheus/real-server.ts'
import { aRequest } from '../test/support/source-folder.ts'

const END = Date.UTC(2026, 10, 20) / 1000
const vmCount = Number(process.argv[2] ?? 500)
const days = Number(process.argv[3] ?? 7)
const steps = days * 288
const metrics = ['bench_cpu', 'bench_memory'] as const
const vms = Array.from({ length: vmCount }, (_, index) => aVm({ id: `vm-${index}`, vcpus: 4, memoryGiB: 16 }))
const samples = vmCount * metrics.length * steps

if (!isInstalled('victoria-metrics')) {
  console.log('victoria-metrics is not on PATH: nothing was measured.')
  process.exit(0)
}

const rate = (what: string, seconds: number): void =>
  console.log(
    `${what.padEnd(34)} ${(samples / seconds / 1e6).toFixed(2).padStart(6)} M samples/s   ${seconds.toFixed(2)} s`,
  )

const [port, folder] = [await aFreePort(), await aDataFolder()]
const server = await start({
  program: 'victoria-metrics',
  port,
  readyPath: '/health',
  folder,
  arguments: [
    `-storageDataPath=${folder}/data`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-search.latencyOffset=0s',
    '-retentionPeriod=1y',
    '-search.maxPointsPerTimeseries=50000',
  ],
})

async function fillServer(): Promise<void> {
  for (const [index, vm] of vms.entries()) {
    const rows = metrics.flatMap((metric) =>
      Array.from({ length: steps + 1 }, (_, step) => {
        const at = (END - (steps - step) * 300) * 1000
        return `${metric}{vm="${vm.id}"} ${((index * 7919 + step * 104_729) % 9973) / 1000} ${at}\n`
      }),
    )
    await fetch(`${server.url}/api/v1/import/prometheus`, { method: 'POST', body: rows.join('') })
  }
  await fetch(`${server.url}/internal/force_flush`)
}

async function fetchAlone(): Promise<void> {
  for (const query of metrics) {
    const body = new URLSearchParams({ query, start: `${END - steps * 300}`, end: `${END}`, step: '300' })
    await (await fetch(`${server.url}/api/v1/query_range`, { method: 'POST', body })).arrayBuffer()
  }
}

async function store(): Promise<number> {
  const into = await mkdtemp(join(tmpdir(), 'drplan-bench-prometheus-'))
  const live = prometheusSettingsSchema.parse({
    kind: 'prometheus',
    url: server.url,
    presets: [],
    queries: [
      { metric: 'cpu', unit: 'vcpu', query: 'bench_cpu' },
      { metric: 'memory', unit: 'gib', query: 'bench_memory' },
    ],
    historyDays: days,
  })
  try {
    const request = aRequest('', { live, until: new Date(END * 1000).toISOString() })
    const reading = await prometheusSource.readMetrics?.(request, aSite({ vms }))
    if (!reading) throw new Error('the source reads no metrics')
    const retention = { rawDays: null, hourlyDays: null }
    await appendSection(into, { key: 'bench', inputsHash: 'bench', batches: reading.batches, retention })
    return (await readMetricSummary(into))?.samples ?? 0
  } finally {
    await rm(into, { recursive: true, force: true })
  }
}

try {
  await fillServer()
  const timed = async (what: string, run: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now()
    await run()
    const seconds = (performance.now() - begun) / 1000
    rate(what, seconds)
    return seconds
  }
  await timed('fetch alone, first', fetchAlone)
  const alone = await timed('fetch alone', fetchAlone)
  let held = 0
  const stored = await timed('Prometheus API to committed store', async () => (held = await store()))
  console.log(`${held} of ${samples} samples; ${(alone / stored).toFixed(2)} of the rate of fetch alone`)
} finally {
  await server.stop()
}
