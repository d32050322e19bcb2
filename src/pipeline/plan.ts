/** The whole thread: runs whatever is stale, assembles the plan, and writes everything that people and tools read. */
import type { InputHashes } from '../model/artifact.ts'
import type { Config } from '../model/config.ts'
import { headline } from '../model/headline.ts'
import { count } from '../model/quantity.ts'
import { renderSummary } from '../render/reports/markdown.ts'
import { renderNetworkReport } from '../render/reports/network.ts'
import type { RenderedFile } from '../render/terraform.ts'
import type { Stored } from '../workspace/artifacts.ts'
import { withLock } from '../workspace/lock.ts'
import { manifestOf, writeOutputs } from '../workspace/outputs.ts'
import { loadTemplates } from '../workspace/templates.ts'
import type { StepContext } from './context.ts'
import type { Monitored } from './monitor.ts'
import { assemble, runSteps } from './assemble.ts'
import { previousPlan } from './kept-plan.ts'
import { mapFiles, mapsOf, type DrilledMaps } from './maps.ts'
import { quotaInputs } from './quotas.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { runbookFiles } from './runbook-files.ts'
import { openScans, scanInputs } from './scan.ts'
import { terraformFiles } from './terraform-files.ts'

export const plan = async (context: StepContext): Promise<Refreshed<'plan'>> =>
  withLock(context.folders.workspace, async () => {
    const steps = await runSteps(context)
    const { monitored, demands, mapping, translation } = steps
    const previous = await previousPlan(context)
    const result = await refresh('plan', context, {
      inputs: {
        ...leafInputs(monitored, context),
        ...scanInputs(await openScans(context)),
        ...(previous && { 'terraform.previous': previous.hash }),
      },
      fresh: [monitored.site, demands, mapping, translation].some(({ reused }) => !reused),
      compute: async () => assemble(context, steps, previous?.content ?? null),
    })
    const maps = mapsOf(context, {
      site: monitored.site.stored.content,
      translation: translation.stored.content.translation,
    })
    const files = await writeFiles(result.stored, maps, context)
    context.report({ step: 'write', summary: count(files, 'file'), reused: false })
    return result
  })

/** What the plan was made from, in names that `check` can look at again. */
export const leafInputs = ({ inputs }: Pick<Monitored, 'inputs'>, context: StepContext): InputHashes => ({
  ...inputs,
  ...context.prices.inputs,
  ...quotaInputs(context),
  catalogue: hashValue(context.target.loadCatalogue()),
  'drplan.yaml': hashValue(plannedSettings(context.config)),
})

/** Simulations, replays and checks come after the plan and change nothing of it. */
const plannedSettings = ({
  simulation: _simulation,
  replication: _replication,
  check: _check,
  ...config
}: Config): unknown => config

/** Terraform, address maps, runbook and report; how many files there are. */
async function writeFiles(
  { content, inputs, hash }: Pick<Stored<'plan'>, 'content' | 'inputs' | 'hash'>,
  maps: DrilledMaps,
  context: StepContext,
): Promise<number> {
  const under =
    (folder: string) =>
    (file: RenderedFile): RenderedFile => ({ ...file, path: `${folder}/${file.path}` })
  const report = await loadTemplates('report')
  const files = [
    ...(await terraformFiles(content, context)).map(under('terraform')),
    ...mapFiles(maps, context).map(under('network')),
    ...(await runbookFiles({ content, hash }, context)).map(under('runbooks')),
    under('reports')(
      renderSummary({
        plan: content,
        inputs,
        headline: headline(content.promises),
        template: report.get('summary.md') ?? '',
      }),
    ),
    under('reports')(renderNetworkReport(content, report.get('network.md') ?? '')),
  ]
  await writeOutputs(context.folders.out, manifestOf(context.folders.out), { plan: hash, files })
  return files.length
}
