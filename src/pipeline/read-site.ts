/** One site out of all the sources, without touching the workspace: `check` reads a fresh site this way too. */
import { InputError } from '../errors.ts'
import { mergeReadings } from '../core/identity/merge-readings.ts'
import { fillFromCatalogue } from '../core/mapping/fill-from-catalogue.ts'
import { objectsNotPlanned } from '../core/scope/objects-not-planned.ts'
import { compareFindings } from '../model/finding.ts'
import type { Site } from '../model/site.ts'
import type { SiteReading } from '../model/source.ts'
import type { StepContext } from './context.ts'
import type { OpenSource } from './sources.ts'

/** Throws InputError `source.nothing-readable` when no source gives a VM. */
export async function readSite(sources: readonly OpenSource[], context: StepContext): Promise<Site> {
  const readings: SiteReading[] = []
  for (const { source, request } of sources) if (source.readSite) readings.push(await source.readSite(request))
  const { vms, network, findings } = mergeReadings(readings)
  if (vms.length === 0) {
    throw new InputError('source.nothing-readable', 'No source of drplan.yaml has a VM.', {
      suggestions: ['Check the paths under sources; one of them must be an inventory.'],
    })
  }
  const filled = fillFromCatalogue(vms, context.target.loadCatalogue())
  const { site } = context.config
  return {
    id: site.id,
    region: site.region ?? readings.find(({ region }) => region !== null)?.region ?? null,
    capturedAt: latest(readings) ?? site.capturedAt,
    vms: filled.vms,
    network,
    findings: [
      ...readings.flatMap((reading) => reading.findings),
      ...findings,
      ...filled.findings,
      ...objectsNotPlanned(network, vms),
    ].sort(compareFindings),
  }
}

const latest = (readings: readonly SiteReading[]): string | null =>
  readings
    .flatMap(({ capturedAt }) => capturedAt ?? [])
    .sort()
    .at(-1) ?? null
