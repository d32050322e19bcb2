/** The Terraform of a plan: that of its target, and that of the way home where the primary site is a cloud too. */
import { failbackHome } from '../model/failback-home.ts'
import type { Plan } from '../model/plan.ts'
import type { TerraformRoot } from '../model/target.ts'
import { failbackTemplates, renderTerraform, type RenderedFile } from '../render/terraform.ts'
import { loadTemplates } from '../workspace/templates.ts'
import type { StepContext } from './context.ts'
import { regionSwitch } from './region-switch.ts'
import { runbooksOf } from './runbook-files.ts'

export const terraformFiles = async (plan: Plan, context: StepContext): Promise<readonly RenderedFile[]> => [
  ...(await recoveryFiles(plan, context)),
  ...(await failbackFiles(plan, context)),
]

async function recoveryFiles(plan: Plan, context: StepContext): Promise<readonly RenderedFile[]> {
  const { target, config } = context
  if (!target.terraformRoots) return []
  const roots = target.terraformRoots(plan)
  return renderTerraform(withSwitch(roots, regionSwitch(plan, runbooksOf(plan, context), context).variables), {
    templates: await loadTemplates(`terraform/${target.id}`),
    settings: config.terraform,
  })
}

const withSwitch = (roots: readonly TerraformRoot[], variables: TerraformRoot['variables']): readonly TerraformRoot[] =>
  roots.map((root) => (root.name === 'foundation' ? { ...root, variables: { ...root.variables, ...variables } } : root))

async function failbackFiles(plan: Plan, { loadTarget, config }: StepContext): Promise<readonly RenderedFile[]> {
  const home = failbackHome(plan)
  const root = home && (await loadTarget(home.platform)).failbackRoot(plan)
  if (!root) return []
  return renderTerraform([root], {
    templates: failbackTemplates(await loadTemplates(`terraform/${home.platform}`)),
    settings: config.terraform,
  })
}
