/** The screen of `drplan map`: every VM's component, worst and dearest first, then totals by strategy. */
import type { Immutable } from '../../model/immutable.ts'
import type { ArtifactOf } from '../../model/artifact.ts'
import { fixed, percent } from '../../model/quantity.ts'
import { transferWords } from '../../model/transfer.ts'
import { ledgerTable } from './ledger.ts'
import { poolTable } from './pools.ts'
import { reservationTable } from './reservations.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

type Mapped = Immutable<ArtifactOf<'mapping'>>['mapping']

export interface MapScreen {
  readonly mapping: Mapped
  /** Names by id. */
  readonly names: ReadonlyMap<string, string>
  readonly width: number
  /** How many rows; the rest is counted. */
  readonly rows: number
}

const columns: readonly Column[] = [
  { head: 'VM', cut: true },
  { head: 'tier', right: true },
  { head: 'strategy', drop: 4 },
  { head: 'component' },
  { head: 'CPU', right: true, drop: 1 },
  { head: 'memory', right: true, drop: 3 },
  { head: 'USD/month', right: true },
  { head: 'USD/h on the day', right: true, drop: 2 },
]

export function mapTable({ mapping, names, width, rows }: MapScreen): readonly string[] {
  const lost = mapping.unmapped.map(({ vmId, tierId }) => [
    style.broken(harmless(names.get(vmId) ?? vmId)),
    tierId,
    'none',
    style.broken('none'),
    '–',
    '–',
    '0.00',
    '0.0000',
  ])
  const mapped = [...mapping.assignments]
    .sort((a, b) => b.offering.standbyPerMonth - a.offering.standbyPerMonth || (a.vmId < b.vmId ? -1 : 1))
    .map(({ vmId, tierId, offering, share }) => [
      harmless(names.get(vmId) ?? vmId),
      tierId,
      offering.strategy,
      offering.componentId,
      percent(share.vcpus),
      percent(share.memory),
      fixed(offering.standbyPerMonth, 2),
      fixed(offering.recoveredPerHour, 4),
    ])
  const all = [...lost, ...mapped]
  const hidden = all.length - Math.min(rows, all.length)
  return [
    ...table(columns, all.slice(0, rows), width),
    ...(hidden > 0 ? [style.dim(`  … ${hidden} more, unmapped and dearest first: drplan map --all`)] : []),
    '',
    ...strategyTable(mapping, width),
    '',
    ...ledgerTable(mapping, width),
    ...reservationTable(mapping, width),
    ...poolTable(mapping, width),
    ...reasons(mapping, names, width),
    ...paragraph(
      style.dim(
        `CPU and memory: demand as a share of the component. List prices, the oldest of ${mapping.catalogueAsOf}; ${mapping.hoursPerMonth} h a month, ${transferWords(mapping.transfer)}.`,
      ),
      width,
    ),
    ...paragraph(solutionSentence(mapping.solution), width),
  ]
}

const statusWords = {
  optimal: 'Optimal',
  feasible: 'Feasible',
  infeasible: 'Impossible',
  undecided: 'Undecided',
} as const

function solutionSentence({ status, gap, method }: Mapped['solution']): string {
  return `${statusWords[status]}${gap === null ? '' : `, gap ${fixed(gap * 100, 2)} %`} (${method}).`
}

function strategyTable(mapping: Mapped, width: number): readonly string[] {
  const strategies = [...new Set(mapping.assignments.map(({ offering }) => offering.strategy))].sort()
  const rows = strategies.map((strategy) => {
    const own = mapping.assignments.filter(({ offering }) => offering.strategy === strategy)
    const sum = (valueOf: (one: (typeof own)[number]) => number): number =>
      own.reduce((total, one) => total + valueOf(one), 0)
    return [
      strategy,
      String(own.length),
      fixed(
        sum(({ offering }) => offering.standbyPerMonth),
        2,
      ),
      fixed(sum(({ offering }) => offering.recoveredPerHour) * 24, 2),
    ]
  })
  const total = [
    'total',
    String(mapping.assignments.length),
    fixed(mapping.standbyPerMonth, 2),
    fixed(mapping.recoveredPerHour * 24, 2),
  ].map(style.bold)
  const none = mapping.unmapped.length > 0 ? [['none', String(mapping.unmapped.length), '0.00', '0.00']] : []
  const heads: readonly Column[] = [
    { head: 'strategy' },
    { head: 'VMs', right: true },
    { head: 'USD/month', right: true },
    { head: 'USD/24 h on the day', right: true },
  ]
  return table(heads, [...rows, ...none, total], width)
}

/** Why a VM has no component is worth more room than a table has. */
function reasons(mapping: Mapped, names: ReadonlyMap<string, string>, width: number): readonly string[] {
  const lines = mapping.unmapped.flatMap(({ vmId, reason }) =>
    paragraph(`${style.bold(harmless(names.get(vmId) ?? vmId))}: ${harmless(reason)}`, width),
  )
  return lines.length > 0 ? [...lines, ''] : []
}
