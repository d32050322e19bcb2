/** Is the committed plan still the right one? Reads the sources afresh and writes nothing. */
import { runChecks } from '../core/plan/checks/index.ts'
import { InputError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import { artifactFile, loadArtifact } from '../workspace/artifacts.ts'
import type { StepContext } from './context.ts'
import { inputsOf } from './monitor.ts'
import { leafInputs } from './plan.ts'
import { readSite } from './read-site.ts'
import { openScans, scanInputs } from './scan.ts'
import { scopeOf } from './scope.ts'
import { openSources } from './sources.ts'

export interface CheckResult {
  readonly plan: Plan
  readonly findings: readonly Finding[]
}

/** Throws InputError `plan.missing`. */
export async function check(context: StepContext): Promise<CheckResult> {
  const file = artifactFile('plan', context.folders)
  const committed = await loadArtifact(file, 'plan')
  if (!committed) {
    throw new InputError('plan.missing', `There is no plan at ${file}.`, {
      suggestions: ['drplan plan   makes one; commit it.'],
    })
  }
  const sources = await openSources(context)
  const site = await readSite(sources, context)
  const findings = runChecks({
    plan: committed.content,
    plannedFrom: committed.inputs,
    site,
    planned: scopeOf(site, context.config).planned,
    now: { ...leafInputs({ inputs: inputsOf(sources, context) }, context), ...scanInputs(await openScans(context)) },
  })
  return { plan: committed.content, findings }
}
