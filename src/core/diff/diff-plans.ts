/** What changes between two plans of one site, in consequences. */
import type { FieldChange, PlanDiff } from '../../model/plan-diff.ts'
import type { Plan } from '../../model/plan.ts'
import { compareText } from '../../model/text-order.ts'
import { consequencesOf } from './consequences.ts'
import { diffCost } from './cost.ts'
import { changesOf, type Field } from './fields.ts'
import { diffFindings } from './findings.ts'
import { diffFlows, type ComparedFlows } from './flows.ts'
import { diffNetwork } from './network.ts'
import { notCompared } from './not-compared.ts'
import { diffPromises } from './promises.ts'
import { diffSimulations, type SimulatedPlans } from './simulated.ts'
import { diffVms, pairVms } from './vms.ts'
import { diffWaves } from './waves.ts'

export interface Compared {
  /** Of the recovery sites of both plans: what the proof found. */
  readonly flows: ComparedFlows
  /** Null = not simulated. */
  readonly simulation: SimulatedPlans | null
}

/** Neither plan has to make sense beyond its schema. */
export function diffPlans(before: Plan, after: Plan, { flows, simulation }: Compared): PlanDiff {
  const vms = pairVms(before, after)
  const parts = {
    before: sideOf(before),
    after: sideOf(after),
    site: siteChanges(before, after),
    vms: diffVms(vms, after),
    network: [...diffNetwork(before.network, after.network)],
    flows: diffFlows(flows, vms),
    equivalence: diffEquivalence(before, after),
    waves: diffWaves(before, after, vms),
    promises: [...diffPromises(before, after)],
    cost: diffCost(before.mapping, after.mapping),
    findings: diffFindings(before.findings, after.findings),
    simulation: simulation && diffSimulations(simulation),
    notCompared: [...notCompared(before, after)],
  }
  const consequences = consequencesOf(parts, vms)
  return { ...parts, consequences: [...consequences], same: isSame(parts, consequences.length) }
}

type Parts = Omit<PlanDiff, 'consequences' | 'same'>

/** What may change without a consequence counts too; what cannot be compared is no change. */
const isSame = ({ site, vms, network, waves, promises }: Parts, consequences: number): boolean =>
  consequences === 0 &&
  [site, vms.changed, network, waves.moved, waves.changed, promises].every(({ length }) => length === 0)

const sideOf = ({ site, target, mapping, vms }: Plan): PlanDiff['before'] => ({
  site: site.id,
  target: target.id,
  region: target.region,
  capturedAt: site.capturedAt,
  catalogueAsOf: mapping.catalogueAsOf,
  vms: vms.length,
})

const siteFields: readonly Field<Plan>[] = [
  { field: 'site', of: ({ site }) => site.id },
  { field: 'primary region', of: ({ site }) => site.region },
  { field: 'target', of: ({ target }) => target.id },
  { field: 'recovery region', of: ({ target }) => target.region },
  { field: 'catalogue', of: ({ mapping }) => mapping.catalogueAsOf },
  { field: 'objective', of: ({ mapping }) => mapping.solution.objective },
  { field: 'status of the mapping', of: ({ mapping }) => mapping.solution.status },
  { field: 'hours of a month', of: ({ mapping }) => mapping.hoursPerMonth },
  { field: 'tiers', of: ({ tiers }) => tiers },
  {
    field: 'VMs that are left out',
    of: ({ mapping }) => mapping.excluded.map(({ vmId, reason }) => `${vmId}: ${reason}`),
  },
  { field: 'standby pools', of: ({ mapping }) => mapping.pools },
  {
    field: 'needs of applications',
    of: ({ dependencies }) => dependencies.map(({ from, to }) => `${from} needs ${to}`),
  },
]

const siteChanges = (before: Plan, after: Plan): FieldChange[] => [
  ...changesOf(siteFields, before, after),
  ...changesOf(
    sharedFields.filter(({ of }) => of(before) !== undefined && of(after) !== undefined),
    before,
    after,
  ),
]

/** Compared where both plans say it: an older drplan wrote none of them. */
const sharedFields: readonly Field<Plan>[] = [
  {
    field: 'two sites may serve',
    of: ({ arbitration }) =>
      arbitration?.flatMap(({ strategies, counterexample }) => (counterexample === null ? [] : strategies)),
  },
  { field: 'capacity needed', of: ({ shortCapacity }) => shortCapacity?.needed },
]

function diffEquivalence({ equivalence: before }: Plan, { equivalence: after }: Plan): PlanDiff['equivalence'] {
  const names = ({ differences }: Plan['equivalence']): readonly string[] => differences.map(({ name }) => name)
  const without = (all: readonly string[], others: readonly string[]): string[] =>
    [...new Set(all)].filter((name) => !others.includes(name)).sort(compareText)
  return {
    before: { verdict: before.verdict, accepted: before.accepted },
    after: { verdict: after.verdict, accepted: after.accepted },
    added: without(names(after), names(before)),
    removed: without(names(before), names(after)),
  }
}
