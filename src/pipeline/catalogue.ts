/** What `drplan catalogue` shows and refreshes. A drplan.yaml is not needed; where there is one, it counts. */
import { mergeReading } from '../core/catalogue/merge-reading.ts'
import { selectComponents, type PricedComponent } from '../core/catalogue/select-components.ts'
import { InputError } from '../errors.ts'
import type { CatalogueChanges, CatalogueSource } from '../model/catalogue-reading.ts'
import type { ComponentFilter } from '../model/component-filter.ts'
import type { SourceConfig } from '../model/config.ts'
import type { DiskClass, DrComponent } from '../model/dr-component.ts'
import { compareFindings, type Finding } from '../model/finding.ts'
import type { LiveSettings } from '../model/live-settings.ts'
import { USUAL_MONTH_HOURS, type MonthHours } from '../model/month.ts'
import { nearest } from '../model/nearest.ts'
import { targetIds, type TargetId } from '../model/target-id.ts'
import type { Target } from '../model/target.ts'
import { compareText } from '../model/text-order.ts'
import { loadConfig, type LoadedConfig } from '../workspace/config.ts'
import { withLock } from '../workspace/lock.ts'
import {
  catalogueFile,
  removeRefreshed,
  saveRefreshed,
  type RefreshedCatalogue,
} from '../workspace/refreshed-catalogue.ts'
import {
  effectiveCatalogue,
  listedCatalogue,
  type EffectiveCatalogue,
  type NamedPrices,
} from './effective-catalogue.ts'

export interface CatalogueOptions {
  readonly configFile: string
  /** Is it an error when the file is not there? */
  readonly isConfigNamed: boolean
  readonly workspace: string
  /** Null = that of drplan.yaml, else the first one. */
  readonly target: TargetId | null
  readonly loadTarget: (id: TargetId) => Promise<Target>
}

export interface OpenCatalogue extends EffectiveCatalogue {
  readonly target: Target
  /** The recovery region of drplan.yaml, when it is of this target. */
  readonly region: string | null
  /** That of drplan.yaml, as the region. */
  readonly hoursPerMonth: MonthHours
}

/** Throws InputError `config.*`, `artifact.*` or `catalogue.*`. */
export async function openCatalogue(options: CatalogueOptions): Promise<OpenCatalogue> {
  const { target, own } = await openTarget(options)
  const effective = await effectiveCatalogue(target, options.workspace, own && pricesOf(own))
  const { target: recovery, mapping } = own?.config ?? {}
  const hoursPerMonth = mapping?.hoursPerMonth ?? USUAL_MONTH_HOURS
  return { ...effective, target, region: recovery?.region ?? null, hoursPerMonth }
}

/** `own`: the configuration, when it is about this target. */
export async function openTarget(options: CatalogueOptions): Promise<{ target: Target; own: LoadedConfig | null }> {
  const loaded = await configIfThere(options)
  const id = options.target ?? loaded?.config.target.platform ?? targetIds[0]
  const own = loaded?.config.target.platform === id ? loaded : null
  return { target: await options.loadTarget(id), own }
}

async function configIfThere({ configFile, isConfigNamed }: CatalogueOptions): Promise<LoadedConfig | null> {
  try {
    return await loadConfig(configFile)
  } catch (error) {
    if (!isConfigNamed && error instanceof InputError && error.code === 'config.missing') return null
    throw error
  }
}

/** The file of own prices that a configuration names; null = none. */
export function pricesOf({ config, folder, placeOf }: LoadedConfig): NamedPrices | null {
  const path = config.target.prices
  return path === undefined ? null : { path, folder, place: placeOf(['target', 'prices']) }
}

/** Throws InputError `config.region-unknown`. */
export function requireRegion(
  region: string,
  { catalogue, target }: Pick<OpenCatalogue, 'catalogue' | 'target'>,
): void {
  const { regions, asOf } = catalogue
  if (regions.includes(region)) return
  const near = nearest(region, regions)
  throw new InputError(
    'config.region-unknown',
    `The region ${region} is not in the ${target.name} catalogue of ${asOf}.`,
    { suggestions: [...(near ? [`Did you mean ${near}?`] : []), 'drplan catalogue list --regions'] },
  )
}

