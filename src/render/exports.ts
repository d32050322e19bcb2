/** What each export keeps of the order of the plan: as JSON beside it, and for people in exports.md. */
import type { ExportId, OrderProof, OrderToExport, UnsaidReason } from '../model/order-export.ts'
import { count, duration, fixed } from '../model/quantity.ts'
import type { OrderPair, Packing } from '../model/recovery-order.ts'
import type { RecoveryService } from '../model/target.ts'
import { renderMarkdown } from './template.ts'
import type { RenderedFile } from './terraform.ts'

export const renderProof = (id: ExportId, file: string, proof: OrderProof): RenderedFile => ({
  path: file.replace(/\.json$/, '.proof.json'),
  contents: `${JSON.stringify(
    {
      schema: 'drplan/order-proof@1',
      export: id,
      file,
      verdict: proof.unsaid.length === 0 ? 'kept' : 'partly kept',
      ...proof,
    },
    null,
    2,
  )}\n`,
})

interface ExportView {
  readonly id: ExportId
  readonly unfit: string | null
  /** Null = it was not written. */
  readonly file: string | null
  readonly proof: OrderProof | null
  readonly language: { readonly name: string; readonly rules: readonly string[]; readonly assumes: readonly string[] }
}

interface PageParts {
  readonly template: string
  readonly order: OrderToExport
  readonly service: RecoveryService
  readonly exports: readonly ExportView[]
  readonly figures: {
    readonly vms: number
    readonly waves: number
    readonly packing: Packing
    readonly parts: { readonly count: number; readonly atLeast: number; readonly across: readonly OrderPair[] } | null
    readonly critical: { readonly vmIds: readonly string[]; readonly minutes: number }
  }
}

/** More edges than so many are in the proof only. */
const MOST_EDGES = 50

const reasons: Readonly<Record<UnsaidReason, string>> = {
  'left-out': 'one of them is not in this export',
  'other-plan': 'they are in different plans, and only people keep the order of plans',
  'same-group': 'they start side by side',
  reversed: 'the export says the reverse',
}

export function renderExportsPage({ template, order, service, exports, figures }: PageParts): RenderedFile {
  const names = new Map<string, string>([
    ...order.vms.map(({ key, name }) => [`vm:${key}`, name] as const),
    ...order.gates.map(({ id, title }) => [`gate:${id}`, title] as const),
  ])
  const byId = new Map(order.vms.map(({ vmId, name }) => [vmId, name]))
  const view = {
    count,
    duration,
    fixed,
    figures,
    service,
    critical: figures.critical.vmIds.map((id) => byId.get(id) ?? id),
    exports: exports.map((one) => ({
      ...one,
      unsaid: (one.proof?.unsaid ?? []).slice(0, MOST_EDGES).map(({ before, after, why }) => ({
        before: names.get(before) ?? before,
        after: names.get(after) ?? after,
        why: reasons[why],
      })),
      more: Math.max(0, (one.proof?.unsaid.length ?? 0) - MOST_EDGES),
    })),
  }
  return { path: 'exports.md', contents: `${renderMarkdown('exports.md', template, view).trim()}\n` }
}
