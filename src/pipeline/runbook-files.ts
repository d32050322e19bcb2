/** The runbooks of a plan, as data and as files. */
import { buildRunbooks } from '../core/runbook/build-runbooks.ts'
import type { Plan } from '../model/plan.ts'
import { noRunbookParts, type RunbookParts } from '../model/runbook-parts.ts'
import type { Runbook } from '../model/runbook.ts'
import type { Target } from '../model/target.ts'
import { renderRunbook } from '../render/runbook.ts'
import type { RenderedFile } from '../render/terraform.ts'
import type { Stored } from '../workspace/artifacts.ts'
import { loadTemplates } from '../workspace/templates.ts'
import type { StepContext } from './context.ts'
import { exportFiles } from './export-files.ts'

/** They go by what the Terraform makes. */
const partsOf = (plan: Plan, { terraformRoots, runbookParts }: Target): RunbookParts =>
  terraformRoots === null ? noRunbookParts : runbookParts(plan)

export const runbooksOf = (
  plan: Plan,
  { config, target }: Pick<StepContext, 'config' | 'target'>,
): readonly Runbook[] =>
  buildRunbooks({
    plan,
    settings: config.runbook,
    parts: partsOf(plan, target),
    conversions: target.compatibility.conversions,
    terraform: target.terraformRoots !== null,
  })

export async function runbookFiles(
  { content: plan, hash: planSha256 }: Pick<Stored<'plan'>, 'content' | 'hash'>,
  context: StepContext,
): Promise<readonly RenderedFile[]> {
  const templates = await loadTemplates('runbook')
  const runbooks = runbooksOf(plan, context)
  return [
    ...runbooks.flatMap((runbook) => renderRunbook(runbook, plan, { templates, planSha256 })),
    ...partsOf(plan, context.target).files,
    ...exportFiles({ plan, runbooks, template: templates.get('exports.md') ?? '' }, context),
  ]
}
