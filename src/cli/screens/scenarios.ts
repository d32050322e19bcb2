/** The screen of `drplan map --scenario`: which scenario costs what and keeps what, and what each of them changes. */
import { count, fixed, money, percent } from '../../model/quantity.ts'
import type { PlacedVm, ScenarioComparison, ScenarioOutcome, VmDifference } from '../../model/scenario-comparison.ts'
import type { SettingChange } from '../../model/scenario.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'
import { scenarioTable, signedMoney } from './scenario-table.ts'

const FIRST_ROWS = 10

export interface ScenarioScreen {
  readonly width: number
  /** Every VM that differs, not only the first. */
  readonly all: boolean
}

export function scenarioScreen({ scenarios }: ScenarioComparison, { width, all }: ScenarioScreen): readonly string[] {
  const [first, ...others] = scenarios
  if (!first) return []
  return [
    ...paragraph(style.bold(leadOf(first, others)), width),
    '',
    ...scenarioTable(scenarios, width),
    '',
    ...others.flatMap((scenario) => [...changesOf(scenario, { width, all }), '']),
    ...paragraph(style.dim(footnote(scenarios)), width),
  ]
}

/** The cheapest that gives nothing up, and what a cheaper one would give up. */
function leadOf(first: ScenarioOutcome, others: readonly ScenarioOutcome[]): string {
  if (others.some(({ difference }) => difference === null))
    return 'The scenarios are priced in several currencies, so their costs are not compared.'
  const cheaper = others
    .filter(({ difference }) => difference !== null && difference.perYear < -0.005)
    .toSorted((a, b) => a.cost.perYear - b.cost.perYear)
  const best = cheaper.find((one) => givenUp(one, first).length === 0)
  const year = ({ cost }: ScenarioOutcome): string => `${money(cost.perYear, cost.currency)} a year`
  const kept = `${fixed(first.vms.keeping, 0)} of ${count(first.vms.promised, 'promise')}`
  const lead = best
    ? `${harmless(best.name)} costs least without giving a promise up: ${year(best)}, ${lessOf(best)} less than planned.`
    : `No scenario costs less without giving a promise up: ${year(first)} as planned, ${kept} kept.`
  const [least] = cheaper
  if (!least || least === best) return lead
  return `${lead} ${harmless(least.name)} costs ${lessOf(least)} less than planned, but ${givenUp(least, first).join(', and ')}.`
}

function lessOf({ cost, difference }: ScenarioOutcome): string {
  const { perYear = 0, share = null } = difference ?? {}
  return `${money(-perYear, cost.currency)}${share === null ? '' : ` (${percent(-share)})`}`
}

function givenUp({ vms, solution }: ScenarioOutcome, first: ScenarioOutcome): readonly string[] {
  const isFound = solution.status === 'optimal' || solution.status === 'feasible'
  const notReady = vms.compatibility['not-ready']
  return [
    ...(isFound ? [] : ['no mapping is known that keeps to what its VMs share']),
    ...(vms.promised - vms.keeping > first.vms.promised - first.vms.keeping
      ? [`keeps ${fixed(vms.keeping, 0)} of ${count(vms.promised, 'promise')}`]
      : []),
    ...(vms.promisedLess > 0 ? [`promises less to ${count(vms.promisedLess, 'VM')}`] : []),
    ...(vms.unmapped > first.vms.unmapped ? [`leaves ${count(vms.unmapped, 'VM')} without a component`] : []),
    ...(notReady > first.vms.compatibility['not-ready']
      ? [`${count(notReady, 'VM')} cannot run there as they are`]
      : []),
  ]
}