export const listComponents = (
  { catalogue }: Pick<OpenCatalogue, 'catalogue'>,
  region: string | null,
  filter: ComponentFilter,
): readonly PricedComponent[] => selectComponents(catalogue, region, filter)

/** A component or a class of disks, by its id; case does not matter. Throws InputError `catalogue.component-unknown`. */
export function findById(
  id: string,
  { catalogue, target }: Pick<OpenCatalogue, 'catalogue' | 'target'>,
): { readonly component: DrComponent } | { readonly diskClass: DiskClass } {
  const isSame = (one: { readonly id: string }): boolean => one.id.toLowerCase() === id.toLowerCase()
  const component = catalogue.components.find(isSame)
  if (component) return { component }
  const diskClass = catalogue.diskClasses.find(isSame)
  if (diskClass) return { diskClass }
  const near = nearest(
    id,
    [...catalogue.components, ...catalogue.diskClasses].map((one) => one.id),
  )
  throw new InputError(
    'catalogue.component-unknown',
    `The ${target.name} catalogue of ${catalogue.asOf} has no component or disk class ${id}.`,
    { suggestions: [near ? `Did you mean ${near}?` : 'drplan catalogue list   shows them all'] },
  )
}

export interface RefreshOptions extends CatalogueOptions {
  readonly madeBy: string
  /** ISO 8601 UTC; the clock is the caller's. */
  readonly now: string
  /** None = the region of drplan.yaml, else all of the catalogue. */
  readonly regions: readonly string[]
  readonly pricesEndpoint: string | null
  readonly loadCatalogueSource: (id: TargetId) => Promise<CatalogueSource>
}

export interface RefreshedReport {
  readonly target: Target
  readonly regions: readonly string[]
  readonly refreshed: RefreshedCatalogue['refreshed']
  readonly asOf: string
  readonly changes: CatalogueChanges
  readonly findings: readonly Finding[]
  /** Where it is kept. */
  readonly file: string
}

/**
 * Asks the vendor and keeps what it says; what could not be read stays as it was. Throws SourceError `source.*` when
 * nothing could be read, and then writes nothing.
 */
export const refreshCatalogue = (options: RefreshOptions): Promise<RefreshedReport> =>
  withLock(options.workspace, async () => {
    const { target, own } = await openTarget(options)
    const { catalogue: base, refreshed: before } = await listedCatalogue(target, options.workspace)
    const wanted = options.regions.length > 0 ? options.regions : own ? [own.config.target.region] : base.regions
    const regions = [...new Set(wanted)].sort(compareText)
    for (const region of regions) requireRegion(region, { catalogue: base, target })
    const today = options.now.slice(0, 10)
    const source = await options.loadCatalogueSource(target.id)
    const live = liveSettingsOf(own?.config.sources ?? [], target.id)
    const reading = await source.readCatalogue({ regions, live, pricesEndpoint: options.pricesEndpoint, today })
    const { catalogue, changes, findings } = mergeReading(base, reading, today)
    const priced = reading.regions.filter(({ prices }) => prices !== null).map(({ region }) => region)
    const all = [...reading.findings, ...findings].sort(compareFindings)
    const refreshed = [
      ...before.filter(({ region }) => !priced.includes(region)),
      ...priced.map((region) => ({ region, asOf: today })),
    ].sort((a, b) => compareText(a.region, b.region))
    await saveRefreshed(options.workspace, { catalogue, refreshed, findings: all }, options.madeBy)
    return {
      target,
      regions,
      refreshed,
      asOf: catalogue.asOf,
      changes,
      findings: all,
      file: catalogueFile(options.workspace, target.id),
    }
  })

/** How drplan.yaml reaches the vendor, when a primary site is there, too. */
export function liveSettingsOf(sources: readonly SourceConfig[], target: TargetId): LiveSettings | null {
  const source = sources.find(({ kind }) => kind === target)
  return source && (source.kind === 'aws' || source.kind === 'azure') ? source : null
}

/** Back to what drplan ships. */
export const clearCatalogue = (options: CatalogueOptions): Promise<{ target: Target; removed: boolean }> =>
  withLock(options.workspace, async () => {
    const { target } = await openTarget(options)
    return { target, removed: await removeRefreshed(options.workspace, target.id) }
  })
