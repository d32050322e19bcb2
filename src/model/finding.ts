/**
 * A finding is something about the user's site or plan that a person should know. Findings are data:
 * they are collected with the result and all shown at once; only errors (errors.ts) stop.
 */
import { z } from 'zod'
import { factIds, type FactId } from './fact.ts'
import { findingCodes, severities, type FindingCode, type Severity } from './finding-codes.ts'
import type { Immutable } from './immutable.ts'
import { compareText } from './text-order.ts'

const codes = Object.keys(findingCodes) as [FindingCode, ...FindingCode[]]

export const findingSchema = z.strictObject({
  code: z.enum(codes),
  severity: z.enum(severities),
  /** What it is about, in a few words: a VM's name, a file, a block. */
  subject: z.string(),
  message: z.string(),
  /** What to do about it. */
  suggestion: z.string().nullable(),
  /** Ids of the VMs (or other nouns) it touches; empty when the subject says it all. */
  affected: z.array(z.string()),
  /** Where in an input it comes from, as `file`, `file:line` or `file#sheet!cell`. */
  place: z.string().nullable(),
  /**
   * The facts of `affected` (of all VMs of the source, where it is empty) that are missing or guessed; where the site has
   * them from another source, the finding is withdrawn.
   */
  about: z.array(z.enum(factIds)).optional(),
})
export type Finding = Immutable<z.infer<typeof findingSchema>>

export interface FindingParts {
  readonly subject: string
  readonly message: string
  readonly suggestion?: string | null
  readonly affected?: readonly string[]
  readonly place?: string | null
  readonly about?: readonly FactId[]
}

/** A finding of a known code; its severity comes from the table. */
export function createFinding(code: FindingCode, parts: FindingParts): Finding {
  const { subject, message, suggestion = null, affected = [], place = null, about } = parts
  return {
    code,
    severity: findingCodes[code].severity,
    subject,
    message,
    suggestion,
    affected,
    place,
    ...(about && { about }),
  }
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

/** Worst first, then by code, subject and message: the same order on every machine. */
export const compareFindings = (a: Finding, b: Finding): number =>
  rank[a.severity] - rank[b.severity] ||
  compareText(a.code, b.code) ||
  compareText(a.subject, b.subject) ||
  compareText(a.message, b.message) ||
  compareText(a.place ?? '', b.place ?? '') ||
  compareText(JSON.stringify(a.affected), JSON.stringify(b.affected))

/** Is `severity` as bad as `limit`, or worse? */
export const isAtLeast = (severity: Severity, limit: Severity): boolean => rank[severity] <= rank[limit]
