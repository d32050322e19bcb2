/** Measured times of drills (drplan/measured-times@1), as `drplan runbook times` writes them. */
import { InputError } from '../errors.ts'
import { measuredTimesSchemaId, readTimesSchema, type ReadTimes } from '../model/measured-times.ts'
import { hashText } from './files.ts'
import { readDocument } from './json-document.ts'

export interface StoredTimes {
  readonly file: string
  readonly times: ReadTimes
  /** SHA-256 of the file. */
  readonly hash: string
}

/** Throws InputError `simulation.times-missing` or `simulation.times-invalid`. */
export async function loadDrillTimes(file: string): Promise<StoredTimes> {
  const place = { file }
  const { content, text } = await readDocument(file, readTimesSchema, {
    missing: () =>
      new InputError('simulation.times-missing', `There is no ${file}.`, {
        place,
        suggestions: ['drplan runbook times <run>   writes the measured times of a run'],
      }),
    invalid: (why) =>
      new InputError('simulation.times-invalid', `${file} is no file of ${measuredTimesSchemaId}: ${why}.`, {
        place,
        suggestions: ['drplan runbook times <run>   writes such a file'],
      }),
  })
  return { file, times: content, hash: hashText(text) }
}
