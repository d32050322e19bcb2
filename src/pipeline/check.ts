/** Is the committed plan still the right one? Reads the sources afresh and writes nothing. */
import { judgeFindings } from '../core/gate/judge.ts'
import { diffNetwork } from '../core/diff/network.ts'
import { findingsSince } from '../core/gate/standing.ts'
import { placedAlike } from '../core/plan/checks/addresses.ts'
import { runChecks } from '../core/plan/checks/index.ts'
import { InputError } from '../errors.ts'
import type { CheckBaseline } from '../model/check-baseline.ts'
import type { CheckReport } from '../model/check-report.ts'
import { checkSettingsSchema, type CheckSettings } from '../model/check-settings.ts'
import type { CheckContext } from '../model/check.ts'
import type { Severity } from '../model/finding-codes.ts'
import type { Plan, Verdict } from '../model/plan.ts'
import { artifactFile, loadArtifact, type Stored } from '../workspace/artifacts.ts'
import { compareOutputs } from '../workspace/outputs.ts'
import { knownRules, lookedAt } from './check-rules.ts'
import type { StepContext } from './context.ts'
import { drillRecords } from './drill-records.ts'
import { readPermissions } from './permissions.ts'
import { previousPlan } from './kept-plan.ts'
import { inputsOf } from './monitor.ts'
import { leafInputs } from './plan.ts'
import { judgedPolicies } from './judged-policies.ts'
import { presentSite } from './present-site.ts'
import { replan } from './replan.ts'
import { openScans, scanInputs } from './scan.ts'
import { scopeOf } from './scope.ts'
import { openSources } from './sources.ts'
import { readStanding } from './standing.ts'
import { proveSite } from './translate.ts'
import { readVersions } from './versions.ts'

export interface CheckWish {
  readonly failOn: Severity
  /** Read the samples and forecast again, in a folder that is removed afterwards. */
  readonly forecast: boolean
  /** Read the recovery site, too. */
  readonly recovery: boolean
  /** ISO date that ages and ends of waivers are counted to. */
  readonly today: string
  /** What is known; null = nothing. */
  readonly baseline: CheckBaseline | null
}

/** Throws InputError `plan.missing`, and what reading sources and artefacts throws. */
export async function check(context: StepContext, wish: CheckWish): Promise<CheckReport> {
  const committed = await committedPlan(context)
  const settings = checkSettingsSchema.parse(context.config.check ?? {})
  const checking = await checkContext(context, { committed, settings, wish })
  const policies = await judgedPolicies(context, { ...checking, settings })
  const standing = wish.recovery ? await readStanding(committed.content, settings.recovery, context) : []
  const found = [
    ...findingsSince({
      plan: committed.content,
      replanned: checking.replanned,
      checked: [...runChecks(checking), ...standing],
    }),
    ...policies.found,
  ]
  const { today, failOn, baseline } = wish
  const judged = judgeFindings({
    found,
    rules: new Map([...knownRules(), ...policies.rules]),
    looked: [...lookedAt, ...policies.rules.keys()],
    settings,
    today,
    baseline,
    failOn,
  })
  const { site, target, promises } = committed.content
  return {
    ...judged,
    staleBaseline: judged.staleBaseline.map(({ rule, subject }) => ({ rule, subject })),
    failOn,
    today,
    plan: {
      file: artifactFile('plan', context.folders),
      sha256: committed.hash,
      site: site.id,
      target: target.id,
      region: target.region,
    },
    vms: checking.planned.length,
    notChecked: notChecked(checking, wish),
    promises: { planned: counted(promises), now: counted(checking.replanned.promises) },
  }
}

async function committedPlan(context: StepContext): Promise<Stored<'plan'>> {
  const file = artifactFile('plan', context.folders)
  const committed = await loadArtifact(file, 'plan')
  if (committed) return committed
  throw new InputError('plan.missing', `There is no plan at ${file}.`, {
    suggestions: ['drplan plan   makes one; commit it.'],
  })
}

/** A check always knows the day, so that it judges what a plan, made without one, only states. */
function withToday(context: StepContext, today: string): StepContext {
  const { config } = context
  return { ...context, config: { ...config, mapping: { ...config.mapping, today: config.mapping.today ?? today } } }
}

interface Checking {
  readonly committed: Stored<'plan'>
  readonly settings: CheckSettings
  readonly wish: CheckWish
}

async function checkContext(context: StepContext, { committed, settings, wish }: Checking): Promise<CheckContext> {
  const sources = await openSources(context)
  const scans = await openScans(context)
  const { site, demands } = await presentSite(context, { sources, again: wish.forecast })
  const plan = committed.content
  const previous = await previousPlan(context)
  const dated = withToday(context, wish.today)
  const replanned = await replan(dated, { site, scans, demands, committed: plan })
  // What follows for a VM that is new, gone or elsewhere has a finding of its own.
  const vmIds = placedAlike(plan, replanned)
  return {
    plan,
    planSha256: committed.hash,
    plannedBy: committed.madeBy,
    plannedFrom: committed.inputs,
    site,
    planned: scopeOf(site, context.config).planned,
    now: {
      ...leafInputs({ inputs: inputsOf(sources, context) }, context),
      ...scanInputs(scans),
      ...(previous && { 'terraform.previous': previous.hash }),
    },
    checkedBy: context.madeBy,
    histories: new Set(sources.filter(({ source }) => !source.readSite).flatMap(({ files }) => Object.keys(files))),
    replanned,
    settled: vmIds,
    networkChanges: diffNetwork(plan.network, replanned.network),
    forecastAgain: wish.forecast,
    demandPolicy: context.config.demand,
    provenNow: proveSite(dated, { site, translation: plan.network, vmIds }).equivalence,
    settings,
    today: wish.today,
    drills: await drillRecords(context, settings),
    outputs: (await compareOutputs(context.folders.out, committed.hash)) ?? { missing: [], changed: [] },
    permissions: await readPermissions(plan, settings, { context, live: wish.recovery }),
    versions: await readVersions(context, { live: wish.recovery }),
    quotasReadAt: context.accountQuotas?.content.readAt ?? null,
  }
}

/** What of a whole check was left out, and how to have it. */
const notChecked = ({ histories }: CheckContext, { forecast, recovery }: CheckWish): readonly string[] => [
  ...(forecast || histories.size === 0
    ? []
    : ['Demand was not forecast again from the samples (--forecast does): it is that of the plan.']),
  ...(recovery ? [] : ['The recovery site itself was not read (--recovery does).']),
]

const counted = (promises: Plan['promises']): Record<Verdict, number> => {
  const of = (verdict: Verdict): number => promises.filter((one) => one.verdict === verdict).length
  return { broken: of('broken'), undecided: of('undecided'), kept: of('kept'), none: of('none') }
}
