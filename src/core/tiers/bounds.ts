/** Between what a VM needs and what needs it: the bounds of a guess. */
import type { Config } from '../../model/config.ts'
import type { Needs } from '../../model/needs.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { requiredRanks, waiverOf } from '../../model/tier-order.ts'
import type { Guess } from './guess.ts'

/** By the id of every VM that nobody gave a tier. */
export type Guesses = ReadonlyMap<string, Guess>

export interface Bounds {
  readonly planned: readonly ScopedVm[]
  readonly config: Pick<Config, 'tiering' | 'mapping'>
}

/** No guess above the weakest given tier among what the VM needs, as far as needs lead through guesses only. */
export function lowered(guesses: Guesses, needs: Needs, { planned, config }: Bounds): Guesses {
  const byId = new Map(planned.map((scoped) => [scoped.vm.id, scoped]))
  const isWaived = waivedIn(byId, config)
  // Turned round twice, need for use and weak for strong, it is the same question as for what others need.
  const ranks = new Map(
    planned.map(({ vm, tier }) => [vm.id, guesses.has(vm.id) || isWaived(vm.id) ? Infinity : -tier.priority]),
  )
  const caps = requiredRanks(ranks, reversed(needs), (id) => !guesses.has(id))
  return new Map(
    [...guesses].map(([id, guess]) => {
      const cap = caps.get(id)
      const other = cap && cap.rank > -Infinity ? byId.get(cap.by) : undefined
      if (!cap || !other || cap.rank === Infinity || guess.tier.priority >= -cap.rank) return [id, guess]
      const why = `It would be tier ${guess.tier.id}, but it needs ${other.vm.name}, which was given tier ${other.tier.id}.`
      return [id, { ...guess, tier: other.tier, reasons: [...guess.reasons, why] }]
    }),
  )
}

function reversed(needs: Needs): Needs {
  const users = new Map<string, string[]>()
  for (const [id, own] of needs)
    for (const need of own) {
      const known = users.get(need)
      if (known) known.push(id)
      else users.set(need, [id])
    }
  return users
}

/** At least as strong as everything that needs it. */
export function raised(guesses: Guesses, needs: Needs, { planned, config }: Bounds): Guesses {
  const byId = new Map(planned.map((scoped) => [scoped.vm.id, scoped]))
  const ranks = new Map(planned.map(({ vm, tier }) => [vm.id, (guesses.get(vm.id)?.tier ?? tier).priority]))
  const required = requiredRanks(ranks, needs, waivedIn(byId, config))
  return new Map(
    [...guesses].map(([id, guess]) => {
      const user = byId.get(required.get(id)?.by ?? id)
      if (!user || user.vm.id === id) return [id, guess]
      const through = byId.get(required.get(id)?.through ?? id) ?? user
      return [id, raisedBy(guess, user, { theirs: guesses.get(user.vm.id) ?? null, through })]
    }),
  )
}

/** `theirs`: where the tier of the user is a guess itself. */
function raisedBy(
  guess: Guess,
  { vm, tier: given }: ScopedVm,
  { theirs, through }: { readonly theirs: Guess | null; readonly through: ScopedVm },
): Guess {
  const tier = theirs?.tier ?? given
  const way = through.vm.id === vm.id ? '' : ` through ${through.vm.name}`
  const standing = theirs ? `proposed for tier ${tier.id}` : `in tier ${tier.id}`
  return {
    tier,
    confidence: theirs?.confidence ?? 'high',
    reasons: [...guess.reasons.filter(isSign), `${vm.name}, ${standing}, needs it${way}.`],
  }
}

const isSign = (reason: string): boolean => !reason.startsWith('Nothing speaks')

const waivedIn =
  (byId: ReadonlyMap<string, ScopedVm>, { tiering, mapping }: Bounds['config']) =>
  (id: string): boolean => {
    const scoped = byId.get(id)
    const given = scoped && waiverOf(scoped.vm, { waivers: tiering.waivers, today: mapping.today })
    return given?.inForce === true
  }
