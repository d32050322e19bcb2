/**
 * What an offering costs, line by line.
 *
 * - active-active and hot standby run the whole component and its disks; copying the data is the application's
 *   own matter (or the database's) and has no price here;
 * - warm standby does so with a smaller component;
 * - pilot light pays for replication by server, by the hour or by the month, and for the copied disks, at the price
 *   they have once recovered; the vendor's staging machines and caches, which several servers share, are not in it;
 * - backup and restore pays for one full copy of what is used, else of the capacity, and where the vendor bills
 *   protected machines, for that too.
 *
 * A machine that runs while standing by is paid on the terms of a commitment where there is one, and capacity that is
 * reserved for the recovered component at its price on demand (terms.ts). Wherever a machine runs, a licence of its operating system that the vendor rents out is a line of its own. Of data
 * transfer only the copies between regions of one cloud are in it, where it is known how much is written (transfer.ts).
 */
import type { Catalogue } from '../../model/dr-component.ts'
import type { CostItem } from '../../model/mapping.ts'
import type { DiskPlan } from './disks.ts'
import { isUnpriced } from './market.ts'
import type { Candidate, Market } from './market.ts'
import { createCostItem, totalOf } from './money.ts'
import { backupItems, replicationItem, serviceOf } from './service-price.ts'
import { committedPerHour, type Terms } from './terms.ts'
import { transferItems, transferPaidBy, type Copying } from './transfer.ts'
import type { Volume } from './volumes.ts'

/** What it takes of a market to price a month. */
export type Month = Pick<Market, 'hoursPerMonth'>

export interface Priced extends Copying {
  readonly candidate: Candidate
  /** What runs while the primary site is well; null = nothing. */
  readonly standby: Candidate | null
  readonly diskPlan: DiskPlan
  readonly terms: Terms
}

/** Every line of the price; amounts are per month when standing by, per hour once recovered. */
export function costItems(priced: Priced, market: Market): CostItem[] {
  const { candidate, diskPlan } = priced
  return [
    ...standbyItems(priced, market),
    ...(priced.terms.reserved ? listOne(reservationItem(priced, market)) : []),
    ...machineItems(candidate, anHour),
    ...diskItems(diskPlan.volumes, 'recovered', market),
  ]
}

const listOne = <T>(item: T | null): readonly T[] => (item === null ? [] : [item])

/** Null where the recovered component runs already. */
export function reservationItem(
  { candidate, standby }: Pick<Priced, 'candidate' | 'standby'>,
  { hoursPerMonth }: Month,
): CostItem | null {
  const { component, perHour } = candidate
  if (standby?.component.id === component.id) return null
  const what = `reserved ${component.id}`
  return createCostItem({ what, phase: 'standby', quantity: hoursPerMonth, unit: 'h', unitPrice: perHour })
}

function standbyItems(priced: Priced, market: Market): CostItem[] {
  const { strategy, standby, diskPlan, terms } = priced
  const transfer = transferItems(priced, market)
  if (strategy === 'backup-restore') return [...backupItems(diskPlan.copiedGiB, market), ...transfer]
  if (strategy === 'pilot-light') {
    const copied = diskPlan.volumes.filter((volume) => !volume.scratch)
    return [replicationItem(market), ...diskItems(copied, 'standby', market), ...transfer]
  }
  const machine = standby ? machineItems(standby, { phase: 'standby', quantity: market.hoursPerMonth }, terms) : []
  return [...machine, ...diskItems(diskPlan.volumes, 'standby', market)]
}

/** What one hour of the machine costs, with the licence of what runs on it. */
export const machinePerHour = (candidate: Candidate): number => totalOf(machineItems(candidate, anHour), 'recovered')

const anHour = { phase: 'recovered', quantity: 1 } as const

