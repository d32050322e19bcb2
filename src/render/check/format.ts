/** What a format of `drplan check` is. */
import type { CheckReport } from '../../model/check-report.ts'

export interface CheckFormatOptions {
  /** Path of drplan.yaml from the root of the repository, with `/`. */
  readonly configFile: string
  readonly toolVersion: string
  /** Where people read about drplan. */
  readonly informationUri?: string
  /** Was a baseline laid over the findings? Without it: yes, where one of them is `known`. */
  readonly hasBaseline?: boolean
}

export interface CheckFormat {
  /** One sentence: what it is for. */
  readonly title: string
  /** Of a file that holds it, without the dot. */
  readonly extension: string
  /** The whole text, with a line break at its end. The same report gives the same bytes. */
  render(report: CheckReport, options: CheckFormatOptions): string
}
