/** The screen of `drplan map --frontier`: what more protection costs, from the cheapest mapping to the safest. */
import type { Frontier, FrontierPoint } from '../../model/frontier.ts'
import { count, duration, fixed, money, trim } from '../../model/quantity.ts'
import { strategies } from '../../model/tier.ts'
import { paragraph, style, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: '' },
  { head: 'USD/month', right: true },
  { head: 'standing by', right: true, drop: 3 },
  { head: 'promises kept', right: true },
  { head: 'exposure', right: true },
  { head: 'longest RTO', right: true, drop: 2 },
  { head: 'hours down', right: true, drop: 5 },
  { head: 'hot/warm/pilot/backup', right: true, drop: 4 },
  { head: 'gap', right: true, drop: 1 },
]

export function frontierScreen(frontier: Frontier, width: number): readonly string[] {
  const { points, none, vms, stopped } = frontier
  if (none !== null) return paragraph(style.broken(none), width)
  const rows = [...points.map((point) => rowOf(point, vms)), planRow(frontier)].toSorted((a, b) => a.cost - b.cost)
  return [
    ...paragraph(style.bold(leadOf(frontier)), width),
    '',
    ...table(
      columns,
      rows.map(({ cells }) => cells),
      width,
    ),
    '',
    ...paragraph(
      style.dim(
        `Of ${count(vms, 'VM')}. A month is that of standing by and its drills. Exposure: RTO and RPO, each as a share of what is promised, added over all VMs; best effort counts as a week; each VM counts by itself there. Promises and longest RTO count what a VM waits for. Every strategy is looked at, also those that a tier does not allow; the budget is not. Gap: how much cheaper a mapping of that exposure might be at most.`,
      ),
      width,
    ),
    ...(stopped === null
      ? []
      : paragraph(style.risk('The time was over before every point was proved (mapping.seconds).'), width)),
  ]
}

interface Row {
  readonly cost: number
  readonly cells: readonly string[]
}

const keptOf = (keeping: number, vms: number): string =>
  keeping === vms ? style.kept(`${keeping} of ${vms}`) : `${keeping} of ${vms}`

function rowOf(point: FrontierPoint, vms: number): Row {
  const cells = [
    '',
    fixed(point.costPerMonth, 2),
    fixed(point.standbyPerMonth, 2),
    keptOf(point.keeping, vms),
    trim(point.exposure, 1),
    point.longestRtoMinutes === null ? '–' : duration(point.longestRtoMinutes),
    trim(point.hoursDown, 1),
    strategies
      .slice(1)
      .map((strategy) => String(point.strategies[strategy] ?? 0))
      .join('/'),
    point.gap === null ? '–' : `${fixed(point.gap * 100, 2)} %`,
  ]
  return { cost: point.costPerMonth, cells }
}

/** The mapping as it is, which keeps to what tiers allow. */
function planRow({ chosen, vms }: Frontier): Row {
  const { costPerMonth, keeping, exposure } = chosen
  const cells = ['the plan', fixed(costPerMonth, 2), '', keptOf(keeping, vms), trim(exposure, 1), '', '', '', '']
  return { cost: costPerMonth, cells: cells.map((cell) => (cell === '' ? '' : style.bold(cell))) }
}

/** What the plan costs and keeps, and what the next point would change. */
function leadOf({ points, chosen, vms, currency }: Frontier): string {
  const plan = `The plan costs ${money(chosen.costPerMonth, currency)} a month and keeps ${chosen.keeping} of ${count(vms, 'promise')}.`
  const next = points.find(
    ({ costPerMonth, keeping }) => costPerMonth > chosen.costPerMonth && keeping > chosen.keeping,
  )
  if (next)
    return `${plan} For ${money(next.costPerMonth - chosen.costPerMonth, currency)} more, ${next.keeping} are kept.`
  const cheaper = points.findLast(({ costPerMonth }) => costPerMonth < chosen.costPerMonth - 0.5)
  if (!cheaper) return plan
  return `${plan} For ${money(chosen.costPerMonth - cheaper.costPerMonth, currency)} less, ${cheaper.keeping} would be kept.`
}
