/**
 * The tier of one VM by its own signs: what its tags, companions and environment say, else steps up or down from the
 * standard tier. What others need of it comes later (propose-tiers.ts).
 */
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Vm } from '../../model/site.ts'
import type { Tier } from '../../model/tier.ts'
import type { ProposalConfidence } from '../../model/tier-proposal.ts'
import { count, trim } from '../../model/quantity.ts'
import type { Companions } from './companions.ts'
import { environmentOf, roleOf, tierByTag } from './words.ts'

export interface Signs {
  /** From the strongest to the weakest. */
  readonly tiers: readonly Tier[]
  /** The tier of a VM of which nothing is known. */
  readonly standard: Tier
  readonly companions: (scoped: ScopedVm) => Companions | null
  readonly exposure: (vm: Vm) => string | null
  /** How many other VMs need it, by statements and by traffic that is more than a guess. */
  readonly users: (vmId: string) => number
  /** Written data at the demand's quantile; null = not known (yet). */
  readonly churnGiBPerHour: (vmId: string) => number | null
}

export interface Guess {
  readonly tier: Tier
  readonly confidence: ProposalConfidence
  readonly reasons: readonly string[]
}

/** What so many VMs need is shared by the site, whatever it is. */
const MANY_USERS = 5
/** So much data an hour is worth a sentence: at the weakest default RPO a day of it would be lost. */
const MUCH_CHURN_GIB_PER_HOUR = 1
/** Signs lift by so many tiers at most, and never into the strongest one: only statements lead there. */
const MOST_STEPS = 2

export function guessTier(scoped: ScopedVm, signs: Signs): Guess {
  const { vm } = scoped
  const tag = tierByTag(vm, signs.tiers)
  if (tag) return { tier: tag.tier, confidence: 'high', reasons: [tag.reason] }
  const companions = signs.companions(scoped)
  if (companions) return { tier: companions.tier, confidence: companions.confidence, reasons: [companions.reason] }
  const environment = environmentOf(vm)
  if (environment?.kind === 'trial') {
    const weakest = signs.tiers.at(-1) ?? signs.standard
    return { tier: weakest, confidence: environment.tagged ? 'high' : 'medium', reasons: [environment.reason] }
  }
  return bySteps(vm, environment?.reason ?? null, signs)
}

interface Sign {
  readonly steps: number
  readonly reason: string
}

function bySteps(vm: Vm, production: string | null, signs: Signs): Guess {
  const found = signsOf(vm, signs)
  const steps = Math.min(
    MOST_STEPS,
    found.reduce((sum, sign) => sum + sign.steps, 0),
  )
  const standard = signs.tiers.indexOf(signs.standard)
  const index = Math.min(signs.tiers.length - 1, Math.max(Math.min(1, standard), standard - steps))
  const churn = churnReason(signs.churnGiBPerHour(vm.id))
  const reasons = [...(production === null ? [] : [production]), ...churn, ...found.map(({ reason }) => reason)]
  return {
    tier: signs.tiers[index] ?? signs.standard,
    confidence: found.length > 0 && reasons.length > 1 && agree(found) ? 'medium' : 'low',
    reasons: found.length > 0 ? reasons : [...reasons, 'Nothing speaks for another tier than the standard one.'],
  }
}

/** Do all lead the same way? */
const agree = (found: readonly Sign[]): boolean =>
  found.every(({ steps }) => steps > 0) || found.every(({ steps }) => steps < 0)

function signsOf(vm: Vm, { exposure, users }: Signs): readonly Sign[] {
  const role = roleOf(vm)
  const exposed = exposure(vm)
  const many = users(vm.id)
  return [
    ...(role ? [role] : []),
    ...(exposed === null ? [] : [{ steps: 1, reason: exposed }]),
    ...(many >= MANY_USERS ? [{ steps: 1, reason: `${count(many, 'VM needs', 'VMs need')} it.` }] : []),
  ]
}

/**
 * A reason, never a step: churn is known only after the forecast, and a VM must be in one tier in every step of a run.
 */
const churnReason = (churn: number | null): readonly string[] =>
  churn !== null && churn >= MUCH_CHURN_GIB_PER_HOUR
    ? [`It writes ${trim(churn, 1)}\u00a0GiB an hour, which is lost back to the recovery point.`]
    : []
