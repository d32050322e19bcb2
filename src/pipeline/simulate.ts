/** Simulated recoveries of the plan: runs what is stale, and writes simulation.json; the plan is not written. */
import { compileModel } from '../core/simulate/compile.ts'
import { chooseLevers } from '../core/simulate/choose-levers.ts'
import { basisOf, judgeSimulation, simulationFindings } from '../core/simulate/judge-simulation.ts'
import { rankLevers, type Compared, type Lever } from '../core/simulate/levers.ts'
import { modelOfPlan } from '../core/simulate/model-of-plan.ts'
import { playScenario, type Played } from '../core/simulate/scenarios.ts'
import { summarise } from '../core/simulate/summarise.ts'
import { unmatchedSettings } from '../core/simulate/unmatched-settings.ts'
import type { InputHashes } from '../model/artifact.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import { count, duration } from '../model/quantity.ts'
import type { SimulationReport } from '../model/simulation-report.ts'
import type { SimulationScenarioId } from '../model/simulation-scenario.ts'
import { simulationSettingsSchema, type SimulationSettings } from '../model/simulation-settings.ts'
import type { Simulation } from '../model/simulation.ts'
import { simulateAll } from '../workers/simulate-pool.ts'
import { loadDrillTimes, type StoredTimes } from '../workspace/drill-times.ts'
import { withLock } from '../workspace/lock.ts'
import { assemble, runSteps, type Steps } from './assemble.ts'
import type { StepContext } from './context.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { strongerLevers } from './stronger-levers.ts'

export interface SimulateOptions {
  readonly scenario: SimulationScenarioId
  /** In place of those of drplan.yaml; without them, as there. */
  readonly runs?: number | undefined
  readonly seed?: number | undefined
  readonly zone?: string | undefined
  /** A file of measured times; without it, only those of drplan.yaml. */
  readonly times?: string | undefined
  /** Look for what helps most, which is many simulations more. */
  readonly levers: boolean
  /** Told how many simulations are done, and of how many. */
  readonly onSimulated?: (done: number, total: number) => void
}

/**
 * What was simulated is reused when nothing that it rests on changed; threads are not among it. Throws what the steps throw,
 * InputError `simulation.times-*`, `simulation.zone-unknown`, and `simulation.invalid` of a plan that cannot be walked.
 */
export const simulate = (context: StepContext, options: SimulateOptions): Promise<Refreshed<'simulation'>> =>
  withLock(context.folders.workspace, async () => {
    const stored = options.times === undefined ? null : await loadDrillTimes(options.times)
    const steps = await runSteps(context)
    const plan = assemble(context, steps)
    const wanted = { options, settings: settingsOf(context, options, stored), stored }
    const result = await refresh('simulation', context, {
      inputs: {
        ...inputsOf(plan, context, { ...wanted, site: steps.monitored.site.stored.hash }),
        // Levers map the site again.
        ...(options.levers && { 'what the mapping rests on': hashValue(steps.mapping.stored.inputs) }),
      },
      compute: () => report(plan, { context, steps, ...wanted }),
    })
    const { runs, scenario, goals } = result.stored.content
    const whole = goals.find(({ kind }) => kind === 'whole')?.p95 ?? null
    const back = whole === null ? 'not everything comes back in 95 % of runs' : `P95 of everything ${duration(whole)}`
    const summary = `${count(runs, 'recovery', 'recoveries')} from ${scenario.id}, ${back}`
    context.report({ step: 'simulate', summary, reused: result.reused })
    return result
  })

interface Wanted {
  readonly options: SimulateOptions
  readonly settings: SimulationSettings
  readonly stored: StoredTimes | null
}

/** Measured times come behind those of drplan.yaml, so that places in `recorded` tell which file they are of. */
export function settingsOf(
  { config }: Pick<StepContext, 'config'>,
  { runs, seed, zone }: Pick<SimulateOptions, 'runs' | 'seed' | 'zone'>,
  stored: StoredTimes | null,
): SimulationSettings {
  const settings = config.simulation ?? simulationSettingsSchema.parse({})
  return {
    ...settings,
    runs: runs ?? settings.runs,
    seed: seed ?? settings.seed,
    recorded: [...settings.recorded, ...(stored?.times.recorded ?? [])],
    scenarios: { ...settings.scenarios, zone: zone ?? settings.scenarios.zone },
  }
}

