/** Single tasks of a plan: how long a term takes, what it holds, shares and calls. */
import type { Assignment } from '../../model/mapping.ts'
import type { PlannedVm } from '../../model/plan.ts'
import type { SimulationTask, StepTime } from '../../model/simulation-model.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import { CALLS, OPERATORS, RESTORE } from './plan-resources.ts'

export interface Term {
  readonly name: string
  readonly minutes: number
}

/** Where a VM's tasks begin and end. */
export interface VmTasks {
  readonly vm: PlannedVm
  readonly assignment: Assignment | null
  readonly tasks: readonly SimulationTask[]
  /** What others wait for, and when its users are served. */
  readonly backId: string
  readonly servedId: string
}

/** Recorded times of the VM before those of all, and both before the planned minutes with their spread. */
export function stepTimeOf({ name, minutes }: Term, vmId: string | null, settings: SimulationSettings): StepTime {
  const ofTerm = settings.recorded.filter(({ term }) => term === name)
  const own = vmId === null ? [] : ofTerm.filter((one) => one.vmId === vmId)
  const recorded = (own.length > 0 ? own : ofTerm.filter((one) => one.vmId === null)).flatMap((one) => one.minutes)
  if (recorded.length > 0) return { kind: 'empirical', minutes: recorded }
  const { low, mode, high } = Object.hasOwn(settings.spreads, name)
    ? (settings.spreads[name] ?? settings.spread)
    : settings.spread
  return low === high
    ? { kind: 'fixed', minutes: minutes * mode }
    : { kind: 'triangular', low: minutes * low, mode: minutes * mode, high: minutes * high }
}

interface TermParts {
  readonly id: string
  readonly assignment: Assignment
  readonly term: Term
  readonly wave: number
  readonly needs: readonly string[]
}

export function taskOfTerm(
  { id, assignment, term, wave, needs }: TermParts,
  settings: SimulationSettings,
): SimulationTask {
  const { name } = term
  const { operators, restoreMiBps } = settings
  const gib = assignment.disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)
  return {
    id,
    vmId: assignment.vmId,
    term: name,
    wave,
    duration: stepTimeOf(term, assignment.vmId, settings),
    needs,
    holds: operators?.terms.includes(name) ? [{ resourceId: OPERATORS, amount: 1, until: [] }] : [],
    shares: restoreMiBps !== null && name === 'restore' && gib > 0 ? { resourceId: RESTORE, gib } : null,
    calls: callsOf(name, settings),
    retry: retryOf(name, settings),
  }
}

/** Terms come from a file: a name that every object has is no setting. */
function callsOf(name: string, { calls }: SimulationSettings): SimulationTask['calls'] {
  const amount = calls && Object.hasOwn(calls.terms, name) ? calls.terms[name] : undefined
  return amount === undefined ? null : { resourceId: CALLS, amount }
}

function retryOf(name: string, { retry }: SimulationSettings): SimulationTask['retry'] {
  const { chance, most, delayMinutes, terms } = retry
  return chance > 0 && terms.includes(name) ? { chance, most, delayMinutes } : null
}

export const siteTask = (parts: Pick<SimulationTask, 'id' | 'term' | 'duration' | 'needs'>): SimulationTask => ({
  ...parts,
  vmId: null,
  wave: 0,
  holds: [],
  shares: null,
  calls: null,
  retry: null,
})

/** It has nowhere to come back to, so it and what needs it never do. */
export const withoutComponent = (id: string, vmId: string): SimulationTask => ({
  ...siteTask({ id, term: 'no component', duration: { kind: 'fixed', minutes: 0 }, needs: [] }),
  vmId,
  retry: { chance: 1, most: 0, delayMinutes: 0 },
})

/** It did not fail: it serves as soon as what it needs does. */
export const staysUp = (id: string, vmId: string, needs: readonly string[]): SimulationTask => ({
  ...siteTask({ id, term: 'stays up', duration: { kind: 'fixed', minutes: 0 }, needs }),
  vmId,
})

export interface Gates {
  readonly tasks: readonly SimulationTask[]
  /** The task after which work on the VM may begin; null = at once. */
  readonly endOf: (assignment: Assignment) => string | null
}

/** Once for all VMs that wait for the same: `site:detect`, `site:declare`. Where VMs differ in minutes, numbered by them. */
export function gatesOf(assignments: readonly Assignment[], settings: SimulationSettings): Gates {
  const termsOf = ({ achieved }: Assignment): readonly Term[] =>
    ['detect', 'declare'].flatMap((name) => {
      const own = achieved.terms.filter((term) => term.name === name)
      return own.length === 0 ? [] : [{ name, minutes: own.reduce((sum, { minutes }) => sum + minutes, 0) }]
    })
  const minutesOf = Map.groupBy(assignments.flatMap(termsOf), ({ name }) => name)
  const idOf = ({ name, minutes }: Term): string => {
    const distinct = [...new Set(minutesOf.get(name)?.map((term) => term.minutes))].sort((a, b) => a - b)
    const place = distinct.indexOf(minutes)
    return place === 0 ? `site:${name}` : `site:${name}#${place + 1}`
  }
  const tasks = new Map<string, SimulationTask>()
  const ends = new Map<string, string | null>()
  for (const assignment of assignments) {
    let before: string | null = null
    for (const term of termsOf(assignment)) {
      // Who declares waits for who detected; that is part of the id, as two detections make two declarations.
      const id: string = before === null || before === 'site:detect' ? idOf(term) : `${idOf(term)} after ${before}`
      const needs: readonly string[] = before === null ? [] : [before]
      tasks.set(id, siteTask({ id, term: term.name, duration: stepTimeOf(term, null, settings), needs }))
      before = id
    }
    ends.set(assignment.vmId, before)
  }
  return { tasks: [...tasks.values()], endOf: ({ vmId }) => ends.get(vmId) ?? null }
}
