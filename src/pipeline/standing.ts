/** Is the recovery site as the plan counts on it? Reads the account of the target afresh and writes nothing. */
import { compareStanding } from '../core/standing/compare.ts'
import { BugError, InputError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { awsSettingsSchema, azureSettingsSchema, type LiveSettings } from '../model/live-settings.ts'
import type { Plan } from '../model/plan.ts'
import type { SourceRequest } from '../model/source.ts'
import type { StandingSettings } from '../model/standing-settings.ts'
import type { StepContext } from './context.ts'

type Context = Pick<StepContext, 'loadSource' | 'loadTarget' | 'now'>

/**
 * Findings `standing.*` about the site in the plan's own region; none when all is as planned. `settings` are `check.recovery` of drplan.yaml. Credentials are those of the vendor's chain. Throws InputError `config.invalid` when
 * they are missing or of another platform, and the SourceErrors of the live source.
 */
export async function readStanding(
  plan: Plan,
  settings: StandingSettings | undefined,
  context: Context,
): Promise<readonly Finding[]> {
  const live = liveSettings(plan, settings)
  const source = await context.loadSource(live.kind)
  if (!source.readSite) throw new BugError('bug.invariant', `The source ${live.kind} reads no site.`)
  const reading = await source.readSite(requestOf(plan, live, context))
  const { standingSite } = await context.loadTarget(plan.target.id)
  return compareStanding({ plan, planned: standingSite(plan), reading })
}

/** Of AWS the account of the credentials at hand may be meant; of Azure somebody has to say which subscription. */
export function liveSettings({ target: { id, region } }: Plan, settings: StandingSettings | undefined): LiveSettings {
  const stated = settings ?? (id === 'aws' ? ({ kind: 'aws', accounts: [] } as const) : null)
  if (stated?.kind !== id) throw notOfTarget(id, stated?.kind)
  return stated.kind === 'aws'
    ? awsSettingsSchema.parse({ ...stated, regions: [region] })
    : azureSettingsSchema.parse({ ...stated, regions: [region] })
}

function notOfTarget(target: string, stated: string | undefined): InputError {
  const said =
    stated === undefined
      ? `check.recovery is not in drplan.yaml, and nothing else says which account of ${target} the recovery site is.`
      : `check.recovery is of ${stated}, and the plan is for ${target}.`
  return new InputError('config.invalid', said, {
    suggestions: [`State check.recovery with kind: ${target} and how to reach the account.`],
  })
}

const requestOf = (plan: Plan, live: LiveSettings, { now }: Context): SourceRequest => ({
  path: '',
  shownPath: 'check.recovery',
  region: plan.target.region,
  mappingPath: null,
  metric: null,
  live,
  until: now,
  subnets: [],
})
