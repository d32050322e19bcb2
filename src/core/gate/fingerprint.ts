/**
 * What stays the same of a finding from run to run: the rule, the subject, what it touches and the file it comes
 * from. Not the message, which has figures; nor the severity, which drplan.yaml may state otherwise; nor the line
 * or the cell, which move when rows are added above it.
 */
import { createHash } from 'node:crypto'
import { placeParts } from '../../model/place.ts'
import { compareText } from '../../model/text-order.ts'

export interface Identified {
  readonly rule: string
  readonly subject: string
  /** In any order; what is named twice counts once. */
  readonly affected: readonly string[]
  readonly place: string | null
}

/** Hexadecimal digits of SHA-256 that are kept: 64 bits, so that 30,000 findings clash once in 10^10 sites. */
const DIGITS = 16

/**
 * A fingerprint for each finding, in the order given. Findings that are alike in all of the above are told apart
 * by a counter, in the order of their lines; so where one of three goes, the last of the fingerprints goes.
 */
export function fingerprintsOf(findings: readonly Identified[]): readonly string[] {
  const fingerprints = findings.map(() => '')
  const alike = Map.groupBy(findings.keys(), (index) => identityOf(findings[index]))
  for (const [identity, indexes] of alike) {
    const inOrder = indexes.toSorted((a, b) => comparePlaces(findings[a], findings[b]))
    inOrder.forEach((index, nth) => {
      fingerprints[index] = hash(nth === 0 ? identity : `${identity}${nth}`)
    })
  }
  return fingerprints
}

function identityOf(finding: Identified | undefined): string {
  if (!finding) return ''
  const { file, sheet } = finding.place === null ? { file: null, sheet: null } : placeParts(finding.place)
  const affected = [...new Set(finding.affected)].sort(compareText)
  return JSON.stringify([finding.rule, withoutCount(finding.subject), affected, file, sheet])
}

/** The subject of a finding about many things begins with how many there are: `1,204 VMs`. */
export const withoutCount = (subject: string): string => subject.replace(/^\d[\d,]*\s/, '')

const lineOf = (finding: Identified | undefined): number =>
  typeof finding?.place === 'string' ? (placeParts(finding.place).line ?? 0) : 0

const comparePlaces = (a: Identified | undefined, b: Identified | undefined): number =>
  lineOf(a) - lineOf(b) || compareText(a?.place ?? '', b?.place ?? '')

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, DIGITS)
