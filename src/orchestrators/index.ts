/** The orchestrators that an order can be written for. */
import type { ExportId, SaidOrder } from '../model/order-export.ts'
import { arc } from './arc/index.ts'
import { asr } from './asr/index.ts'
import type { ExportDocument, Orchestrator } from './document.ts'
import { srm } from './srm/index.ts'
import { ssm } from './ssm/index.ts'

export const orchestrators = { arc, asr, srm, ssm } as const satisfies Record<ExportId, Orchestrator>

/** By the text alone, as anybody could read it. */
export const readBack = (id: ExportId, { main, beside }: ExportDocument): SaidOrder =>
  orchestrators[id].read(main.contents, beside[0]?.contents ?? '')
