import type { Check } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { DecidedAction, NeededAction, NeededFor, PermissionReading } from '../../../model/needed-action.ts'
import { count } from '../../../model/quantity.ts'

/** How many actions are named before the rest is counted. */
const MOST_NAMED = 8

export const permissions: Check = {
  title: 'Whoever carries out the plan may do what it needs.',
  codes: ['check.permission-missing', 'check.permission-unknown'],
  source: 'NIST SP 800-53 Rev. 5 (2020), AC-6 and CP-4: least privilege, and a plan that was tried',
  run: ({ permissions: reading }) => (reading ? [...missing(reading), ...unknown(reading)] : []),
}

/** One for each that stops: a root of Terraform, or a runbook. */
function missing(reading: PermissionReading): readonly Finding[] {
  const refused = pairs(reading, ({ decision }) => decision === 'denied' || decision === 'not-allowed')
  return grouped(refused, ({ needed }) => firstOf(needed).where).map(([where, group]) => {
    const reasons = [...new Set(group.flatMap(({ decided }) => decided.reason ?? []))]
    return createFinding('check.permission-missing', {
      subject: `${reading.principal}: ${where}`,
      message: `${where} needs ${namesOf(group)}, and ${reading.principal} may not${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}. ${stops(group)}`,
      suggestion:
        'drplan check permissions   writes all that the plan needs as a policy. What a policy allows for some resources only counts as not allowed here: look at those by hand.',
    })
  })
}

/** One for each reason. */
function unknown(reading: PermissionReading): readonly Finding[] {
  const open = pairs(reading, ({ decision }) => decision === 'unknown')
  return grouped(open, ({ decided }) => decided.reason ?? 'nobody says').map(([reason, group]) =>
    createFinding('check.permission-unknown', {
      subject: `${reading.principal}: ${count(group.length, 'action')}`,
      message: `Whether ${reading.principal} may do ${namesOf(group)} cannot be told: ${reason}. ${stops(group)}`,
      suggestion: 'Try it: a drill with the same role tells.',
    }),
  )
}

interface Pair {
  readonly needed: NeededAction
  readonly decided: DecidedAction
}

function pairs({ needed, decided }: PermissionReading, isMeant: (one: DecidedAction) => boolean): readonly Pair[] {
  const byAction = new Map(decided.map((one) => [one.action, one]))
  return needed.flatMap((one) => {
    const own = byAction.get(one.action)
    return own && isMeant(own) ? [{ needed: one, decided: own }] : []
  })
}

const grouped = (
  all: readonly Pair[],
  keyOf: (pair: Pair) => string,
): readonly (readonly [string, readonly Pair[]])[] => [...Map.groupBy(all, keyOf)]

function namesOf(group: readonly Pair[]): string {
  const names = group.map(({ needed }) => needed.action)
  const more = names.length - MOST_NAMED
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more` : names.join(', ')
}

/** What is met first on the day: a step of a wave, else a step, else what asks. */
function stops(group: readonly Pair[]): string {
  const uses = group.flatMap(({ needed }) => needed.for)
  const waves = uses.flatMap(({ wave }) => wave ?? [])
  const first = waves.length > 0 ? uses.find(({ wave }) => wave === Math.min(...waves)) : undefined
  const step = first ?? uses.find((one) => one.step !== null)
  const what = [...new Set(uses.map((use) => use.what))].slice(0, MOST_NAMED).join(', ')
  if (!step?.step) return `Nothing comes of ${what}.`
  return `The step ${step.step} stops${step.wave === null ? '' : `, and wave ${step.wave} does not come back`} (${what}).`
}

const firstOf = ({ for: [first] }: NeededAction): NeededFor => first ?? nobody
const nobody: NeededFor = { where: 'the plan', what: 'the plan', step: null, wave: null }
