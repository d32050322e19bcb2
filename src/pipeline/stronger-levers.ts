/** What a stronger strategy for the worst applications buys and costs: the mapping once more, with that one change. */
import { modelOfPlan } from '../core/simulate/model-of-plan.ts'
import { playScenario, type Disaster } from '../core/simulate/scenarios.ts'
import { onlyBy, strongerMoves, type StrongerMove } from '../core/simulate/stronger.ts'
import type { MapSiteInput } from '../core/mapping/draft-mapping.ts'
import type { Lever } from '../core/simulate/levers.ts'
import type { Mapping } from '../model/mapping.ts'
import { count } from '../model/quantity.ts'
import type { SimulationScenarioId } from '../model/simulation-scenario.ts'
import type { Simulation } from '../model/simulation.ts'
import type { Steps } from './assemble.ts'
import type { StepContext } from './context.ts'
import { mapEstate, mappingInput } from './map.ts'

/** Nobody else is moved for less than this a month: what is priced is the change alone. */
const STAYS_PER_MONTH = 1e6
/** Where VMs share limits, a lever may be searched for so long. */
const MOST_SECONDS = 10

interface Asked {
  readonly disaster: Disaster
  readonly scenario: SimulationScenarioId
  readonly simulation: Simulation
  readonly context: StepContext
  readonly steps: Steps
}

/** Those that the mapper finds a component for; the others cannot be bought. */
export async function strongerLevers(asked: Asked): Promise<readonly Lever[]> {
  const { disaster, simulation, context, steps, scenario } = asked
  const { plan } = disaster
  const moves = strongerMoves(plan, simulation)
  if (moves.length === 0) return []
  const { input } = mappingInput(context, {
    site: steps.monitored.site.stored.content,
    demands: steps.demands.stored.content.demands,
    kept: new Map(),
  })
  const levers: Lever[] = []
  for (const move of moves) {
    const { mapping } = await mapEstate(changed(input, plan.mapping, move))
    if (mapping.unmapped.length > plan.mapping.unmapped.length) continue
    const played = playScenario(scenario, { ...disaster, plan: { ...plan, mapping } })
    const { model } = modelOfPlan(played.plan, played.settings, new Set(played.scenario.upVmIds))
    levers.push({ ...wordsOf(move), price: priceOf(plan.mapping, mapping), model })
  }
  return levers
}

function changed(input: MapSiteInput, { assignments }: Mapping, move: StrongerMove): MapSiteInput {
  const present = new Map(assignments.map(({ vmId, offering }) => [vmId, offering]))
  const { policy } = input
  return {
    ...input,
    vms: input.vms.map((scoped) => {
      const strategy = move.strategies.get(scoped.vm.id) ?? present.get(scoped.vm.id)?.strategy
      return strategy === undefined ? scoped : { ...scoped, tier: onlyBy(scoped.tier, strategy) }
    }),
    kept: present,
    policy: {
      ...policy,
      objective: 'least-cost',
      budgetPerMonth: null,
      seconds: Math.min(policy.seconds, MOST_SECONDS),
      keep: { plan: 'present', worthPerMonth: STAYS_PER_MONTH },
    },
  }
}

function wordsOf({ application, strategies }: StrongerMove): Pick<Lever, 'id' | 'what'> {
  const names = [...new Set(strategies.values())].sort().map((one) => one.replace('-', ' '))
  return {
    id: `stronger:${application}`,
    what: `${application}: ${count(strategies.size, 'VM')} in ${names.join(' or ')}`,
  }
}

const cents = (amount: number): number => Math.round(amount * 100) / 100

function priceOf(before: Mapping, after: Mapping): NonNullable<Lever['price']> {
  const sum = ({ assignments }: Mapping, of: 'standbyPerMonth' | 'recoveredPerHour'): number =>
    assignments.reduce((total, { offering }) => total + offering[of], 0)
  return {
    standbyPerMonth: cents(sum(after, 'standbyPerMonth') - sum(before, 'standbyPerMonth')),
    recoveredPerHour: cents(sum(after, 'recoveredPerHour') - sum(before, 'recoveredPerHour')),
    currency: after.currency,
  }
}
