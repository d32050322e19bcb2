/**
 * drplan as a library: `plan`, `check` and `diff` as functions. They print nothing, end no process and keep nothing between calls;
 * what is wrong with a site is a finding in the result, and what stops them is a DrplanError with a code. Types are those of the
 * files that drplan writes and reads (schemas/): addresses are text, and everything survives JSON.
 */
import type { CheckReport, Config, Plan, PlanDiff } from '../schemas/documents.d.ts'
import { planDiffSchemaId } from './model/plan-diff.ts'
import { schemaId } from './model/artifact.ts'
import { check as checkPlan } from './pipeline/check.ts'
import { readBaseline } from './pipeline/check-text.ts'
import { comparePlans } from './pipeline/diff.ts'
import { checkOptions, guarded, openLibrary, planFrom, simulationOf, writtenPlan } from './pipeline/library.ts'
import { plan as makePlan } from './pipeline/plan.ts'
import { loadSource } from './sources/index.ts'
import { loadTarget } from './targets/index.ts'

export { BugError, DrplanError, errorCodes, InputError, SourceError } from './errors.ts'
export type { ErrorCode, Place } from './errors.ts'
export type { CheckReport, Config, Plan, PlanDiff } from '../schemas/documents.d.ts'

/** Something about the site or the plan that a person should know. */
export type Finding = Plan['findings'][number]
/** The same in a check, with what was decided about it. */
export type CheckFinding = CheckReport['findings'][number]
export type Severity = Finding['severity']

/** Values of `schema` in the files. */
export const schemaIds: {
  readonly plan: string
  readonly diff: string
  readonly check: string
  readonly config: string
} = {
  plan: schemaId('plan'),
  diff: planDiffSchemaId,
  check: 'drplan/check@2',
  config: 'drplan/config@1',
}

/** A step that ended. */
export interface StepDone {
  readonly step: string
  readonly summary: string
  /** Nothing had changed, and what was there counts. */
  readonly reused: boolean
}

export interface SiteOptions {
  /** The path of a drplan.yaml; or its settings, and the folder that paths in them start from. */
  readonly config: string | { readonly settings: Config; readonly folder: string }
  /** Where artefacts are kept. Default: .drplan beside the configuration. */
  readonly workspace?: string | undefined
  /** Where the plan, Terraform, runbooks and reports go. Default: out beside the configuration. */
  readonly out?: string | undefined
  /** End of the history that live sources are asked for: ISO 8601, UTC. Default: the clock. */
  readonly now?: string | undefined
  /** Threads to compute on beside this one; the result does not depend on it. Default: 0. */
  readonly threads?: number | undefined
  readonly onStep?: ((step: StepDone) => void) | undefined
}

export interface PlanResult {
  /** As in plan.json, with its findings. */
  readonly plan: Plan
  readonly sha256: string
  /** Nothing had changed since the last time. */
  readonly reused: boolean
  /** The output folder. */
  readonly out: string
}

/**
 * Reads the sources, forecasts, maps and translates, and writes plan.json, Terraform, runbooks and reports. One call at a time
 * has a workspace: another one throws InputError `workspace.locked`. Throws InputError or SourceError.
 */
export const plan = (options: SiteOptions): Promise<PlanResult> =>
  guarded(async () => {
    const context = await openLibrary(libraryOptions(options))
    const { stored, reused } = await makePlan(context)
    const { out } = context.folders
    return { plan: (await writtenPlan(out)) as Plan, sha256: stored.hash, reused, out }
  })

export interface CheckOptions extends SiteOptions {
  /** The day that ages and ends of waivers are counted to, as 2026-01-31. Default: that of `now`. */
  readonly today?: string | undefined
  /** The least severity that fails. Default: error. */
  readonly failOn?: Severity | undefined
  /** Read the samples again, and forecast demand from them. Default: false. */
  readonly forecast?: boolean | undefined
  /** Read the recovery site too, and compare it with the plan. Default: false. */
  readonly recovery?: boolean | undefined
  /** The path of a baseline (`drplan check --write-baseline`): what is in it does not fail. Default: none. */
  readonly baseline?: string | undefined
}

/** Is the plan in the output folder still the right one? Writes nothing. Throws InputError `plan.missing` and others, or SourceError. */
export const check = (options: CheckOptions): Promise<CheckReport> =>
  guarded(async () => {
    const context = await openLibrary(libraryOptions(options))
    const { today = context.now.slice(0, 10), failOn = 'error', forecast = false, recovery = false } = options
    checkOptions({ today, failOn })
    const baseline = options.baseline === undefined ? null : await readBaseline(options.baseline)
    return checkPlan(context, { failOn, forecast, recovery, today, baseline })
  })

export interface DiffOptions {
  /** A plan; or the path of a plan.json, or of the folder that it is in. */
  readonly before: string | Plan
  readonly after: string | Plan
  /** Compare recovery times as distributions, too: how many recoveries, and from which seed. Default: not. */
  readonly simulate?: { readonly runs?: number | undefined; readonly seed?: number | undefined } | undefined
  /** Of the simulation. Default: 0. */
  readonly threads?: number | undefined
}

/** What changes between two plans, in consequences. Reads these two and writes nothing. Throws InputError. */
export const diff = ({ before, after, simulate, threads = 0 }: DiffOptions): Promise<PlanDiff> =>
  guarded(async () => {
    checkOptions({ threads })
    const simulation = simulate === undefined ? null : simulationOf(simulate)
    const [old, now] = [await planFrom(before, 'the plan before'), await planFrom(after, 'the plan after')]
    const compared = await comparePlans(old.content, now.content, { loadTarget, simulation, threads })
    const plans = { beforeSha256: old.hash, afterSha256: now.hash }
    return { schema: planDiffSchemaId, plans, ...compared }
  })

const libraryOptions = (options: SiteOptions): Parameters<typeof openLibrary>[0] => ({
  config: options.config,
  workspace: options.workspace,
  out: options.out,
  now: options.now ?? new Date().toISOString(),
  threads: options.threads ?? 0,
  onStep: options.onStep ?? (() => undefined),
  loadSource,
  loadTarget,
})
