/** Samples of all sources into the metric store: files when they changed, live systems from where the store ends. */
import { SourceError } from '../errors.ts'
import { createFinding, type Finding } from '../model/finding.ts'
import { count } from '../model/quantity.ts'
import type { Site } from '../model/site.ts'
import type { SampleBatch } from '../model/source.ts'
import {
  appendSection,
  arrangeSections,
  isMetricStoreWhole,
  readHeldUntil,
  readMetricSummary,
  replaceSection,
} from '../workspace/metrics/store.ts'
import type { MetricSummary, SectionSummary } from '../workspace/metrics/summary.ts'
import type { StepContext } from './context.ts'
import { metricFolder } from './metric-folder.ts'
import { hashValue } from './refresh.ts'
import type { OpenSource } from './sources.ts'

export interface Collection {
  readonly site: Site
  readonly context: StepContext
  /** A live system that is down is a finding, and the others are collected. */
  readonly tolerant: boolean
}

interface Collecting extends Collection {
  /** Of the VMs: of tens of thousands it takes a second. */
  readonly vmsHash: string
}

/** What there is to say of the samples. Throws what a source throws. */
export async function collectSamples(
  sources: readonly OpenSource[],
  collection: Collection,
): Promise<readonly Finding[]> {
  const folder = metricFolder(collection.context)
  const measuring = sources.filter(({ source }) => source.readMetrics !== undefined)
  const whole = (await isMetricStoreWhole(folder)) ? await readMetricSummary(folder) : null
  const held = new Map(whole?.sections.map((section) => [section.key, section]))
  const down: Finding[] = []
  const vmsHash = hashValue(collection.site.vms)
  for (const source of measuring) {
    const failed = await collectOne(source, held.get(source.key), { ...collection, vmsHash })
    if (failed) down.push(failed)
  }
  await arrangeSections(
    folder,
    measuring.map(({ key }) => key),
  )
  const summary = await readMetricSummary(folder)
  if (!summary) return down
  return [...down, ...summary.sections.flatMap(({ findings }) => findings), ...summaryFindings(summary)]
}

/** A finding when a live source is down and that is tolerated. */
async function collectOne(
  source: OpenSource,
  held: SectionSummary | undefined,
  collection: Collecting,
): Promise<Finding | null> {
  if (source.request.live === null) {
    await collectFiles(source, held, collection)
    return null
  }
  try {
    await collectLive(source, collection)
    return null
  } catch (error) {
    if (!collection.tolerant || !(error instanceof SourceError)) throw error
    return downFinding(source, error)
  }
}

/** Samples are converted by what the site knows of their VMs, so another site reads the files again. */
async function collectFiles(
  { source, request, key, settingsHash, files }: OpenSource,
  held: SectionSummary | undefined,
  { site, context, vmsHash }: Collecting,
): Promise<void> {
  const inputsHash = hashValue([context.madeBy, settingsHash, files, vmsHash])
  if (held?.inputsHash === inputsHash || !source.readMetrics) return
  const { batches, findings } = await source.readMetrics(request, site)
  await replaceSection(metricFolder(context), { key, inputsHash, batches, findings: () => findings })
}

async function collectLive(
  { source, request, key, settingsHash }: OpenSource,
  { site, context }: Collection,
): Promise<void> {
  if (!source.readMetrics) return
  const folder = metricFolder(context)
  const heldUntil = await readHeldUntil(folder, { key, inputsHash: settingsHash })
  const { batches, findings } = await source.readMetrics({ ...request, heldUntil }, site)
  const ahead = { samples: 0 }
  await appendSection(folder, {
    key,
    inputsHash: settingsHash,
    batches: withoutFuture(batches, Date.parse(context.now), ahead),
    findings: () => [...findings, ...futureFindings(key, ahead.samples)],
    retention: context.config.retention,
  })
}

/** Clocks differ by minutes; more than an hour is a fault that would stretch every grid. */
const MOST_AHEAD_MS = 3_600_000

async function* withoutFuture(
  batches: AsyncIterable<SampleBatch>,
  nowMs: number,
  ahead: { samples: number },
): AsyncGenerator<SampleBatch> {
  for await (const batch of batches) {
    const isFuture = (ms: number): boolean => ms > nowMs + MOST_AHEAD_MS
    if (!batch.at.some(isFuture)) {
      yield batch
      continue
    }
    const kept = [...batch.at.keys()].filter((index) => !isFuture(batch.at[index] as number))
    ahead.samples += batch.at.length - kept.length
    const at = Float64Array.from(kept, (index) => batch.at[index] as number)
    yield { ...batch, at, values: Float64Array.from(kept, (index) => batch.values[index] as number) }
  }
}

const futureFindings = (subject: string, samples: number): readonly Finding[] =>
  samples === 0
    ? []
    : [
        createFinding('store.value-dropped', {
          subject,
          message: `${count(samples, 'sample')} more than an hour in the future; left out.`,
          suggestion: 'Set the clock of the system that stamps them, or of this machine.',
        }),
      ]

const downFinding = ({ id }: OpenSource, error: SourceError): Finding =>
  createFinding('source.partial', {
    subject: id,
    message: `It could not be read this time, and what was collected before stays: ${error.message}`,
    suggestion: error.suggestions[0] ?? 'It is asked again in the next round.',
  })

function summaryFindings({ duplicates, doubled }: MetricSummary): readonly Finding[] {
  const findings: Finding[] = []
  if (duplicates > 0)
    findings.push(
      createFinding('store.duplicate-sample', {
        subject: 'metrics',
        message: `${count(duplicates, 'sample')} ${duplicates === 1 ? 'was' : 'were'} given more than once for the same series and time; the last one given counts.`,
        suggestion: 'Check whether two files hold the same series.',
      }),
    )
  const vmIds = [...new Set(doubled.map(({ vmId }) => vmId))]
  if (vmIds.length > 0)
    findings.push(
      createFinding('store.series-doubled', {
        subject: 'metrics',
        message: `${count(doubled.length, 'series', 'series')} of ${count(vmIds.length, 'VM')} come from several sources; each hour is taken from the source with more samples in it, the later one in drplan.yaml where equal.`,
        suggestion: 'Leave one of them out where they measure differently.',
        affected: vmIds,
      }),
    )
  return findings
}
