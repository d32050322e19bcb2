/** Mappings of one site by several scenarios, side by side: totals, and what differs from the first one. */
import { compatibilityVerdicts, type CompatibilityVerdict } from '../../model/compatibility.ts'
import type { Config } from '../../model/config.ts'
import type { Finding } from '../../model/finding.ts'
import { severities, type Severity } from '../../model/finding-codes.ts'
import type { Assignment, Mapping } from '../../model/mapping.ts'
import type { ScenarioComparison, ScenarioOutcome } from '../../model/scenario-comparison.ts'
import type { SettingChange } from '../../model/scenario.ts'
import type { Site } from '../../model/site.ts'
import type { RecoveryStrategy, Tier } from '../../model/tier.ts'
import { differencesOf } from './differences.ts'
import { perYear } from './per-year.ts'
import { promisedLess } from './promised-less.ts'

export interface MappedScenario {
  readonly name: string
  /** Null = drplan.yaml itself. */
  readonly file: string | null
  readonly settings: readonly SettingChange[]
  readonly config: Pick<Config, 'tiers' | 'mapping'>
  readonly mapping: Mapping
  /** Of forecast and mapping. */
  readonly findings: readonly Finding[]
}

export function compareScenarios(
  site: Pick<Site, 'id' | 'vms'>,
  base: MappedScenario,
  others: readonly MappedScenario[],
): ScenarioComparison {
  const names = new Map(site.vms.map(({ id, name }) => [id, name]))
  const first = outcomeOf(base)
  const scenarios = others.map((scenario): ScenarioOutcome => {
    const outcome = outcomeOf(scenario)
    return {
      ...outcome,
      vms: { ...outcome.vms, promisedLess: promisedLess(base, scenario) },
      difference: costDifference(first.cost, outcome.cost),
      vmDifferences: differencesOf(base, scenario, names),
    }
  })
  return { site: site.id, scenarios: [first, ...scenarios] }
}

function outcomeOf({ name, file, settings, config, mapping, findings }: MappedScenario): ScenarioOutcome {
  const { standbyPerMonth, recoveredPerHour, currency, solution } = mapping
  const { objective, status, gap, stopped } = solution
  return {
    name,
    file,
    target: { id: mapping.target, region: mapping.region, catalogueAsOf: mapping.catalogueAsOf },
    settings,
    vms: {
      mapped: mapping.assignments.length,
      unmapped: mapping.unmapped.length,
      promisedLess: 0,
      ...standing(mapping, config.tiers),
    },
    cost: {
      currency,
      standbyPerMonth,
      recoveredPerHour,
      recoveredPerDay: recoveredPerHour * 24,
      hoursPerMonth: mapping.hoursPerMonth,
      drillHoursPerMonth: config.mapping.recoveredHoursPerMonth,
      perYear: perYear(mapping, config.mapping),
    },
    solution: { objective, status, gap, stopped },
    findings: countBy(
      severities,
      findings.map(({ severity }) => severity),
    ),
    difference: null,
    vmDifferences: [],
  }
}

function standing(
  mapping: Mapping,
  tiers: readonly Tier[],
): Pick<ScenarioOutcome['vms'], 'promised' | 'keeping' | 'compatibility' | 'strategies'> {
  const { assignments, unmapped, compatibility = [] } = mapping
  const tierOf = new Map(tiers.map((tier) => [tier.id, tier]))
  const notReady = new Set(compatibility.filter(({ verdict }) => verdict === 'not-ready').map(({ vmId }) => vmId))
  const promised = assignments.filter(({ tierId }) => promises(tierOf.get(tierId)))
  const strategies = new Map<RecoveryStrategy, number>()
  for (const { offering } of assignments)
    strategies.set(offering.strategy, (strategies.get(offering.strategy) ?? 0) + 1)
  return {
    promised: promised.length + unmapped.filter(({ tierId }) => promises(tierOf.get(tierId))).length,
    keeping: promised.filter((one) => !notReady.has(one.vmId) && isKept(one, tierOf.get(one.tierId))).length,
    compatibility: countBy(
      compatibilityVerdicts,
      compatibility.map(({ verdict }) => verdict),
    ),
    strategies: Object.fromEntries(strategies),
  }
}

const promises = (tier: Tier | undefined): boolean =>
  tier !== undefined && (tier.rtoMinutes !== null || tier.rpoMinutes !== null)

const isKept = ({ achieved }: Assignment, tier: Tier | undefined): boolean =>
  achieved.rtoMinutes <= (tier?.rtoMinutes ?? Infinity) && achieved.rpoMinutes <= (tier?.rpoMinutes ?? Infinity)

const countBy = <Key extends Severity | CompatibilityVerdict>(
  keys: readonly Key[],
  found: readonly Key[],
): Record<Key, number> =>
  Object.fromEntries(keys.map((key) => [key, found.filter((one) => one === key).length])) as Record<Key, number>

function costDifference(
  before: ScenarioOutcome['cost'],
  after: ScenarioOutcome['cost'],
): ScenarioOutcome['difference'] {
  if (before.currency !== after.currency) return null
  const perYear = after.perYear - before.perYear
  return {
    standbyPerMonth: after.standbyPerMonth - before.standbyPerMonth,
    recoveredPerDay: after.recoveredPerDay - before.recoveredPerDay,
    perYear,
    share: before.perYear === 0 ? null : perYear / before.perYear,
  }
}
