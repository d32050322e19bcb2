/** Policies, each with a version and with what came of it in a check. */
import { findingStatuses, type CheckReport } from '../../model/check-report.ts'
import type { LoadedPolicy } from '../../model/policy.ts'

/** A policy has no number of its own: its version is the hash of its definition, wherever it stands in a file. */
export interface VersionedPolicy {
  readonly policy: LoadedPolicy
  readonly sha256: string
}

/** For JSON: `{ policies }` by id. `findings` are those of the check, by status; with none, the policy holds. */
export const policiesWithResults = (policies: readonly VersionedPolicy[], { findings }: CheckReport): unknown => ({
  policies: policies
    .map(({ policy: { id, title, severity, layer, origin, source, fix }, sha256 }) => {
      const own = findings.filter(({ rule }) => rule === `policy.${id}`)
      const counts = findingStatuses.map((status) => [status, own.filter((one) => one.status === status).length])
      return {
        id,
        title,
        layer,
        origin,
        severity,
        source,
        fix,
        sha256,
        result: own.length === 0 ? 'holds' : 'findings',
        findings: Object.fromEntries(counts) as unknown,
      }
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
})
