/**
 * What it costs a month that changed data leaves the primary site, where that is another region of the same cloud. The
 * region that data leaves bills it, by the decimal GB; what comes in is free (AWS price list of 2024-09, AWSDataTransfer;
 * "Understanding Azure Bandwidth", 2023-08). So nothing is added for a primary site on premises, and a price in the
 * catalogue of data that leaves the region of the site is what tells that both are of one cloud.
 *
 * Replication carries every write. An incremental backup carries what was written since the last one, and never more than
 * there is: a block that is written twice goes once. Both are the most it can be, since nothing is taken off for
 * compression; the first full copy is paid once, and is in no month.
 */
import type { CostItem } from '../../model/mapping.ts'
import type { RecoveryStrategy } from '../../model/tier.ts'
import { TRANSFER_LINE } from '../../model/transfer.ts'
import type { DiskPlan } from './disks.ts'
import type { Market } from './market.ts'
import { createCostItem } from './money.ts'
import { gigabytesOf } from './service-price.ts'
import type { TransferPrice } from './transfer-price.ts'

export interface Copying {
  readonly strategy: RecoveryStrategy
  readonly diskPlan: Pick<DiskPlan, 'copiedGiB'>
  /** The mean of what is measured; null = nobody measures it. */
  readonly writtenGiBPerHour: number | null
  readonly time: { readonly backupIntervalMinutes: number | null }
}

/** Of the others the application copies its data itself, however it does. */
export const isCopiedByPlatform = (strategy: RecoveryStrategy): boolean =>
  strategy === 'pilot-light' || strategy === 'backup-restore'

/** The price that is paid; null where nothing is, or nobody knows for how much. */
export function transferPaidBy(copying: Copying, { transfer }: Pick<Market, 'transfer'>): TransferPrice | null {
  const { strategy, writtenGiBPerHour } = copying
  return isCopiedByPlatform(strategy) && writtenGiBPerHour !== null && writtenGiBPerHour > 0 ? transfer : null
}

/** None or one line. */
export function transferItems(copying: Copying, market: Pick<Market, 'transfer' | 'hoursPerMonth'>): CostItem[] {
  const paid = transferPaidBy(copying, market)
  if (paid === null) return []
  // To a thousandth, so that it can be read.
  const quantity = Number(gigabytesOf(copiedGiBPerMonth(copying, market.hoursPerMonth)).toFixed(3))
  return [createCostItem({ what: TRANSFER_LINE, phase: 'standby', quantity, unit: 'GB', unitPrice: paid.price })]
}

function copiedGiBPerMonth({ time, diskPlan, writtenGiBPerHour }: Copying, hoursPerMonth: number): number {
  const written = writtenGiBPerHour ?? 0
  if (time.backupIntervalMinutes === null) return written * hoursPerMonth
  const hours = time.backupIntervalMinutes / 60
  return Math.min(written * hours, diskPlan.copiedGiB) * (hoursPerMonth / hours)
}
