/** The baseline of a check on disk (drplan/baseline@1). */
import { InputError } from '../errors.ts'
import { baselineSchemaId, checkBaselineSchema, type CheckBaseline } from '../model/check-baseline.ts'
import { readTextIfThere, writeWhole } from './files.ts'

const suggestions = ['drplan check --write-baseline FILE   writes such a file.']

/** Throws InputError `check.baseline-missing` or `check.baseline-invalid`. */
export async function loadBaseline(file: string): Promise<CheckBaseline> {
  const text = await readTextIfThere(file).catch((error: unknown) => {
    throw invalid(file, error instanceof Error ? error.message : String(error))
  })
  if (text === null)
    throw new InputError('check.baseline-missing', `There is no baseline ${file}.`, { place: { file }, suggestions })
  const result = checkBaselineSchema.safeParse(parse(text, file))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw invalid(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as its schema asks'}`)
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error))
  }
}

const invalid = (file: string, why: string): InputError =>
  new InputError('check.baseline-invalid', `${file} is no file of ${baselineSchemaId}: ${why}.`, {
    place: { file },
    suggestions,
  })

/** Throws InputError `workspace.unwritable`. */
export const saveBaseline = (file: string, baseline: CheckBaseline): Promise<unknown> =>
  writeWhole(file, `${JSON.stringify(baseline, null, 2)}\n`)
