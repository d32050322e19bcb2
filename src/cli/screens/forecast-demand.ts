/** The second table of `drplan forecast`: what every VM needs, beside what it has. */
import type { Demand, Need } from '../../model/forecast.ts'
import { fixed, trim } from '../../model/quantity.ts'
import { compareText } from '../../model/text-order.ts'
import { harmless, style, table, type Column } from '../text.ts'
import { amount, confidenceCell } from './forecast-figures.ts'
import { NAME_CELLS, ROWS_SHOWN, type Demands, type ForecastScreen } from './forecast-table.ts'

/** Where the line is too narrow: growth goes first, then disks, then what is there now. */
const columns: readonly Column[] = [
  { head: 'VM', cut: NAME_CELLS },
  { head: 'vCPU now', right: true, drop: 1 },
  { head: 'needed', right: true },
  { head: 'GiB now', right: true, drop: 1 },
  { head: 'needed', right: true },
  { head: 'disk GiB', right: true, drop: 2 },
  { head: 'growth in it', drop: 3 },
  { head: 'basis', cut: 10 },
  { head: 'confidence' },
]
const GROWTH_COLUMN = 6

/** By the name of the VM, the total of all of them last. Growth has a column where there is any. */
export function demandTable({ demands }: Demands, { names, width, all }: ForecastScreen): readonly string[] {
  const nameOf = ({ vmId }: Demand): string => names.get(vmId) ?? vmId
  const sorted = [...demands].sort((a, b) => compareText(nameOf(a), nameOf(b)) || compareText(a.vmId, b.vmId))
  const shown = all ? sorted : sorted.slice(0, ROWS_SHOWN)
  const rows = shown.map((demand) => {
    const { vcpus, memoryGiB, storageGiB, confidence } = demand
    return [
      harmless(nameOf(demand)),
      vcpus.allocated === null ? '–' : trim(vcpus.allocated, 0),
      requiredCell(vcpus),
      memoryGiB.allocated === null ? '–' : trim(memoryGiB.allocated, 1),
      requiredCell(memoryGiB),
      trim(storageGiB, 0),
      growthCell(demand),
      vcpus.basis === memoryGiB.basis ? vcpus.basis : `CPU ${vcpus.basis}, memory ${memoryGiB.basis}`,
      confidenceCell(confidence.level),
    ]
  })
  const hidden = sorted.length - shown.length
  const total = sorted.length > 1 ? [totalRow(sorted).map((cell) => (cell === '' ? '' : style.bold(cell)))] : []
  const grows = sorted.some((demand) => growthCell(demand) !== '')
  const kept = <T>(cells: readonly T[]): readonly T[] =>
    grows ? cells : cells.filter((_, index) => index !== GROWTH_COLUMN)
  return [
    ...table(kept(columns), [...rows, ...total].map(kept), width),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more, in the total: --all`)] : []),
  ]
}

/** Nobody knows what a VM needs that was neither measured nor allocated anything. */
const requiredCell = (need: Need): string =>
  need.allocated === null && need.expected === null ? '–' : trim(need.required, need.required < 1 ? 2 : 1)

function growthCell({ vcpus, memoryGiB }: Demand): string {
  const grown = [
    { growth: vcpus.growth ?? 0, unit: 'vCPU' },
    { growth: memoryGiB.growth ?? 0, unit: 'GiB' },
  ].filter(({ growth }) => growth >= LEAST_GROWTH)
  return grown.map(({ growth, unit }) => `+${amount(growth, unit)}`).join(', ')
}

/** Less is not shown as a figure. */
const LEAST_GROWTH = 0.001

function totalRow(demands: readonly Demand[]): readonly string[] {
  const sum = (valueOf: (demand: Demand) => number | null): number =>
    demands.reduce((total, demand) => total + (valueOf(demand) ?? 0), 0)
  return [
    'total',
    trim(
      sum(({ vcpus }) => vcpus.allocated),
      0,
    ),
    trim(
      sum(({ vcpus }) => vcpus.required),
      1,
    ),
    trim(
      sum(({ memoryGiB }) => memoryGiB.allocated),
      1,
    ),
    trim(
      sum(({ memoryGiB }) => memoryGiB.required),
      1,
    ),
    trim(
      sum(({ storageGiB }) => storageGiB),
      0,
    ),
    '',
    '',
    '',
  ]
}
