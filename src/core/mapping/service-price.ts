/** Services that a strategy pays for besides components and disks, as the vendor bills them. */
import type { Catalogue, ServiceId } from '../../model/dr-component.ts'
import type { CostItem } from '../../model/mapping.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import type { Market } from './market.ts'
import { createCostItem } from './money.ts'

/** A GiB in decimal GB: what is stored is counted in GiB, and some vendors bill in GB. */
const GB_PER_GIB = 1.073741824

export const gigabytesOf = (gibibytes: number): number => gibibytes * GB_PER_GIB

type Alternatives = readonly [ServiceId, ...ServiceId[]]
const replication: Alternatives = ['replication-server-hour', 'replication-server-month']
const backup: Alternatives = ['backup-gib-month', 'backup-gb-month']

/** Of each strategy that needs a service: the ways to bill it, of which a catalogue has one. */
const services: Partial<Record<RecoveryStrategy, Alternatives>> = {
  'pilot-light': replication,
  'backup-restore': backup,
}

/** Has the catalogue the price of the service that the strategy needs there, if it needs one? */
export function isPriced(strategy: RecoveryStrategy, catalogue: Catalogue, region: string): boolean {
  const needed = services[strategy]
  return needed === undefined || catalogue.services.some((one) => needed.includes(one.id) && one.region === region)
}

/** The price of the service that the strategy pays for; none when it needs none. */
export function serviceOf(strategy: RecoveryStrategy, market: Market): Catalogue['services'] {
  const needed = services[strategy]
  return needed ? [market.service(...needed)] : []
}

export function replicationItem(market: Market): CostItem {
  const { id, price } = market.service(...replication)
  const byHour = id === 'replication-server-hour'
  return createCostItem({
    what: 'replication',
    phase: 'standby',
    quantity: byHour ? market.hoursPerMonth : 1,
    unit: byHour ? 'server-hour' : 'server-month',
    unitPrice: price,
  })
}

/** Storage, and in GB-month also the protected machine: by 50 GB, or by every 500 GB begun. */
export function backupItems(copiedGiB: number, market: Market): CostItem[] {
  if (copiedGiB === 0) return []
  const { id, price: unitPrice } = market.service(...backup)
  const storage = { what: 'backup storage', phase: 'standby', unitPrice } as const
  if (id === 'backup-gib-month') return [createCostItem({ ...storage, quantity: copiedGiB, unit: 'GiB-month' })]
  const gigabytes = gigabytesOf(copiedGiB)
  return [
    protectedMachine(gigabytes, market),
    // To a thousandth, so that it can be read.
    createCostItem({ ...storage, quantity: Number(gigabytes.toFixed(3)), unit: 'GB-month' }),
  ]
}

function protectedMachine(gigabytes: number, market: Market): CostItem {
  const small = gigabytes <= 50
  return createCostItem({
    what: small ? 'protected machine, 50 GB at most' : 'protected machine, each 500 GB',
    phase: 'standby',
    quantity: small ? 1 : Math.ceil(gigabytes / 500),
    unit: 'month',
    unitPrice: market.service(small ? 'backup-50gb-month' : 'backup-500gb-month').price,
  })
}
