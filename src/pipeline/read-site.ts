/** One site out of all the sources, without touching the workspace: `check` reads a fresh site this way too. */
import { InputError } from '../errors.ts'
import { findDependencies } from '../core/dependencies/find-dependencies.ts'
import { unfilledFindings } from '../core/identity/answered-findings.ts'
import { mergeReadings } from '../core/identity/merge-readings.ts'
import { missingReferences } from '../core/identity/missing-references.ts'
import { withOwnLiterals } from '../core/literals/in-site.ts'
import { fillFromCatalogue } from '../core/mapping/fill-from-catalogue.ts'
import { clusterReserves } from '../core/scope/cluster-reserves.ts'
import { limitsNearEnd } from '../core/scope/limits-near-end.ts'
import { objectsNotPlanned } from '../core/scope/objects-not-planned.ts'
import { compareFindings } from '../model/finding.ts'
import type { Site } from '../model/site.ts'
import type { DependencyReading, SiteReading } from '../model/source.ts'
import type { StepContext } from './context.ts'
import type { OpenSource } from './sources.ts'

/** Throws InputError `source.nothing-readable` when no source gives a VM. */
export async function readSite(sources: readonly OpenSource[], context: StepContext): Promise<Site> {
  const readings: SiteReading[] = []
  for (const { source, request } of sources) if (source.readSite) readings.push(await source.readSite(request))
  const { vms, network, hosts, limits, findings, unanswered } = mergeReadings(readings)
  if (vms.length === 0) {
    throw new InputError('source.nothing-readable', 'No source of drplan.yaml has a VM.', {
      suggestions: ['Check the paths under sources; one of them must be an inventory.'],
    })
  }
  const filled = fillFromCatalogue(vms, context.target.loadCatalogue())
  const { site: settings } = context.config
  const site: Site = {
    id: settings.id,
    region: settings.region ?? readings.find(({ region }) => region !== null)?.region ?? null,
    capturedAt: latest(readings) ?? settings.capturedAt,
    vms: filled.vms,
    network,
    ...(hosts.length > 0 && { hosts }),
    ...(limits.length > 0 && { limits }),
    dependencies: [],
    findings: [
      ...unfilledFindings(unanswered, vms, filled.vms),
      ...findings,
      ...filled.findings,
      ...missingReferences({ vms, network }, readings),
      ...objectsNotPlanned(network, vms, context.config.network),
      ...limitsNearEnd(limits),
      ...clusterReserves(hosts, filled.vms),
    ],
  }
  return withDependencies(withOwnLiterals(site), await readDependencies(sources, site))
}

/** Sources of traffic speak of addresses and names, so they are asked when the VMs are known. */
async function readDependencies(sources: readonly OpenSource[], site: Site): Promise<readonly DependencyReading[]> {
  const readings: DependencyReading[] = []
  for (const { source, request } of sources)
    if (source.readDependencies) readings.push(await source.readDependencies(request, site))
  return readings
}

function withDependencies(site: Site, readings: readonly DependencyReading[]): Site {
  const { dependencies, findings } = findDependencies({
    site,
    flows: readings.flatMap(({ flows }) => flows),
    stated: readings.flatMap(({ stated }) => stated),
  })
  const all = [...site.findings, ...readings.flatMap((reading) => reading.findings), ...findings]
  return { ...site, dependencies, findings: all.sort(compareFindings) }
}

const latest = (readings: readonly SiteReading[]): string | null =>
  readings
    .flatMap(({ capturedAt }) => capturedAt ?? [])
    .sort()
    .at(-1) ?? null
