/** Samples of the VMs that AWS runs, account after account, region after region. */
import type { Finding } from '../../model/finding.ts'
import type { AwsSettings } from '../../model/live-settings.ts'
import type { MetricReading, SampleBatch, SourceRequest } from '../../model/source.ts'
import type { Site, Vm } from '../../model/site.ts'
import { createReport, type Report } from '../report.ts'
import { listGuestMetrics, noGuestMetrics } from './guest-metrics.ts'
import { mapAtMost } from '../at-most.ts'
import { openClient, placesOf, showPlace, type AwsPlace } from './clients.ts'
import { faultOf, sourceErrorOf } from './faults.ts'
import { reportFault, reportNoAllocation, reportNoMemory, reportRefused } from './metric-findings.ts'
import { measuresOf, type GuestMetrics, type Measure } from './metric-measures.ts'
import { askWindow, batchesOf, countQueries, type Asking } from './metric-queries.ts'
import { createSampleStore } from './metric-samples.ts'
import { windowsOf, type History, type Window } from './metric-windows.ts'
import { readInstancesOf } from './read-place.ts'
import { settingsOf } from './read-site.ts'
import { resumeFrom } from '../resume.ts'

/** CloudWatch allows 50 calls of GetMetricData a second in an account and region. */
const callsAtOnce = 4

/** About 16 MB as they are given on. */
const mostSamples = 1 << 20

/**
 * Throws SourceError as `readSite` does when no account and region lists its instances; the batches never throw what
 * AWS did wrong: what is missing is a finding.
 */
export async function readMetrics(request: SourceRequest, site: Site): Promise<MetricReading> {
  const settings = settingsOf(request)
  const { report, findings } = createReport()
  const hosts = await findHosts(settings, site, report)
  const kept: Finding[] = []
  return {
    batches: readAll({ request, settings, hosts, report, finish: () => kept.push(...findings()) }),
    findings: kept,
  }
}

/** A VM of the site and where its samples are. */
interface Host {
  readonly vm: Vm
  /** Not always the id of the VM: it may have been merged with what another source says of it. */
  readonly instanceId: string
  readonly place: AwsPlace
  readonly isDetailed: boolean
}

/** The site does not say which account a VM is in, so every place is asked for its instances again. */
async function findHosts(settings: AwsSettings, site: Site, report: Report): Promise<readonly Host[]> {
  const vms = new Map(site.vms.flatMap((vm) => [vm.id, ...(vm.otherIds ?? [])].map((id) => [id, vm] as const)))
  const places = placesOf(settings)
  const found = await mapAtMost(callsAtOnce, places, async (place) => {
    try {
      return { place, instances: await readInstancesOf(settings, place), fault: null }
    } catch (error) {
      return { place, instances: [], fault: faultOf(error) }
    }
  })
  const faults = found.flatMap(({ place, fault }) => (fault ? [{ place, fault }] : []))
  const [first] = faults
  if (first && faults.length === places.length)
    throw sourceErrorOf(first.fault, settings, { where: showPlace(first.place) })
  for (const { place, fault } of faults) reportFault({ place, fault, settings, report, call: 'DescribeInstances' })
  return found.flatMap(({ place, instances }) =>
    instances.flatMap(({ InstanceId, Monitoring }) => {
      const vm = vms.get(InstanceId)
      vms.delete(InstanceId)
      return vm ? [{ vm, instanceId: InstanceId, place, isDetailed: Monitoring?.State === 'enabled' }] : []
    }),
  )
}

interface Reading {
  readonly request: SourceRequest
  readonly settings: AwsSettings
  readonly hosts: readonly Host[]
  readonly report: Report
  readonly finish: () => void
}

