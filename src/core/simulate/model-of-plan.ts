/**
 * The plan as tasks: detect and declare once for all, then the terms of each VM in their order, after the VMs it needs, and
 * the redirection of its users, which nothing waits for. With times as planned and no limit that binds, it comes back when
 * the plan says (core/plan/waves.ts).
 */
import type { Assignment } from '../../model/mapping.ts'
import type { Plan, PlannedVm } from '../../model/plan.ts'
import type { SimulationModel } from '../../model/simulation-model.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import { goalsOfPlan } from './goals-of-plan.ts'
import { startInJobs } from './plan-jobs.ts'
import { resourcesOfPlan } from './plan-resources.ts'
import { gatesOf, staysUp, taskOfTerm, withoutComponent, type Term, type VmTasks } from './plan-tasks.ts'
import { unmatchedSettings } from './unmatched-settings.ts'

export interface PlanModel {
  readonly model: SimulationModel
  /** VMs whose restore, or that of one they need, has disks of unknown size: their times are too short. */
  readonly unknownVmIds: readonly string[]
  /** Places of settings that meet nothing in the plan, such as `recorded[2]`. */
  readonly unmatched: readonly string[]
}

/** `up`: VMs that did not fail. They serve at once, or as soon as what they need is back. */
export function modelOfPlan(plan: Plan, settings: SimulationSettings, up: ReadonlySet<string> = new Set()): PlanModel {
  const assignments = new Map(
    plan.mapping.assignments.filter(({ vmId }) => !up.has(vmId)).map((one) => [one.vmId, one]),
  )
  const waves = new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
  const gates = gatesOf([...assignments.values()], settings)
  const backIds = new Map<string, string>()
  for (const { vmId } of plan.vms)
    backIds.set(vmId, up.has(vmId) ? upIdOf(vmId) : backIdOf(vmId, assignments.get(vmId)))
  const vms = plan.vms.map((vm): VmTasks => {
    const assignment = assignments.get(vm.vmId)
    const wave = waves.get(vm.vmId) ?? 0
    const needs = vm.dependsOn.flatMap((id) => backIds.get(id) ?? [])
    if (up.has(vm.vmId)) return upVm(vm, needs)
    if (!assignment) return lostVm(vm)
    const gate = gates.endOf(assignment)
    return tasksOfVm({ vm, assignment, wave, needs: gate === null ? needs : [gate, ...needs] }, settings)
  })
  const jobs = startInJobs(vms, { plan, settings })
  return {
    model: {
      dispatch: settings.dispatch,
      resources: [...resourcesOfPlan(settings), ...jobs.resources],
      tasks: [...gates.tasks, ...jobs.tasks],
      goals: goalsOfPlan(plan, vms, settings),
    },
    unknownVmIds: unknownVms(plan, assignments),
    unmatched: unmatchedSettings(plan, settings),
  }
}

const REDIRECT = 'redirect'
const BEFORE_START = new Set(['detect', 'declare'])

const workOf = ({ achieved }: Assignment): readonly Term[] =>
  achieved.terms.filter(({ name }) => name !== REDIRECT && !BEFORE_START.has(name))

/** Two terms of one name are told apart by their number. */
const termIds = (vmId: string, terms: readonly Term[]): readonly string[] =>
  terms.map(({ name }, index) => {
    const before = terms.slice(0, index).filter((other) => other.name === name).length
    return `vm:${vmId}/${name}${before === 0 ? '' : `#${before + 1}`}`
  })

function backIdOf(vmId: string, assignment: Assignment | undefined): string {
  if (!assignment) return `vm:${vmId}/no component`
  return termIds(vmId, workOf(assignment)).at(-1) ?? `vm:${vmId}/ready`
}

interface VmParts {
  readonly vm: PlannedVm
  readonly assignment: Assignment
  readonly wave: number
  readonly needs: readonly string[]
}

function tasksOfVm(parts: VmParts, settings: SimulationSettings): VmTasks {
  const { vm, assignment } = parts
  const stated = workOf(assignment)
  const work = stated.length > 0 ? stated : [{ name: 'ready', minutes: 0 }]
  const redirects = assignment.achieved.terms.filter(({ name }) => name === REDIRECT)
  const terms = [...work, ...redirects]
  const ids = termIds(vm.vmId, terms)
  const tasks = terms.map((term, index) =>
    taskOfTerm(
      { ...parts, term, id: ids[index] ?? '', needs: index === 0 ? parts.needs : [ids[index - 1] ?? ''] },
      settings,
    ),
  )
  return { vm, assignment, tasks, backId: backIdOf(vm.vmId, assignment), servedId: ids.at(-1) ?? '' }
}

function lostVm(vm: PlannedVm): VmTasks {
  const id = backIdOf(vm.vmId, undefined)
  return { vm, assignment: null, tasks: [withoutComponent(id, vm.vmId)], backId: id, servedId: id }
}

const upIdOf = (vmId: string): string => `vm:${vmId}/stays up`

function upVm(vm: PlannedVm, needs: readonly string[]): VmTasks {
  const id = upIdOf(vm.vmId)
  return { vm, assignment: null, tasks: [staysUp(id, vm.vmId, needs)], backId: id, servedId: id }
}

/** As the plan has it: a restore of disks that nobody knows takes no time there. */
function unknownVms({ vms }: Plan, assignments: ReadonlyMap<string, Assignment>): readonly string[] {
  const unknown = new Set(
    [...assignments.values()]
      .filter(({ achieved, disks }) => disks.length === 0 && achieved.terms.some(({ name }) => name === 'restore'))
      .map(({ vmId }) => vmId),
  )
  const clients = Map.groupBy(
    vms.flatMap(({ vmId, dependsOn }) => dependsOn.map((server) => ({ server, vmId }))),
    ({ server }) => server,
  )
  for (const id of unknown) for (const { vmId } of clients.get(id) ?? []) unknown.add(vmId)
  return [...unknown].sort()
}
