/** Scenarios side by side: a row a figure, a column a scenario; in blocks below one another where they do not fit. */
import { fixed, percent } from '../../model/quantity.ts'
import type { ScenarioOutcome } from '../../model/scenario-comparison.ts'
import { strategies } from '../../model/tier.ts'
import { cut, harmless, style, table, widthOf, type Column } from '../text.ts'

/** Names are cut down to this many cells; numbers never are. */
const NARROWEST = 12
const MARGIN = 2
const GAP = 2

interface Row {
  readonly label: string
  readonly cellOf: (scenario: ScenarioOutcome, first: ScenarioOutcome) => string
  /** May be cut. */
  readonly isName?: boolean
}

/** `scenarios`: the first is the one that the others are compared with; it begins every block. */
export function scenarioTable(scenarios: readonly ScenarioOutcome[], width: number): readonly string[] {
  const [first, ...others] = scenarios
  if (!first) return []
  const rows = rowsOf(scenarios)
  const room = width - MARGIN - Math.max(...rows.map(({ label }) => widthOf(label)))
  const widest = Math.max(
    NARROWEST,
    ...rows
      .filter(({ isName }) => !isName)
      .flatMap(({ cellOf }) => scenarios.map((one) => widthOf(cellOf(one, first)))),
  )
  const beside = Math.max(1, Math.floor(room / (widest + GAP)) - 1)
  return blocksOf(others, beside).flatMap((block, index) => {
    const shown = [first, ...block]
    const wide = Math.max(NARROWEST, Math.floor(room / shown.length) - GAP)
    return [...(index === 0 ? [] : ['']), ...blockTable(rows, shown, { wide, width })]
  })
}

/** As even as they can be. */
function blocksOf(others: readonly ScenarioOutcome[], most: number): readonly (readonly ScenarioOutcome[])[] {
  const blocks = Math.ceil(others.length / most)
  const size = Math.ceil(others.length / blocks)
  return Array.from({ length: blocks }, (_, index) => others.slice(index * size, (index + 1) * size))
}

function blockTable(
  rows: readonly Row[],
  shown: readonly ScenarioOutcome[],
  { wide, width }: { readonly wide: number; readonly width: number },
): readonly string[] {
  const [first] = shown
  if (!first) return []
  const columns: readonly Column[] = [
    { head: '' },
    ...shown.map(({ name }) => ({ head: cut(harmless(name), wide), right: true })),
  ]
  const lines = rows.map(({ label, cellOf, isName }) => [
    label,
    ...shown.map((one) => (isName ? cut(cellOf(one, first), wide) : cellOf(one, first))),
  ])
  return table(columns, lines, width)
}

function rowsOf(scenarios: readonly ScenarioOutcome[]): readonly Row[] {
  const currencies = new Set(scenarios.map(({ cost }) => cost.currency))
  const [currency = ''] = currencies
  const unit = currencies.size === 1 ? currency : 'money'
  const used = strategies.filter((strategy) => scenarios.some(({ vms }) => vms.strategies[strategy] !== undefined))
  return [
    { label: 'platform', cellOf: ({ target }) => harmless(target.id), isName: true },
    { label: 'region', cellOf: ({ target }) => harmless(target.region), isName: true },
    { label: 'oldest price', cellOf: ({ target }) => target.catalogueAsOf },
    ...(currencies.size === 1 ? [] : [{ label: 'money in', cellOf: ({ cost }: ScenarioOutcome) => cost.currency }]),
    { label: 'promises kept', cellOf: keptOf },
    ...(scenarios.some(({ vms }) => vms.promisedLess > 0)
      ? [{ label: 'VMs promised less', cellOf: ({ vms }: ScenarioOutcome) => bad(vms.promisedLess) }]
      : []),
    { label: 'VMs mapped', cellOf: ({ vms }) => count(vms.mapped) },
    { label: 'without component', cellOf: ({ vms }) => bad(vms.unmapped) },
    { label: 'not ready there', cellOf: ({ vms }) => bad(vms.compatibility['not-ready']) },
    ...used.map((strategy): Row => ({ label: strategy, cellOf: ({ vms }) => count(vms.strategies[strategy] ?? 0) })),
    { label: `standing by, ${unit}/month`, cellOf: ({ cost }) => fixed(cost.standbyPerMonth, 2) },
    { label: `recovered, ${unit}/day`, cellOf: ({ cost }) => fixed(cost.recoveredPerDay, 2) },
    { label: `a year, ${unit}`, cellOf: ({ cost }) => style.bold(fixed(cost.perYear, 2)) },
    { label: `difference, ${unit}`, cellOf: differenceOf },
    { label: 'difference', cellOf: ({ difference }) => signedShare(difference?.share ?? null) },
    { label: 'mapping', cellOf: statusOf, isName: true },
    { label: 'gap', cellOf: ({ solution: { gap } }) => (gap === null ? '–' : `${fixed(gap * 100, 2)}\u00a0%`) },
    { label: 'errors', cellOf: ({ findings }) => bad(findings.error) },
    { label: 'warnings', cellOf: ({ findings }) => count(findings.warning) },
  ]
}

const count = (number: number): string => fixed(number, 0)

/** Zero is a proof, so it is shown. */
const bad = (number: number): string => (number === 0 ? count(number) : style.broken(count(number)))

/** Fewer than by drplan.yaml itself is worse, more is better. */
function keptOf({ vms }: ScenarioOutcome, first: ScenarioOutcome): string {
  const text = `${count(vms.keeping)} of ${count(vms.promised)}`
  const [lost, lostByFirst] = [vms.promised - vms.keeping, first.vms.promised - first.vms.keeping]
  if (lost === lostByFirst) return text
  return lost > lostByFirst ? style.broken(text) : style.kept(text)
}

function differenceOf({ difference }: ScenarioOutcome): string {
  if (difference === null) return '–'
  const text = signedMoney(difference.perYear)
  return difference.perYear < 0 ? style.kept(text) : text
}

/** Two decimals, with its sign. */
export const signedMoney = (value: number): string => plus(value.toFixed(2)) + fixed(value, 2)
const signedShare = (share: number | null): string =>
  share === null ? '–' : plus((share * 100).toFixed(0)) + percent(share)
const plus = (rounded: string): string => (Number(rounded) > 0 ? '+' : '')

const statusStyles = {
  optimal: (text: string) => text,
  feasible: (text: string) => text,
  undecided: style.risk,
  infeasible: style.broken,
} as const

const statusOf = ({ solution: { status } }: ScenarioOutcome): string => statusStyles[status](status)
