/** The report as it is, for programs of one's own. */
import type { CheckFormat } from './format.ts'

export const checkReportSchemaId = 'drplan/check@2'

export const jsonFormat: CheckFormat = {
  title: 'The whole report, for programs of your own.',
  extension: 'json',
  // The same text to a reader of JSON, and none of the commands `##[` and `##vso[` to the runner of a build.
  render: (report) =>
    `${JSON.stringify({ schema: checkReportSchemaId, ...report }, null, 2).replaceAll('##', String.raw`#\u0023`)}\n`,
}
