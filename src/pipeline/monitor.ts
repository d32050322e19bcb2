/** Step 1: what the primary site is and does. Reads the sources; writes site.json and the metric store. */
import { join } from 'node:path'
import { BugError } from '../errors.ts'
import type { InputHashes } from '../model/artifact.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import { count } from '../model/quantity.ts'
import type { Site } from '../model/site.ts'
import type { SampleBatch } from '../model/source.ts'
import { isMetricStoreWhole, readMetricSummary, writeMetrics, type MetricSummary } from '../workspace/metric-store.ts'
import type { StepContext } from './context.ts'
import { readSite } from './read-site.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { hashesOf, openSources, type OpenSource } from './sources.ts'

export interface Monitored {
  readonly site: Refreshed<'site'>
  readonly metrics: MetricSummary
  /** What the artefacts were made from: files and settings, by name. */
  readonly inputs: InputHashes
}

export const metricFolder = (context: StepContext): string => join(context.folders.workspace, 'metrics')

/**
 * Files are read again when they changed; a live system has no such sign, so it is asked again only on request.
 * Throws InputError when a source cannot be read at all; what is wrong inside it is a finding of the site.
 */
export async function monitor(context: StepContext, askLiveAgain = false): Promise<Monitored> {
  const sources = await openSources(context)
  const inputs = inputsOf(sources, context)
  const inputsHash = hashValue(inputs)
  const held = (await isMetricStoreWhole(metricFolder(context))) ? await readMetricSummary(metricFolder(context)) : null
  const site = await refresh('site', context, {
    inputs,
    fresh: held?.inputsHash !== inputsHash || (askLiveAgain && sources.some(({ request }) => request.live !== null)),
    compute: () => readAll(sources, context, inputsHash),
  })
  const metrics = site.reused && held ? held : await readMetricSummary(metricFolder(context))
  if (!metrics) throw new BugError('bug.invariant', 'The metric store is empty after it was written.')
  context.report({ step: 'monitor', summary: summaryOf(site.stored.content, metrics), reused: site.reused })
  return { site, metrics, inputs }
}

/** Settings that shape the site, and the files it is read from. */
export const inputsOf = (sources: readonly OpenSource[], { config, target }: StepContext): InputHashes => ({
  'drplan.yaml: site, sources': hashValue([config.site, config.sources]),
  catalogue: hashValue(target.loadCatalogue()),
  ...hashesOf(sources),
})

async function readAll(sources: readonly OpenSource[], context: StepContext, inputsHash: string): Promise<Site> {
  const site = await readSite(sources, context)
  const findings: Finding[] = []
  const { duplicates } = await writeMetrics(metricFolder(context), {
    batches: readBatches(sources, site, findings),
    inputsHash,
  })
  if (duplicates > 0) findings.push(duplicateFinding(duplicates))
  return { ...site, findings: [...site.findings, ...findings].sort(compareFindings) }
}

const duplicateFinding = (duplicates: number): Finding =>
  createFinding('store.duplicate-sample', {
    subject: 'metrics',
    message: `${count(duplicates, 'sample')} ${duplicates === 1 ? 'was' : 'were'} given more than once for the same series and time; the last one given counts.`,
    suggestion: 'Check whether two files, or two sources, hold the same series.',
  })

/** All samples of all sources; `findings` is complete once the last batch was taken. */
async function* readBatches(
  sources: readonly OpenSource[],
  site: Site,
  findings: Finding[],
): AsyncGenerator<SampleBatch> {
  for (const { source, request } of sources) {
    if (!source.readMetrics) continue
    const reading = await source.readMetrics(request, site)
    yield* reading.batches
    findings.push(...reading.findings)
  }
}

function summaryOf(site: Site, metrics: MetricSummary): string {
  const measured = new Set(metrics.series.map(({ vmId }) => vmId)).size
  return `${count(site.vms.length, 'VM')}, ${count(site.network.subnets.length, 'subnet')}, ${count(metrics.series.length, 'series', 'series')} of ${count(measured, 'VM')}`
}
