/** The files that `drplan init --ci` writes, for a site of a test. */
import type { CiSystem } from '../../src/model/ci-system.ts'
import type { SourceId } from '../../src/model/source-id.ts'
import { renderCi } from '../../src/render/ci.ts'
import { configSchema } from '../../src/model/config.ts'
import { loadTemplates } from '../../src/workspace/templates.ts'

export interface CiSite {
  readonly platform?: 'aws' | 'azure'
  readonly live?: Extract<SourceId, 'aws' | 'azure'> | null
  readonly configPath?: string
  readonly site?: string
}

export async function renderedCi(system: CiSystem, site: CiSite = {}): Promise<ReadonlyMap<string, string>> {
  const { platform = 'aws', live = null, configPath = 'sites/north/drplan.yaml', site: id = 'north' } = site
  const liveSource = {
    aws: { kind: 'aws', regions: ['eu-west-1'] },
    azure: { kind: 'azure', subscriptions: ['00000000-0000-0000-0000-000000000000'] },
  }
  const config = configSchema.parse({
    schema: 'drplan/config@1',
    site: { id },
    sources: [live ? liveSource[live] : { kind: 'inventory', path: 'inventory.csv' }],
    target: { platform, region: platform === 'aws' ? 'eu-central-1' : 'westeurope' },
  })
  const files = renderCi(system, await loadTemplates(`ci/${system}`), { config, configPath, version: '1.2.3' })
  return new Map(files.map(({ path, contents }) => [path, contents]))
}
