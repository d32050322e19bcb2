/** What the region that data leaves bills for it, by the decimal GB. */
import type { Catalogue } from '../../model/dr-component.ts'

export type TransferPrice = Catalogue['services'][number]

/** Of data that goes from one region to another; null where there is none, or `from` is no other region. */
export function transferPriceOf({ services }: Catalogue, from: string | null, to: string): TransferPrice | null {
  if (from === null || from === to) return null
  const leaving = services.filter(({ region }) => region === from)
  return (
    leaving.find((row) => row.id === 'transfer-pair-gb' && row.to === to) ??
    leaving.find(({ id }) => id === 'transfer-regions-gb') ??
    null
  )
}
