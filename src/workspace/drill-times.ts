/** Measured times of drills (drplan/measured-times@1), as `drplan runbook times` writes them. */
import { InputError } from '../errors.ts'
import { measuredTimesSchemaId, readTimesSchema, type ReadTimes } from '../model/measured-times.ts'
import { hashText, readTextIfThere } from './files.ts'

export interface StoredTimes {
  readonly file: string
  readonly times: ReadTimes
  /** SHA-256 of the file. */
  readonly hash: string
}

/** Throws InputError `simulation.times-missing` or `simulation.times-invalid`. */
export async function loadDrillTimes(file: string): Promise<StoredTimes> {
  const text = await readTextIfThere(file).catch((error: unknown) => {
    throw invalid(file, error instanceof Error ? error.message : String(error))
  })
  if (text === null)
    throw new InputError('simulation.times-missing', `There is no ${file}.`, {
      place: { file },
      suggestions: ['drplan runbook times <run>   writes the measured times of a run'],
    })
  const result = readTimesSchema.safeParse(parse(text, file))
  if (!result.success) {
    const [issue] = result.error.issues
    throw invalid(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as its schema asks'}`)
  }
  return { file, times: result.data, hash: hashText(text) }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error))
  }
}

const invalid = (file: string, why: string): InputError =>
  new InputError('simulation.times-invalid', `${file} is no file of ${measuredTimesSchemaId}: ${why}.`, {
    place: { file },
    suggestions: ['drplan runbook times <run>   writes such a file'],
  })
