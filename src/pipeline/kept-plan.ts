/** Earlier plans that drplan.yaml names. */
import { join } from 'node:path'
import type { Kept } from '../core/mapping/value.ts'
import { loadArtifact, type Stored } from '../workspace/artifacts.ts'
import type { StepContext } from './context.ts'

/** What was applied, for what is renamed since then. Null where none is named. Throws what reading an artefact throws. */
export const previousPlan = async ({ config, configFolder }: StepContext): Promise<Stored<'plan'> | null> =>
  config.terraform.previous === null ? null : loadArtifact(join(configFolder, config.terraform.previous), 'plan')

/** What the mapping is to change as little of as it can. Null where none is named. Throws what reading an artefact throws. */
export const keptPlan = async ({ config, configFolder }: StepContext): Promise<Stored<'plan'> | null> =>
  config.mapping.keep === null ? null : loadArtifact(join(configFolder, config.mapping.keep.plan), 'plan')

/** By VM id. */
export const keptBy = (plan: Stored<'plan'> | null): ReadonlyMap<string, Kept> =>
  new Map(
    plan?.content.mapping.assignments.map(({ vmId, offering: { componentId, strategy } }) => [
      vmId,
      { componentId, strategy },
    ]),
  )
