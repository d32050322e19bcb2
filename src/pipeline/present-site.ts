/** The primary site as it is now, without touching the workspace. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArtifactOf } from '../model/artifact.ts'
import type { Immutable } from '../model/immutable.ts'
import type { Site } from '../model/site.ts'
import type { StepContext } from './context.ts'
import { forecast } from './forecast.ts'
import { monitor } from './monitor.ts'
import { readSite } from './read-site.ts'
import type { OpenSource } from './sources.ts'

export interface PresentSite {
  readonly site: Site
  /** Null = the samples were not read. */
  readonly demands: Immutable<ArtifactOf<'demands'>> | null
}

/** With `again`, samples are read and demand is forecast in a folder of their own, which is removed afterwards. */
export async function presentSite(
  context: StepContext,
  { sources, again }: { readonly sources: readonly OpenSource[]; readonly again: boolean },
): Promise<PresentSite> {
  if (!again) return { site: await readSite(sources, context), demands: null }
  const workspace = await mkdtemp(join(tmpdir(), 'drplan-check-'))
  try {
    const apart = { ...context, folders: { workspace, out: join(workspace, 'out') } }
    const monitored = await monitor(apart)
    const demands = await forecast(apart, monitored)
    return { site: monitored.site.stored.content, demands: demands.stored.content }
  } finally {
    await rm(workspace, { recursive: true, force: true })
  }
}
