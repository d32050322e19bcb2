/** All steps before the plan, and the plan that follows from them. */
import { planApplications } from '../core/arbitration/applications.ts'
import { arbitrationFindings, judgeArbitration } from '../core/arbitration/judge.ts'
import { judgeCut } from '../core/cut/judge.ts'
import { assemblePlan } from '../core/plan/assemble.ts'
import { planShortCapacity, shortFindings } from '../core/short/short-capacity.ts'
import type { ArtifactOf } from '../model/artifact.ts'
import { compareFindings, createFinding } from '../model/finding.ts'
import type { Finding } from '../model/finding.ts'
import type { Immutable } from '../model/immutable.ts'
import type { Plan } from '../model/plan.ts'
import type { Site } from '../model/site.ts'
import type { Target } from '../model/target.ts'
import type { StepContext } from './context.ts'
import { forecast } from './forecast.ts'
import { map } from './map.ts'
import { monitor, type Monitored } from './monitor.ts'
import type { Refreshed } from './refresh.ts'
import { regionSwitch } from './region-switch.ts'
import { runbooksOf } from './runbook-files.ts'
import { knownNeeds } from '../targets/known-needs.ts'
import { scopeOf } from './scope.ts'
import { translate } from './translate.ts'

export interface Steps {
  readonly monitored: Monitored
  readonly demands: Refreshed<'demands'>
  readonly mapping: Refreshed<'mapping'>
  readonly translation: Refreshed<'translation'>
}

/** What the steps before the plan came to. */
export interface PlanInputs {
  readonly site: Site
  readonly demands: Content<'demands'>
  readonly mapping: Content<'mapping'>
  readonly translation: Content<'translation'>
}
type Content<Kind extends 'demands' | 'mapping' | 'translation'> = Immutable<ArtifactOf<Kind>>

/** The plan that follows from the steps; it is not saved here. */
export const assemble = (context: StepContext, steps: Steps, previous: Plan | null = null): Plan =>
  assembleInputs(
    context,
    {
      site: steps.monitored.site.stored.content,
      demands: steps.demands.stored.content,
      mapping: steps.mapping.stored.content,
      translation: steps.translation.stored.content,
    },
    previous,
  )

export function assembleInputs({ config, target }: StepContext, inputs: PlanInputs, previous: Plan | null): Plan {
  const { site, demands, mapping, translation } = inputs
  const { planned } = scopeOf(site, config, demands.demands)
  const plan = assemblePlan({
    site,
    config,
    planned,
    demands: demands.demands,
    mapping: mapping.mapping,
    translation: translation.translation,
    equivalence: translation.equivalence,
    previous,
    findings: [
      ...site.findings,
      ...[demands, mapping, translation].flatMap(({ findings }) => findings),
      ...withoutTerraform(target),
    ],
  })
  const runbooks = runbooksOf(plan, { config, target })
  const arbitration = judgeArbitration(plan, runbooks, config.runbook)
  const applications = planApplications({ plan, runbooks, vms: site.vms, selfFencing: config.runbook.selfFencing })
  const shortCapacity = planShortCapacity(plan, config.runbook)
  const needs = [...config.runbook.needs, ...knownNeeds(target.id, config.terraform)]
  const failover = runbooks.find(({ phase }) => phase === 'failover')
  const found = [
    ...target.terraformFindings(plan),
    ...regionSwitch(plan, runbooks, { config, target }).findings,
    ...arbitrationFindings(arbitration),
    ...judgeCut(plan, failover, needs),
    ...shortFindings(shortCapacity),
  ]
  return {
    ...plan,
    applications: [...applications],
    arbitration,
    shortCapacity,
    findings: [...plan.findings, ...found].sort(compareFindings),
  }
}

/** Each runs where it is stale. */
export async function runSteps(context: StepContext): Promise<Steps> {
  const monitored = await monitor(context)
  const demands = await forecast(context, monitored)
  const mapping = await map(context, monitored, demands)
  return { monitored, demands, mapping, translation: await translate(context, monitored) }
}

function withoutTerraform({ name, terraformRoots }: Target): readonly Finding[] {
  if (terraformRoots) return []
  return [
    createFinding('plan.terraform-unavailable', {
      subject: name,
      message: `drplan writes no Terraform for ${name} yet: the plan has a runbook and a report, and nothing that builds the recovery site.`,
      suggestion:
        'Build the networks, disks and machines of plan.json by hand, and rehearse it, before you rely on this plan.',
    }),
  ]
}
