/**
 * What an offering costs, line by line.
 *
 * - active-active and hot standby run the whole component and its disks; copying the data is the application's
 *   own matter (or the database's) and has no price here;
 * - warm standby does so with a smaller component;
 * - pilot light pays for replication by server and hour and for the copied disks, at the price they have once
 *   recovered; the vendor's staging machines, which several servers share, are not in it;
 * - backup and restore pays for one full copy of what is used, else of the capacity.
 *
 * Data transfer is not in it.
 */
import type { Catalogue, ServiceId } from '../../model/dr-component.ts'
import type { CostItem } from '../../model/mapping.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import type { DiskPlan } from './disks.ts'
import type { Candidate, Market } from './market.ts'
import { createCostItem } from './money.ts'
import type { Volume } from './volumes.ts'

const HOURS_PER_MONTH = 730

export interface Priced {
  readonly strategy: RecoveryStrategy
  readonly candidate: Candidate
  /** What runs while the primary site is well; null = nothing. */
  readonly standby: Candidate | null
  readonly diskPlan: DiskPlan
}

/** Every line of the price; amounts are per month when standing by, per hour once recovered. */
export function costItems(priced: Priced, market: Market): CostItem[] {
  const { candidate, diskPlan } = priced
  return [
    ...standbyItems(priced, market),
    createCostItem({
      what: candidate.component.id,
      phase: 'recovered',
      quantity: 1,
      unit: 'h',
      unitPrice: candidate.perHour,
    }),
    ...diskItems(diskPlan.volumes, 'recovered'),
  ]
}

function standbyItems({ strategy, standby, diskPlan }: Priced, market: Market): CostItem[] {
  if (strategy === 'backup-restore') return backupItems(diskPlan, market)
  if (strategy === 'pilot-light') {
    const copied = diskPlan.volumes.filter((volume) => !volume.scratch)
    return [replicationItem(market), ...diskItems(copied, 'standby')]
  }
  const running = standby
    ? [
        createCostItem({
          what: standby.component.id,
          phase: 'standby',
          quantity: HOURS_PER_MONTH,
          unit: 'h',
          unitPrice: standby.perHour,
        }),
      ]
    : []
  return [...running, ...diskItems(diskPlan.volumes, 'standby')]
}

const replicationItem = (market: Market): CostItem =>
  createCostItem({
    what: 'replication',
    phase: 'standby',
    quantity: HOURS_PER_MONTH,
    unit: 'server-hour',
    unitPrice: market.service('replication-server-hour').price,
  })

function backupItems({ copiedGiB }: DiskPlan, market: Market): CostItem[] {
  if (copiedGiB === 0) return []
  const unitPrice = market.service('backup-gib-month').price
  return [
    createCostItem({ what: 'backup storage', phase: 'standby', quantity: copiedGiB, unit: 'GiB-month', unitPrice }),
  ]
}

/** Three lines at most for each class: size, operations, throughput. */
function diskItems(volumes: readonly Volume[], phase: CostItem['phase']): CostItem[] {
  const classIds = [...new Set(volumes.map((volume) => volume.mapped.classId))].sort()
  return classIds.flatMap((classId) => {
    const same = volumes.filter((volume) => volume.mapped.classId === classId)
    const price = same[0]?.offer.price
    if (!price) return []
    const lines = [
      {
        what: `${classId} volumes`,
        of: 'GiB',
        quantity: sum(same, (one) => one.mapped.sizeGiB),
        price: price.perGiBMonth,
      },
      {
        what: `${classId} bought IOPS`,
        of: 'IOPS',
        quantity: sum(same, (one) => one.billedIops),
        price: price.perIopsMonth,
      },
      {
        what: `${classId} bought throughput`,
        of: 'MiB/s',
        quantity: sum(same, (one) => one.billedMiBps),
        price: price.perMiBpsMonth,
      },
    ]
    return lines
      .filter((line) => line.quantity > 0)
      .map(({ what, of, quantity, price }) => createCostItem({ what, phase, quantity, ...rateOf(of, price, phase) }))
  })
}

const sum = (volumes: readonly Volume[], amount: (volume: Volume) => number): number =>
  volumes.reduce((total, volume) => total + amount(volume), 0)

/** Disks are billed by the month; their rate per hour is kept to ten decimals, so that it can be read. */
function rateOf(of: string, perMonth: number, phase: CostItem['phase']): { unit: string; unitPrice: number } {
  if (phase === 'standby') return { unit: `${of}-month`, unitPrice: perMonth }
  return { unit: `${of}-hour`, unitPrice: Number((perMonth / HOURS_PER_MONTH).toFixed(10)) }
}

/** The service that a strategy pays for besides components and disks. */
const services: Partial<Record<RecoveryStrategy, ServiceId>> = {
  'pilot-light': 'replication-server-hour',
  'backup-restore': 'backup-gib-month',
}

/** Has the catalogue the price of the service that the strategy needs there, if it needs one? */
export function isPriced(strategy: RecoveryStrategy, catalogue: Catalogue, region: string): boolean {
  const needed = services[strategy]
  return needed === undefined || catalogue.services.some((one) => one.id === needed && one.region === region)
}

/** The days that the prices in use were read on. */
export function priceDates({ strategy, candidate, standby, diskPlan }: Priced, market: Market): string[] {
  const service = services[strategy]
  return [
    candidate.asOf,
    ...(standby ? [standby.asOf] : []),
    ...diskPlan.volumes.map((volume) => volume.offer.price.asOf),
    ...(service ? [market.service(service).asOf] : []),
  ]
}
