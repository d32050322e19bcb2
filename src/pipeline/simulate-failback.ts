/** The simulated way home: runs what is stale, and writes failback.json; the plan is not written. */
import { compileModel } from '../core/simulate/compile.ts'
import { copyingModel, cutOverModel } from '../core/simulate/failback-model.ts'
import { homeCopies, type HomeCopies } from '../core/simulate/home-copies.ts'
import { summarise } from '../core/simulate/summarise.ts'
import type { FailbackReport } from '../model/failback-report.ts'
import { compareFindings, createFinding, type Finding } from '../model/finding.ts'
import type { Plan } from '../model/plan.ts'
import { count, duration, trim } from '../model/quantity.ts'
import type { SimulationModel } from '../model/simulation-model.ts'
import type { SimulationSettings } from '../model/simulation-settings.ts'
import type { Simulation } from '../model/simulation.ts'
import { simulateAll } from '../workers/simulate-pool.ts'
import { loadDrillTimes } from '../workspace/drill-times.ts'
import { withLock } from '../workspace/lock.ts'
import { assemble, runSteps } from './assemble.ts'
import type { StepContext } from './context.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { settingsOf, type SimulateOptions } from './simulate.ts'

export type FailbackOptions = Pick<SimulateOptions, 'runs' | 'seed' | 'times'>

/** Reused, and throws, as `simulate` does. */
export const simulateFailback = (context: StepContext, options: FailbackOptions): Promise<Refreshed<'failback'>> =>
  withLock(context.folders.workspace, async () => {
    const stored = options.times === undefined ? null : await loadDrillTimes(options.times)
    const plan = assemble(context, await runSteps(context))
    const settings = settingsOf(context, options, stored)
    const { recovery } = context.config
    const result = await refresh('failback', context, {
      inputs: {
        plan: hashValue(plan),
        'drplan.yaml: recovery': hashValue(recovery),
        'drplan.yaml: simulation': hashValue(settings),
        ...(stored && { 'measured times': stored.hash }),
      },
      compute: () => report(plan, { context, settings }),
    })
    const whole = result.stored.content.cutOver.find(({ kind }) => kind === 'whole')?.p95 ?? null
    const least = result.stored.content.missing.length > 0 ? 'at least ' : ''
    const away = whole === null ? 'not everything comes home' : `P95 of the cut-over ${least}${duration(whole)}`
    context.report({ step: 'simulate', summary: `the way home, ${away}`, reused: result.reused })
    return result
  })

interface Given {
  readonly context: StepContext
  readonly settings: SimulationSettings
}

async function report(plan: Plan, { context, settings }: Given): Promise<FailbackReport> {
  const { recovery } = context.config
  const { failback, runs, seed } = settings
  const home = homeCopies(plan, { failback, recovery })
  const copying = copyingModel({ settings, home })
  const copied = copying && (await simulated(copying, { context, settings }))
  const cutOver = await simulated(cutOverModel({ plan, settings, recovery, home }), { context, settings })
  const going = new Set(plan.mapping.assignments.map(({ vmId }) => vmId))
  return {
    runs,
    seed,
    dispatch: settings.dispatch,
    disksAtHome: failback.disksAtHome,
    awayHours: failback.awayHours,
    link: home.link,
    copies: [...home.copies],
    waves: plan.waves.filter(({ vmIds }) => vmIds.some((id) => going.has(id))).length,
    copying: copied?.goals[0] ?? null,
    cutOver: [...cutOver.goals],
    resources: [...cutOver.resources],
    dataAtRiskMinutes: 0,
    missing: [...home.missing],
    findings: [...findingsOf(home, new Map(plan.vms.map(({ vmId, name }) => [vmId, name])))].sort(compareFindings),
  }
}

async function simulated(model: SimulationModel, { context, settings }: Given): Promise<Simulation> {
  const { runs, seed } = settings
  const compiled = compileModel(model)
  const outcomes = await simulateAll(compiled, { seed, runs, threads: context.threads })
  return summarise({ model, compiled, outcomes, seed })
}

function findingsOf({ missing, link }: HomeCopies, names: ReadonlyMap<string, string>): readonly Finding[] {
  const unknown = missing.map(({ what, fix, vmIds }) =>
    createFinding('simulation.failback-unknown', {
      subject: vmIds.length === 0 ? what : count(vmIds.length, 'VM'),
      message: `How long the way home takes cannot be told: ${what} is not known${vmIds.length === 0 ? '' : ` of ${namedOf(vmIds, names)}`}. Times are without it, so they are the least that it takes.`,
      suggestion: fix,
      affected: vmIds,
    }),
  )
  const { homeMiBps, writtenMiBps, copyMiBps } = link
  if (homeMiBps === null || copyMiBps !== null) return unknown
  return [
    ...unknown,
    createFinding('simulation.link-home-short', {
      subject: `${trim(homeMiBps, 2)} MiB/s`,
      message: `The line home carries ${trim(homeMiBps, 2)} MiB/s, and ${trim(writtenMiBps, 2)} MiB/s are written at the recovery site: copies never catch up while it serves.`,
      suggestion: 'Have a faster line for the way home, or take the copies while fewer applications serve.',
    }),
  ]
}

const MOST_NAMES = 3

function namedOf(vmIds: readonly string[], names: ReadonlyMap<string, string>): string {
  const shown = vmIds.slice(0, MOST_NAMES).map((id) => names.get(id) ?? id)
  const more = vmIds.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