const inputsOf = (
  plan: Plan,
  { config }: StepContext,
  { options, settings, stored, site }: Wanted & { readonly site: string },
): InputHashes => ({
  plan: hashValue(plan),
  site,
  'drplan.yaml: recovery': hashValue(config.recovery),
  'drplan.yaml: simulation': hashValue(settings),
  options: hashValue([options.scenario, options.levers]),
  ...(stored && { 'measured times': stored.hash }),
})

interface Given extends Wanted {
  readonly context: StepContext
  readonly steps: Steps
}

async function report(plan: Plan, given: Given): Promise<SimulationReport> {
  const { context, steps, options, settings, stored } = given
  const { vms } = steps.monitored.site.stored.content
  const placements = new Map(vms.map(({ id, placement }) => [id, placement]))
  const { recovery } = context.config
  const disaster = { plan, settings, recovery, placements }
  const played = playScenario(options.scenario, disaster)
  const names = new Map(plan.vms.map(({ vmId, name }) => [vmId, name]))
  const { model, unknownVmIds } = modelOfPlan(played.plan, played.settings, new Set(played.scenario.upVmIds))
  const stronger = (simulation: Simulation): Promise<readonly Lever[]> =>
    strongerLevers({ disaster, scenario: options.scenario, simulation, context, steps })
  const simulation = await simulateModel({ model, settings, unknownVmIds, stronger }, { context, names, options })
  return {
    ...simulation,
    scenario: played.scenario,
    basis: basisOf(model, settings, stored ? [stored.times.run] : []),
    target: settings.verdict.kept,
    promises: [...judgeSimulation(plan, played, simulation)],
    findings: findingsOf(plan, { played, unknownVmIds, names, given }),
  }
}

interface Simulated {
  readonly model: Lever['model']
  readonly settings: SimulationSettings
  readonly unknownVmIds: readonly string[]
  /** Changes of strategy, with their prices. */
  readonly stronger: (simulation: Simulation) => Promise<readonly Lever[]>
}

/** Once as it is, and once for each change that is worth a look, all on the same random numbers. */
async function simulateModel(
  { model, settings, unknownVmIds, stronger }: Simulated,
  { context, names, options }: Pick<Given, 'context' | 'options'> & Pick<Judged, 'names'>,
): Promise<Simulation> {
  const { seed, runs } = settings
  const compiled = compileModel(model)
  const pool = { seed, runs, threads: context.threads }
  const outcomes = await simulateAll(compiled, pool)
  const base = { model, compiled, outcomes, seed, unknownVmIds }
  const simulation = summarise(base)
  if (!options.levers) return simulation
  const changed: Compared[] = []
  const chosen = [...chooseLevers(model, simulation, names), ...(await stronger(simulation))]
  for (const { model: other, ...lever } of chosen) {
    options.onSimulated?.(changed.length + 1, chosen.length + 1)
    const again = await simulateAll(compileModel(other), pool)
    changed.push({ lever, outcomes: again, goals: other.goals })
  }
  return summarise({ ...base, levers: rankLevers({ outcomes, goals: model.goals }, changed) })
}

interface Judged {
  readonly played: Played
  readonly unknownVmIds: readonly string[]
  readonly names: ReadonlyMap<string, string>
  readonly given: Given
}

function findingsOf(plan: Plan, { played, unknownVmIds, names, given }: Judged): Finding[] {
  const { context, settings, stored } = given
  // A scenario adds terms and takes VMs away: what meets either of the two plans meets something.
  const after = new Set(unmatchedSettings(played.plan, settings))
  const own = context.config.simulation?.recorded.length ?? 0
  const unmatched = unmatchedSettings(plan, settings)
    .filter((setting) => after.has(setting))
    .map((setting) => {
      const index = Number(/^recorded\[(\d+)\]$/.exec(setting)?.[1] ?? -1)
      if (index < own) return { setting: `simulation.${setting}`, file: 'drplan.yaml' }
      return { setting: `recorded[${index - own}]`, file: stored?.file ?? '' }
    })
  const { unplacedVmIds, scenario } = played
  const doubts = { unmatched, unknownVmIds, unplacedVmIds, lostPlace: scenario.zone }
  return [...simulationFindings(doubts, names), ...otherSite(plan, stored)].sort(compareFindings)
}

function otherSite({ site }: Plan, stored: StoredTimes | null): readonly Finding[] {
  if (!stored || stored.times.site === site.id) return []
  return [
    createFinding('simulation.site-other', {
      subject: stored.times.site,
      message: `${stored.file} has times of the site ${stored.times.site}; this plan is of ${site.id}.`,
      suggestion: 'Take the times of a drill of this site, or state in simulation.recorded which of them count here.',
      place: stored.file,
    }),
  ]
}
