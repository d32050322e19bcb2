/** The maps of a translation for the day, for drills and for the way home, as files; and that no drill leads outside. */
import { drillTranslation } from '../core/network/drill.ts'
import { proveIsolation } from '../core/network/isolation.ts'
import { networkMaps, type MadeMaps } from '../core/network/maps.ts'
import { join } from 'node:path'
import type { Cidr } from '../model/cidr.ts'
import type { Isolation } from '../model/network-maps.ts'
import type { NetworkTranslation } from '../model/network-translation.ts'
import type { Site } from '../model/site.ts'
import { renderNetworkMaps } from '../render/network-csv.ts'
import type { RenderedFile } from '../render/terraform.ts'
import { writeWhole } from '../workspace/files.ts'
import type { StepContext } from './context.ts'
import { scopeOf } from './scope.ts'

export interface DrilledMaps extends MadeMaps {
  readonly isolation: Isolation
}

/** `pool`: instead of that of drplan.yaml. */
export function mapsOf(
  { config, target }: Pick<StepContext, 'config' | 'target'>,
  { site, translation }: { readonly site: Site; readonly translation: NetworkTranslation },
  pool: readonly Cidr[] | null = null,
): DrilledMaps {
  const policy = pool ? { ...config.network, drill: { pool } } : config.network
  const vms = scopeOf(site, config).planned.map(({ vm }) => vm)
  const made = networkMaps({ vms, network: site.network, translation, policy, limits: target.networkLimits })
  const { routing } = target.networkLimits
  return { ...made, isolation: proveIsolation(drillTranslation(translation, made.drill, routing), routing) }
}

export const mapFiles = ({ maps }: MadeMaps, { config }: Pick<StepContext, 'config'>): readonly RenderedFile[] =>
  renderNetworkMaps(maps, config.network.vcenters)

/** Throws InputError `workspace.unwritable`. */
export async function writeMaps(folder: string, made: MadeMaps, context: Pick<StepContext, 'config'>): Promise<number> {
  const files = mapFiles(made, context)
  for (const { path, contents } of files) await writeWhole(join(folder, path), contents)
  return files.length
}
