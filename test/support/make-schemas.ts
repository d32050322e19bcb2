/**
 * Writes schemas/*.schema.json from the nouns: one for every file that people write or read.
 * usage: node test/support/make-schemas.ts
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { artifacts, envelopeShape, schemaId, type ArtifactKind } from '../../src/model/artifact.ts'
import { checkBaselineSchema } from '../../src/model/check-baseline.ts'
import { checkReportSchema } from '../../src/model/check-report.ts'
import { configSchema } from '../../src/model/config.ts'
import { evidenceManifestSchema } from '../../src/model/evidence.ts'
import { measuredTimesSchema, measuredTimesSchemaId } from '../../src/model/measured-times.ts'
import { planDiffSchema, planDiffSchemaId } from '../../src/model/plan-diff.ts'
import { policyFileSchema } from '../../src/model/policy.ts'
import { priceListSchema } from '../../src/model/price-list.ts'
import { recoveryPointsFileSchema } from '../../src/model/recovery-points-file.ts'
import { scenarioSchema } from '../../src/model/scenario.ts'
import { inventorySchema } from '../../src/sources/inventory/schema.ts'

const titles: Record<ArtifactKind, string> = {
  site: 'The primary site as read from its sources',
  demands: 'What every VM will need, and the forecasts behind it',
  mapping: 'The component of every VM',
  translation: 'The network at the recovery site',
  plan: 'The recovery plan',
  simulation: 'Simulated recoveries of a plan',
  replication: 'How late replicated data would have been',
  failback: 'The simulated way home of a plan',
  catalogue: 'A catalogue that was refreshed from its vendor',
  quotas: 'What an account may have in one region, and has already',
}

/** `input`: the shape of the file, where addresses and blocks are text. */
function jsonSchema(schema: z.ZodType, id: string, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref' })
  return `${JSON.stringify({ $schema, $id: `https://drplan.example/schemas/${id}.schema.json`, title, ...rest }, null, 2)}\n`
}

/** File name → text. */
export function makeSchemas(): ReadonlyMap<string, string> {
  const files = new Map([
    ['config.schema.json', jsonSchema(configSchema, 'config', 'drplan.yaml')],
    ['inventory.schema.json', jsonSchema(inventorySchema, 'inventory', "drplan's own inventory format")],
    ['prices.schema.json', jsonSchema(priceListSchema, 'prices', 'Own prices and discounts')],
    [
      'measured-times.schema.json',
      jsonSchema(
        z.strictObject({ schema: z.literal(measuredTimesSchemaId), ...measuredTimesSchema.shape }),
        'measured-times',
        'What the steps of a run took',
      ),
    ],
    [
      'check-baseline.schema.json',
      jsonSchema(checkBaselineSchema, 'check-baseline', 'Findings that a team knows and has not dealt with yet'),
    ],
    [
      'check.schema.json',
      jsonSchema(
        z.strictObject({ schema: z.literal('drplan/check@2'), ...checkReportSchema.shape }),
        'check',
        'What a check found',
      ),
    ],
    [
      'diff.schema.json',
      jsonSchema(
        z.strictObject({
          schema: z.literal(planDiffSchemaId),
          plans: z.strictObject({ beforeSha256: z.string(), afterSha256: z.string() }),
          ...planDiffSchema.shape,
        }),
        'diff',
        'What changes between two plans',
      ),
    ],
    ['evidence.schema.json', jsonSchema(evidenceManifestSchema, 'evidence', 'The manifest of an evidence pack')],
    ['policy.schema.json', jsonSchema(policyFileSchema, 'policy', 'Policies and their tests')],
    [
      'recovery-points.schema.json',
      jsonSchema(recoveryPointsFileSchema, 'recovery-points', 'Recovery points of VMs, for drplan replication line'),
    ],
    ['scenario.schema.json', jsonSchema(scenarioSchema, 'scenario', 'A scenario: settings laid over drplan.yaml')],
  ])
  for (const kind of Object.keys(artifacts) as ArtifactKind[]) {
    const schema = z.strictObject({
      ...envelopeShape,
      schema: z.literal(schemaId(kind)),
      ...artifacts[kind].schema.shape,
    })
    files.set(`${kind}.schema.json`, jsonSchema(schema, kind, titles[kind]))
  }
  return files
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../../schemas')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of makeSchemas()) writeFileSync(join(folder, name), text)
}
