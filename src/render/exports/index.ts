/** The orchestrators that an order can be written for: how each is written, and how it is read back. */
import type { ExportId, OrderToExport, SaidOrder } from '../../model/order-export.ts'
import { renderArc } from './arc.ts'
import { renderAsr } from './asr.ts'
import type { ExportDocument } from './document.ts'
import { readArc } from './read-arc.ts'
import { readAsr } from './read-asr.ts'
import { readSrm } from './read-srm.ts'
import { readSsm } from './read-ssm.ts'
import { renderSrm } from './srm.ts'
import { renderSsm } from './ssm.ts'

interface OrderFormat {
  readonly render: (order: OrderToExport) => ExportDocument
  /** The document that orders, and the first beside it. */
  readonly read: (text: string, beside: string) => SaidOrder
}

export const orderFormats = {
  arc: { render: renderArc, read: readArc },
  asr: { render: renderAsr, read: readAsr },
  srm: { render: renderSrm, read: readSrm },
  ssm: { render: renderSsm, read: readSsm },
} as const satisfies Record<ExportId, OrderFormat>

/** By the text alone, as anybody could read it. */
export const readBack = (id: ExportId, { main, beside }: ExportDocument): SaidOrder =>
  orderFormats[id].read(main.contents, beside[0]?.contents ?? '')
