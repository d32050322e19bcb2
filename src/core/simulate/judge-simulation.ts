/** What simulated recoveries mean for each promise of the plan, and on what the times rest. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { ApplicationPromise, Plan } from '../../model/plan.ts'
import type { SimulationModel } from '../../model/simulation-model.ts'
import type { SimulatedPromise, SimulationReport, SimulationVerdict } from '../../model/simulation-report.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import type { Simulation } from '../../model/simulation.ts'
import type { Played } from './scenarios.ts'

/** `plan`: as it was, before the scenario changed it. */
export function judgeSimulation(plan: Plan, played: Played, { goals }: Simulation): readonly SimulatedPromise[] {
  const kept = new Map(goals.flatMap((goal) => (goal.kind === 'application' ? [[goal.name, goal.kept] as const] : [])))
  const lost = lossesOf(played)
  const unmapped = new Set(plan.mapping.unmapped.map(({ vmId }) => vmId))
  const notReady = new Set(
    (plan.mapping.compatibility ?? []).flatMap(({ vmId, verdict }) => (verdict === 'not-ready' ? vmId : [])),
  )
  return plan.promises.map((promise) => {
    const { application, tierId, vmIds, verdict } = promise
    const loss = lost(promise)
    return {
      application,
      tierId,
      verdict: verdictOf(kept.get(application)?.share ?? null, loss.kept, played.settings.verdict),
      plan: verdict,
      unmapped: vmIds.filter((id) => unmapped.has(id)).length,
      notReady: vmIds.filter((id) => notReady.has(id) && !unmapped.has(id)).length,
      loss,
    }
  })
}

function verdictOf(
  share: number | null,
  lossKept: boolean | null,
  { kept, atRisk }: SimulationSettings['verdict'],
): SimulationVerdict {
  if (lossKept === false) return 'broken'
  if (share === null) return lossKept === null ? 'none' : 'kept'
  if (share >= kept) return 'kept'
  return share >= atRisk ? 'at-risk' : 'broken'
}

/**
 * Each VM answers for the RPO of its own tier; what did not fail loses nothing. The loss that is shown is that of the tier
 * that the plan shows, so that it stands beside its promise.
 */
function lossesOf({ plan, scenario }: Played): (promise: ApplicationPromise) => SimulatedPromise['loss'] {
  const up = new Set(scenario.upVmIds)
  const assignments = new Map(plan.mapping.assignments.map((one) => [one.vmId, one]))
  const tierOf = new Map(plan.vms.map(({ vmId, tierId }) => [vmId, tierId]))
  const promises = new Map(plan.tiers.map(({ id, rpoMinutes }) => [id, rpoMinutes]))
  const minutesOf = (id: string): number | null => (up.has(id) ? 0 : (assignments.get(id)?.achieved.rpoMinutes ?? null))
  return ({ tierId, vmIds, promised }) => {
    const losses = vmIds.filter((id) => tierOf.get(id) === tierId).map(minutesOf)
    const known = losses.filter((minutes) => minutes !== null)
    const promisedTo = vmIds.flatMap((id) => {
      const most = promises.get(tierOf.get(id) ?? '') ?? null
      return most === null ? [] : [{ most, minutes: minutesOf(id) }]
    })
    return {
      promisedMinutes: promised.rpoMinutes,
      minutes: known.length < losses.length ? null : Math.max(0, ...known),
      kept:
        promisedTo.length === 0 ? null : promisedTo.every(({ most, minutes }) => minutes !== null && minutes <= most),
    }
  }
}

/** Tasks that stand for no work of anybody. */
const marks = new Set(['start job', 'no component', 'stays up'])

export function basisOf(
  { tasks }: Pick<SimulationModel, 'tasks'>,
  { spread }: SimulationSettings,
  drills: readonly string[],
): SimulationReport['basis'] {
  const drawn = tasks.filter(({ term }) => !marks.has(term))
  const recorded = drawn.filter(({ duration }) => duration.kind === 'empirical').length
  return {
    recordedTasks: recorded,
    assumedTasks: drawn.length - recorded,
    spread: { low: spread.low, mode: spread.mode, high: spread.high },
    drills: [...drills],
  }
}

export interface Doubts {
  /** Places of settings that meet nothing, with the file that they stand in. */
  readonly unmatched: readonly { readonly setting: string; readonly file: string }[]
  readonly unknownVmIds: readonly string[]
  readonly unplacedVmIds: readonly string[]
  readonly lostPlace: string | null
}

export function simulationFindings(
  { unmatched, unknownVmIds, unplacedVmIds, lostPlace }: Doubts,
  names: ReadonlyMap<string, string>,
): readonly Finding[] {
  const named = (ids: readonly string[]): string => ids.map((id) => names.get(id) ?? id).join(', ')
  const settings = unmatched.map(({ setting, file }) =>
    createFinding('simulation.setting-unmatched', {
      subject: setting,
      message: `${setting} in ${file} meets no term or VM of the plan, so it changes nothing.`,
      suggestion: 'Compare its name with the terms and ids of plan.json (mapping.assignments[].achieved.terms).',
      place: file,
    }),
  )
  const unknown = createFinding('simulation.time-unknown', {
    subject: named(unknownVmIds.slice(0, 3)),
    message: `The restores of ${unknownVmIds.length} VMs, or of VMs they need, have disks of unknown size and take no time here.`,
    suggestion: 'State the disks of these VMs in the inventory.',
    affected: unknownVmIds,
  })
  const unplaced = createFinding('simulation.placement-unknown', {
    subject: lostPlace ?? '',
    message: `Nobody says where ${unplacedVmIds.length} planned VMs run; they are taken to be lost with ${lostPlace ?? 'it'}.`,
    suggestion: 'State their placement in the inventory.',
    affected: unplacedVmIds,
  })
  return [...settings, ...(unknownVmIds.length > 0 ? [unknown] : []), ...(unplacedVmIds.length > 0 ? [unplaced] : [])]
}
