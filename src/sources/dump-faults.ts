/** Series of a cloud's metrics that could not be used, or not as they are: gathered over all files and told once. */
import { createFinding, type Finding } from '../model/finding.ts'
import type { FindingCode } from '../model/finding-codes.ts'
import { compareText } from '../model/text-order.ts'
import { listed } from './report.ts'

const kinds = {
  ambiguous: ['store.series-unmatched', 'Metrics left out, because they fit more than one VM'],
  halfMissing: ['site.dump-incomplete', 'Metrics left out, because a part of the sum is not there'],
  machineUnknown: ['store.series-unmatched', 'Metrics left out, because nothing says which machine they are of'],
  metricUnknown: ['store.unit-unknown', 'Metrics left out, because drplan does not use them, or not in this unit'],
  partOfMachine: ['store.unit-unknown', 'Metrics left out, because they are of a part of their machine only'],
  periodUnknown: ['store.unit-unknown', 'Amounts left out, because nothing says the period they are of'],
  statisticOther: ['store.unit-unknown', 'Metrics left out, because they are in another statistic than is needed'],
  statisticUnknown: ['site.guessed', 'Metrics that do not say their statistic, taken for the one that is needed'],
  unfinished: ['site.dump-incomplete', 'Metrics that are not the whole of what was asked'],
  unmatched: ['store.series-unmatched', 'Metrics left out, because their machine is no VM of the site'],
} as const satisfies Record<string, readonly [FindingCode, string]>

type DumpFault = keyof typeof kinds

/** What to do about each fault, in the words of the cloud. */
export type DumpAdvice = Readonly<Partial<Record<DumpFault, string>>>

export interface DumpFaults {
  /** `what` names the series as its file does. */
  add(fault: DumpFault, what: string): void
  findings(shownPath: string): readonly Finding[]
}

export function createDumpFaults(advice: DumpAdvice): DumpFaults {
  const found = new Map<DumpFault, Set<string>>()
  return {
    add: (fault, what) => found.set(fault, (found.get(fault) ?? new Set()).add(what)),
    findings: (subject) =>
      [...found]
        .toSorted(([a], [b]) => compareText(a, b))
        .map(([fault, names]) => {
          const [code, meaning] = kinds[fault]
          const affected = [...names].toSorted(compareText)
          const message = `${meaning} (${affected.length}): ${listed(affected)}.`
          return createFinding(code, { subject, message, suggestion: advice[fault] ?? null, affected })
        }),
  }
}
