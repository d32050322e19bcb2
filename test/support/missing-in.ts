/** What a site of one source refers to and does not have. */
import { mergeReadings } from '../../src/core/identity/merge-readings.ts'
import { missingReferences } from '../../src/core/identity/missing-references.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { SiteReading } from '../../src/model/source.ts'

export const missingIn = (reading: SiteReading): readonly Finding[] =>
  missingReferences(mergeReadings([reading]), [reading])