/** By the hour: the machine, and the licence of what runs on it. Without terms: on demand. */
function machineItems(
  { component, perHour, licence }: Candidate,
  running: Pick<CostItem, 'phase' | 'quantity'>,
  terms: Terms | null = null,
): CostItem[] {
  const hours = { ...running, unit: 'h' }
  const commitment = terms?.commitmentOf(component) ?? null
  const what = commitment ? `${component.id}, ${commitment.name}` : component.id
  const machine = createCostItem({ what, ...hours, unitPrice: committedPerHour(perHour, commitment) })
  if (!licence?.perHour) return [machine]
  return [machine, createCostItem({ what: 'Windows licence', ...hours, unitPrice: licence.perHour })]
}

/** Four lines at most for each class: disks, size, operations, throughput. */
function diskItems(volumes: readonly Volume[], phase: CostItem['phase'], month: Month): CostItem[] {
  const classIds = [...new Set(volumes.map((volume) => volume.mapped.classId))].sort()
  return classIds.flatMap((classId) => {
    const same = volumes.filter((volume) => volume.mapped.classId === classId)
    const price = same[0]?.offer.price
    if (!price) return []
    const quantity = (amount: (volume: Volume) => number): number => sum(same, amount)
    const lines = [
      { what: `${classId} disks`, of: 'disk', quantity: same.length, price: price.perDiskMonth },
      {
        what: `${classId} volumes`,
        of: 'GiB',
        quantity: quantity((one) => one.mapped.sizeGiB),
        price: price.perGiBMonth,
      },
      {
        what: `${classId} bought IOPS`,
        of: 'IOPS',
        quantity: quantity((one) => one.billedIops),
        price: price.perIopsMonth,
      },
      {
        what: `${classId} bought throughput`,
        of: 'MiB/s',
        quantity: quantity((one) => one.billedMiBps),
        price: price.perMiBpsMonth,
      },
    ]
    return lines
      .filter((line) => line.quantity > 0 && line.price > 0)
      .map(({ what, of, quantity: amount, price: perMonth }) =>
        createCostItem({
          what,
          phase,
          quantity: amount,
          ...(phase === 'standby' ? { unit: `${of}-month`, unitPrice: perMonth } : rateOf(of, perMonth, month)),
        }),
      )
  })
}

const sum = (volumes: readonly Volume[], amount: (volume: Volume) => number): number =>
  volumes.reduce((total, volume) => total + amount(volume), 0)

/** Disks are billed by the month; their rate per hour is kept to ten decimals, so that it can be read. */
function rateOf(of: string, perMonth: number, { hoursPerMonth }: Month): Pick<CostItem, 'unit' | 'unitPrice'> {
  return { unit: `${of}-hour`, unitPrice: Number((perMonth / hoursPerMonth).toFixed(10)) }
}

/** The days that the prices in use were read on. */
export function priceDates(priced: Priced, market: Market): string[] {
  const { candidate, standby, diskPlan } = priced
  return [
    candidate.asOf,
    ...(standby ? [standby.asOf] : []),
    ...diskPlan.volumes.map((volume) => volume.offer.price.asOf),
    ...servicesIn(priced, market).map((service) => service.asOf),
  ]
}

const servicesIn = (priced: Priced, market: Market): Catalogue['services'] => [
  ...serviceOf(priced.strategy, market),
  ...listOne(transferPaidBy(priced, market)),
]

/** What of the prices in use was not read, but estimated. */
export function estimatesIn(
  priced: Priced,
  market: Market,
): {
  readonly estimated: boolean
  readonly licence: 'none' | 'read' | 'estimated' | 'unknown'
} {
  const { candidate, standby } = priced
  const running = standby ? [candidate, standby] : [candidate]
  return {
    estimated: [...running, ...servicesIn(priced, market)].some((one) => one.estimated),
    licence: licenceOf(running),
  }
}

function licenceOf(running: readonly Candidate[]): 'none' | 'read' | 'estimated' | 'unknown' {
  if (running.some(isUnpriced)) return 'unknown'
  if (running.some(({ licence }) => licence?.estimated)) return 'estimated'
  return running.some(({ licence }) => licence) ? 'read' : 'none'
}
