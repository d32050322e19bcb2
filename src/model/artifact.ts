/**
 * The artefacts: what each step leaves in the workspace. Every file starts with its schema and version,
 * the drplan that made it, and the hashes of what it was made from.
 */
import { z } from 'zod'
import { accountQuotasSchema } from './account-quotas.ts'
import { catalogueSchema } from './dr-component.ts'
import { equivalenceSchema } from './equivalence.ts'
import { failbackReportSchema } from './failback-report.ts'
import { findingSchema } from './finding.ts'
import { demandSchema, forecastSummarySchema } from './forecast.ts'
import { mappingSchema } from './mapping.ts'
import { networkTranslationSchema } from './network-translation.ts'
import { planSchema } from './plan.ts'
import { replicationReportSchema } from './replication.ts'
import { simulationReportSchema } from './simulation-report.ts'
import { siteSchema } from './site.ts'

const findings = { findings: z.array(findingSchema) }

/** Kind, version of its shape, and the shape. A version goes up when an older drplan could misread the file. */
export const artifacts = {
  site: { version: 1, schema: siteSchema },
  demands: {
    version: 2,
    /** The curves and scores of the forecasts are columnar (forecasts.parquet, scores.parquet). */
    schema: z.strictObject({ demands: z.array(demandSchema), forecasts: z.array(forecastSummarySchema), ...findings }),
  },
  mapping: { version: 2, schema: z.strictObject({ mapping: mappingSchema, ...findings }) },
  translation: {
    version: 2,
    schema: z.strictObject({ translation: networkTranslationSchema, equivalence: equivalenceSchema, ...findings }),
  },
  plan: { version: 3, schema: planSchema },
  simulation: { version: 1, schema: simulationReportSchema },
  replication: { version: 1, schema: replicationReportSchema },
  failback: { version: 1, schema: failbackReportSchema },
  /** Read from the vendor over what drplan ships; of each target its own file. */
  catalogue: {
    version: 1,
    schema: z.strictObject({
      catalogue: catalogueSchema,
      /** The regions that were read, each with the last day of its prices. */
      refreshed: z.array(z.strictObject({ region: z.string(), asOf: z.iso.date() })),
      ...findings,
    }),
  },
  /** Read from the account at the recovery site; of each target and region its own file. */
  quotas: { version: 1, schema: accountQuotasSchema },
} as const

export type ArtifactKind = keyof typeof artifacts
/** Those that a step makes when they are stale; catalogue and quotas are read when a person says so. */
export type StepArtifactKind = Exclude<ArtifactKind, 'catalogue' | 'quotas'>
export type ArtifactOf<Kind extends ArtifactKind> = z.infer<(typeof artifacts)[Kind]['schema']>

/** SHA-256, hex, of every input by its name. */
export type InputHashes = Readonly<Record<string, string>>

export const envelopeShape = {
  schema: z.string(),
  madeBy: z.string(),
  inputs: z.record(z.string(), z.string()),
}

export const schemaId = (kind: ArtifactKind): string => `drplan/${kind}@${artifacts[kind].version}`

export function remakingCommand(kind: ArtifactKind): string {
  if (kind === 'catalogue') return 'drplan catalogue refresh'
  if (kind === 'simulation') return 'drplan simulate'
  if (kind === 'replication') return 'drplan replication replay'
  if (kind === 'failback') return 'drplan simulate --phase failback'
  return kind === 'quotas' ? 'drplan catalogue refresh --quotas' : 'drplan plan'
}
