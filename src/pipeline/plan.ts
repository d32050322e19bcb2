/** The whole thread: runs whatever is stale, assembles the plan, and writes everything that people and tools read. */
import { join } from 'node:path'
import { assemblePlan } from '../core/plan/assemble.ts'
import type { InputHashes } from '../model/artifact.ts'
import { headline } from '../model/headline.ts'
import type { Plan } from '../model/plan.ts'
import { count } from '../model/quantity.ts'
import { renderSummary } from '../render/reports/markdown.ts'
import { renderRunbook } from '../render/runbook.ts'
import { renderTerraform, type RenderedFile } from '../render/terraform.ts'
import { withLock } from '../workspace/lock.ts'
import { writeOutputs } from '../workspace/outputs.ts'
import { loadTemplates } from '../workspace/templates.ts'
import type { StepContext } from './context.ts'
import { forecast } from './forecast.ts'
import { map } from './map.ts'
import { monitor, type Monitored } from './monitor.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { scopeOf } from './scope.ts'
import { translate } from './translate.ts'

export const plan = async (context: StepContext): Promise<Refreshed<'plan'>> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const demands = await forecast(context, monitored)
    const mapping = await map(context, monitored, demands)
    const translation = await translate(context, monitored)
    const result = await refresh('plan', context, {
      inputs: leafInputs(monitored, context),
      fresh: [monitored.site, demands, mapping, translation].some(({ reused }) => !reused),
      compute: async () => assemble(context, { monitored, demands, mapping, translation }),
    })
    const files = await writeFiles(result.stored.content, result.stored.inputs, context)
    context.report({ step: 'write', summary: count(files, 'file'), reused: false })
    return result
  })

/** What the plan was made from, in names that `check` can look at again. */
export const leafInputs = ({ inputs }: Pick<Monitored, 'inputs'>, { config }: StepContext): InputHashes => ({
  ...inputs,
  'drplan.yaml': hashValue(config),
})

interface Steps {
  readonly monitored: Monitored
  readonly demands: Refreshed<'demands'>
  readonly mapping: Refreshed<'mapping'>
  readonly translation: Refreshed<'translation'>
}

function assemble({ config }: StepContext, steps: Steps): Plan {
  const site = steps.monitored.site.stored.content
  const { planned } = scopeOf(site, config, steps.demands.stored.content.demands)
  const parts = [steps.demands.stored.content, steps.mapping.stored.content, steps.translation.stored.content]
  return assemblePlan({
    site,
    config,
    planned,
    demands: steps.demands.stored.content.demands,
    mapping: steps.mapping.stored.content.mapping,
    translation: steps.translation.stored.content.translation,
    findings: [...site.findings, ...parts.flatMap(({ findings }) => findings)],
  })
}

/** Terraform, runbook and report; how many files there are. */
async function writeFiles(content: Plan, inputs: InputHashes, context: StepContext): Promise<number> {
  const under =
    (folder: string) =>
    (file: RenderedFile): RenderedFile => ({ ...file, path: `${folder}/${file.path}` })
  const report = await loadTemplates('report')
  const files = [
    ...renderTerraform(
      context.target.terraformRoots(content),
      await loadTemplates(`terraform/${context.target.id}`),
    ).map(under('terraform')),
    under('runbooks')(renderRunbook(content, await loadTemplates('runbook/failover'))),
    under('reports')(
      renderSummary({
        plan: content,
        inputs,
        headline: headline(content.promises),
        template: report.get('summary.md') ?? '',
      }),
    ),
  ]
  await writeOutputs(context.folders.out, join(context.folders.out, 'outputs.json'), files)
  return files.length
}
