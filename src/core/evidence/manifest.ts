/** The first file that one reads of a pack. */
import { evidenceSchemaId, type EvidenceManifest, type PackedFile } from '../../model/evidence.ts'
import type { InputHashes } from '../../model/artifact.ts'
import type { Plan } from '../../model/plan.ts'

export interface ManifestFacts {
  readonly plan: Plan
  readonly planSha256: string
  readonly plannedBy: string
  readonly plannedFrom: InputHashes
  readonly madeBy: string
  readonly today: string
  readonly simulationSeed: number | null
  readonly outputs: EvidenceManifest['outputs']
  readonly leftOut: readonly string[]
  readonly files: readonly PackedFile[]
}

export const manifestOf = (facts: ManifestFacts): EvidenceManifest => {
  const { plan, planSha256, plannedBy, plannedFrom } = facts
  return {
    schema: evidenceSchemaId,
    madeBy: facts.madeBy,
    site: plan.site.id,
    target: plan.target.id,
    region: plan.target.region,
    today: facts.today,
    plan: { path: 'plan.json', sha256: planSha256, madeBy: plannedBy },
    inputs: plannedFrom,
    catalogue: {
      target: plan.target.id,
      asOf: plan.mapping.catalogueAsOf,
      sha256: plannedFrom['catalogue'] ?? null,
    },
    solution: plan.mapping.solution,
    seeds: { simulation: facts.simulationSeed },
    outputs: facts.outputs,
    leftOut: facts.leftOut,
    files: facts.files,
  }
}
