/** The order of the failover for orchestrators, each with its proof: written, read back, and compared with the plan. */
import { orderFigures } from '../core/order/figures.ts'
import { unsaidEdges } from '../core/order/prove.ts'
import { requiredEdges } from '../core/order/required-edges.ts'
import type { Config } from '../model/config.ts'
import {
  exportIds,
  vmAct,
  type ExportId,
  type OrderEdge,
  type OrderProof,
  type OrderToExport,
} from '../model/order-export.ts'
import type { Plan } from '../model/plan.ts'
import type { Runbook } from '../model/runbook.ts'
import type { RecoveryService } from '../model/target.ts'
import type { ExportDocument } from '../orchestrators/document.ts'
import { orchestrators, readBack } from '../orchestrators/index.ts'
import { renderExportsPage, renderProof } from '../render/exports.ts'
import type { RenderedFile } from '../render/terraform.ts'
import type { StepContext } from './context.ts'
import { orderOf, unplannedFailover } from './exported-order.ts'

interface Given {
  readonly plan: Plan
  readonly runbooks: readonly Runbook[]
  /** Of exports.md. */
  readonly template: string
}

/** Paths are relative to the folder of the runbooks. None where nothing fits and nothing was asked for. */
export function exportFiles(
  { plan, runbooks, template }: Given,
  { config, target }: Pick<StepContext, 'config' | 'target'>,
): readonly RenderedFile[] {
  const runbook = unplannedFailover(runbooks)
  const order = orderOf(plan, runbook, target)
  const chosen = choose(order, config)
  if (chosen.length === 0) return []
  const edges = requiredEdges(plan, runbook)
  const made = chosen.map((one) => madeOf(one, { order, edges, service: target.recoveryService }))
  const page = renderExportsPage({
    template,
    order,
    figures: orderFigures(plan, target.recoveryService),
    service: target.recoveryService,
    exports: made.map(({ id, unfit, document, proof }) => ({
      id,
      unfit,
      language: orchestrators[id],
      file: document?.main.path ?? null,
      proof,
    })),
  })
  const files = made.flatMap(({ id, document, proof }) =>
    document && proof ? [document.main, ...document.beside, renderProof(id, document.main.path, proof)] : [],
  )
  return [page, ...files].map(({ path, contents }) => ({ path: `exports/${path}`, contents }))
}

interface ChosenExport {
  readonly id: ExportId
  /** Why it is not written; null = it is. */
  readonly unfit: string | null
}

/** With `auto`, only those that fit; else all that were asked for. */
function choose(order: OrderToExport, { runbook, sources }: Config): readonly ChosenExport[] {
  const asked = runbook.exports ?? 'auto'
  const kinds = sources.map(({ kind }) => kind)
  const all = exportIds.map((id) => ({ id, unfit: orchestrators[id].unfit(order, kinds) }))
  return asked === 'auto' ? all.filter(({ unfit }) => unfit === null) : all.filter(({ id }) => asked.includes(id))
}

interface Around {
  readonly order: OrderToExport
  readonly edges: readonly OrderEdge[]
  readonly service: RecoveryService
}

interface Made extends ChosenExport {
  readonly document: ExportDocument | null
  readonly proof: OrderProof | null
}

function madeOf(chosen: ChosenExport, around: Around): Made {
  if (chosen.unfit !== null) return { ...chosen, document: null, proof: null }
  const document = orchestrators[chosen.id].write(around.order)
  return { ...chosen, document, proof: proofOf(chosen.id, document, around) }
}

function proofOf(id: ExportId, document: ExportDocument, { order, edges, service }: Around): OrderProof {
  const said = readBack(id, document)
  const unsaid = unsaidEdges(said, edges)
  return {
    edges: edges.length,
    kept: edges.length - unsaid.length,
    unsaid,
    limits: orchestrators[id].limits({
      said,
      service,
      bytes: new TextEncoder().encode(document.main.contents).length,
      replicated: new Set(order.replicated.flatMap(({ groups }) => groups.flat().map(vmAct))),
    }),
  }
}
