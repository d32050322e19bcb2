/** Samples of the VMs that Azure runs, subscription after subscription, region after region. */
import type { Finding } from '../../model/finding.ts'
import type { AzureSettings } from '../../model/live-settings.ts'
import type { MetricReading, SampleBatch, SourceRequest } from '../../model/source.ts'
import type { Site } from '../../model/site.ts'
import { mapAtMost } from '../at-most.ts'
import { createReport, type Report } from '../report.ts'
import { locationOf, textAt } from './answers.ts'
import { openCredential, openMetrics, showSubscription, type Credential } from './clients.ts'
import { faultOf, sourceErrorOf } from './faults.ts'
import { reportFault, reportNoAllocation, reportNoMemory, reportUnanswered } from './metric-findings.ts'
import { metricsOf } from './metric-measures.ts'
import { askWindow } from './metric-queries.ts'
import { createSampleStore, type Host, type SampleStore } from './metric-samples.ts'
import { resourcesACall, resumeAt, startOfHistory, windowsOf } from './metric-windows.ts'
import { settingsOf, subscriptionsAtOnce, subscriptionsOf } from './read-site.ts'
import { readMachines } from './read-subscription.ts'

/** Two questions each. */
const windowsAtOnce = 2

/** About 16 MB as they are given on. */
const mostSamples = 1 << 20

/**
 * Throws SourceError as `readSite` does when no subscription lists its machines; the batches never throw what Azure did
 * wrong: what is missing is a finding.
 */
export async function readMetrics(request: SourceRequest, site: Site): Promise<MetricReading> {
  const settings = settingsOf(request)
  const { report, findings } = createReport()
  const credential = await openCredential(settings)
  const hosts = await findHosts({ settings, credential, site, report })
  const kept: Finding[] = []
  return {
    batches: readAll({ request, settings, credential, hosts, report, finish: () => kept.push(...findings()) }),
    findings: kept,
  }
}

interface PlacedHost extends Host {
  /** `subscription/region`: what one question may ask about. */
  readonly where: string
  readonly region: string
}

interface Search {
  readonly settings: AzureSettings
  readonly credential: Credential
  readonly site: Site
  readonly report: Report
}

/** The site does not say which region a VM is in, so every subscription is asked for its machines again. */
async function findHosts({ settings, credential, site, report }: Search): Promise<readonly PlacedHost[]> {
  const vms = new Map(site.vms.flatMap((vm) => [vm.id, ...(vm.otherIds ?? [])].map((id) => [id, vm] as const)))
  const found = await mapAtMost(subscriptionsAtOnce, subscriptionsOf(settings), async (subscription) => {
    try {
      return { subscription, machines: await readMachines({ settings, credential, subscription }), fault: null }
    } catch (error) {
      return { subscription, machines: [], fault: faultOf(error) }
    }
  })
  const faults = found.flatMap(({ subscription, fault }) => (fault ? [{ subscription, fault }] : []))
  const [first] = faults
  if (first && faults.length === found.length)
    throw sourceErrorOf(first.fault, settings, showSubscription(first.subscription))
  for (const { subscription, fault } of faults)
    reportFault({ where: subscription, fault, settings, report, call: 'VirtualMachines_ListAll' })
  return found.flatMap(({ subscription, machines }) =>
    machines.flatMap(({ value }) => {
      const resourceId = textAt(value, 'id')
      const region = locationOf(value)
      const vm = vms.get(resourceId.toLowerCase())
      vms.delete(resourceId.toLowerCase())
      // The region becomes a part of a host name that is sent a token.
      return vm && /^[a-z0-9]+$/.test(region) ? [{ vm, resourceId, region, where: `${subscription}/${region}` }] : []
    }),
  )
}

interface Reading {
  readonly request: SourceRequest
  readonly settings: AzureSettings
  readonly credential: Credential
  readonly hosts: readonly PlacedHost[]
  readonly report: Report
  readonly finish: () => void
}

