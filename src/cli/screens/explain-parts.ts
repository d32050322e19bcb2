/** Of `drplan explain`: cost line by line, disks, addresses, and the place in the order of recovery. */
import type { CostItem } from '../../model/mapping.ts'
import { count, duration, fixed, trim } from '../../model/quantity.ts'
import { transferWordsOf } from '../../model/transfer.ts'
import type { Neighbour, VmExplanation } from '../../model/vm-explanation.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

const costColumns: readonly Column[] = [
  { head: 'what', cut: 17 },
  { head: 'quantity', right: true },
  { head: 'unit', drop: 1 },
  { head: 'unit price', right: true, drop: 2 },
  { head: 'amount', right: true },
  { head: '' },
]

/** Unit prices as they are, amounts to the cent: the totals are those of the plan. */
export function costLines(
  { assignment, currency, hoursPerMonth, catalogueAsOf }: VmExplanation,
  width: number,
): readonly string[] {
  if (!assignment) return paragraph('Nothing stands by, and nothing comes back.', width)
  const { cost, offering } = assignment
  const rows = [
    ...cost.filter(({ phase }) => phase === 'standby').map((item) => costRow(item, currency)),
    totalRow('total standing by', fixed(offering.standbyPerMonth, 2), `${currency}/month`),
    ...cost.filter(({ phase }) => phase === 'recovered').map((item) => costRow(item, currency)),
    totalRow('total on the day', fixed(offering.recoveredPerHour, 4), `${currency}/h`),
  ]
  return [
    ...table(costColumns, rows, width),
    ...paragraph(
      style.dim(`List prices, the oldest of ${catalogueAsOf}; ${hoursPerMonth} h a month, ${transferWordsOf(cost)}.`),
      width,
    ),
  ]
}

function costRow({ what, phase, quantity, unit, unitPrice, amount }: CostItem, currency: string): readonly string[] {
  const isStandby = phase === 'standby'
  return [
    harmless(what),
    trim(quantity, 2),
    unit,
    trim(unitPrice, 8),
    fixed(amount, isStandby ? 2 : 4),
    `${currency}/${isStandby ? 'month' : 'h'}`,
  ]
}

const totalRow = (what: string, amount: string, unit: string): readonly string[] => [
  style.bold(what),
  '',
  '',
  '',
  style.bold(amount),
  style.bold(unit),
]

const diskColumns: readonly Column[] = [
  { head: 'disk', cut: true },
  { head: 'GiB', right: true },
  { head: 'becomes' },
  { head: 'GiB', right: true },
  { head: 'IOPS', right: true, drop: 1 },
  { head: 'MiB/s', right: true, drop: 2 },
]

export function diskLines({ disks, assignment }: VmExplanation, width: number): readonly string[] {
  if (disks.length === 0) return paragraph('None are known: the cost is without storage.', width)
  const rows = disks.map((disk) => [
    harmless(disk.name),
    trim(disk.capacityGiB, 1),
    disk.classId ?? (assignment ? 'local disk, empty' : 'nothing'),
    disk.sizeGiB === null ? '–' : fixed(disk.sizeGiB, 0),
    disk.iops === null ? 'of the class' : fixed(disk.iops, 0),
    disk.throughputMiBps === null ? 'of the class' : fixed(disk.throughputMiBps, 0),
  ])
  return table(diskColumns, rows, width)
}

const addressColumns: readonly Column[] = [
  { head: 'primary' },
  { head: 'recovery' },
  { head: 'subnet', cut: true },
  { head: 'from block', drop: 2 },
  { head: 'to block', drop: 1 },
  { head: 'rule' },
]

export function addressLines({ addresses }: VmExplanation, width: number): readonly string[] {
  if (addresses.length === 0) return paragraph('None: it has no place in the network of the recovery site.', width)
  const rows = addresses.map(({ from, to, subnet, fromBlock, toBlock, rule }) => [
    from ?? 'unknown',
    to ?? 'by the platform',
    harmless(subnet),
    fromBlock ?? 'unknown',
    toBlock,
    rule,
  ])
  return table(addressColumns, rows, width)
}

const MOST_NEIGHBOURS = 10

const orderColumns: readonly Column[] = [
  { head: '' },
  { head: 'VM', cut: true },
  { head: 'tier', right: true },
  { head: 'back after', right: true },
]

export function orderLines({ order }: VmExplanation, width: number): readonly string[] {
  const { wave, times, waitsFor, waitedForBy } = order
  const head =
    wave === null || times === null
      ? 'It is in no wave, having no component.'
      : `Wave ${wave}: it starts ${duration(times.startMinutes)} after the disaster, and is back after ${duration(times.endMinutes)}.`
  const rows = [...rowsOf('waits for', waitsFor), ...rowsOf('waited for by', waitedForBy)]
  return [
    ...paragraph(rows.length === 0 ? `${head} Nothing waits for it, and it waits for nobody.` : head, width),
    ...(rows.length > 0 ? table(orderColumns, rows, width) : []),
    ...moreOf('waits for', waitsFor),
    ...moreOf('is waited for by', waitedForBy),
  ]
}

const rowsOf = (side: string, neighbours: readonly Neighbour[]): readonly (readonly string[])[] =>
  neighbours
    .slice(0, MOST_NEIGHBOURS)
    .map(({ name, tierId, endMinutes }) => [
      side,
      harmless(name),
      harmless(tierId),
      endMinutes === null ? style.broken('never') : duration(endMinutes),
    ])

const moreOf = (side: string, neighbours: readonly Neighbour[]): readonly string[] =>
  neighbours.length > MOST_NEIGHBOURS
    ? [
        style
          .dim(`  … it ${side} ${count(neighbours.length - MOST_NEIGHBOURS, 'VM')} more: --json`)
          .replaceAll('\u00a0', ' '),
      ]
    : []
