/** Two plan files compared. Reads nothing but these, and writes nothing. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { diffPlans } from '../core/diff/diff-plans.ts'
import type { ComparedFlows } from '../core/diff/flows.ts'
import type { SimulatedPlans } from '../core/diff/simulated.ts'
import { compareRecovery } from '../core/network/compare-recovery.ts'
import { compileModel } from '../core/simulate/compile.ts'
import { modelOfPlan } from '../core/simulate/model-of-plan.ts'
import { summarise } from '../core/simulate/summarise.ts'
import { BugError, InputError } from '../errors.ts'
import type { PlanDiff } from '../model/plan-diff.ts'
import type { Plan } from '../model/plan.ts'
import type { SimulationSettings } from '../model/simulation-settings.ts'
import type { Simulation } from '../model/simulation.ts'
import type { TargetId } from '../model/target-id.ts'
import type { Target } from '../model/target.ts'
import { simulateAll } from '../workers/simulate-pool.ts'
import { loadArtifact, type Stored } from '../workspace/artifacts.ts'

export interface CompareOptions {
  readonly loadTarget: (id: TargetId) => Promise<Target>
  /** Null = recovery times are not simulated. */
  readonly simulation: SimulationSettings | null
  readonly threads: number
}

export interface DiffedFiles {
  readonly diff: PlanDiff
  readonly before: Stored<'plan'>
  readonly after: Stored<'plan'>
}

/** Throws InputError `plan.missing`, and what `comparePlans` and reading an artefact throw. */
export async function diffFiles(
  { before, after }: { readonly before: string; readonly after: string },
  options: CompareOptions,
): Promise<DiffedFiles> {
  const old = await loadPlan(before)
  const now = await loadPlan(after)
  return { diff: await comparePlans(old.content, now.content, options), before: old, after: now }
}

/** Of a file, or of the folder that it is in. */
export async function loadPlan(path: string): Promise<Stored<'plan'>> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const file = isFolder ? join(path, 'plan.json') : path
  const plan = await loadArtifact(file, 'plan')
  if (plan) return plan
  throw new InputError('plan.missing', `There is no plan at ${file}.`, {
    place: { file },
    suggestions: ['Name a plan.json, or the folder that it is in, such as out.'],
  })
}

/**
 * For any step that has two plans. Throws InputError `simulation.invalid` where recoveries are to be simulated of a plan that
 * cannot be walked.
 */
export async function comparePlans(before: Plan, after: Plan, options: CompareOptions): Promise<PlanDiff> {
  const flows = await flowsOf(before, after, options)
  const simulation =
    options.simulation && (await simulated(before, after, { ...options, simulation: options.simulation }))
  return diffPlans(before, after, { flows, simulation })
}

async function flowsOf(before: Plan, after: Plan, { loadTarget }: CompareOptions): Promise<ComparedFlows> {
  const siteOf = async ({ network, target }: Plan) => ({
    network,
    limits: (await loadTarget(target.id)).networkLimits,
  })
  const sites = [await siteOf(before), await siteOf(after)] as const
  try {
    return compareRecovery(...sites)
  } catch (error) {
    if (error instanceof BugError) throw error
    // A plan that people or programs wrote by hand may have rules that mean nothing: all else is still compared.
    return { impossible: `rules that make sense (${error instanceof Error ? error.message : String(error)})` }
  }
}

interface Simulating extends CompareOptions {
  readonly simulation: SimulationSettings
}

/** The same seed for both, so that a VM that is the same in both has the same luck. */
const simulated = async (before: Plan, after: Plan, options: Simulating): Promise<SimulatedPlans> => ({
  before: await simulateOne(before, options),
  after: await simulateOne(after, options),
})

async function simulateOne(plan: Plan, { simulation: settings, threads }: Simulating): Promise<Simulation> {
  const { model, unknownVmIds } = modelOfPlan(plan, settings)
  const compiled = compileModel(model)
  const { seed, runs } = settings
  const outcomes = await simulateAll(compiled, { seed, runs, threads })
  return summarise({ model, compiled, outcomes, seed, unknownVmIds })
}