function changesOf(scenario: ScenarioOutcome, { width, all }: ScenarioScreen): readonly string[] {
  const { name, file, settings, vmDifferences } = scenario
  const head = `${style.bold(harmless(name))}   ${style.typed(harmless(file ?? ''))}`
  if (settings.length === 0)
    return paragraph(`${head}   ${style.risk('changes nothing')}: every setting is as in drplan.yaml.`, width)
  const rows = all ? vmDifferences : vmDifferences.slice(0, FIRST_ROWS)
  const hidden = vmDifferences.length - rows.length
  return [
    ...paragraph(head, width),
    ...table(settingColumns, settings.map(settingRow), width),
    '',
    ...paragraph(sentenceOf(scenario), width),
    ...(rows.length > 0 ? table(columnsFor(scenario), rows.map(rowOf), width) : []),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more, the largest difference first: --all`)] : []),
  ]
}

const settingColumns: readonly Column[] = [
  { head: 'setting', cut: 24 },
  { head: 'as planned', cut: 12 },
  { head: 'here', cut: 12 },
]

const settingRow = ({ setting, before, after }: SettingChange): readonly string[] => [
  harmless(setting),
  wordsOf(before),
  wordsOf(after) + changedEntries(before, after),
]

function changedEntries(before: unknown, after: unknown): string {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return ''
  const changed = after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(before[index])).length
  return `, ${fixed(changed, 0)} of them changed`
}

/** Never a whole list. */
function wordsOf(value: unknown): string {
  if (value === null) return 'none'
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${fixed(value.length, 0)} entries`
  if (typeof value === 'object') return 'stated'
  return harmless(typeof value === 'string' ? value : JSON.stringify(value))
}

function sentenceOf({ vms, vmDifferences }: ScenarioOutcome): string {
  const other = vmDifferences.filter(({ isOther }) => isOther).length
  const repriced = vmDifferences.length - other
  const all = `of ${count(vms.mapped + vms.unmapped, 'VM')}`
  if (vmDifferences.length === 0) return 'Every VM comes back as planned, at the same price.'
  if (other === 0) return `Every VM comes back as planned, ${fixed(repriced, 0)} ${all} at another price.`
  const prices = repriced === 0 ? '' : `, ${fixed(repriced, 0)} as planned at another price`
  return `${fixed(other, 0)} ${all} ${other === 1 ? 'comes' : 'come'} back otherwise${prices}.`
}

const columnsFor = ({ cost }: ScenarioOutcome): readonly Column[] => [
  { head: 'VM', cut: 10 },
  { head: 'as planned', cut: 16 },
  { head: 'here', cut: 16 },
  { head: `${cost.currency}/year`, right: true },
]

const rowOf = ({ name, before, after, isOther, perYear }: VmDifference): readonly string[] => [
  harmless(name),
  placeOf(before),
  isOther ? placeOf(after) : style.dim('the same'),
  perYear < 0 ? style.kept(signedMoney(perYear)) : signedMoney(perYear),
]

const shortStrategies: Readonly<Record<RecoveryStrategy, string>> = {
  'active-active': 'active',
  'hot-standby': 'hot',
  'warm-standby': 'warm',
  'pilot-light': 'pilot',
  'backup-restore': 'backup',
}

function placeOf({ state, componentId, strategy }: PlacedVm): string {
  if (state === 'not-planned') return 'not planned'
  if (componentId === null || strategy === null) return style.broken('no component')
  return `${harmless(componentId)}, ${shortStrategies[strategy]}`
}

function footnote(scenarios: readonly ScenarioOutcome[]): string {
  const hoursOf = (key: 'hoursPerMonth' | 'drillHoursPerMonth'): string =>
    [...new Set(scenarios.map(({ cost }) => `${cost[key]}\u00a0h`))].join(' or ')
  return `A year is 12 months of standing by and of drills, ${hoursOf('drillHoursPerMonth')} a month (mapping.recoveredHoursPerMonth). Prices of the catalogue and of target.prices, ${hoursOf('hoursPerMonth')} a month. Promises: of VMs whose tier has RTO or RPO, each by itself, by the model. Findings are those of forecast and mapping. The plan was not changed.`
}
