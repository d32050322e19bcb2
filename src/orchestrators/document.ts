/** A written export, and what all of them have in common. */
import type { LimitReplay, OrderLanguage, OrderToExport, SaidOrder } from '../model/order-export.ts'
import type { JsonValue, RecoveryService } from '../model/target.ts'
import type { RenderedFile } from '../render/terraform.ts'

export interface ExportDocument {
  /** The one that orders; relative to the folder of the exports. */
  readonly main: RenderedFile
  /** Read together with it. */
  readonly beside: readonly RenderedFile[]
}

export interface WrittenOrder {
  /** Of the document that orders. */
  readonly bytes: number
  readonly said: SaidOrder
  readonly service: RecoveryService
  /** Acts of VMs that the service brings back. */
  readonly replicated: ReadonlySet<string>
}

/** What an orchestrator can say of an order, and how it is written and read back. */
export interface Orchestrator extends OrderLanguage {
  /** Why it is not for this plan; null = it is. `sources`: kinds of the sources of drplan.yaml. */
  readonly unfit: (order: OrderToExport, sources: readonly string[]) => string | null
  readonly write: (order: OrderToExport) => ExportDocument
  /** By the text of the document that orders, and of the first beside it. Throws ZodError where these are no such documents. */
  readonly read: (text: string, beside: string) => SaidOrder
  /** Limits of the format and its service, and what was written of each. */
  readonly limits: (written: WrittenOrder) => readonly LimitReplay[]
}

export const jsonFile = (path: string, value: JsonValue): RenderedFile => ({
  path,
  contents: `${JSON.stringify(value, null, 2)}\n`,
})

/** Which acts a step of a document stands for, by the name of the step; and what has to be filled in. */
export type ExportMembers = {
  readonly schema: 'drplan/export-members@1'
  readonly parameters: Readonly<Record<string, string>>
  readonly steps: Readonly<Record<string, readonly string[]>>
}

export const membersOf = (
  steps: readonly { readonly name: string; readonly acts: readonly string[] }[],
  parameters: Readonly<Record<string, string>>,
): ExportMembers => ({
  schema: 'drplan/export-members@1',
  parameters,
  steps: Object.fromEntries(steps.filter(({ acts }) => acts.length > 0).map(({ name, acts }) => [name, acts])),
})
