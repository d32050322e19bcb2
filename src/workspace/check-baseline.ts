/** The baseline of a check on disk (drplan/baseline@1). */
import { InputError } from '../errors.ts'
import { baselineSchemaId, checkBaselineSchema, type CheckBaseline } from '../model/check-baseline.ts'
import { writeWhole } from './files.ts'
import { readDocument } from './json-document.ts'

const suggestions = ['drplan check --write-baseline FILE   writes such a file.']

/** Throws InputError `check.baseline-missing` or `check.baseline-invalid`. */
export async function loadBaseline(file: string): Promise<CheckBaseline> {
  const { content } = await readDocument(file, checkBaselineSchema, {
    missing: () =>
      new InputError('check.baseline-missing', `There is no baseline ${file}.`, { place: { file }, suggestions }),
    invalid: (why) =>
      new InputError('check.baseline-invalid', `${file} is no file of ${baselineSchemaId}: ${why}.`, {
        place: { file },
        suggestions,
      }),
  })
  return content
}

/** Throws InputError `workspace.unwritable`. */
export const saveBaseline = (file: string, baseline: CheckBaseline): Promise<unknown> =>
  writeWhole(file, `${JSON.stringify(baseline, null, 2)}\n`)
