/** What the readers of every format are given. */
import type { FlowTally } from '../flow-findings.ts'
import type { FlowRecord } from '../flow-record.ts'
import type { Report } from '../report.ts'

export interface FlowLogReading {
  readonly add: (record: FlowRecord) => void
  readonly tally: FlowTally
  readonly report: Report
}
