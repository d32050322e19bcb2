/** Samples from sysstat: files of `sadf -j`, one or more hosts each. A host is the VM of its node name, or of the mapping. */
import type { Finding } from '../../model/finding.ts'
import type { MetricId } from '../../model/metric-series.ts'
import type { SampleBatch, Source } from '../../model/source.ts'
import { findFiles, readText, type InputFile } from '../files.ts'
import { isObject, listOf, placed, readItems, reportUnread, unknownAnswer, type Item } from '../json-items.ts'
import { parseJson } from '../json-text.ts'
import { readTime } from '../parse-time.ts'
import { createLocalClock, type LocalClock } from '../local-clock.ts'
import { readRequestedMapping, withMapping } from '../mapping-file.ts'
import { createReport, type Report } from '../report.ts'
import { createSampleCollector, type SampleCollector } from '../sample-collector.ts'
import { amountsOf } from './record.ts'
import { hostSchema, recordSchema, type SadfHost, type SadfRecord } from './schema.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'output of sadf -j (.json)' }

/** Throws InputError `source.*` when the path is missing, nothing is readable, or a file is damaged. */
export const sadfSource: Source = {
  async listFiles(request) {
    const files = await findFiles(request, wanted)
    return withMapping(
      files.map(({ path }) => path),
      request,
    )
  },
  async readMetrics(request, site) {
    const files = await findFiles(request, wanted)
    const { mapping, findings: mappingFindings } = await readRequestedMapping(request)
    const findings: Finding[] = [...mappingFindings]
    const collector = createSampleCollector(site, mapping)
    const clock = request.timeZone === undefined ? null : createLocalClock(request.timeZone)
    return { batches: readAll({ files, collector, clock, shownPath: request.shownPath, findings }), findings }
  },
}

interface Reading {
  readonly files: readonly InputFile[]
  readonly collector: SampleCollector
  /** For times without a zone; null where drplan.yaml states none. */
  readonly clock: LocalClock | null
  readonly shownPath: string
  /** Filled once everything was read. */
  readonly findings: Finding[]
}

/** One file at a time: each holds a day of a host, as sysstat writes them. */
async function* readAll({ files, collector, clock, shownPath, findings }: Reading): AsyncGenerator<SampleBatch> {
  const { report, findings: reported } = createReport()
  let hostCount = 0
  for (const file of files) {
    const hosts = readHosts(parseJson(await readText(file), file.shown), file.shown, report)
    hostCount += hosts.length
    if (hosts.length === 0 && files.length > 1) reportUnread(file.shown, report)
    for (const host of hosts) {
      addHost(host, { collector, clock }, report)
      yield* collector.take(false)
    }
  }
  if (hostCount === 0)
    throw unknownAnswer(files[0]?.shown ?? shownPath, 'output of sadf -j', 'Write it with: sadf -j -- -A > web-1.json')
  yield* collector.take(true)
  findings.push(...reported(), ...collector.findings(shownPath), ...(clock?.findings(shownPath) ?? []))
}

const how = (report: Report) => ({ report, suggestion: 'Write it again with: sadf -j -- -A' })

function readHosts(value: unknown, shown: string, report: Report): readonly Item<SadfHost>[] {
  const root = isObject(value) ? value['sysstat'] : undefined
  const hosts = isObject(root) ? listOf(root['hosts']) : []
  return readItems(placed(hosts, `${shown}#hosts`), hostSchema, how(report))
}

/** Records without a time are notes of restarts and comments. */
type Timing = Pick<Reading, 'collector' | 'clock'>

function addHost({ value: host, place }: Item<SadfHost>, timing: Timing, report: Report): void {
  const { collector } = timing
  const vm = collector.vmOf(host.nodename)
  if (vm === null) return
  const stamped = placed(host.statistics, `${place}.statistics`).filter(
    ({ value }) => isObject(value) && 'timestamp' in value,
  )
  // What the guest saw is what its percentages are of.
  const vcpus = host['number-of-cpus'] ?? vm.vcpus
  for (const { value: record, place: at } of readItems(stamped, recordSchema, how(report))) {
    const ms = startOf(record, at, timing)
    if (ms === null) continue
    if (vcpus === null) collector.addUnallocated(vm, 'cpu')
    for (const [metric, amount] of Object.entries(amountsOf(record, vcpus)))
      collector.add(vm, metric as MetricId, { ms, value: amount })
  }
}

/** A record is the average of the interval that ends at its time; a sample stands at the start of what it covers. */
function startOf({ timestamp }: SadfRecord, place: string, { collector, clock }: Timing): number | null {
  const isUtc = timestamp.utc === 1 || /^(utc|gmt|z)$/i.test(timestamp.tz ?? '')
  const time = readTime(`${timestamp.date}T${timestamp.time}${isUtc ? 'Z' : ''}`)
  if (time === null) {
    collector.addTimeless(place)
    return null
  }
  if (!time.hasZone && !clock) collector.addZoneless(place.replace(/#.*$/, ''))
  const host = place.replace(/[.]statistics.*$/, '')
  const ms = time.hasZone || !clock ? time.ms : clock.toUtc(time.ms, host, place)
  return ms - timestamp.interval * 1000
}
