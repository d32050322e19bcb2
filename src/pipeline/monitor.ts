/** Step 1: what the primary site is and does. Reads the sources; writes site.json and the metric store. */
import { BugError, SourceError } from '../errors.ts'
import type { InputHashes } from '../model/artifact.ts'
import type { Catalogue } from '../model/dr-component.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import { count } from '../model/quantity.ts'
import type { Site } from '../model/site.ts'
import { artifactFile, loadArtifact } from '../workspace/artifacts.ts'
import { isMetricStoreWhole, readMetricSummary } from '../workspace/metrics/store.ts'
import type { MetricSummary } from '../workspace/metrics/summary.ts'
import { collectSamples } from './collect.ts'
import type { StepContext } from './context.ts'
import { metricFolder } from './metric-folder.ts'
import { readSite } from './read-site.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { hashesOf, openSources, type OpenSource } from './sources.ts'

export interface Monitored {
  readonly site: Refreshed<'site'>
  readonly metrics: MetricSummary
  /** What the artefacts were made from: files and settings, by name. */
  readonly inputs: InputHashes
}

export interface MonitorOptions {
  /** Files are read again when they changed; a live system has no such sign, so it is asked again only on request. */
  readonly askLiveAgain?: boolean
  /** A live system that is down is a finding: the site is what it was, and other sources are collected. */
  readonly tolerant?: boolean
}

/** Throws InputError when a source cannot be read at all; what is wrong inside it is a finding of the site. */
export async function monitor(context: StepContext, options: MonitorOptions = {}): Promise<Monitored> {
  const { askLiveAgain = false, tolerant = false } = options
  const sources = await openSources(context)
  const inputs = inputsOf(sources, context)
  const isWhole = await isMetricStoreWhole(metricFolder(context))
  const site = await refresh('site', context, {
    inputs,
    fresh: !isWhole || (askLiveAgain && sources.some(({ request }) => request.live !== null)),
    compute: () => readAll(sources, context, tolerant),
  })
  const metrics = await readMetricSummary(metricFolder(context))
  if (!metrics) throw new BugError('bug.invariant', 'The metric store is empty after it was written.')
  context.report({ step: 'monitor', summary: summaryOf(site.stored.content, metrics), reused: site.reused })
  return { site, metrics, inputs }
}

/** Settings that shape the site, and the files it is read from. */
export const inputsOf = (sources: readonly OpenSource[], { config, target }: StepContext): InputHashes => ({
  'drplan.yaml: site, sources': hashValue([config.site, config.sources]),
  // Facts fill what an inventory leaves out; a price must not make a live system be asked again.
  catalogue: hashOfCapacities(target.loadCatalogue()),
  ...hashesOf(sources),
})

const capacityHashes = new WeakMap<Catalogue, string>()

/** Of values that nobody changes; once per catalogue, as the check asks for it and so does every scenario. */
function hashOfCapacities(catalogue: Catalogue): string {
  const known = capacityHashes.get(catalogue)
  if (known !== undefined) return known
  const hash = hashValue(catalogue.components.map(({ id, capacity }) => [id, capacity]))
  capacityHashes.set(catalogue, hash)
  return hash
}

async function readAll(sources: readonly OpenSource[], context: StepContext, tolerant: boolean): Promise<Site> {
  const { site, findings } = await readSiteOr(tolerant ? await heldSite(context) : null, sources, context)
  const found = await collectSamples(sources, { site, context, tolerant })
  return { ...site, findings: [...site.findings, ...findings, ...found].sort(compareFindings) }
}

/** The site of the last round stands in while a source is down. */
async function readSiteOr(
  held: Site | null,
  sources: readonly OpenSource[],
  context: StepContext,
): Promise<{ readonly site: Site; readonly findings: readonly Finding[] }> {
  try {
    return { site: await readSite(sources, context), findings: [] }
  } catch (error) {
    if (held === null || !(error instanceof SourceError)) throw error
    const down = createFinding('source.partial', {
      subject: 'site',
      message: `The site could not be read this time, so it is taken as it was: ${error.message}`,
      suggestion: error.suggestions[0] ?? 'It is asked again in the next round.',
    })
    return { site: held, findings: [down] }
  }
}

/** Without the findings about samples, and about sources that were down: those are found again. */
async function heldSite(context: StepContext): Promise<Site | null> {
  const site = (await loadArtifact(artifactFile('site', context.folders), 'site'))?.content
  if (!site) return null
  const folder = metricFolder(context)
  const metrics = (await isMetricStoreWhole(folder)) ? await readMetricSummary(folder) : null
  const ofSamples = new Set(metrics?.sections.flatMap(({ findings }) => findings.map((each) => JSON.stringify(each))))
  const isFoundAgain = (finding: Finding): boolean =>
    finding.code.startsWith('store.') || finding.code === 'source.partial' || ofSamples.has(JSON.stringify(finding))
  return { ...site, findings: site.findings.filter((finding) => !isFoundAgain(finding)) }
}

function summaryOf(site: Site, metrics: MetricSummary): string {
  const measured = new Set(metrics.series.map(({ vmId }) => vmId)).size
  return `${count(site.vms.length, 'VM')}, ${count(site.network.subnets.length, 'subnet')}, ${count(metrics.series.length, 'series', 'series')} of ${count(measured, 'VM')}`
}
