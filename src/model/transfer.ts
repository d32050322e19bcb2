/** Changed data that is copied from another region of the cloud that the recovery site is in. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

export const transferSchema = z.strictObject({
  /** The region that it leaves. */
  from: z.string(),
  /** In the catalogue's currency, for each decimal gigabyte. */
  perGB: z.number().nonnegative(),
  /** How many copied VMs have it in their cost. */
  vms: z.int().nonnegative(),
  /** How many have not, since nobody measures what they write. */
  unknownVms: z.int().nonnegative(),
})
/** As it is named on the line of a cost. */
export const TRANSFER_LINE = 'transfer between regions'

type Transfer = Immutable<z.infer<typeof transferSchema>>

/** What the cost of all VMs holds of transfer, to stand in a sentence. */
export function transferWords(transfer: Transfer | undefined): string {
  if (!transfer || transfer.vms === 0) return 'without transfer and tax'
  const { from, vms, unknownVms } = transfer
  const whose = unknownVms === 0 ? '' : ` for ${vms} of ${vms + unknownVms} copied VMs`
  return `with the transfer of changed data from ${from}${whose}, without other transfer and tax`
}

/** The same of one VM, by the lines of its cost. */
export const transferWordsOf = (cost: readonly { readonly what: string }[]): string =>
  cost.some(({ what }) => what === TRANSFER_LINE)
    ? 'with the transfer of changed data, without other transfer and tax'
    : 'without transfer and tax'
