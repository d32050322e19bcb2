/** A context for the steps, from drplan.yaml and the adapters a caller has. */
import { InputError, type Place } from '../errors.ts'
import { nearest } from '../model/nearest.ts'
import type { Source } from '../model/source.ts'
import type { SourceId } from '../model/source-id.ts'
import type { TargetId } from '../model/target-id.ts'
import type { Target } from '../model/target.ts'
import { loadQuotas } from '../workspace/account-quotas.ts'
import { loadConfig, type LoadedConfig } from '../workspace/config.ts'
import { pricesOf } from './catalogue.ts'
import type { StepContext, StepReport } from './context.ts'
import { effectiveCatalogue } from './effective-catalogue.ts'

export interface OpenOptions {
  readonly configFile: string
  readonly folders: StepContext['folders']
  readonly madeBy: string
  readonly threads: number
  readonly now: string
  readonly loadSource: (id: SourceId) => Promise<Source>
  readonly loadTarget: (id: TargetId) => Promise<Target>
  readonly report: (line: StepReport) => void
}

/** The target has the catalogue that counts. Throws InputError `config.*`, `artifact.*` or `catalogue.*`. */
export const openContext = async (options: OpenOptions): Promise<StepContext> =>
  contextOf(await loadConfig(options.configFile), options)

/** Throws InputError `config.region-unknown`, `artifact.*` or `catalogue.*`. */
export async function contextOf(
  loaded: LoadedConfig,
  options: OpenOptions,
  regionFrom: RegionFrom = { place: loaded.placeOf(['target', 'region']), advice: [] },
): Promise<StepContext> {
  const { config, folder } = loaded
  const vendor = await options.loadTarget(config.target.platform)
  const prices = await effectiveCatalogue(vendor, options.folders.workspace, pricesOf(loaded))
  const target = { ...vendor, loadCatalogue: () => prices.catalogue }
  refuseUnknownRegion(config.target.region, target, regionFrom)
  const accountQuotas = await loadQuotas(options.folders.workspace, config.target)
  return {
    config,
    placeOf: loaded.placeOf,
    configFolder: folder,
    folders: options.folders,
    madeBy: options.madeBy,
    threads: options.threads,
    now: options.now,
    loadSource: options.loadSource,
    loadTarget: options.loadTarget,
    target,
    prices: { findings: prices.findings, inputs: prices.inputs },
    accountQuotas,
    report: options.report,
  }
}

interface RegionFrom {
  readonly place: Place
  readonly advice: readonly string[]
}

/** Before any work is done: a slip in a region's name must not cost a collection of metrics. */
function refuseUnknownRegion(region: string, target: Target, { place, advice }: RegionFrom): void {
  const { regions, asOf } = target.loadCatalogue()
  if (regions.includes(region)) return
  const near = nearest(region, regions)
  throw new InputError(
    'config.region-unknown',
    `The region ${region} is not in the ${target.name} catalogue of ${asOf}.`,
    {
      place,
      suggestions: [...advice, ...(near ? [`Did you mean ${near}?`] : []), 'Try  drplan catalogue list --regions'],
    },
  )
}
