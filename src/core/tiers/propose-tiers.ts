/**
 * Tiers for the VMs that nobody gave one. Each is guessed by its own signs; then what is needed ranks at least as high as
 * what needs it, directly or through others, unless that is waived. A guess never asks for more than the given tiers of
 * what the VM itself needs: it alone must not put anybody's statement in the wrong.
 */
import type { Config } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import { resolveNeeds, type Needs } from '../../model/needs.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Site } from '../../model/site.ts'
import type { TierProposal } from '../../model/tier-proposal.ts'
import { lowered, raised, type Guesses } from './bounds.ts'
import { companionsOf } from './companions.ts'
import { exposureOf } from './exposure.ts'
import { proposalFindings } from './findings.ts'
import { guessTier } from './guess.ts'
import { compareTiers, isOpen } from './order.ts'

export interface ProposalInput {
  readonly site: Pick<Site, 'vms' | 'network' | 'dependencies'>
  /** With what they need (with-needs.ts). */
  readonly planned: readonly ScopedVm[]
  readonly config: Pick<Config, 'tiers' | 'tiering' | 'mapping' | 'defaultTier'>
  /** GiB an hour by the id of the VM, where the forecast is made already. */
  readonly churn: ReadonlyMap<string, number>
}

export interface Proposed {
  /** The same VMs in the same order. */
  readonly planned: readonly ScopedVm[]
  readonly findings: readonly Finding[]
}

export function proposeTiers(input: ProposalInput): Proposed {
  const { planned, config } = input
  if (config.tiering.propose === 'off' || !planned.some(isOpen)) return { planned, findings: [] }
  const needs = allNeeds(planned)
  const guesses = raised(lowered(guessAll(input, needs), needs, input), needs, input)
  const isApplied = config.tiering.propose === 'apply'
  const proposed = planned.map((scoped): ScopedVm => {
    const guess = guesses.get(scoped.vm.id)
    if (!guess) return scoped
    const tierProposal: TierProposal = {
      tierId: guess.tier.id,
      confidence: guess.confidence,
      reasons: [...guess.reasons],
    }
    return isApplied
      ? { ...scoped, tier: guess.tier, tierOrigin: { kind: 'proposed' }, tierProposal }
      : { ...scoped, tierProposal }
  })
  return { planned: proposed, findings: proposalFindings(proposed, { tiers: config.tiers, isApplied }) }
}

function allNeeds(planned: readonly ScopedVm[]): Needs {
  const { stated, observed } = resolveNeeds(planned)
  return new Map([...stated].map(([id, own]) => [id, [...new Set([...own, ...(observed.get(id) ?? [])])].sort()]))
}

/** By the id of every VM that nobody gave a tier. */
function guessAll({ site, planned, config, churn }: ProposalInput, needs: Needs): Guesses {
  const tiers = config.tiers.toSorted(compareTiers)
  const users = usersOf(needs, site.dependencies)
  const signs = {
    tiers,
    companions: companionsOf(planned),
    exposure: exposureOf(site),
    users: (id: string) => users.get(id)?.size ?? 0,
    churnGiBPerHour: (id: string) => churn.get(id) ?? null,
  }
  return new Map(
    planned
      .filter(isOpen)
      .map((scoped) => [scoped.vm.id, guessTier(scoped, { ...signs, standard: standardOf(scoped, config) })]),
  )
}

/** The very tier of the table. */
const standardOf = ({ tier }: ScopedVm, { tiers }: Pick<Config, 'tiers'>): ScopedVm['tier'] =>
  tiers.find(({ id }) => id === tier.id) ?? tier

/** Statements, and traffic that is more than a guess. */
function usersOf(needs: Needs, dependencies: Site['dependencies']): ReadonlyMap<string, ReadonlySet<string>> {
  const users = new Map<string, Set<string>>()
  const add = (user: string, id: string): void => {
    const known = users.get(id)
    if (known) known.add(user)
    else users.set(id, new Set([user]))
  }
  for (const [user, own] of needs) for (const id of own) add(user, id)
  for (const { fromVmId, toVmId, confidence } of dependencies) if (confidence !== 'possible') add(fromVmId, toVmId)
  return users
}