async function* readAll({ request, settings, hosts, report, finish }: Reading): AsyncGenerator<SampleBatch> {
  const withMemory = new Set<string>()
  const failed = new Set<AwsPlace>()
  for (const [place, own] of Map.groupBy(hosts, (host) => host.place)) {
    for await (const batch of readPlaceMetrics({ request, settings, hosts: own, place, report, failed })) {
      if (batch.metric === 'memory' && batch.at.length > 0) withMemory.add(batch.vmId)
      yield batch
    }
  }
  // Where the question failed, nobody knows whether memory is measured.
  const isHeld = (vm: Vm): boolean => resumeFrom(request, vm.id, 'memory') !== null
  const asked = hosts.filter(({ place, vm }) => !failed.has(place) && !withMemory.has(vm.id) && !isHeld(vm))
  reportNoMemory(
    asked.map(({ vm }) => vm),
    report,
  )
  reportNoAllocation(
    hosts.map(({ vm }) => vm),
    report,
  )
  finish()
}

interface PlaceMetrics extends Omit<Reading, 'finish'> {
  readonly place: AwsPlace
  /** Places that could not be asked for everything; grows. */
  readonly failed: Set<AwsPlace>
}

async function* readPlaceMetrics(reading: PlaceMetrics): AsyncGenerator<SampleBatch> {
  const { settings, place, report, failed } = reading
  const sdk = await import('@aws-sdk/client-cloudwatch')
  const client = await openClient('metrics', settings, place)
  const guest = await listGuestMetrics(sdk, client).catch((error: unknown) => {
    failed.add(place)
    reportFault({ place, settings, report, call: 'ListMetrics', fault: faultOf(error) })
    return () => noGuestMetrics
  })
  try {
    for (const { measures, windows } of callsOf(reading, guest)) {
      yield* readBatch({ sdk, client, measures }, windows, reading)
    }
  } catch (error) {
    failed.add(place)
    reportFault({ place, settings, report, call: 'GetMetricData', fault: faultOf(error) })
  }
}

interface Calls {
  readonly measures: readonly Measure[]
  readonly windows: readonly Window[]
}

/** What one call can ask for, and the times in which it is asked. */
function callsOf(reading: PlaceMetrics, guest: (instanceId: string) => GuestMetrics): readonly Calls[] {
  return [...Map.groupBy(reading.hosts, (host) => host.isDetailed)].flatMap(([isDetailed, own]) => {
    const measures = own.flatMap(({ vm, instanceId }) => measuresOf(vm, guest(instanceId), instanceId))
    return [...groupBySince(measures, reading)].flatMap(([sinceMs, some]) =>
      batchesOf(some).map((batch) => ({
        measures: batch,
        windows: windowsOf(historyOf(reading, isDetailed, sinceMs), countQueries(batch)),
      })),
    )
  })
}

/** Nearly all measures go on from the same hour; new VMs from the beginning. */
const groupBySince = (measures: readonly Measure[], { request }: PlaceMetrics): Map<number | null, Measure[]> =>
  Map.groupBy(measures, ({ vmId, metric }) => {
    const since = resumeFrom(request, vmId, metric)
    return since === null ? null : Math.floor(since / 3_600_000) * 3_600_000
  })

const historyOf = ({ request, settings }: PlaceMetrics, isDetailed: boolean, sinceMs: number | null): History => ({
  sinceMs,
  untilMs: Date.parse(request.until),
  historyDays: settings.historyDays,
  isDetailed,
})

/** What was read before a failure is given on. Throws as the SDK does. */
async function* readBatch(
  asking: Asking,
  windows: readonly Window[],
  { place, report }: PlaceMetrics,
): AsyncGenerator<SampleBatch> {
  const store = createSampleStore()
  let refused = 0
  try {
    for (let start = 0; start < windows.length; start += callsAtOnce) {
      const some = windows.slice(start, start + callsAtOnce)
      const ask = async (window: Window) => ({ window, reading: await askWindow(asking, window) })
      for (const answer of await mapAtMost(callsAtOnce, some, ask)) {
        refused += answer.reading.refused
        store.add(answer.reading, answer.window)
      }
      if (store.count() >= mostSamples) yield* store.takeAll()
    }
  } catch (error) {
    yield* store.takeAll()
    throw error
  }
  yield* store.takeAll()
  reportRefused(refused, place, report)
}
