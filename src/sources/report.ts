/** Collecting what is worth saying while reading; nothing here stops. */
import { compareFindings, createFinding, type Finding, type FindingParts } from '../model/finding.ts'
import type { FindingCode } from '../model/finding-codes.ts'
import { compareText } from '../model/text-order.ts'

export type Report = (code: FindingCode, parts: FindingParts) => void

/** A report, and everything reported to it in an order that does not depend on the order of reading. */
export function createReport(): { report: Report; findings: () => readonly Finding[] } {
  const findings: Finding[] = []
  return {
    report: (code, parts) => {
      const affected = parts.affected && [...new Set(parts.affected)].toSorted(compareText)
      findings.push(createFinding(code, affected ? { ...parts, affected } : parts))
    },
    findings: () => findings.toSorted((a, b) => compareFindings(a, b) || compareText(a.place ?? '', b.place ?? '')),
  }
}

/** "1 VM", "3 VMs". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export { listed } from '../model/listed.ts'
