/**
 * The way home as tasks, in the order of the failback runbook: copies while the recovery site serves; then nobody writes, the
 * last differences are sent, the recovery site is fenced, and the waves start at home one after the other.
 */
import type { RecoveryModel } from '../../model/config.ts'
import { failbackHome } from '../../model/failback-home.ts'
import type { Assignment } from '../../model/mapping.ts'
import type { Plan } from '../../model/plan.ts'
import type { SimulationGoal, SimulationModel, SimulationTask } from '../../model/simulation-model.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import type { HomeCopies } from './home-copies.ts'
import { resourcesOfPlan } from './plan-resources.ts'
import { siteTask, stepTimeOf, taskOfTerm, type Term } from './plan-tasks.ts'

const LINK = 'link-home'
const COPY = 'copy home'
const MIB_PER_GIB = 1024

interface Home {
  readonly plan: Plan
  readonly settings: SimulationSettings
  readonly recovery: RecoveryModel
  readonly home: HomeCopies
}

const linkOf = (mibPerSecond: number): SimulationModel['resources'][number] => ({
  kind: 'rate',
  id: LINK,
  name: 'line home',
  mibPerSecond,
})

/** Null where nothing is known of the line, or it carries less than is written. */
export function copyingModel({ settings, home }: Omit<Home, 'recovery' | 'plan'>): SimulationModel | null {
  const { copyMiBps } = home.link
  if (copyMiBps === null) return null
  const tasks = home.copies.map(({ vmId, gib }) =>
    copyTask({ vmId, gib: gib ?? 0, rate: copyMiBps, needs: [] }, settings),
  )
  const members = tasks.map(({ id }) => ({ taskId: id, promisedMinutes: null, timed: true }))
  const goals: SimulationGoal[] = [{ id: 'whole', kind: 'whole', name: 'copies', promisedMinutes: null, members }]
  return { dispatch: settings.dispatch, resources: [linkOf(copyMiBps)], tasks, goals }
}

/** From the moment at which nobody may write any more. What is not known takes no time. */
export function cutOverModel(of: Home): SimulationModel {
  const { settings, home } = of
  const { homeMiBps } = home.link
  const close = gate('close', settings.failback.closeMinutes, { needs: [], settings })
  const copies =
    homeMiBps === null
      ? []
      : home.copies.map(({ vmId, atCutOverGiB }) =>
          copyTask({ vmId, gib: atCutOverGiB ?? 0, rate: homeMiBps, needs: [close.id] }, settings),
        )
  const fence = gate('fence', settings.failback.fenceMinutes, {
    needs: copies.length > 0 ? copies.map(({ id }) => id) : [close.id],
    settings,
  })
  const waves = waveTasks(of, fence.id)
  return {
    dispatch: settings.dispatch,
    resources: [
      ...resourcesOfPlan({ ...settings, restoreMiBps: null }),
      ...(homeMiBps === null ? [] : [linkOf(homeMiBps)]),
    ],
    tasks: [close, ...copies, fence, ...waves],
    goals: goalsOf(of),
  }
}

const gate = (
  name: string,
  minutes: number,
  { needs, settings }: { readonly needs: readonly string[]; readonly settings: SimulationSettings },
): SimulationTask =>
  siteTask({ id: `home:${name}`, term: name, duration: stepTimeOf({ name, minutes }, null, settings), needs })

function copyTask(
  { vmId, gib, rate, needs }: { vmId: string; gib: number; rate: number; needs: readonly string[] },
  settings: SimulationSettings,
): SimulationTask {
  const minutes = (gib * MIB_PER_GIB) / rate / 60
  const duration = stepTimeOf({ name: COPY, minutes }, vmId, settings)
  return {
    ...siteTask({ id: `vm:${vmId}/${COPY}`, term: COPY, duration, needs }),
    vmId,
    shares: gib > 0 ? { resourceId: LINK, gib } : null,
  }
}

const lastId = (vmId: string): string => `vm:${vmId}/verify`
const servedId = (vmId: string): string => `vm:${vmId}/redirect`

/** A wave starts once the one before it was checked, as in the runbook; within one, what is needed comes first. */
function waveTasks(of: Home, fenceId: string): readonly SimulationTask[] {
  const { plan, settings } = of
  const assignments = new Map(plan.mapping.assignments.map((one) => [one.vmId, one]))
  const dependsOn = new Map(plan.vms.map((vm) => [vm.vmId, vm.dependsOn]))
  const termsFor = termsAtHome(of)
  const tasks: SimulationTask[] = []
  let before = fenceId
  for (const { number, vmIds } of plan.waves) {
    const own = vmIds.flatMap((id) => assignments.get(id) ?? [])
    if (own.length === 0) continue
    const here = new Set(own.map(({ vmId }) => vmId))
    for (const assignment of own) {
      const waits = (dependsOn.get(assignment.vmId) ?? []).filter((id) => here.has(id)).map(lastId)
      const needs = [before, ...waits]
      tasks.push(...chain({ assignment, wave: number, needs, terms: termsFor(assignment) }, settings))
    }
    const checked = siteTask({
      id: `home:wave-${number}`,
      term: 'wave checked',
      duration: { kind: 'fixed', minutes: 0 },
      needs: own.map(({ vmId }) => lastId(vmId)),
    })
    tasks.push(checked)
    before = checked.id
  }
  return tasks
}

/** What is lost in a cloud at home is made again by Terraform in its wave; boot, start and checks take what they take away. */
function termsAtHome({ plan, settings, recovery }: Home): (assignment: Assignment) => readonly Term[] {
  const again = settings.failback.disksAtHome === 'lost' ? (failbackHome(plan)?.vmIds ?? new Set<string>()) : new Set()
  return ({ vmId }) => [
    ...(again.has(vmId) ? [{ name: 'launch', minutes: recovery.pilotLaunchMinutes }] : []),
    { name: 'boot', minutes: recovery.bootMinutes },
    { name: 'application start', minutes: recovery.applicationStartMinutes },
    { name: 'verify', minutes: recovery.verifyMinutes },
    { name: 'redirect', minutes: recovery.redirectMinutes },
  ]
}

interface Chain {
  readonly assignment: Assignment
  readonly wave: number
  readonly needs: readonly string[]
  readonly terms: readonly Term[]
}

function chain({ assignment, wave, needs, terms }: Chain, settings: SimulationSettings): readonly SimulationTask[] {
  const ids = terms.map(({ name }) => `vm:${assignment.vmId}/${name}`)
  return terms.map((term, index) =>
    taskOfTerm(
      { id: ids[index] ?? '', assignment, term, wave, needs: index === 0 ? needs : [ids[index - 1] ?? ''] },
      settings,
    ),
  )
}

function goalsOf({ plan }: Home): readonly SimulationGoal[] {
  const goes = new Set(plan.mapping.assignments.map(({ vmId }) => vmId))
  const waved = new Set(plan.waves.flatMap(({ vmIds }) => vmIds).filter((id) => goes.has(id)))
  const goal = (parts: Pick<SimulationGoal, 'id' | 'kind' | 'name'>, vmIds: readonly string[]): SimulationGoal => ({
    ...parts,
    promisedMinutes: null,
    members: vmIds.map((id) => ({ taskId: servedId(id), promisedMinutes: null, timed: true })),
  })
  const applications = plan.promises.flatMap(({ application, vmIds }) => {
    const own = vmIds.filter((id) => waved.has(id))
    return own.length === 0
      ? []
      : [goal({ id: `application:${application}`, kind: 'application', name: application }, own)]
  })
  return [...applications, goal({ id: 'whole', kind: 'whole', name: 'everything' }, [...waved])]
}