async function* readAll(reading: Reading): AsyncGenerator<SampleBatch> {
  const { hosts, request, report, finish } = reading
  const withMemory = new Set<string>()
  const failed = new Set<string>()
  for (const [where, own] of Map.groupBy(hosts, (host) => host.where)) {
    for await (const batch of readPlace({ ...reading, hosts: own, where, failed })) {
      if (batch.metric === 'memory' && batch.at.length > 0) withMemory.add(batch.vmId)
      yield batch
    }
  }
  // Where the question failed nobody knows whether memory is measured, and what the store holds was.
  const asked = hosts.filter(({ where, vm }) => !failed.has(where) && !withMemory.has(vm.id) && vm.memoryGiB !== null)
  reportNoMemory(
    asked.map(({ vm }) => vm).filter(({ id }) => (request.heldUntil?.(id, 'memory') ?? null) === null),
    report,
  )
  reportNoAllocation(
    hosts.map(({ vm }) => vm),
    report,
  )
  finish()
}

interface Place extends Omit<Reading, 'finish'> {
  readonly where: string
  /** Places that could not be asked for everything; grows. */
  readonly failed: Set<string>
}

/** Machines that are known up to the same hour are asked together. */
async function* readPlace(place: Place): AsyncGenerator<SampleBatch> {
  const { settings, credential, hosts, report, where, failed } = place
  const client = await openMetrics({ settings, credential }, hosts[0]?.region ?? '')
  const untilMs = Date.parse(place.request.until)
  for (const { startMs, some } of batchesOf(hosts, (host) => startOf(host, place))) {
    const store = createSampleStore()
    try {
      yield* readBatch({ client, hosts: some, windows: windowsOf(startMs, untilMs), store })
      reportUnanswered(store.unanswered(), where, report)
    } catch (error) {
      const fault = faultOf(error)
      failed.add(where)
      reportFault({ where, settings, report, call: 'MetricsBatch_Batch', fault })
      // One machine that Azure does not take must not cost those of the other questions their samples.
      if (fault.kind !== 'refused') return
    }
  }
}

interface Batch {
  readonly startMs: number
  readonly some: readonly PlacedHost[]
}

const batchesOf = (hosts: readonly PlacedHost[], startOf: (host: PlacedHost) => number): readonly Batch[] =>
  [...Map.groupBy(hosts, startOf)].flatMap(([startMs, own]) =>
    Array.from({ length: Math.ceil(own.length / resourcesACall) }, (_, index) => ({
      startMs,
      some: own.slice(index * resourcesACall, (index + 1) * resourcesACall),
    })),
  )

/** What was read before a failure is given on. Throws as the SDK does. */
async function* readBatch({ windows, ...asking }: Windows): AsyncGenerator<SampleBatch> {
  const { store } = asking
  try {
    for (let next = 0; next < windows.length; next += windowsAtOnce) {
      await readWindows({ ...asking, windows: windows.slice(next, next + windowsAtOnce) })
      if (store.count() >= mostSamples) yield* store.takeAll()
    }
  } catch (error) {
    yield* store.takeAll()
    throw error
  }
  yield* store.takeAll()
}

interface Windows {
  readonly client: Awaited<ReturnType<typeof openMetrics>>
  readonly hosts: readonly PlacedHost[]
  readonly windows: ReturnType<typeof windowsOf>
  readonly store: SampleStore
}

async function readWindows({ client, hosts, windows, store }: Windows): Promise<void> {
  const ids = hosts.map(({ resourceId }) => resourceId)
  const answers = await mapAtMost(windowsAtOnce, windows, async (window) => ({
    window,
    answer: await askWindow(client, ids, window),
  }))
  for (const { window, answer } of answers) for (const host of hosts) store.add(host, answer, window)
}

/** The earliest that any of its series lacks: one question asks for all of them. */
function startOf({ vm }: PlacedHost, { request, settings }: Place): number {
  const whole = startOfHistory(Date.parse(request.until), settings.historyDays)
  const held = metricsOf(vm).map((metric) => request.heldUntil?.(vm.id, metric) ?? null)
  return held.reduce<number>(
    (earliest, ms) => Math.min(earliest, ms === null ? whole : Math.max(whole, resumeAt(ms))),
    held.length === 0 ? whole : Infinity,
  )
}
